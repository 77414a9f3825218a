"""What a provider may see of others: too few are not shown, and no figure of another can be worked out.

The median of an odd number of peers is the figure of one of them, and a z gives the spread away to the last digit.
So both are rounded to two figures, and one's own place is a quarter, not a rank.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from contracts.rules.small_cells import is_small

LEAST_PEERS = 8
NORMAL_QUARTILE = Decimal("0.6745")
FIGURES = 2
QUARTERS = ("laagste kwart", "onder het midden", "boven het midden", "hoogste kwart")


@dataclass(frozen=True, slots=True)
class Band:
    """The middle half of the peers, about; the unit of the figure."""

    low: Decimal
    median: Decimal
    high: Decimal


def band(
    value: Decimal | None, median: Decimal | None, robust_z: Decimal | None, n_peers: int | None
) -> Band | None:
    """None with fewer than eight peers, or when no spread follows from the figures.

    The half width is the MAD: (value - median) x 0.6745 / z. Nothing goes below zero.
    """
    if value is None or median is None or not n_peers or n_peers < LEAST_PEERS or not robust_z:
        return None
    spread = abs((value - median) * NORMAL_QUARTILE / robust_z)
    return Band(rounded(max(median - spread, Decimal(0))), rounded(median), rounded(median + spread))


def rounded(value: Decimal) -> Decimal:
    """To two significant figures, half up: 4283 -> 4300, 0.0876 -> 0.088."""
    if not value:
        return Decimal(0)
    place = value.adjusted() - FIGURES + 1
    return (value / Decimal(10) ** place).quantize(Decimal(1), rounding=ROUND_HALF_UP) * Decimal(10) ** place


def quarter(percentile: Decimal | None, n_peers: int | None) -> str:
    """In which quarter of the peers one stands; empty when that may not be said."""
    if percentile is None or not n_peers or n_peers < LEAST_PEERS:
        return ""
    return QUARTERS[min(int(percentile // 25), 3)]


def shown_count(number: int) -> int | None:
    """A number of youths; None = too few to be shown."""
    return None if is_small(number) else number
