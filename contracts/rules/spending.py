"""Spending room (bestedingsruimte) of a contract in a calendar year (formulas, section 4). Amounts in cents.

Not the IBP: that is a ceiling per youth. This one is per contract, category or product.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from contracts.rules.periods import (
    Period,
    add_months,
    days_in,
    last_mature_month,
    last_of_month,
    months_touched,
    overlap,
)
from contracts.rules.rounding import half_up

REACHED, NOTIFIED, DISCUSSED, AGREED, FULL, RED, ANNOUNCED = (
    "bereikt",
    "melding",
    "overleg",
    "afspraak",
    "vol",
    "op_rood",
    "bericht",
)
FOLLOWS = {NOTIFIED: REACHED, DISCUSSED: NOTIFIED, AGREED: DISCUSSED, RED: FULL, ANNOUNCED: RED}
"""Each step of people comes after another one; reached and full are seen by the system."""


@dataclass(frozen=True, slots=True)
class Use:
    """``expected`` is what is still to be declared over the year; None = no mature month to judge by."""

    room: int
    declared: int
    expected: int | None

    @property
    def share(self) -> Fraction | None:
        """b = (declared + expected) / room; None without a room."""
        return Fraction(self.declared + (self.expected or 0), self.room) if self.room > 0 else None

    @property
    def declared_share(self) -> Fraction | None:
        return Fraction(self.declared, self.room) if self.room > 0 else None


def year_of(year: int) -> Period:
    return date(year, 1, 1), date(year, 12, 31)


def room_in_year(amount: int, year: int, begin: date, end: date | None) -> int:
    """The yearly amount for the days of the year that lie inside the term, both ends counted."""
    whole = year_of(year)
    shared = overlap(whole, (begin, end or date.max))
    return half_up(Fraction(amount * days_in(*shared), days_in(*whole))) if shared else 0


def expected_still(
    declared: Mapping[date, int],
    term: Period,
    year: int,
    peildatum: date,
    *,
    mature_after: int,
    burn_months: int,
) -> int | None:
    """What the months of the year that are not mature will still bring at the pace of the last mature months.

    ``declared`` is per service month, also of the year before. Each month counts its days inside the term. A
    month that already brought more than the pace adds nothing. None when no mature month lies in the term.
    """
    last = last_mature_month(peildatum, mature_after)
    pace_months = [add_months(last, -n) for n in range(burn_months)]
    days = sum(_days(month, term) for month in pace_months)
    if days == 0:
        return None
    pace = Fraction(sum(declared.get(month, 0) for month in pace_months if _days(month, term)), days)
    coming = [month for month in months_touched(*year_of(year)) if month > last]
    parts = [max(Fraction(0), pace * _days(month, term) - declared.get(month, 0)) for month in coming]
    return half_up(sum(parts, Fraction(0)))


def runs_out(
    declared: Mapping[date, int],
    room: int,
    term: Period,
    year: int,
    peildatum: date,
    *,
    mature_after: int,
    burn_months: int,
) -> date | None:
    """The last day that the room still carries at the pace of the last mature months, in whole days rounded down.

    ``declared`` is per service month, also of the year before. None: used already, no pace, or not within the year
    and the term.
    """
    last = last_mature_month(peildatum, mature_after)
    pace_months = [add_months(last, -n) for n in range(burn_months)]
    days = sum(_days(month, term) for month in pace_months)
    burnt = sum(declared.get(month, 0) for month in pace_months if _days(month, term))
    used = sum(cents for month, cents in declared.items() if month.year == year)
    bounds = overlap(year_of(year), term)
    if bounds is None or days == 0 or burnt <= 0 or used >= room:
        return None
    mature = sum(cents for month, cents in declared.items() if month.year == year and month <= last)
    since = max(last_of_month(last), bounds[0] - timedelta(days=1))
    whole_days = Fraction((room - mature) * days, burnt).__floor__()
    until_end = (bounds[1] - since).days
    return since + timedelta(days=whole_days) if whole_days <= until_end else None


def obligated_still(
    allocated: Mapping[date, int], declared: Mapping[date, int], year: int, last: date
) -> int:
    """What running allocations still oblige to in the months of the year after ``last``, the last mature one.

    Per month the allocation value W less what was declared, never below zero. Cents.
    """
    months = [month for month in months_touched(*year_of(year)) if month > last]
    return sum(max(0, allocated.get(month, 0) - declared.get(month, 0)) for month in months)


def _days(month: date, term: Period) -> int:
    shared = overlap((month, last_of_month(month)), term)
    return days_in(*shared) if shared else 0


def to_record(use: Use, taken: Mapping[str, date], warning: Fraction) -> list[str]:
    """What the system sees and has not written down yet: the warning reached, the room full.

    The warning looks at declared and expected, full at what is declared: only that can be refused.
    """
    share, full = use.share, use.declared_share
    found = [REACHED] if share is not None and share >= warning else []
    found += [FULL] if full is not None and full >= 1 else []
    return [step for step in found if step not in taken]


def next_steps(taken: Mapping[str, date], step_days: int) -> list[tuple[str, date]]:
    """The steps that people have to take now, with the day by which.

    Notice at once, the talk two weeks after it and the agreement two weeks after that; on red and announced at
    once. An agreement ends the first row of steps, also when the room was full before it.
    """
    wait = timedelta(days=step_days)
    due = {NOTIFIED: timedelta(0), DISCUSSED: wait, AGREED: wait, RED: timedelta(0), ANNOUNCED: timedelta(0)}
    return [
        (step, taken[before] + due[step])
        for step, before in FOLLOWS.items()
        if before in taken and step not in taken
    ]
