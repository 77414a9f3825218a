"""The traffic light for throughflow of youths in residential care, and the moments to look ahead.

Every month it is gone over per youth whether what is needed to move on is there. Numbers of months are arguments of
the region.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.rules.periods import ONE_DAY, add_months, first_of_month

GREEN, ORANGE, RED, UNSEEN = "groen", "oranje", "rood", "niet_besproken"
EVALUATE, LOOK_AHEAD, PLAN_16, PLAN_18 = "evaluatie_na_begin", "evaluatie_voor_einde", "plan_16", "plan_18"


@dataclass(frozen=True, slots=True)
class Talk:
    """What was found in one month. Per condition: True = there, False = missing, None = does not apply."""

    month: date
    conditions: Mapping[str, bool | None]
    exit_on: date | None


def light(talk: Talk | None, today: date, months_ahead: int = 3) -> str:
    """Green: nothing is missing. Red: something is, and the exit is near or has passed. Orange: something is.

    Without a talk in this month or the one before it is not known. An exit is near within ``months_ahead`` months.
    """
    if talk is None or talk.month < add_months(first_of_month(today), -1):
        return UNSEEN
    if not any(value is False for value in talk.conditions.values()):
        return GREEN
    is_near = talk.exit_on is not None and talk.exit_on <= add_months(today, months_ahead)
    return RED if is_near else ORANGE


@dataclass(frozen=True, slots=True)
class Stay:
    """One version of an allocation, in order of validity among those known. ``is_stay``: for care with lodging, and
    not withdrawn.
    """

    received_on: date
    begin: date
    end: date | None
    is_stay: bool


def is_resident(versions: Sequence[Stay], day: date) -> bool:
    """Whether the newest version that was known on a day has somebody in residential care on it."""
    known = [one for one in versions if one.received_on <= day]
    if not known:
        return False
    newest = known[-1]
    return newest.is_stay and newest.begin <= day and (newest.end is None or newest.end >= day)


def light_on(talks: Iterable[Talk], day: date) -> str:
    """The light as it stood on a day: by the newest talk up to and including its month."""
    month = first_of_month(day)
    known = [talk for talk in talks if talk.month <= month]
    return light(max(known, key=lambda talk: talk.month, default=None), day)


def days_of_months(today: date, months: int) -> list[date]:
    """The last days of the months that have passed and today, the oldest first; ``months`` in all."""
    this = first_of_month(today)
    return [add_months(this, -step) - ONE_DAY for step in range(months - 2, -1, -1)] + [today]


def moments(begin: date, end: date | None, birth_month: date | None, months: int = 3) -> dict[str, date]:
    """The days on which to evaluate a stay, and from which a plan for after 16 and after 18 must be there.

    Evaluation: so many months after the begin and before the end; when the stay is shorter than both together only
    before the end, and never before the begin. Plans: the first day of the month of the birthday. Those outside the
    stay are left out.
    """
    found: dict[str, date] = {}
    last = date.max if end is None else end
    if (first := add_months(begin, months)) <= last:
        found[EVALUATE] = first
    if end is not None:
        found[LOOK_AHEAD] = max(begin, add_months(end, -months))
        if found.get(EVALUATE, begin) > found[LOOK_AHEAD]:
            found.pop(EVALUATE, None)
    if birth_month is not None:
        for name, years in ((PLAN_16, 16), (PLAN_18, 18)):
            day = add_months(birth_month, 12 * years)
            if day <= last:
                found[name] = max(day, begin)
    return found
