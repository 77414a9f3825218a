"""The change of spending as a staircase from the one period to the other."""

from itertools import accumulate

from inkoop.base import charts
from inkoop.base.dutch import euro, short_euro, signed_euro
from inkoop.desk.queries.change import PART_NAMES, parts_of
from kpis.models import SpendingChange

WHOLE, MORE, LESS = "geheel", "meer", "minder"
COLOURS = {WHOLE: charts.BLUE, MORE: charts.ORANGE, LESS: charts.GREEN}


def staircase(whole: SpendingChange, earlier: str, later: str) -> charts.Chart:
    """A bar for both periods, and between them one for each part, where the former ends."""
    steps = _steps(whole, earlier, later)
    height = {"field": "name", "type": "ordinal", "sort": None, "axis": _LABELS}
    width = {"field": "from", "type": "quantitative", "axis": _EUROS, "scale": {"zero": False}}
    return charts.draw(
        title="Van de uitgaven van de eerste naar die van de tweede periode",
        description=_describe(whole, earlier, later),
        height=40 * len(steps) + 40,
        layers=[
            {
                "data": {"values": steps},
                "mark": {"type": "bar", "height": {"band": 0.66}},
                "encoding": {
                    "y": height,
                    "x": width,
                    "x2": {"field": "to"},
                    "fill": {
                        "condition": [
                            {"test": f"datum.kind === '{kind}'", "value": colour}
                            for kind, colour in COLOURS.items()
                        ],
                        "value": charts.BLUE,
                    },
                },
            },
        ],
    )


_LABELS = {
    "title": None,
    "ticks": False,
    "domain": False,
    "labelPadding": 6,
    "labelLimit": 160,
    "labelExpr": "split(datum.label, '|')",
}
_EUROS = {
    "title": None,
    "labelExpr": "abs(datum.value) < 1e6 ? datum.label : format(datum.value / 1e6, '$,.2~f') + ' mln.'",
    "format": "$,.0f",
    "tickCount": 3,
    "domain": False,
    "ticks": False,
}
MARGIN = 4
"""The axis begins a part of the range below the lowest bar end, so that small parts can be seen."""


def axis_begin(whole: SpendingChange) -> int:
    """Where the axis begins, in cents; 0 unless the parts would be too small to see."""
    levels = _levels(whole)
    return max(0, min(levels) - (max(levels) - min(levels)) // MARGIN)


def _levels(whole: SpendingChange) -> list[int]:
    """The amounts between which the bars run, in cents."""
    return list(accumulate(parts_of(whole), initial=whole.declared_before))


def _steps(whole: SpendingChange, earlier: str, later: str) -> list[dict]:
    """``from`` and ``to`` in euros. Parts of nothing are left out."""
    begin, levels = axis_begin(whole), _levels(whole)
    steps = [_step(earlier, short_euro(levels[0]), begin, levels[0], WHOLE)]
    for place, cents in enumerate(parts_of(whole)):
        if cents:
            kind = MORE if cents > 0 else LESS
            steps.append(_step(PART_NAMES[place], signed_euro(cents), levels[place], levels[place + 1], kind))
    return [*steps, _step(later, short_euro(levels[-1]), begin, levels[-1], WHOLE)]


def _step(name: str, amount: str, begin: int, end: int, kind: str) -> dict:
    return {"name": f"{name}|{amount}", "from": begin / 100, "to": end / 100, "kind": kind}


def _describe(whole: SpendingChange, earlier: str, later: str) -> str:
    parts = [
        f"{name} {signed_euro(cents)}"
        for name, cents in zip(PART_NAMES, parts_of(whole), strict=True)
        if cents
    ]
    return (
        f"{earlier}: {euro(whole.declared_before, 0)}. Verandering door {', '.join(parts) or 'niets'}. "
        f"{later}: {euro(whole.declared_after, 0)}. De tabel hieronder geeft alle bedragen."
    )
