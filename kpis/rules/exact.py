"""Exact numbers: ratios, percentiles and spread, and their six decimals.

Amounts in cents are rounded by ``contracts.rules.rounding.half_up``.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from contracts.rules.rounding import half_up

MILLION = 1_000_000
HALF = Fraction(1, 2)
NINE_TENTHS = Fraction(9, 10)


def ratio(numerator: int | Fraction, denominator: int | Fraction) -> Fraction | None:
    """numerator / denominator, exact; None when the denominator is 0 or less (section 0)."""
    return Fraction(numerator) / denominator if denominator > 0 else None


def percentile(values: Sequence[int | Fraction], share: Fraction) -> Fraction | None:
    """percentile_cont: linear between the two nearest values, exact; None without values."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (Fraction(ordered[above]) - ordered[below])


def median(values: Sequence[int | Fraction]) -> Fraction | None:
    """The median, exact; None without values."""
    return percentile(values, HALF)


def median_absolute_deviation(values: Sequence[int | Fraction]) -> Fraction | None:
    """MAD: the median of the distances to the median; None without values."""
    middle = median(values)
    return None if middle is None else median([abs(value - middle) for value in values])


def six_decimals(value: int | Fraction) -> Decimal:
    """The value with exactly six decimals, half up from the exact value; never minus zero."""
    return Decimal(half_up(Fraction(value) * MILLION)).scaleb(-6)
