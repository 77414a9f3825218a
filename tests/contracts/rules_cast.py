"""The cast of the tests of the contract rules: one provider, two municipalities, one child."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, time
from typing import Any

from contracts.rules.allocations import Allocations
from contracts.rules.books import Books
from contracts.rules.facts import AllocationVersion, ContractVersion, Line, ProductCode, Tariff
from contracts.rules.findings import Finding, MalformedRow, Outcome
from contracts.rules.judgement import ReferenceData, judge, load

RECEIVED = date(2025, 12, 1)

CONTRACT = ContractVersion(
    number="C1",
    agb="01234567",
    begin=date(2021, 1, 1),
    end=None,
    municipalities=frozenset(),
    received_on=date(2021, 1, 1),
    sequence=1,
)
TARIFF = Tariff(
    contract="C1",
    code="45A04",
    begin=date(2021, 1, 1),
    end=None,
    cents=7_550,
    unit="04",
    received_on=date(2021, 1, 1),
    sequence=2,
)
ALLOCATION = AllocationVersion(
    municipality="0363",
    number="1001",
    client="kind-a",
    agb="01234567",
    category="45",
    code="45A04",
    issued_on=date(2025, 1, 1),
    issued_at=time(9, 0),
    begin=date(2025, 1, 1),
    end=date(2025, 12, 31),
    volume=10,
    unit="04",
    frequency="4",
    budget=None,
    reason=None,
    received_on=date(2025, 1, 2),
    sequence=3,
)
LINE = Line(
    agb="01234567",
    municipality="0363",
    declaration="D1",
    declared_on=date(2025, 11, 20),
    reference="R1",
    previous_reference=None,
    client="kind-a",
    allocation="1001",
    category="45",
    code="45A04",
    begin=date(2025, 10, 1),
    end=date(2025, 10, 31),
    volume=2,
    unit="04",
    tariff=7_550,
    amount=15_100,
    debit_credit="D",
    received_on=RECEIVED,
    sequence=10,
    row=1,
)
PRODUCTS = {
    "45A04": ProductCode("45A04", "45", "04"),
    "45A05": ProductCode("45A05", "45", "04"),
    "44A09": ProductCode("44A09", "44", "14"),
}


def contract(**changes: Any) -> ContractVersion:
    return replace(CONTRACT, **changes)


def tariff(**changes: Any) -> Tariff:
    return replace(TARIFF, **changes)


def allocation(**changes: Any) -> AllocationVersion:
    return replace(ALLOCATION, **changes)


def line(**changes: Any) -> Line:
    """A line that is accepted as it is; the amount follows volume and tariff unless given."""
    made = replace(LINE, **changes)
    if "amount" in changes or made.tariff is None:
        return made
    return replace(made, amount=made.volume * made.tariff)


def credit_of(debit: Line, **changes: Any) -> Line:
    """The credit that takes back ``debit``."""
    as_credit = {"debit_credit": "C", "previous_reference": debit.reference}
    return replace(debit, **(as_credit | {"reference": f"{debit.reference}C"} | changes))


def reference(
    allocations: Iterable[AllocationVersion] = (ALLOCATION,),
    tariffs: Iterable[Tariff] = (TARIFF,),
    contracts: Iterable[ContractVersion] = (CONTRACT,),
) -> ReferenceData:
    return ReferenceData(
        municipalities=frozenset({"0363", "0518"}),
        products=PRODUCTS,
        allocations=Allocations(allocations),
        contracts=tuple(contracts),
        tariffs=tuple(tariffs),
    )


NOVEMBER = {"begin": date(2025, 11, 1), "end": date(2025, 11, 30), "declared_on": RECEIVED}
BUDGET = {"code": None, "volume": None, "unit": None, "frequency": None, "budget": 40_000}


def codes(
    *lines: Line,
    books: Books | None = None,
    facts: ReferenceData | None = None,
    malformed: Collection[MalformedRow] = (),
    received_on: date = RECEIVED,
) -> list[tuple[str, ...]]:
    """The codes of every row of a delivery, in row order; nothing is booked."""
    history, known = books or Books(), facts or reference()
    outcomes = judge(history, lines, known, received_on, malformed=malformed)
    return [outcome.codes for outcome in outcomes]


def booked(*lines: Line, facts: ReferenceData | None = None) -> Books:
    """Books with one earlier delivery, all of whose lines were accepted."""
    books = Books()
    outcomes = load(books, lines, facts or reference(), RECEIVED)
    assert [outcome.codes for outcome in outcomes if not outcome.accepted] == []
    return books


def later(**changes: Any) -> Line:
    """A line of a next delivery: its own reference and declaration number."""
    return line(**({"reference": "R2", "declaration": "D2"} | changes))


def only(outcome: Outcome) -> Finding:
    """The one finding of a refused row."""
    (finding,) = outcome.findings
    return finding
