"""The one way in which amounts are rounded."""

from fractions import Fraction
from math import floor


def half_up(amount: Fraction | int) -> int:
    """Whole cents, halves away from zero ("rekenkundig", IV081): 2.5 gives 3 and -2.5 gives -3."""
    if amount < 0:
        return -half_up(-amount)
    return floor(amount + Fraction(1, 2))
