"""In, through and out, on distinct clients (formulas, section 5).

A *cell* is a scope (the region, one municipality, one provider), there one care form or all of them, and a
month. A client is in a cell from the begin of a trajectory in it to its end; a return to the same cell within
28 days, or within one calendar month, is no leaving. So a client enters and leaves a cell at most once a
month, and begin + entered - left = end holds on distinct clients in every cell.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.rules.periods import ONE_DAY, first_of_month, last_of_month
from kpis.rules.months import Window
from kpis.rules.parameters import DEFAULTS, Parameters
from kpis.rules.snapshot import grouped
from kpis.rules.trajectories import Course, Known, courses

ALL_FORMS = ""
LEFT, STAYED = "uit", "blijft"


@dataclass(frozen=True, slots=True)
class Scope:
    """``key``: gemeentecode or AGB; empty for the region."""

    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Stay:
    """One client in one cell, without leaving it. ``end`` None = still there."""

    client: str
    begin: date
    end: date | None
    is_imputed: bool


@dataclass(frozen=True, slots=True)
class FlowCell:
    """One scope, care form (empty = all) and month; distinct clients.

    Of ``entered``: ``from_care`` was already in care elsewhere in the scope's surroundings, ``repeated`` came
    back 29 to 365 days after leaving care. Of ``left``: ``onward`` began another care form or provider
    within 28 days, ``stayed`` had other care that went on, ``imputed`` was closed for want of news.
    """

    scope: Scope
    care_form: str
    month: date
    begin: int
    entered: int
    from_care: int
    repeated: int
    left: int
    onward: int
    stayed: int
    imputed: int
    end: int


@dataclass(frozen=True)
class Surroundings:
    """All trajectories among which a client may move on: those of the region, or of one municipality."""

    courses: Sequence[Course]
    parameters: Parameters

    def stays(self, chosen: Iterable[Course]) -> list[Stay]:
        """The stays of trajectories in one cell."""
        clients = grouped(chosen, lambda one: one.client)
        return [stay for client, own in clients.items() for stay in merged(client, own, self.parameters)]

    def of(self, client: str) -> list[Course]:
        return [one for one in self.courses if one.client == client]

    def whole(self, stay: Stay) -> tuple[Stay, Stay | None]:
        """The stay in care anywhere here in which a stay lies, and the one before that."""
        stays = list(merged(stay.client, self.of(stay.client), self.parameters))
        [place] = [at for at, one in enumerate(stays) if lies_in(stay, one)]
        return stays[place], stays[place - 1] if place else None

    def follows(self, client: str, end: date) -> list[Course]:
        """What begins within 28 days after an end, the first one first."""
        days = self.parameters.onward_days
        found = [one for one in self.of(client) if 0 <= (one.begin - end).days <= days]
        return sorted(found, key=lambda one: (one.begin, one.care_form, one.agb))


def merged(client: str, own: Iterable[Course], parameters: Parameters = DEFAULTS) -> Iterator[Stay]:
    """Stays of one client in order of time."""
    ordered = sorted(own, key=lambda one: (one.begin, one.end or date.max))
    together: list[Course] = []
    for one in ordered:
        if together and is_away(reached(together), one.begin, parameters):
            yield stay_of(client, together)
            together = []
        together.append(one)
    if together:
        yield stay_of(client, together)


def reached(together: Iterable[Course]) -> date:
    return max(one.end or date.max for one in together)


def is_away(end: date, begin: date, parameters: Parameters) -> bool:
    """True when a client who left on ``end`` and begins again on ``begin`` has been away."""
    is_later_month = first_of_month(begin) > first_of_month(end)
    return is_later_month and (begin - end).days > parameters.onward_days


def stay_of(client: str, together: Sequence[Course]) -> Stay:
    end = reached(together)
    is_imputed = all(one.is_imputed for one in together if (one.end or date.max) == end)
    return Stay(client, together[0].begin, None if end == date.max else end, is_imputed)


def lies_in(stay: Stay, other: Stay) -> bool:
    return other.begin <= stay.begin <= (other.end or date.max)


def surroundings(facts: Known, scope: Scope, parameters: Parameters = DEFAULTS) -> Surroundings:
    """The region for the region and a provider; a municipality is surrounded by itself."""
    municipality = scope.key if scope.name == "gemeente" else None
    return Surroundings(list(courses(facts, municipality=municipality, parameters=parameters)), parameters)


def chosen_of(around: Surroundings, scope: Scope, care_form: str) -> list[Course]:
    """The trajectories of a scope and care form."""
    return [
        one
        for one in around.courses
        if (scope.name != "aanbieder" or one.agb == scope.key) and care_form in {ALL_FORMS, one.care_form}
    ]


def scopes(facts: Known) -> list[Scope]:
    """The region, and every municipality and provider with an allocation."""
    allocations = facts.snapshot.allocations.values()
    places = sorted({one.municipality for one in allocations})
    agbs = sorted({one.agb for one in allocations})
    return [
        Scope("regio", ""),
        *(Scope("gemeente", code) for code in places),
        *(Scope("aanbieder", agb) for agb in agbs),
    ]


def flow(facts: Known, window: Window, parameters: Parameters = DEFAULTS) -> list[FlowCell]:
    """The cells of all scopes, care forms and months of the window in which there is anything to count."""
    return [cell for scope in scopes(facts) for cell in flow_of(facts, scope, window, parameters)]


def flow_of(
    facts: Known, scope: Scope, window: Window, parameters: Parameters = DEFAULTS
) -> Iterator[FlowCell]:
    around = surroundings(facts, scope, parameters)
    forms = sorted({one.care_form for one in chosen_of(around, scope, ALL_FORMS)})
    for form in (ALL_FORMS, *forms):
        chosen = chosen_of(around, scope, form)
        for month in window:
            cell = flow_cell(around, scope, form, month, chosen)
            if cell.begin or cell.entered:
                yield cell


def flow_cell(
    around: Surroundings, scope: Scope, form: str, month: date, chosen: Sequence[Course]
) -> FlowCell:
    """One cell, counted on clients."""
    stays = around.stays(chosen)
    first, last = month, last_of_month(month)
    entered = [stay for stay in stays if first <= stay.begin <= last]
    left = [stay for stay in stays if stay.end and first <= stay.end <= last]
    begun = [around.whole(stay) for stay in entered]
    ways = [way_out(around, stay, chosen) for stay in left]
    return FlowCell(
        scope,
        form,
        month,
        begin=len(present(stays, first - ONE_DAY)),
        entered=len({stay.client for stay in entered}),
        from_care=sum(1 for stay, (whole, _) in zip(entered, begun, strict=True) if whole.begin < stay.begin),
        repeated=sum(
            1
            for stay, (whole, before) in zip(entered, begun, strict=True)
            if whole.begin == stay.begin and is_repeated(whole, before, around.parameters)
        ),
        left=len({stay.client for stay in left}),
        onward=sum(1 for way in ways if way not in {LEFT, STAYED}),
        stayed=sum(1 for way in ways if way == STAYED),
        imputed=sum(1 for stay in left if stay.is_imputed),
        end=len(present(stays, last)),
    )


def present(stays: Iterable[Stay], day: date) -> set[str]:
    """The clients that are there when a day is over."""
    return {stay.client for stay in stays if stay.begin <= day and (stay.end is None or stay.end > day)}


def is_repeated(whole: Stay, before: Stay | None, parameters: Parameters) -> bool:
    """Back within a year after leaving care."""
    return bool(before and before.end and (whole.begin - before.end).days <= parameters.repeat_days)


def way_out(around: Surroundings, stay: Stay, chosen: Sequence[Course]) -> str:
    """Where somebody goes who leaves a cell: a care form, ``blijft`` (in other care) or ``uit``."""
    end = stay.end or date.max
    onward = [one for one in around.follows(stay.client, end) if one not in chosen]
    if onward:
        return onward[0].care_form
    whole, _ = around.whole(stay)
    return STAYED if (whole.end or date.max) > end else LEFT


def transitions(
    facts: Known, window: Window, parameters: Parameters = DEFAULTS
) -> Counter[tuple[Scope, str, str]]:
    """How many trajectories ended in the window, per scope, care form, and where the client went.

    To the care form of the first trajectory that begins within 28 days in another form or at another
    provider, else ``blijft`` or ``uit``.
    """
    counted: Counter[tuple[Scope, str, str]] = Counter()
    for scope in scopes(facts):
        around = surroundings(facts, scope, parameters)
        for one in chosen_of(around, scope, ALL_FORMS):
            if one.end and window.first <= one.end <= min(window.end, facts.peildatum):
                counted[scope, one.care_form, way_on(around, one)] += 1
    return counted


def way_on(around: Surroundings, ended: Course) -> str:
    """Where the client of a trajectory that ended went."""
    end = ended.end or date.max
    others = [
        one
        for one in around.follows(ended.client, end)
        if (one.agb, one.care_form) != (ended.agb, ended.care_form)
    ]
    if others:
        return others[0].care_form
    whole, _ = around.whole(Stay(ended.client, ended.begin, ended.end, ended.is_imputed))
    return STAYED if (whole.end or date.max) > end else LEFT
