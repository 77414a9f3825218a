"""DG15: clients who go from a lighter to a heavier class at the same provider (formulas, section 2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from contracts.rules.codes import WITHDRAWN
from kpis.rules.duration import merged
from kpis.rules.indicators import Figure, share
from kpis.rules.months import Window
from kpis.rules.parameters import DEFAULTS, Parameters
from kpis.rules.snapshot import Snapshot, grouped

HEAVIEST = 3


@dataclass(frozen=True, slots=True)
class Spell:
    """Allocations of one client and weight class at one provider, joined; ``end`` None = open-ended."""

    client: str
    weight: int
    begin: date
    end: date | None


def dg15_light_to_heavy(
    snapshot: Snapshot, agb: str, window: Window, parameters: Parameters = DEFAULTS
) -> Figure:
    """DG15: clients who begin a heavier class within 90 days after the end of a lighter one / clients who ended one.

    Ended: the end lies inside the window and on or before the peildatum; class 3 cannot be followed by a heavier
    one and does not count. A beginning counts from the day of the end. Codes without a known class are left out.
    """
    own = grouped(spells(snapshot, agb, parameters), lambda spell: spell.client)
    last = min(window.end, snapshot.peildatum)
    ended = {
        client: [
            one for one in found if one.weight < HEAVIEST and one.end and window.first <= one.end <= last
        ]
        for client, found in own.items()
    }
    leavers = [client for client, found in ended.items() if found]
    heavier = [
        client
        for client in leavers
        if any(is_followed(one, other, parameters) for one in ended[client] for other in own[client])
    ]
    return share("DG15", len(heavier), len(leavers))


def is_followed(lighter: Spell, other: Spell, parameters: Parameters) -> bool:
    """True when a heavier class begins soon enough after the end of a lighter one."""
    if lighter.end is None or other.weight <= lighter.weight:
        return False
    return 0 <= (other.begin - lighter.end).days <= parameters.heavier_days


def spells(snapshot: Snapshot, agb: str, parameters: Parameters = DEFAULTS) -> Iterator[Spell]:
    """The spells of a provider, from the current versions of its allocations, not withdrawn."""
    weights: Mapping[str, int | None] = {
        code: product.weight_class for code, product in snapshot.product_codes.items()
    }
    weighed = [
        (weight, one)
        for one in snapshot.allocations_of.get(agb, ())
        if one.reason != WITHDRAWN and (weight := weights.get(one.code or "")) is not None
    ]
    for (client, weight), chain in grouped(weighed, lambda pair: (pair[1].client, pair[0])).items():
        for begin, end in merged([one for _, one in chain], parameters.gap_days):
            yield Spell(client, weight, begin, end)
