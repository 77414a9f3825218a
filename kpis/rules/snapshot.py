"""What was known on a peildatum: the facts received on or before it, in their current versions."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Protocol, TypeVar

from contracts.rules.allocations import Allocations
from contracts.rules.codes import WITHDRAWN
from contracts.rules.facts import (
    AllocationVersion,
    CareStop,
    ContractVersion,
    IbpVersion,
    Line,
    ProductCode,
    Tariff,
)
from contracts.rules.periods import first_of_month
from contracts.rules.tariffs import AgreedTariffs

GENERIC = "generiek"

AllocationKey = tuple[str, str]  # (gemeentecode, toewijzingnummer)
IbpKey = tuple[str, str]  # (gemeentecode, ibp)


@dataclass(frozen=True, slots=True)
class ProviderVersion:
    """One delivered row of a provider; the newest received row of an AGB counts."""

    agb: str
    segment: str
    received_on: date
    sequence: int


@dataclass(frozen=True, slots=True)
class ProductCodeVersion:
    """One delivered row of a product code; the newest received row of a code counts."""

    product_code: ProductCode
    received_on: date
    sequence: int


@dataclass(frozen=True, slots=True)
class SubmittedRow:
    """One submitted row of a delivery of declarations with its outcome; no codes = accepted.

    A row that could not be read as a line is refused with 0001 and counts like any other; of it
    ``begin`` and ``declared_on`` are None, and texts empty, where they could not be read.
    ``category`` is the row's own in a ledger and in a snapshot the one under which it stands.
    """

    agb: str
    municipality: str
    declaration: str
    reference: str
    allocation: str
    category: str
    code: str
    begin: date | None
    declared_on: date | None
    received_on: date
    codes: tuple[str, ...]

    @property
    def service_month(self) -> date | None:
        """Month of ProductPeriode.Begindatum."""
        return self.begin and first_of_month(self.begin)

    @property
    def booking_month(self) -> date | None:
        """Month of DeclaratieDagtekening."""
        return self.declared_on and first_of_month(self.declared_on)


@dataclass(frozen=True, slots=True)
class AcceptedLine:
    """An accepted line and the category under which it stands at the peildatum.

    ``line.sequence`` is that of the delivery: lines of one delivery share it.
    """

    line: Line
    category: str

    @property
    def code(self) -> str:
        return self.line.code

    @property
    def municipality(self) -> str:
        return self.line.municipality

    @property
    def service_month(self) -> date:
        """Month of ProductPeriode.Begindatum."""
        return first_of_month(self.line.begin)

    @property
    def booking_month(self) -> date:
        """Month of DeclaratieDagtekening."""
        return first_of_month(self.line.declared_on)

    @property
    def delivery(self) -> tuple[date, int]:
        """Orders deliveries; the lines of one delivery are equal in it."""
        return (self.line.received_on, self.line.sequence)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything accepted from deliveries, and every submitted row with its outcome.

    ``lines`` holds the accepted lines, ``submitted`` accepted and refused rows of declarations.
    """

    providers: Sequence[ProviderVersion] = ()
    product_codes: Sequence[ProductCodeVersion] = ()
    contracts: Sequence[ContractVersion] = ()
    tariffs: Sequence[Tariff] = ()
    allocations: Sequence[AllocationVersion] = ()
    stops: Sequence[CareStop] = ()
    ibps: Sequence[IbpVersion] = ()
    lines: Sequence[Line] = ()
    submitted: Sequence[SubmittedRow] = ()


@dataclass(frozen=True)
class Snapshot:
    """The region as of the peildatum."""

    peildatum: date
    providers: Mapping[str, ProviderVersion]
    product_codes: Mapping[str, ProductCode]
    tariffs: AgreedTariffs
    allocations: Mapping[AllocationKey, AllocationVersion]
    stops: Sequence[CareStop]
    ibps: Mapping[IbpKey, tuple[IbpVersion, ...]]
    lines: Sequence[AcceptedLine]
    submitted: Sequence[SubmittedRow]

    @cached_property
    def lines_of(self) -> Mapping[str, list[AcceptedLine]]:
        """Accepted lines per AGB."""
        return grouped(self.lines, lambda entry: entry.line.agb)

    @cached_property
    def submitted_of(self) -> Mapping[str, list[SubmittedRow]]:
        """Submitted rows per AGB."""
        return grouped(self.submitted, lambda row: row.agb)

    @cached_property
    def lines_on(self) -> Mapping[AllocationKey, list[AcceptedLine]]:
        """Accepted lines per allocation."""
        return grouped(self.lines, lambda entry: (entry.municipality, entry.line.allocation))

    @cached_property
    def allocations_of(self) -> Mapping[str, list[AllocationVersion]]:
        """Current allocations per AGB."""
        return grouped(self.allocations.values(), lambda allocation: allocation.agb)


def as_of(ledger: Ledger, peildatum: date) -> Snapshot:
    """The snapshot on a peildatum (section 0): only what was received on or before it.

    The outcome of a line is taken as given: it was fixed when its delivery was loaded.
    """
    allocations = {
        (version.municipality, version.number): version
        for version in Allocations(ledger.allocations).all_current(peildatum)
    }
    codes = newest(known(ledger.product_codes, peildatum), lambda row: row.product_code.code)
    return Snapshot(
        peildatum=peildatum,
        providers=newest(known(ledger.providers, peildatum), lambda row: row.agb),
        product_codes={code: row.product_code for code, row in codes.items()},
        tariffs=AgreedTariffs(ledger.contracts, ledger.tariffs, peildatum),
        allocations=allocations,
        stops=standing(ledger.stops, peildatum),
        ibps=ibp_versions(known(ledger.ibps, peildatum)),
        lines=[AcceptedLine(line, category_of(line, allocations)) for line in known(ledger.lines, peildatum)],
        submitted=[
            replace(row, category=category_of(row, allocations))
            for row in ledger.submitted
            if row.received_on <= peildatum
        ],
    )


class Received(Protocol):
    """A fact that knows when it was received."""

    @property
    def received_on(self) -> date: ...
    @property
    def sequence(self) -> int: ...


class Withdrawable(Received, Protocol):
    """A message that its sender may withdraw."""

    @property
    def withdrawn_on(self) -> date | None: ...


R = TypeVar("R", bound=Received)
M = TypeVar("M", bound=Withdrawable)
T = TypeVar("T")
K = TypeVar("K")


def known(facts: Iterable[R], peildatum: date) -> list[R]:
    """The facts received on or before the peildatum."""
    return [fact for fact in facts if fact.received_on <= peildatum]


def standing(messages: Iterable[M], peildatum: date) -> list[M]:
    """The care messages received on or before the peildatum, and not withdrawn by then."""
    return [
        one
        for one in messages
        if one.received_on <= peildatum and (one.withdrawn_on is None or one.withdrawn_on > peildatum)
    ]


def newest(facts: Iterable[R], key: Callable[[R], K]) -> dict[K, R]:
    """Per key the fact that was received last."""
    ordered = sorted(facts, key=lambda fact: (fact.received_on, fact.sequence))
    return {key(fact): fact for fact in ordered}


def grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """The items per key, in the order given."""
    groups: dict[K, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return dict(groups)


def ibp_versions(versions: Iterable[IbpVersion]) -> dict[IbpKey, tuple[IbpVersion, ...]]:
    """Per (gemeentecode, ibp) its versions in order; of one number the row received last counts."""
    rows = newest(versions, lambda row: (row.municipality, row.ibp, row.version))
    ordered = sorted(rows.values(), key=lambda row: row.version)
    groups = grouped(ordered, lambda row: (row.municipality, row.ibp))
    return {key: tuple(group) for key, group in groups.items()}


def category_of_allocation(allocation: AllocationVersion) -> str:
    """The product category of an allocation; a generic one stands under ``generiek``."""
    return allocation.category or GENERIC


def category_of(line: Line | SubmittedRow, allocations: Mapping[AllocationKey, AllocationVersion]) -> str:
    """The category of a line: that of the allocation it names, else its own (section 11)."""
    allocation = allocations.get((line.municipality, line.allocation))
    return line.category if allocation is None else category_of_allocation(allocation)


def in_force(allocation: AllocationVersion, first: date, last: date) -> bool:
    """True when an allocation, not withdrawn, is in force on a day of ``first`` t/m ``last``."""
    if allocation.reason == WITHDRAWN:
        return False
    return allocation.begin <= last and (allocation.end is None or allocation.end >= first)


def declared(entries: Iterable[AcceptedLine]) -> int:
    """Sum of the signed amounts, in cents."""
    return sum(entry.line.signed for entry in entries)
