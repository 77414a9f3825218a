"""Who referred: shares and cost per kind of referrer, and referrers and teams beside each other.

Small numbers say nothing of a referrer: under ``peer_clients`` clients it is not compared, and is no peer; with fewer
than ``peer_minimum`` peers nobody is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contracts.rules.facts import AllocationVersion
from kpis.rules import exact
from kpis.rules.months import Window
from kpis.rules.parameters import DEFAULTS, Parameters
from kpis.rules.peers import robust_z
from kpis.rules.snapshot import AcceptedLine, Snapshot, grouped

SCHOOL = "school"
SCHOOL_WORDS = ("school", "scholen", "college", "lyceum", "gymnasium", "mavo", "kindcentrum", "onderwijs")
BY_KIND, BY_REFERRER, BY_TEAM = "soort", "verwijzer", "team"


@dataclass(frozen=True, slots=True)
class Referred:
    """One kind of referrer, one referrer or one team, in the region or one municipality (``place``; empty = region).

    ``kind``: the referrer type, or ``school``; empty = not known, and for teams. ``declared`` in cents;
    ``clients`` with net declared > 0; ``started``: clients with an allocation that began in the window. Peers of a
    referrer are those of its kind in the region; ``n_peers``, ``median`` and ``z`` only for referrers and teams of
    the region.
    """

    place: str
    level: str
    kind: str
    name: str
    started: int
    clients: int
    declared: int
    n_peers: int | None = None
    median: Fraction | None = None
    z: Fraction | None = None
    is_outlier: bool = False

    @property
    def cost(self) -> Fraction | None:
        """Declared per client in cents; None without clients."""
        return exact.ratio(self.declared, self.clients)


def kind_of(referrer_type: str | None, name: str | None) -> str:
    """A school is known by its name: the standard has no code for it."""
    text = (name or "").casefold()
    return SCHOOL if any(word in text for word in SCHOOL_WORDS) else referrer_type or ""


def referred(snapshot: Snapshot, window: Window, parameters: Parameters = DEFAULTS) -> list[Referred]:
    """All rows with anything started or declared, sorted."""
    found = list(counted(snapshot, window))
    compared = [
        one
        for level in (BY_REFERRER, BY_TEAM)
        for kind in {row.kind for row in found}
        for one in with_peers(
            [row for row in found if (row.place, row.level, row.kind) == ("", level, kind)], parameters
        )
    ]
    rest = [row for row in found if row.place or row.level == BY_KIND]
    return sorted((*compared, *rest), key=lambda row: (row.place, row.level, row.kind, row.name))


def counted(snapshot: Snapshot, window: Window) -> Iterator[Referred]:
    """The rows without their peers."""
    started: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for one in snapshot.allocations.values():
        if one.reason != "13" and window.first <= one.begin <= window.end:
            for key in keys(one):
                started[key].add(one.client)
    lines: dict[tuple[str, str, str, str], list[AcceptedLine]] = defaultdict(list)
    for entry in snapshot.lines:
        if entry.service_month in window:
            allocation = snapshot.allocations.get((entry.municipality, entry.line.allocation))
            for key in keys(allocation) if allocation else ():
                lines[key].append(entry)
    for key in {*started, *lines}:
        clients = grouped(lines.get(key, []), lambda entry: entry.line.client)
        sums = [sum(entry.line.signed for entry in own) for own in clients.values()]
        row = Referred(*key, len(started.get(key, ())), sum(1 for cents in sums if cents > 0), sum(sums))
        if row.started or row.declared:
            yield row


def keys(one: AllocationVersion) -> Iterator[tuple[str, str, str, str]]:
    """Where an allocation counts: (place, level, kind, name). Teams are named with their municipality."""
    kind = kind_of(one.referrer, one.referrer_name)
    for place in ("", one.municipality):
        yield place, BY_KIND, kind, ""
        if one.referrer_name:
            yield place, BY_REFERRER, kind, one.referrer_name
        if one.team:
            yield place, BY_TEAM, "", f"{one.municipality} {one.team}"


def with_peers(rows: Sequence[Referred], parameters: Parameters) -> Iterable[Referred]:
    """Referrers of one kind beside each other, by cost per client."""
    costs = [
        cost for row in rows if row.clients >= parameters.peer_clients and (cost := row.cost) is not None
    ]
    for row in rows:
        median, z = None, None
        if len(costs) >= parameters.peer_minimum:
            median = exact.median(costs)
            if row.clients >= parameters.peer_clients and row.cost is not None:
                z = robust_z(row.cost, costs)
        is_outlier = z is not None and abs(z) > parameters.signal_z
        yield Referred(
            row.place,
            row.level,
            row.kind,
            row.name,
            row.started,
            row.clients,
            row.declared,
            len(costs),
            median,
            z,
            is_outlier,
        )
