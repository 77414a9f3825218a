"""How amounts, ratios, counts and months are written for people. Storage and rules know cents and Decimals only."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NO_VALUE = "n.v.t."
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
WORD_JOINER = "\N{WORD JOINER}"
MILLION = 100_000_000
"""A million euros, in cents."""

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def number(value: Decimal | int | None, decimals: int = 0) -> str:
    """1234567.891 -> 1.234.567,89; half up, as on paper."""
    if value is None:
        return NO_VALUE
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    if not rounded:
        rounded = abs(rounded)  # no minus before a zero
    return f"{rounded:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def euro(cents: int | Decimal | None, decimals: int = 2) -> str:
    """123456 -> € 1.234,56."""
    if cents is None:
        return NO_VALUE
    return f"€{NO_BREAK_SPACE}{number(Decimal(cents) / 100, decimals)}"


def short_euro(cents: int | Decimal) -> str:
    """1234567800 -> € 12,3 mln.; below a million whole euros."""
    if not -MILLION < cents < MILLION:
        return f"{euro(Decimal(cents) / 1_000_000, 1)} mln."
    return euro(cents, 0)


def signed_euro(cents: int | Decimal) -> str:
    """As short_euro, with a plus or a minus that no line break parts from it."""
    sign = f"+{WORD_JOINER}" if cents > 0 else f"−{WORD_JOINER}" if cents < 0 else ""
    return f"{sign}{short_euro(-cents if cents < 0 else cents)}"


def percent(ratio: Decimal | None, decimals: int = 1) -> str:
    """0.8345 -> 83,5%."""
    if ratio is None:
        return NO_VALUE
    return f"{number(Decimal(ratio) * 100, decimals)}%"


def month(day: date | None) -> str:
    return NO_VALUE if day is None else f"{MONTHS[day.month - 1]} {day.year}"


def short_month(day: date | None) -> str:
    return NO_VALUE if day is None else f"{SHORT_MONTHS[day.month - 1]} {day.year}"


def long_date(day: date | None) -> str:
    return NO_VALUE if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def counted(amount: int, one: str, many: str) -> str:
    """1 aanlevering, 3 aanleveringen."""
    return f"{number(amount)} {one if amount == 1 else many}"


def figure(value: Decimal | None, unit: str) -> str:
    """A figure in its unit: eurocent, aantal, dagen, aandeel, cijfer or index."""
    if value is None:
        return NO_VALUE
    if unit == "eurocent":
        return euro(value)
    if unit == "aandeel":
        return percent(value)
    if unit == "dagen":
        return f"{number(value, 1)} dagen"
    if unit == "cijfer":
        return number(value, 1)
    return number(value, 2 if unit == "index" else 0)
