"""Use, overrun and forecast of individuele budgetplafonds (formulas, sections 3 and 11)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from contracts.rules.facts import IbpVersion
from contracts.rules.periods import first_of_month
from kpis.rules import exact
from kpis.rules.months import Window, last_mature_months
from kpis.rules.parameters import DEFAULTS, Parameters
from kpis.rules.snapshot import AcceptedLine, Snapshot

GREEN, ORANGE, RED, NOT_MEASURABLE = "groen", "oranje", "rood", "nvt"
WITHIN_TERM = "binnen looptijd"


@dataclass(frozen=True, slots=True)
class IbpStatus:
    """An IBP as of the peildatum; one row of the export ``ibp``.

    Amounts in cents, utilisations exact. ``used`` is declared, credits netted. Utilisation and
    overrun are None when the amount they are measured against is 0 or absent. Months are first
    days, None = not reached. ``exhaustion`` is a day, ``binnen looptijd`` when the day lies after
    the end of validity, or None (see `exhaustion`).
    """

    ibp: str
    municipality: str
    original: int | None
    current: int | None
    used: int
    utilisation: Fraction | None
    utilisation_original: Fraction | None
    status: str
    month_80: date | None
    month_100: date | None
    overrun: int | None
    overrun_original: int | None
    exhaustion: date | str | None

    @property
    def key(self) -> tuple[str, str]:
        return (self.ibp, self.municipality)


def ibp_statuses(snapshot: Snapshot, parameters: Parameters = DEFAULTS) -> list[IbpStatus]:
    """The status of every IBP received on or before the peildatum, sorted by ibp, gemeentecode."""
    found = [status_of(snapshot, versions, parameters) for versions in snapshot.ibps.values()]
    return sorted(found, key=lambda status: status.key)


def status_of(
    snapshot: Snapshot, versions: Sequence[IbpVersion], parameters: Parameters = DEFAULTS
) -> IbpStatus:
    """The status of one IBP from its versions in order.

    The lowest version known gives the original amount and the start, the highest the current
    amount, the end and the linked allocations.
    """
    first, current = versions[0], versions[-1]
    per_month = used_per_month(lines_of(snapshot, versions))
    used = sum(per_month.values())
    u = utilisation(used, current.amount)
    return IbpStatus(
        ibp=current.ibp,
        municipality=current.municipality,
        original=first.amount,
        current=current.amount,
        used=used,
        utilisation=u,
        utilisation_original=utilisation(used, first.amount),
        status=traffic_light(u, parameters),
        month_80=month_reaching(per_month, current.amount, parameters.ibp_warning),
        month_100=month_passing(per_month, current.amount, parameters.ibp_full),
        overrun=overrun(used, current.amount),
        overrun_original=overrun(used, first.amount),
        exhaustion=exhaustion(per_month, current, snapshot.peildatum, parameters),
    )


def lines_of(snapshot: Snapshot, versions: Sequence[IbpVersion]) -> list[AcceptedLine]:
    """The accepted lines that use an IBP.

    Those on the allocations linked by the newest version, with a service month not before the month
    in which version 1 starts. The end of validity does not stop the use.
    """
    start, current = first_of_month(versions[0].begin), versions[-1]
    return [
        entry
        for number in sorted(set(current.allocations))
        for entry in snapshot.lines_on.get((current.municipality, number), ())
        if entry.service_month >= start
    ]


def used_per_month(lines: Iterable[AcceptedLine]) -> dict[date, int]:
    """Declared per service month in cents, in order; a credit counts in the month of its debit."""
    sums: dict[date, int] = defaultdict(int)
    for entry in lines:
        sums[entry.service_month] += entry.line.signed
    return dict(sorted(sums.items()))


def utilisation(used: int, amount: int | None) -> Fraction | None:
    """used / amount; None when the amount is 0 or absent."""
    return exact.ratio(used, amount or 0)


def traffic_light(u: Fraction | None, parameters: Parameters = DEFAULTS) -> str:
    """Under 0.80 ``groen``, 0.80 t/m 1 ``oranje``, above 1 ``rood``; None gives ``nvt``."""
    if u is None:
        return NOT_MEASURABLE
    if u > parameters.ibp_full:
        return RED
    return ORANGE if u >= parameters.ibp_warning else GREEN


def overrun(used: int, amount: int | None) -> int | None:
    """max(0, used - amount) in cents; None when the amount is 0 or absent."""
    return max(0, used - amount) if amount else None


def month_reaching(per_month: Mapping[date, int], amount: int | None, share: Fraction) -> date | None:
    """The first service month in which the netted running sum is >= share x amount."""
    return first_month(per_month, amount, lambda used, whole: used >= share * whole)


def month_passing(per_month: Mapping[date, int], amount: int | None, share: Fraction) -> date | None:
    """The first service month in which the netted running sum is > share x amount."""
    return first_month(per_month, amount, lambda used, whole: used > share * whole)


def first_month(
    per_month: Mapping[date, int], amount: int | None, is_crossed: Callable[[int, int], bool]
) -> date | None:
    """The first month whose running sum crosses; None without one or without an amount.

    A later credit in a later month does not undo it; a credit of a debit in that month does.
    """
    running = 0
    for month, cents in per_month.items() if amount else ():
        running += cents
        if is_crossed(running, amount or 0):
            return month
    return None


def exhaustion(
    per_month: Mapping[date, int],
    current: IbpVersion,
    peildatum: date,
    parameters: Parameters = DEFAULTS,
) -> date | str | None:
    """The day on which the amount runs out at the burn of the last 3 mature months.

    End of the last mature month + floor((current - used up to it) / burn) days; burn is declared
    in those months / the days in them. ``binnen looptijd`` when that day is after the end of
    validity. None when the amount is 0 or absent, used > current, the peildatum is after the end,
    or the burn is 0 or less; also for a day after the year 9999.
    """
    used = sum(per_month.values())
    over = current.end is not None and peildatum > current.end
    if not current.amount or used > current.amount or over:
        return None
    mature = last_mature_months(peildatum, parameters.burn_months, parameters)
    burned = sum(per_month.get(month, 0) for month in mature)
    if burned <= 0:
        return None
    used_so_far = sum(cents for month, cents in per_month.items() if month <= mature.last)
    days = (current.amount - used_so_far) * mature.days // burned
    return day_of_exhaustion(mature.end, days, current.end)


def day_of_exhaustion(start: date, days: int, end: date | None) -> date | str | None:
    """start + days; ``binnen looptijd`` after the end of validity; None outside the calendar."""
    if end is not None and days > (end - start).days:
        return WITHIN_TERM
    in_calendar = (date.min - start).days <= days <= (date.max - start).days
    return start + timedelta(days=days) if in_calendar else None


def elapsed(current: IbpVersion, start: date, peildatum: date) -> Fraction | None:
    """Share of the validity elapsed at the end of the peildatum, 0 t/m 1; None without an end."""
    if current.end is None or current.end < start:
        return None
    days = (min(peildatum, current.end) - start).days + 1
    return Fraction(max(0, days), (current.end - start).days + 1)


@dataclass(frozen=True, slots=True)
class OverrunRate:
    """Of the IBPs that ended in a window: how many, how many with u0 > 1, and by how much.

    ``overrun`` is the sum of overruns over the original amounts in cents, ``median`` the median of
    u0; ``rate`` and ``median`` are None without an ended IBP with an original amount.
    """

    ended: int
    over: int
    overrun: int
    median: Fraction | None

    @property
    def rate(self) -> Fraction | None:
        return exact.ratio(self.over, self.ended)


GroupsOf = Callable[[Sequence[IbpVersion]], Iterable[str]]
"""The groups under which an IBP counts, from its versions in order."""


def overrun_rates(snapshot: Snapshot, window: Window, groups_of: GroupsOf) -> dict[str, OverrunRate]:
    """Per group the overrun rate of the IBPs whose newest version ends in the window.

    Only those with an original amount above 0 that ended on or before the peildatum.
    ``groups_of`` is ``by_provider(snapshot)``, `by_cell` or `by_setter`. A shared IBP counts at each
    of its providers.
    """
    statuses: dict[str, list[IbpStatus]] = defaultdict(list)
    for versions in snapshot.ibps.values():
        if has_ended(versions[-1], window, snapshot.peildatum):
            for group in groups_of(versions):
                statuses[group].append(status_of(snapshot, versions))
    return {group: overrun_rate(found) for group, found in sorted(statuses.items())}


def overrun_rate(statuses: Iterable[IbpStatus]) -> OverrunRate:
    """The overrun rate of ended IBPs, on the original amounts."""
    shares = [(s.utilisation_original, s.overrun_original) for s in statuses]
    measured = [(u0, over) for u0, over in shares if u0 is not None and over is not None]
    return OverrunRate(
        ended=len(measured),
        over=sum(1 for u0, _ in measured if u0 > 1),
        overrun=sum(over for _, over in measured),
        median=exact.median([u0 for u0, _ in measured]),
    )


def has_ended(current: IbpVersion, window: Window, peildatum: date) -> bool:
    """True when the validity ended in the window and on or before the peildatum."""
    return current.end is not None and window.first <= current.end <= min(window.end, peildatum)


def by_provider(snapshot: Snapshot) -> GroupsOf:
    """Groups by the providers of the linked allocations, each once."""

    def providers(versions: Sequence[IbpVersion]) -> list[str]:
        current = versions[-1]
        keys = [(current.municipality, number) for number in current.allocations]
        return sorted({snapshot.allocations[key].agb for key in keys if key in snapshot.allocations})

    return providers


def by_cell(versions: Sequence[IbpVersion]) -> list[str]:
    """Groups by the cell of the matrix: child class x system class of the newest version."""
    current = versions[-1]
    return [f"{current.child_class or ''}x{current.system_class or ''}"]


def by_setter(versions: Sequence[IbpVersion]) -> list[str]:
    """Groups by who set the newest version."""
    return [versions[-1].set_by]
