"""How far each spending room is used. The forecast is the pace of the last mature months, no more than that."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import Max, Prefetch, QuerySet

from contracts.choices import SpendingStep
from contracts.models import Contract, SpendingRoom, SpendingRoomVersion, SpendingStepTaken
from contracts.queries.declared import DeclaredMonth, declared_by_contract
from contracts.queries.terms import with_terms
from contracts.rules.spending import Use, expected_still, next_steps, room_in_year, runs_out, to_record
from inkoop.base.choices import DeliveryStatus
from inkoop.base.models import Delivery
from inkoop.base.periods import first_of_month

KEEP = timedelta(days=1)


Declarer = Callable[..., Mapping[int | None, list[DeclaredMonth]]]


@dataclass(frozen=True)
class RoomState:
    """One ceiling as of a day. ``next``: steps to be taken with the day by which. ``months``: declared per service
    month, also of the year before. ``runs_out`` None: used already, or not within the year and the term.
    """

    room: SpendingRoom
    version: SpendingRoomVersion
    use: Use
    taken: list[SpendingStepTaken]
    next: list[tuple[SpendingStep, date]]
    unseen: list[SpendingStep]
    months: Mapping[date, int]
    runs_out: date | None

    @property
    def share(self) -> Decimal | None:
        found = self.use.share
        return None if found is None else Decimal(found.numerator) / found.denominator

    @property
    def declared_share(self) -> Decimal | None:
        found = self.use.declared_share
        return None if found is None else Decimal(found.numerator) / found.denominator

    @property
    def left(self) -> int:
        return self.use.room - self.use.declared

    @property
    def over(self) -> int:
        return -self.left

    @property
    def state(self) -> str:
        """groen, oranje from the warning on, rood when all is declared."""
        steps = {step.step for step in self.taken} | set(self.unseen)
        if steps & {SpendingStep.FULL, SpendingStep.RED}:
            return "rood"
        return "oranje" if SpendingStep.REACHED in steps else "groen"


def room_states(
    rooms: QuerySet[SpendingRoom],
    *,
    today: date,
    parameters: Mapping[str, Decimal],
    declared_of: Declarer = declared_by_contract,
) -> list[RoomState]:
    """Of all rooms with an amount known today. Six queries, however many rooms. ``declared_of`` sums the lines."""
    steps = Prefetch("steps", SpendingStepTaken.objects.filter(taken_on__lte=today).select_related("by"))
    versions = SpendingRoomVersion.objects.filter(known_since__lte=today).order_by("-known_since", "-id")
    known = Prefetch("versions", versions.select_related("by", "decision").prefetch_related(steps))
    found = list(
        rooms.select_related(
            "contract__provider__account_holder", "contract__responsible", "category", "product_code"
        )
        .prefetch_related(known)
        .order_by("-year", "contract__number", "id")
    )
    terms = _terms_of(found, today)
    declared = _declared(found, today, declared_of)
    return [
        _state(room, terms[room.contract_id], declared[room.contract_id], today, parameters)
        for room in found
        if room.versions.all() and terms[room.contract_id][0]
    ]


def _terms_of(rooms: list[SpendingRoom], today: date) -> dict[int, tuple[date, date | None]]:
    contracts = with_terms(Contract.objects.filter(pk__in={room.contract_id for room in rooms}), as_of=today)
    rows: list[dict[str, Any]] = [dict(row) for row in contracts.values()]
    return {row["id"]: (row["begin"], row["end"]) for row in rows}


def _declared(
    rooms: list[SpendingRoom], today: date, declared_of: Declarer
) -> Mapping[int | None, list[DeclaredMonth]]:
    """Of the years of the rooms and the year before, whose last months may set the pace."""
    if not rooms:
        return defaultdict(list)
    years = [room.year for room in rooms]
    return declared_of(
        {room.contract.provider_id for room in rooms},
        first=date(min(years) - 1, 1, 1),
        last=min(first_of_month(today), date(max(years), 12, 1)),
        as_of=today,
    )


def _state(
    room: SpendingRoom,
    term: tuple[date, date | None],
    declared: list[DeclaredMonth],
    today: date,
    parameters: Mapping[str, Decimal],
) -> RoomState:
    version = room.versions.all()[0]
    begin, end = max(term[0], version.begin or term[0]), term[1]
    months, whole = _months(room, declared), (term[0], end or date.max)
    pace = {
        "mature_after": int(parameters["mature_after"]),
        "burn_months": int(parameters["burn_months"]),
    }
    use = Use(
        room=room_in_year(version.amount, room.year, begin, end),
        declared=sum(cents for month, cents in months.items() if month.year == room.year),
        expected=expected_still(months, whole, room.year, today, **pace),
    )
    taken = list(version.steps.all())
    days = {step.step: step.taken_on for step in taken}
    return RoomState(
        room=room,
        version=version,
        use=use,
        taken=taken,
        next=[(SpendingStep(step), day) for step, day in next_steps(days, int(parameters["room_step_days"]))],
        unseen=[SpendingStep(step) for step in to_record(use, days, Fraction(parameters["room_warning"]))],
        months=months,
        runs_out=runs_out(months, use.room, whole, room.year, today, **pace),
    )


def _months(room: SpendingRoom, declared: list[DeclaredMonth]) -> dict[date, int]:
    """Declared per service month on what the room limits."""
    code = room.product_code.code if room.product_code else None
    months: dict[date, int] = defaultdict(int)
    for row in declared:
        if (code is None or row.product_code == code) and (
            room.category_id is None or row.category == room.category_id
        ):
            months[row.month] += row.cents
    return months


def kept_declared(
    providers: Iterable[int], *, first: date, last: date, as_of: date
) -> Mapping[int | None, list[DeclaredMonth]]:
    """As ``declared_by_contract``, kept until another delivery is loaded: for pages, which are opened often."""
    loaded = Delivery.objects.filter(status=DeliveryStatus.LOADED, is_trial=False)
    newest = loaded.aggregate(newest=Max("finished_at"))["newest"]
    asked = f"{sorted(set(providers))} {first} {last} {as_of} {newest and newest.timestamp()}"
    key = f"declared-by-contract-{sha256(asked.encode()).hexdigest()}"
    kept: Mapping[int | None, list[DeclaredMonth]] | None = cache.get(key)
    if kept is None:
        kept = declared_by_contract(providers, first=first, last=last, as_of=as_of)
        cache.set(key, kept, timeout=KEEP.total_seconds())
    return kept


def rooms_with_steps(
    rooms: QuerySet[SpendingRoom], *, today: date, parameters: Mapping[str, Decimal]
) -> list[tuple[SpendingRoom, list[tuple[SpendingStep, date]]]]:
    """Rooms at which people have to take a step now, with the steps and the day by which. Reads no lines: what the
    system saw is written down each day. Three queries.
    """
    taken = Prefetch("steps", SpendingStepTaken.objects.filter(taken_on__lte=today))
    versions = SpendingRoomVersion.objects.filter(known_since__lte=today).order_by("-known_since", "-id")
    known = Prefetch("versions", versions.prefetch_related(taken))
    related = ("contract__provider__account_holder", "contract__responsible", "category", "product_code")
    found = []
    for room in (
        rooms.select_related(*related).prefetch_related(known).order_by("-year", "contract__number", "id")
    ):
        newest = next(iter(room.versions.all()), None)
        days = {step.step: step.taken_on for step in newest.steps.all()} if newest else {}
        due = next_steps(days, int(parameters["room_step_days"]))
        if due:
            found.append((room, [(SpendingStep(step), day) for step, day in due]))
    return found
