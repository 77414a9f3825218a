"""Providers compared with their peers: median, MAD, robust z, signal (sections 2 and 11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kpis.rules import exact
from kpis.rules.parameters import DEFAULTS, Parameters

NORMAL_QUARTILE = Fraction(6745, 10_000)

BOTH, HIGH, LOW = "both", "high", "low"
DIRECTIONS = {
    "DG03": BOTH,
    "DG04": LOW,
    "DG05": BOTH,
    "DG06": HIGH,
    "DG07": HIGH,
    "DG08": HIGH,
    "DG09": HIGH,
    "DG11": HIGH,
}


GROUPINGS = {1: (True, True), 2: (True, False), 3: (False, True), 4: (False, False)}
"""Per value of ``peer_grouping``: whether the segment and whether the dominant category must be the same."""


@dataclass(frozen=True, slots=True)
class Member:
    """What places a provider in a peer group; ``clients`` is DG02, ``dominant`` None without one."""

    agb: str
    segment: str
    dominant: str | None
    clients: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A value beside those of its peers.

    ``n_peers`` counts the members of the group with a value; ``median`` is None when that is below
    8. ``z`` is None when the provider has no value or fewer than 10 clients, when n_peers is below
    8 and when MAD = 0. Median in the unit of the indicator; both exact.
    """

    n_peers: int
    median: Fraction | None
    z: Fraction | None
    signal: bool


def has_peer_columns(indicator: str) -> bool:
    """True for DG03 to DG09 and DG11 and their second figures, such as DG09-0611."""
    return indicator[:4] in DIRECTIONS


def is_comparable(member: Member, parameters: Parameters = DEFAULTS) -> bool:
    """True when a provider has clients enough to be a peer and to be compared."""
    return member.clients >= parameters.peer_clients


def group_of(member: Member, *, by_segment: bool, by_category: bool) -> tuple[str, str] | None:
    """Members with the same key are compared; None without a dominant category where that is asked."""
    if by_category and member.dominant is None:
        return None
    return member.segment if by_segment else "", (member.dominant or "") if by_category else ""


def peer_group(member: Member, members: Sequence[Member], parameters: Parameters = DEFAULTS) -> list[str]:
    """The AGBs in the same group with clients enough; by default the same segment and dominant category.

    The provider itself is among them when it has clients enough. Empty without a group.
    """
    by_segment, by_category = GROUPINGS[parameters.peer_grouping]
    own = group_of(member, by_segment=by_segment, by_category=by_category)
    if own is None:
        return []
    return [
        other.agb
        for other in members
        if is_comparable(other, parameters)
        and group_of(other, by_segment=by_segment, by_category=by_category) == own
    ]


def robust_z(value: Fraction, peers: Sequence[Fraction]) -> Fraction | None:
    """0.6745 x (value - median) / MAD, exact; None when MAD = 0 or without peers."""
    middle, spread = exact.median(peers), exact.median_absolute_deviation(peers)
    if middle is None or not spread:
        return None
    return NORMAL_QUARTILE * (value - middle) / spread


def is_signal(indicator: str, z: Fraction | None, parameters: Parameters = DEFAULTS) -> bool:
    """True when |z| is above 3.5 in the direction that matters for the indicator.

    Judged on the exact z; a second figure follows the first.
    """
    if z is None:
        return False
    direction = DIRECTIONS.get(indicator[:4])
    too_high = direction in (BOTH, HIGH) and z > parameters.signal_z
    too_low = direction in (BOTH, LOW) and z < -parameters.signal_z
    return too_high or too_low


def compare(
    indicator: str,
    member: Member,
    group: Sequence[str],
    values: Mapping[str, Fraction | None],
    *,
    all_mature: bool,
    parameters: Parameters = DEFAULTS,
) -> Comparison:
    """The value of a provider beside those of its peer group.

    ``values`` holds the exact value of this indicator per AGB, None = not measurable.
    ``all_mature``: every month of the window is mature; if not, z is given but is no signal.
    """
    peers = [value for agb in group if (value := values.get(agb)) is not None]
    if len(peers) < parameters.peer_minimum:
        return Comparison(len(peers), median=None, z=None, signal=False)
    own = values.get(member.agb)
    z = None if own is None or not is_comparable(member, parameters) else robust_z(own, peers)
    signal = all_mature and is_signal(indicator, z, parameters)
    return Comparison(len(peers), exact.median(peers), z, signal)
