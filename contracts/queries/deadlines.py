"""Every date that matters, in one list.

The dates follow from contracts as they are now; a row is kept only of what became of a date (``DeadlineMark``)
and of who was warned (``DeadlineAlert``). Nothing is missed when a job was down, and a date that moves is
another date. A source is a function that yields ``Due``; other modules add theirs with ``add_source``.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from contracts.choices import ContractStatus, DeadlineKind
from contracts.models import Contract, DeadlineMark, Instalment, SpendingRoom
from contracts.queries.spending import rooms_with_steps
from contracts.queries.status import with_status
from contracts.rules.terms import TermError, Terms, notice_by, option_by, parse_options
from inkoop.base.models import User
from inkoop.base.parameters import values_at
from providers.models import Provider

OVERDUE_DAYS = 90
GOING_ON = (ContractStatus.RUNNING, ContractStatus.PLANNED, ContractStatus.ENDING)

Key = tuple[int, int, str, date]


@dataclass(frozen=True)
class Due:
    """A date of an object: what, when, whose. ``text`` is for people; contract and provider say what about.

    ``warn``: so many months before the day somebody is warned, 0 = on the day; None = as the region has it.
    ``page``: address of the page about it, when that is not the page of the contract; empty = none.
    """

    subject: Model
    kind: DeadlineKind
    day: date
    responsible: User | None
    text: str
    contract: Contract | None = None
    provider: Provider | None = None
    warn: tuple[int, ...] | None = None
    page: str = ""

    @property
    def key(self) -> Key:
        """Names this date of this object; cost: none, content types are remembered."""
        kind = ContentType.objects.get_for_model(self.subject)
        return kind.pk, int(self.subject.pk), str(self.kind), self.day

    @property
    def uid(self) -> str:
        """The same when the date moves, so that a calendar moves it too."""
        return f"{self.subject._meta.label_lower}-{self.subject.pk}-{self.kind}@inkoop"


@dataclass(frozen=True)
class Deadline:
    """A date and what became of it; ``days`` until it, negative when it is over."""

    due: Due
    mark: DeadlineMark | None
    days: int

    @property
    def is_open(self) -> bool:
        return self.mark is None


Source = Callable[[date], Iterable[Due]]


def contract_dates(today: date) -> Iterator[Due]:
    """End, notice, option and evaluation of every contract that runs or is to begin."""
    announce = int(values_at(today)["option_months"])
    contracts = with_status(Contract.objects.all(), today=today, only=GOING_ON)
    for contract in contracts.select_related("provider__account_holder", "responsible"):
        for kind, day, text in _dates_of(contract, announce):
            yield Due(contract, kind, day, whose(contract), text, contract, contract.provider)


def _dates_of(contract: Contract, announce: int) -> Iterator[tuple[DeadlineKind, date, str]]:
    terms = Terms(contract.begin, contract.end, _options(contract.options), contract.notice_months)  # type: ignore[attr-defined]  # annotated
    if terms.end:
        yield DeadlineKind.END, terms.end, f"Contract {contract} eindigt."
    by = notice_by(terms)
    if by and not contract.ended_early:  # type: ignore[attr-defined]  # annotated
        yield DeadlineKind.NOTICE, by, f"Laatste dag om contract {contract} op te zeggen tegen het einde."
    decide = option_by(terms, announce)
    if decide:
        yield (
            DeadlineKind.OPTION,
            decide,
            f"Besluit of de volgende optie van contract {contract} wordt gebruikt.",
        )
    if contract.evaluate_on:
        yield DeadlineKind.EVALUATION, contract.evaluate_on, f"Evaluatie van contract {contract}."


def _options(text: str | None) -> tuple[int, ...]:
    try:
        return parse_options(text or "")
    except TermError:
        return ()


def spending_steps(today: date) -> Iterator[Due]:
    """The next steps at ceilings of this year and the year before."""
    rooms = SpendingRoom.objects.filter(year__in=[today.year - 1, today.year])
    for room, steps in rooms_with_steps(rooms, today=today, parameters=values_at(today)):
        contract = room.contract
        for step, day in steps:
            text = f"Bestedingsruimte {room}: {step.label}."
            yield Due(room, DeadlineKind.SPENDING, day, whose(contract), text, contract, contract.provider)


def instalments(_: date) -> Iterator[Due]:
    unpaid = Instalment.objects.filter(paid_on=None, dropped_on=None)
    related = ("lump_sum__contract__provider__account_holder", "lump_sum__contract__responsible")
    for part in unpaid.select_related(*related):
        contract = part.lump_sum.contract
        text = f"Termijn van ‘{part.lump_sum}’ betalen."
        yield Due(
            part, DeadlineKind.INSTALMENT, part.due_on, whose(contract), text, contract, contract.provider
        )


def whose(contract: Contract) -> User | None:
    """Who looks after the contract: its own contract manager, else the account holder of the provider."""
    return contract.responsible or contract.provider.account_holder


OF_CONTRACTS: tuple[Source, ...] = (contract_dates, spending_steps, instalments)
SOURCES: list[Source] = [*OF_CONTRACTS]


def add_source(source: Source) -> None:
    """Once per source, from the ``ready`` of an app or at the end of a module."""
    if source not in SOURCES:
        SOURCES.append(source)


def deadlines(
    *, today: date, until: date | None = None, sources: Iterable[Source] | None = None
) -> list[Deadline]:
    """The dates from 90 days ago t/m ``until``, the first one first; also those that were handled."""
    first = today - timedelta(days=OVERDUE_DAYS)
    found = [
        due
        for source in (SOURCES if sources is None else sources)
        for due in source(today)
        if first <= due.day <= (until or date.max)
    ]
    marks = _marks(first)
    listed = [Deadline(due, marks.get(due.key), (due.day - today).days) for due in found]
    return sorted(listed, key=lambda one: (one.due.day, one.due.kind, one.due.text))


def _marks(first: date) -> dict[Key, DeadlineMark]:
    rows = DeadlineMark.objects.filter(day__gte=first).select_related("by")
    return {(row.subject_type_id, row.subject_id, row.kind, row.day): row for row in rows}


def thresholds(parameters: dict[str, Decimal]) -> list[int]:
    """Months before a date at which to warn, the earliest first."""
    names = ("alert_first", "alert_second", "alert_third")
    return sorted({int(parameters[name]) for name in names}, reverse=True)
