"""DG14: care that may have been declared twice (formulas, sections 2 and 11)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from contracts.rules.periods import days_in, last_of_month
from kpis.rules.indicators import Figure, count, served_in
from kpis.rules.months import Window
from kpis.rules.snapshot import AcceptedLine, Snapshot, grouped

DAY_AND_NIGHT = "14"  # Eenheid: etmaal
RESIDENTIAL = "verblijf"  # care form

ClientMonth = tuple[str, date, str]  # (client, service month, category)
Claim = tuple[str, str, str]  # (agb, gemeentecode, toewijzingnummer)


def dg14_soft_double(snapshot: Snapshot, window: Window) -> dict[str, Figure]:
    """DG14 per AGB: the client-months per category that may have been declared twice; noemer empty.

    Net declared > 0 on two (provider, allocation) pairs, or more net etmalen verblijf in the region than the
    month has days. Counted once at every provider with net declared > 0 in it.
    """
    found: dict[str, int] = dict.fromkeys(snapshot.providers, 0)
    months = grouped(served_in(snapshot.lines, window), client_month)
    for (_, month, _), lines in months.items():
        claims = net_claims(lines)
        if len(claims) > 1 or nights(snapshot, lines) > days_in(month, last_of_month(month)):
            for agb in {claim[0] for claim in claims}:
                found[agb] = found.get(agb, 0) + 1
    return {agb: count("DG14", number) for agb, number in found.items()}


def client_month(entry: AcceptedLine) -> ClientMonth:
    """The client-month and category of a line."""
    return (entry.line.client, entry.service_month, entry.category)


def net_claims(lines: Iterable[AcceptedLine]) -> Mapping[Claim, int]:
    """The (provider, allocation) pairs with net declared > 0, in cents."""
    net: dict[Claim, int] = defaultdict(int)
    for entry in lines:
        net[entry.line.agb, entry.municipality, entry.line.allocation] += entry.line.signed
    return {claim: cents for claim, cents in net.items() if cents > 0}


def nights(snapshot: Snapshot, lines: Iterable[AcceptedLine]) -> int:
    """Net etmalen of codes with care form verblijf."""
    return sum(
        entry.line.volume if entry.line.debit_credit == "D" else -entry.line.volume
        for entry in lines
        if entry.line.unit == DAY_AND_NIGHT and is_residential(snapshot, entry.code)
    )


def is_residential(snapshot: Snapshot, code: str) -> bool:
    """True when the care form of a code is verblijf."""
    product = snapshot.product_codes.get(code)
    return product is not None and product.care_form == RESIDENTIAL
