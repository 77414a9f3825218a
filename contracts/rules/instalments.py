"""A lump sum in parts."""

from collections.abc import Sequence
from fractions import Fraction


def split(cents: int, weights: Sequence[int]) -> list[int]:
    """Whole cents in proportion to the weights, adding up exactly; the largest remainders are rounded up first.

    Raises ValueError without a positive weight.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("de gewichten moeten samen meer dan nul zijn en mogen niet negatief zijn")
    exact = [Fraction(cents * weight, total) for weight in weights]
    parts = [share.numerator // share.denominator for share in exact]
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: cents - sum(parts)]:
        parts[place] += 1
    return parts
