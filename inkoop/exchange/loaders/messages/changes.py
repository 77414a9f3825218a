"""A request for a change (JW317): one request about all current allocations of a youth at a provider."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from contracts.choices import Frequency, ProductChange, RequestKind
from contracts.models import AllocationVersion, Client, RequestedProduct
from inkoop.exchange.ijw.reading import Node
from inkoop.exchange.ijw.tables import products_of
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.loaders.messages.judged import OF_THE_CLIENT, Letter, Verdicts, fits
from inkoop.exchange.loaders.messages.requests import (
    book_request,
    day_in,
    is_pending,
    judge_reference,
    number_in,
    product_in,
)
from inkoop.exchange.queries.versions import is_current

THE_REQUEST = 1
CHANGES = {
    "OngewijzigdProduct": ProductChange.SAME,
    "TeWijzigenProduct": ProductChange.CHANGED,
    "NieuwProduct": ProductChange.NEW,
}
STILL_WITH_OLD_FREQUENCIES = date(2020, 12, 31)


@dataclass(frozen=True, slots=True)
class Asked:
    """A product of the request, and the current allocation that it names (None = new, or not a current one)."""

    number: int
    node: Node
    change: ProductChange
    current: AllocationVersion | None

    @property
    def begin(self) -> date | None:
        return day_in(self.node, "GewensteIngangsdatum") or (self.current.begin if self.current else None)

    @property
    def end(self) -> date | None:
        """A product that stays as it is keeps its end; of the others an empty end is no end."""
        if self.change == ProductChange.SAME:
            return self.current.end if self.current else None
        return day_in(self.node, "Einddatum")

    @property
    def product(self) -> tuple[str, str]:
        if self.current:
            return self.current.category, self.current.product_code
        return self.node.get("Product/Categorie"), self.node.get("Product/Code")


def load_change_request(letter: Letter) -> Counts:
    """All or nothing (OP344)."""
    verdicts = Verdicts(letter.delivery)
    request = letter.body.find("Client/Verzoek") or letter.body
    asked = list(_asked(letter))
    client = Client.objects.filter(pseudonym=letter.pseudonym).first()
    if letter.provider is None:
        verdicts.refuse_unknown_provider(OF_THE_CLIENT, letter.body.get("Header/Afzender"))
    elif client is None:
        verdicts.refuse(OF_THE_CLIENT, "8187", "een onbekende cliënt", "een cliënt met een toewijzing")
    else:
        _judge(letter, verdicts, request, asked)
    if client and not verdicts.found:
        _book(letter, client, request, asked)
    return verdicts.whole()


def _asked(letter: Letter) -> Iterator[Asked]:
    day = letter.received_on
    current = {number: v for number, v in letter.by_number().items() if is_current(v, day)}
    for number, node in products_of(letter.body):
        if node.name in CHANGES:
            yield Asked(number, node, CHANGES[node.name], current.get(node.get("ToewijzingNummer")))


def _judge(letter: Letter, verdicts: Verdicts, request: Node, asked: list[Asked]) -> None:
    judge_reference(letter, verdicts, THE_REQUEST, request)
    if is_pending(letter):
        verdicts.refuse(THE_REQUEST, "9374", "een lopend verzoek", "geen lopend verzoek")
    _judge_completeness(letter, verdicts, asked)
    for one in asked:
        if one.change == ProductChange.NEW:
            category, code = one.product
            if not fits(category, code):
                verdicts.refuse(one.number, "S329", code, f"een code van categorie {category}")
        elif one.current is None:
            code = "9350" if one.change == ProductChange.SAME else "9351"
            verdicts.refuse(one.number, code, one.node.get("ToewijzingNummer"), "een lopende toewijzing")
        elif one.change == ProductChange.CHANGED:
            _judge_change(letter, verdicts, one, one.current)
    _judge_overlap(verdicts, asked)


def _judge_completeness(letter: Letter, verdicts: Verdicts, asked: list[Asked]) -> None:
    """TR349."""
    named = {one.node.get("ToewijzingNummer") for one in asked}
    current = {v.allocation.number for v in letter.in_force() if is_current(v, letter.received_on)}
    if missing := sorted(current - named):
        verdicts.refuse(THE_REQUEST, "9349", f"zonder {', '.join(missing)}", "alle lopende toewijzingen")


def _judge_change(letter: Letter, verdicts: Verdicts, one: Asked, current: AllocationVersion) -> None:
    begin, volume, budget = one.begin, number_in(one.node, "Omvang/Volume"), number_in(one.node, "Budget")
    if begin and begin <= letter.dated_on and begin != current.begin:
        verdicts.refuse(one.number, "9357", begin, f"{current.begin}, of na {letter.dated_on}")
    is_total = current.frequency == Frequency.TOTAL and volume is not None and volume != current.volume
    if begin != current.begin and (is_total or (budget is not None and budget != current.budget)):
        verdicts.refuse(one.number, "9373", begin, current.begin)
    has_size, is_recent = volume is not None, one.end is None or one.end > STILL_WITH_OLD_FREQUENCIES
    if current.product_code and not has_size:
        verdicts.refuse(one.number, "9411", "geen omvang", "een omvang")
    if has_size and is_recent and not current.product_code:
        code = "9412" if current.category else "9375"
        verdicts.refuse(one.number, code, "een omvang", "geen omvang")


def _judge_overlap(verdicts: Verdicts, asked: list[Asked]) -> None:
    """TR361."""
    for first, second in combinations(asked, 2):
        if _overlap(first, second) and _same_product(first, second) and not _overlap_already(first, second):
            found = f"{_named(first)} en {_named(second)}"
            verdicts.refuse(THE_REQUEST, "9361", found, "perioden na elkaar")
            return


def _overlap_already(first: Asked, second: Asked) -> bool:
    """The allocations as they are overlap too, which is no matter of this request; so does one that is unknown."""
    if ProductChange.NEW in (first.change, second.change):
        return any(one.current is None and one.change != ProductChange.NEW for one in (first, second))
    if first.current is None or second.current is None:
        return True
    begin = max(first.current.begin, second.current.begin)
    return begin <= min(first.current.end or date.max, second.current.end or date.max)


def _named(one: Asked) -> str:
    return one.node.get("ToewijzingNummer") or "een nieuw product"


def _same_product(first: Asked, second: Asked) -> bool:
    """A product without category is every product; one without code every code of its category."""
    (category, code), (other_category, other_code) = first.product, second.product
    if not category or not other_category:
        return True
    return category == other_category and (not code or not other_code or code == other_code)


def _overlap(first: Asked, second: Asked) -> bool:
    begin = max(first.begin or date.min, second.begin or date.min)
    return begin <= min(first.end or date.max, second.end or date.max)


def _book(letter: Letter, client: Client, request: Node, asked: list[Asked]) -> None:
    booked = book_request(
        letter, client, THE_REQUEST, request, kind=RequestKind.CHANGE, reason=request.get("RedenVerzoek")
    )
    RequestedProduct.objects.bulk_create(
        RequestedProduct(
            request=booked,
            place=place,
            change=one.change,
            allocation=one.current.allocation if one.current else None,
            begin=day_in(one.node, "GewensteIngangsdatum"),
            end=day_in(one.node, "Einddatum"),
            **product_in(one.node),
        )
        for place, one in enumerate(asked, 1)
    )
