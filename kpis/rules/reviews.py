"""Reviews by jeugdprofessionals: when a mean counts, whether it is negative, and what a text may not hold."""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from kpis.rules.exact import six_decimals

LONGEST = 2_000
NINE_DIGITS = re.compile(r"(?<!\d)\d(?:[ .-]?\d){8}(?!\d)", re.ASCII)


def mean_score(scores: Sequence[int], *, minimum: int) -> Decimal | None:
    """The mean of the scores, six decimals; None below the minimum number, and without scores."""
    if len(scores) < max(minimum, 1):
        return None
    return six_decimals(Fraction(sum(scores), len(scores)))


def is_negative(mean: Decimal | None, *, below: Decimal) -> bool:
    """True when the mean counts and lies under the threshold."""
    return mean is not None and mean < below


def text_fault(text: str) -> str:
    """What is wrong with words of a reviewer: too long, or a number that may be a BSN."""
    if len(text) > LONGEST:
        return f"Houd de toelichting korter dan {LONGEST} tekens."
    if NINE_DIGITS.search(text):
        return "In de toelichting staat een getal van negen cijfers. Noem geen nummers of gegevens van jeugdigen."
    return ""
