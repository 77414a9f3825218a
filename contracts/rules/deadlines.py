"""When to warn of a date (formulas, section 10)."""

from collections.abc import Collection, Sequence
from datetime import date

from contracts.rules.periods import add_months


def reached(day: date, today: date, thresholds: Sequence[int]) -> list[int]:
    """The thresholds, in months before ``day``, that have come; also those of days on which nothing ran."""
    return [months for months in thresholds if add_months(day, -months) <= today]


def to_alert(day: date, today: date, thresholds: Sequence[int], sent: Collection[int]) -> list[int]:
    """The thresholds to warn of now: reached, not warned of before, and the day itself not over.

    ``sent`` belongs to this object and this day, so a day that moved is warned of again.
    """
    return [] if day < today else [months for months in reached(day, today, thresholds) if months not in sent]
