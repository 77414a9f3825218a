"""Small numbers of youths, which nobody outside contract management is shown (formulas, section 8)."""

SMALLEST_SHOWN = 10


def is_small(youths: int, smallest: int = SMALLEST_SHOWN) -> bool:
    """1 up to and including 9; nobody at all is nobody's secret."""
    return 0 < youths < smallest
