"""Start and stop of care (JW305, JW307): what is withdrawn first, then what is new (IV008)."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from contracts.choices import Funding, StopReason
from contracts.models import AllocationVersion, CareStart, CareStop, ProductCode
from inkoop.exchange.ijw.reading import Node
from inkoop.exchange.ijw.tables import products_of
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.loaders.messages.judged import Letter, Verdicts, fits

REMOVAL = "3"

Judge = Callable[["Reported", Verdicts], None]


class Reported:
    """One StartProduct or StopProduct, and the allocation of this youth and provider that it is about."""

    def __init__(self, number: int, node: Node, version: AllocationVersion | None, letter: Letter) -> None:
        self.number = number
        self.node = node
        self.version = version
        self.letter = letter
        self.category, self.code = node.get("Product/Categorie"), node.get("Product/Code")
        self.begin = date.fromisoformat(node.get("Begindatum"))
        self.is_removal = node.get("StatusAanlevering") == REMOVAL

    @property
    def end(self) -> date:
        return date.fromisoformat(self.node.get("Einddatum"))

    @property
    def reason(self) -> str:
        return self.node.get("RedenBeeindiging")

    @property
    def without_allocation(self) -> bool:
        """Care by task has no allocation; to report it is allowed, and there is nothing to book it on."""
        products = ProductCode.objects.filter(code=self.code, funding=Funding.TASK)
        return not self.node.has("ToewijzingNummer") and bool(self.code) and products.exists()

    @property
    def same_product(self) -> Q:
        """A report from a table names no product."""
        return Q(category=self.category, product_code=self.code) | Q(category="", product_code="")

    def starts(self) -> QuerySet[CareStart]:
        """That stand on this allocation and product."""
        return CareStart.objects.filter(self.same_product, allocation=self._allocation, withdrawn_on=None)

    def stops(self) -> QuerySet[CareStop]:
        """That stand on this allocation with this begin (TR413, TR414, TR415)."""
        return self._stops_since(self.begin)

    def is_stopped(self, start: CareStart) -> bool:
        return self._stops_since(start.begin).exists()

    def _stops_since(self, begin: date) -> QuerySet[CareStop]:
        """A stop from a table names no begin."""
        same = Q(begin=begin) | Q(begin=None, end__gte=begin)
        return CareStop.objects.filter(same, allocation=self._allocation, withdrawn_on=None)

    def fields(self) -> dict[str, Any]:
        """What a start and a stop have in common."""
        return {
            "allocation_id": self._allocation,
            "category": self.category,
            "product_code": self.code,
            "begin": self.begin,
            **self.letter.origin(self.number),
        }

    @property
    def _allocation(self) -> int | None:
        return self.version.allocation_id if self.version else None


def load_starts_of_message(letter: Letter) -> Counts:
    return _load(letter, _start, _remove_start)


def load_stops_of_message(letter: Letter) -> Counts:
    return _load(letter, _stop, _remove_stop)


def _load(letter: Letter, judge: Judge, remove: Judge) -> Counts:
    verdicts, reported = Verdicts(letter.delivery), list(_reported(letter))
    unchanged = 0
    for one in sorted(reported, key=lambda one: not one.is_removal):
        if one.is_removal:
            remove(one, verdicts)
        elif one.without_allocation:
            unchanged += 1
        elif one.version is None:
            number = one.node.get("ToewijzingNummer") or "niets"
            verdicts.refuse(one.number, "9019", number, "een toewijzing van deze cliënt en aanbieder")
        elif not fits(one.category, one.code):
            verdicts.refuse(one.number, "S329", one.code, f"een code van categorie {one.category}")
        else:
            judge(one, verdicts)
    return verdicts.counts(len(reported), unchanged=unchanged)


def _reported(letter: Letter) -> Iterator[Reported]:
    known = letter.by_number()
    for number, node in products_of(letter.body):
        yield Reported(number, node, known.get(node.get("ToewijzingNummer")), letter)


def _start(one: Reported, verdicts: Verdicts) -> None:
    standing = list(one.starts())
    if any(start.begin == one.begin for start in standing):
        verdicts.refuse(one.number, "9074", one.begin, "een melding die nog niet is ontvangen")
        return
    active = [start for start in standing if not one.is_stopped(start)]
    if active:
        verdicts.refuse(one.number, "9326", f"een start op {active[0].begin}", "eerst een stop")
        return
    CareStart.objects.create(**one.fields())


def _remove_start(one: Reported, verdicts: Verdicts) -> None:
    start = one.starts().filter(begin=one.begin).first()
    if start is None:
        verdicts.refuse(one.number, "9063", one.begin, "een eerder gemelde start")
    elif one.is_stopped(start):
        verdicts.refuse(one.number, "9071", "een stop", "geen stop op deze start")
    else:
        _withdraw(start, one.letter.received_on)


def _stop(one: Reported, verdicts: Verdicts) -> None:
    stops = list(one.stops())
    key = (one.category, one.code, one.end, one.reason)
    if key in [(stop.category, stop.product_code, stop.end, stop.reason) for stop in stops]:
        verdicts.refuse(one.number, "9074", one.end, "een melding die nog niet is ontvangen")
        return
    if not one.starts().filter(begin=one.begin).exists():
        verdicts.refuse(one.number, "9069", one.begin, "de begindatum van een gemelde start")
    if any(stop.reason != StopReason.TEMPORARY for stop in stops):
        verdicts.refuse(one.number, "9415", "een definitieve stop", "geen definitieve stop")
    elif stops and one.reason == StopReason.TEMPORARY:
        verdicts.refuse(one.number, "9413", "een tweede tijdelijke stop", "een definitieve stop")
    latest = max((stop.end for stop in stops), default=one.end)
    if one.end < latest:
        verdicts.refuse(one.number, "9414", one.end, f"op of na {latest}")
    if one.number not in verdicts.refused():
        CareStop.objects.create(**one.fields(), end=one.end, reason=one.reason)


def _remove_stop(one: Reported, verdicts: Verdicts) -> None:
    stop = one.stops().filter(one.same_product, end=one.end, reason=one.reason).first()
    if stop is None:
        verdicts.refuse(one.number, "9063", one.end, "een eerder gemelde stop")
    else:
        _withdraw(stop, one.letter.received_on)


def _withdraw(fact: CareStart | CareStop, day: date) -> None:
    fact.withdrawn_on = day
    fact.save(update_fields=["withdrawn_on"])
