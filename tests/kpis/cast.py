"""One small cast for the tests of the figures: providers, a child, an allocation of EUR 755.00 a month."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from contracts.rules.facts import (
    AllocationVersion,
    CareStop,
    ContractVersion,
    IbpVersion,
    Line,
    ProductCode,
    Tariff,
)
from contracts.rules.periods import last_of_month
from kpis.rules.indicators import Figure
from kpis.rules.months import Window
from kpis.rules.snapshot import (
    Ledger,
    ProductCodeVersion,
    ProviderVersion,
    Snapshot,
    SubmittedRow,
    as_of,
)

LONG_AGO = date(2021, 1, 1)
PEILDATUM = date(2025, 12, 31)  # 2025-09 is the newest mature month

MUNICIPALITY, OTHER_MUNICIPALITY = "0363", "0518"
PROVIDER, OTHER_PROVIDER = "01234567", "01234568"
YEAR = Window(date(2025, 1, 1), date(2025, 9, 1))

PRODUCTS = (
    ProductCode("45A04", "45", "04", care_form="ambulant", weight_class=1),
    ProductCode("45A05", "45", "04", care_form="ambulant", weight_class=2),
    ProductCode("45A06", "45", "04", care_form="ambulant", weight_class=3, extended=True),
    ProductCode("44A09", "44", "14", care_form="verblijf"),
)


def month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def window(first: str, last: str) -> Window:
    return Window(month(first), month(last))


def contract(agb: str = PROVIDER) -> ContractVersion:
    return ContractVersion(f"C-{agb}", agb, LONG_AGO, None, frozenset(), LONG_AGO, 1)


def tariff(agb: str = PROVIDER, code: str = "45A04", cents: int = 7_550, **changes: Any) -> Tariff:
    given: dict[str, Any] = {
        "contract": f"C-{agb}",
        "code": code,
        "begin": LONG_AGO,
        "end": None,
        "cents": cents,
        "unit": "04",
        "received_on": LONG_AGO,
        "sequence": 1,
    }
    return Tariff(**given | changes)


def allocation(number: str = "1001", **changes: Any) -> AllocationVersion:
    """Ten hours a month in 2025 at EUR 75.50: W is 75,500 cents in every month."""
    given: dict[str, Any] = {
        "municipality": MUNICIPALITY,
        "number": number,
        "client": "kind-a",
        "agb": PROVIDER,
        "category": "45",
        "code": "45A04",
        "issued_on": date(2025, 1, 1),
        "issued_at": time(9, 0),
        "begin": date(2025, 1, 1),
        "end": date(2025, 12, 31),
        "volume": 10,
        "unit": "04",
        "frequency": "4",
        "budget": None,
        "reason": None,
        "received_on": LONG_AGO,
        "sequence": 1,
    }
    return AllocationVersion(**given | changes)


def line(at: str, amount: int, **changes: Any) -> Line:
    """An accepted debit for service month ``at``, booked and received on the 10th of the next month."""
    begin = month(at)
    following = date(begin.year + begin.month // 12, begin.month % 12 + 1, 10)
    given: dict[str, Any] = {
        "agb": PROVIDER,
        "municipality": MUNICIPALITY,
        "declaration": "D1",
        "declared_on": following,
        "reference": "R1",
        "previous_reference": None,
        "client": "kind-a",
        "allocation": "1001",
        "category": "45",
        "code": "45A04",
        "begin": begin,
        "end": last_of_month(begin),
        "volume": 1,
        "unit": "04",
        "tariff": amount,
        "amount": amount,
        "debit_credit": "D",
        "received_on": changes.get("declared_on", following),
        "sequence": 1,
        "row": 1,
    }
    return Line(**given | changes)


def credit(at: str, amount: int, **changes: Any) -> Line:
    return line(at, amount, debit_credit="C", **changes)


def ibp(version: int = 1, amount: int | None = 100_000, **changes: Any) -> IbpVersion:
    """A ceiling of EUR 1,000 over 2025 on allocation 1001."""
    given: dict[str, Any] = {
        "ibp": "IBP-1",
        "version": version,
        "municipality": MUNICIPALITY,
        "allocations": ("1001",),
        "amount": amount,
        "begin": date(2025, 1, 1),
        "end": date(2025, 12, 31),
        "set_by": "gemeente",
        "set_on": date(2025, 1, 1),
        "child_class": "2",
        "system_class": "B",
        "received_on": LONG_AGO,
        "sequence": version,
    }
    return IbpVersion(**given | changes)


def stop(end: date, reason: str = "31", **changes: Any) -> CareStop:
    given: dict[str, Any] = {
        "municipality": MUNICIPALITY,
        "allocation": "1001",
        "end": end,
        "reason": reason,
        "received_on": LONG_AGO,
        "sequence": 1,
    }
    return CareStop(**given | changes)


def provider(agb: str = PROVIDER, segment: str = "groot", **changes: Any) -> ProviderVersion:
    given: dict[str, Any] = {
        "agb": agb,
        "segment": segment,
        "received_on": LONG_AGO,
        "sequence": 1,
    }
    return ProviderVersion(**given | changes)


def submitted(made: Line, *codes: str) -> SubmittedRow:
    """A line as it was submitted, refused with ``codes`` or accepted."""
    return SubmittedRow(
        agb=made.agb,
        municipality=made.municipality,
        declaration=made.declaration,
        reference=made.reference,
        allocation=made.allocation,
        category=made.category,
        code=made.code,
        begin=made.begin,
        declared_on=made.declared_on,
        received_on=made.received_on,
        codes=codes,
    )


def ledger(
    lines: Iterable[Line] = (),
    *,
    allocations: Sequence[AllocationVersion] = (),
    refused: Sequence[SubmittedRow] = (),
    ibps: Sequence[IbpVersion] = (),
    stops: Sequence[CareStop] = (),
    providers: Sequence[ProviderVersion] = (),
    tariffs: Sequence[Tariff] | None = None,
) -> Ledger:
    """A region in which every provider that is named exists and has agreed tariffs."""
    accepted = list(lines)
    agbs = {PROVIDER, *(made.agb for made in accepted), *(each.agb for each in allocations)}
    known = providers or [provider(agb) for agb in sorted(agbs)]
    if tariffs is None:
        tariffs = [tariff(agb) for agb in sorted(agbs)]
    return Ledger(
        providers=known,
        product_codes=[ProductCodeVersion(product, LONG_AGO, 1) for product in PRODUCTS],
        contracts=[contract(agb) for agb in sorted(agbs)],
        tariffs=tariffs,
        allocations=allocations,
        stops=stops,
        ibps=ibps,
        lines=accepted,
        submitted=[*(submitted(made) for made in accepted), *refused],
    )


def shown(figure: Figure) -> tuple[Any, ...]:
    """Code, teller, noemer, value."""
    return (figure.indicator, figure.numerator, figure.denominator, figure.value)


def snapshot(lines: Iterable[Line] = (), peildatum: date = PEILDATUM, **facts: Any) -> Snapshot:
    return as_of(ledger(lines, **facts), peildatum)
