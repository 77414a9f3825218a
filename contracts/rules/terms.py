"""Terms of contracts: how long, which options, until when one may give notice (formulas, section 10).

Periods include both ends; an end of None is open-ended. Options are numbers of months, used in order.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from contracts.rules.periods import ONE_DAY, Period, add_months

OPTIONS = re.compile(r"[0-9]+x[0-9]+( [0-9]+x[0-9]+)*")

CONCEPT, PLANNED, RUNNING, ENDING, ENDED, CANCELLED = (
    "concept",
    "toekomstig",
    "lopend",
    "opgezegd",
    "afgelopen",
    "vervallen",
)


class TermError(Exception):
    """What cannot be agreed, in words for the person who tries."""


@dataclass(frozen=True, slots=True)
class Terms:
    """``end`` includes the used options; ``options`` are those still open, the next one first."""

    begin: date
    end: date | None
    options: tuple[int, ...] = ()
    notice_months: int | None = None

    @property
    def period(self) -> Period:
        return self.begin, self.end or date.max


def end_of_term(begin: date, months: int) -> date:
    """The last day of a term of so many months: the day before ``begin`` + months, clipped to the month end."""
    return add_months(begin, months) - ONE_DAY


def parse_options(text: str) -> tuple[int, ...]:
    """``"1x24 2x12"`` is (24, 12, 12). Raises TermError for anything else than number x months."""
    if not text:
        return ()
    if not OPTIONS.fullmatch(text):
        raise TermError(
            f"De opties ‘{text}’ zijn niet te lezen. Schrijf aantal x maanden, zoals 3x12 of 1x24 2x12."
        )
    parts = [tuple(map(int, part.split("x"))) for part in text.split(" ")]
    if any(0 in part for part in parts):
        raise TermError(f"In de opties ‘{text}’ staat een nul. Laat een optie die er niet is weg.")
    return tuple(months for number, months in parts for _ in range(number))


def write_options(options: tuple[int, ...]) -> str:
    """(24, 12, 12) is ``"1x24 2x12"``; no options is an empty text."""
    return " ".join(f"{len(list(group))}x{months}" for months, group in groupby(options))


def extended(terms: Terms) -> Terms:
    """The terms after using the next option: from the day after the end. Raises TermError when that cannot be."""
    if terms.end is None:
        raise TermError("Het contract loopt voor onbepaalde tijd; verlengen is niet nodig.")
    if not terms.options:
        raise TermError(
            "Er is geen optie meer open. Leg een langere looptijd vast als addendum, met de reden."
        )
    months, *left = terms.options
    return replace(terms, end=end_of_term(terms.end + ONE_DAY, months), options=tuple(left))


def extensions(terms: Terms) -> list[Period]:
    """The periods that the open options would add, in order. Empty for an open-ended contract."""
    periods = []
    while terms.end is not None and terms.options:
        longer = extended(terms)
        periods.append((terms.end + ONE_DAY, longer.end or date.max))
        terms = longer
    return periods


def notice_by(terms: Terms) -> date | None:
    """The last day on which notice can be given against the end; None without an end or a notice period."""
    if terms.end is None or terms.notice_months is None:
        return None
    return add_months(terms.end, -terms.notice_months)


def option_by(terms: Terms, announce_months: int) -> date | None:
    """The last day to say whether the next option is used; None when there is none."""
    if terms.end is None or not terms.options:
        return None
    return add_months(terms.end, -announce_months)


def earliest_end(given_on: date, notice_months: int | None) -> date:
    """The first day on which a contract can end after notice given on this day."""
    return add_months(given_on, notice_months or 0)


def shortened(terms: Terms, end: date, *, given_on: date, with_notice: bool) -> Terms:
    """The terms after notice (or dissolution, which needs no notice period); open options lapse.

    Raises TermError when the end is too early, before the begin, or no shortening at all.
    """
    if end < terms.begin:
        raise TermError("Het nieuwe einde ligt voor het begin van het contract. Kies een latere dag.")
    if terms.end is not None and end > terms.end:
        raise TermError(f"Het contract eindigt al op {terms.end:%d-%m-%Y}. Kies die dag of een eerdere.")
    first = earliest_end(given_on, terms.notice_months)
    if with_notice and end < first:
        raise TermError(
            f"Met een opzegtermijn van {terms.notice_months or 0} maanden eindigt het contract op zijn vroegst op "
            f"{first:%d-%m-%Y}. Kies een latere dag, of leg het vast als ontbinding."
        )
    return replace(terms, end=end, options=())


def status_of(terms: Terms | None, today: date, *, ended_early: bool, has_proposal: bool) -> str:
    """The status of a contract follows from its dates and decisions only.

    Without terms it is a concept while a proposal is open, and lapsed otherwise. ``ended_early``: the newest
    terms come from notice or dissolution.
    """
    if terms is None:
        return CONCEPT if has_proposal else CANCELLED
    if terms.end is not None and terms.end < today:
        return ENDED
    if ended_early:
        return ENDING
    return PLANNED if terms.begin > today else RUNNING
