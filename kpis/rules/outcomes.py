"""How long trajectories last, how they end and how long they wait to begin (formulas, section 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from kpis.rules import exact
from kpis.rules.flow import ALL_FORMS, Scope, chosen_of, scopes, surroundings
from kpis.rules.months import Window
from kpis.rules.parameters import DEFAULTS, Parameters
from kpis.rules.trajectories import Course, Known

BY_CLIENT = "32"
COUNTED = ("31", "32", "33", "34", "35", "38", "39")


@dataclass(frozen=True, slots=True)
class Wait:
    """Days from issue to start; ``is_least``: not begun yet, so at least so many."""

    days: int
    is_least: bool


@dataclass(frozen=True, slots=True)
class Waits:
    """``median`` and ``p90`` in days; None without waits. ``*_is_least``: some who still wait count at or below it.

    ``over`` of ``judged`` waited longer than the norm; who still waits less long is not judged yet.
    ``unknown``: no start was reported, but something was declared or the allocation has ended.
    """

    n: int
    waiting: int
    median: Fraction | None
    median_is_least: bool
    p90: Fraction | None
    p90_is_least: bool
    over: int
    judged: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One scope and care form (empty = all) over the window.

    ``ended``: with an end in the window that was reported; ``days``, ``median`` and ``long`` are of those.
    ``imputed`` were closed for want of news. ``running`` on the peildatum, of which ``silent`` were never
    declared and not heard of for half a year; ``age`` is the median of their days so far. ``stopped_by_client`` of
    ``counted`` reasons; ``known`` reasons of all that ended, with those that were imputed.
    """

    scope: Scope
    care_form: str
    ended: int
    days: int
    median: Fraction | None
    long: int
    imputed: int
    running: int
    silent: int
    age: Fraction | None
    known: int
    counted: int
    stopped_by_client: int
    waits: Waits


def outcomes(facts: Known, window: Window, parameters: Parameters = DEFAULTS) -> list[Outcome]:
    """Of every scope and care form with a trajectory that ended, runs, or was issued in the window."""
    found = []
    for scope in scopes(facts):
        around = surroundings(facts, scope, parameters)
        forms = sorted({one.care_form for one in chosen_of(around, scope, ALL_FORMS)})
        for form in (ALL_FORMS, *forms):
            one = outcome(facts, (scope, form), chosen_of(around, scope, form), window, parameters)
            if one.ended or one.imputed or one.running or one.waits.n or one.waits.unknown:
                found.append(one)
    return found


def outcome(
    facts: Known,
    place: tuple[Scope, str],
    chosen: Sequence[Course],
    window: Window,
    parameters: Parameters = DEFAULTS,
) -> Outcome:
    """The figures of some trajectories."""
    today = facts.peildatum
    gone = [one for one in chosen if one.end and window.first <= one.end <= min(window.end, today)]
    running = [one for one in chosen if one.begin <= today and (one.end is None or one.end > today)]
    lengths = [length(one) for one in gone if not one.is_imputed]
    reasons = [one.reason for one in gone]
    return Outcome(
        *place,
        ended=len(lengths),
        days=sum(lengths),
        median=exact.median(lengths),
        long=sum(1 for days in lengths if days > parameters.long_days),
        imputed=sum(1 for one in gone if one.is_imputed),
        running=len(running),
        silent=sum(1 for one in running if one.is_silent),
        age=exact.median([(today - one.begin).days + 1 for one in running]),
        known=sum(1 for reason in reasons if reason),
        counted=sum(1 for reason in reasons if reason in COUNTED),
        stopped_by_client=reasons.count(BY_CLIENT),
        waits=waits_of(facts, chosen, window, parameters),
    )


def length(one: Course) -> int:
    """Days of one that ended, both ends counted."""
    return ((one.end or one.begin) - one.begin).days + 1


def dropout(one: Outcome, parameters: Parameters = DEFAULTS) -> Fraction | None:
    """Uitval: reason 32 of the reasons that count; None where too few reasons are known."""
    if one.known < parameters.reasons_known * (one.ended + one.imputed):
        return None
    return exact.ratio(one.stopped_by_client, one.counted)


def waits_of(
    facts: Known, chosen: Sequence[Course], window: Window, parameters: Parameters = DEFAULTS
) -> Waits:
    """Of the trajectories whose first allocation was issued in the window."""
    last = min(window.end, facts.peildatum)
    cohort = [one for one in chosen if window.first <= facts.issued_on(one.first) <= last]
    found = [wait_of(facts, one) for one in cohort]
    waits = [wait for wait in found if wait]
    days = [wait.days for wait in waits]
    norm = parameters.wait_norm_days
    over = sum(1 for wait in waits if wait.days > norm)
    median, p90 = exact.median(days), exact.percentile(days, exact.NINE_TENTHS)
    return Waits(
        n=len(waits),
        waiting=sum(1 for wait in waits if wait.is_least),
        median=median,
        median_is_least=is_least(waits, exact.HALF),
        p90=p90,
        p90_is_least=is_least(waits, exact.NINE_TENTHS),
        over=over,
        judged=sum(1 for wait in waits if wait.days > norm or not wait.is_least),
        unknown=len(cohort) - len(waits),
    )


def wait_of(facts: Known, one: Course) -> Wait | None:
    """From the first issue of its first allocation to the first start of care; a start before it is 0 days."""
    issued, start = facts.issued_on(one.first), facts.start_of(one.first)
    if start:
        return Wait(max(0, (start - issued).days), is_least=False)
    allocation = facts.snapshot.allocations[one.first]
    end = facts.end_of(allocation)
    has_lines = one.first in facts.snapshot.lines_on
    if has_lines or (end and end < facts.peildatum):
        return None
    return Wait((facts.peildatum - issued).days, is_least=True)


def is_least(waits: Sequence[Wait], share: Fraction) -> bool:
    """True when somebody who still waits counts among the values behind a percentile, so that it may be higher."""
    behind = sorted(waits, key=lambda wait: (wait.days, not wait.is_least))[
        : ceil(share * (len(waits) - 1)) + 1
    ]
    return any(wait.is_least for wait in behind)
