"""Facts that the rules reason about, as plain values.

Money is integer eurocents, dates are inclusive on both ends, ``None`` means "not given".
``received_on`` is the day on which the delivery that brought a fact was received; ``sequence``
orders facts that were received on one day (the order in which they were loaded).
"""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class ProductCode:
    code: str
    category: str
    unit: str | None = None
    care_form: str | None = None
    weight_class: int | None = None  # 1 licht, 2 middel, 3 zwaar
    extended: bool = False  # verlengde jeugdhulp


@dataclass(frozen=True, slots=True)
class ContractVersion:
    """One delivered row of a contract; the newest received row of a number counts."""

    number: str
    agb: str
    begin: date
    end: date | None  # with the used options; None = open-ended
    municipalities: frozenset[str]  # empty = all
    received_on: date
    sequence: int


@dataclass(frozen=True, slots=True)
class Tariff:
    """One delivered tariff row; key (contract, code, begin), the newest received row of a key counts."""

    contract: str
    code: str
    begin: date
    end: date | None
    cents: int
    unit: str
    received_on: date
    sequence: int


@dataclass(frozen=True, slots=True)
class AllocationVersion:
    """One version of a toewijzing; key (municipality, number)."""

    municipality: str
    number: str
    client: str
    agb: str
    category: str | None
    code: str | None
    issued_on: date  # Toewijzingsdatum
    issued_at: time  # Toewijzingstijd
    begin: date  # Ingangsdatum
    end: date | None  # Einddatum
    volume: int | None
    unit: str | None
    frequency: str | None  # 1 day, 2 week, 4 month, 6 whole validity
    budget: int | None  # cents
    reason: str | None  # RedenWijziging; 13 = withdrawn
    received_on: date
    sequence: int
    birth_month: date | None = None  # first of the month
    referrer: str | None = None
    referrer_name: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One Prestatie as delivered. ``row`` is its place in the delivery (1 = first data row)."""

    agb: str
    municipality: str
    declaration: str
    declared_on: date  # DeclaratieDagtekening
    reference: str
    previous_reference: str | None
    client: str
    allocation: str
    category: str
    code: str
    begin: date
    end: date
    volume: int
    unit: str
    tariff: int | None  # cents; None for unit 83
    amount: int  # cents, never negative
    debit_credit: str  # D or C
    received_on: date
    sequence: int
    row: int

    @property
    def signed(self) -> int:
        """Cents: positive for a debit, negative for a credit."""
        return self.amount if self.debit_credit == "D" else -self.amount


@dataclass(frozen=True, slots=True)
class CareStop:
    """JW307: care ended. From ``withdrawn_on`` it no longer counts; None = it stands."""

    municipality: str
    allocation: str
    end: date
    reason: str
    received_on: date
    sequence: int
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class IbpVersion:
    """One version of an individueel budgetplafond; amounts in cents."""

    ibp: str
    version: int
    municipality: str
    allocations: tuple[str, ...]
    amount: int | None
    begin: date
    end: date | None
    set_by: str
    set_on: date
    child_class: str | None
    system_class: str | None
    received_on: date
    sequence: int
