"""The traffic light of residential care, month by month."""

from collections.abc import Sequence

from contracts.queries.residential import DayOfLights
from contracts.rules.residential import GREEN, ORANGE, RED, UNSEEN
from inkoop.base import charts
from inkoop.base.dutch import counted, month

FILLS = {GREEN: charts.GREEN, ORANGE: charts.ORANGE, RED: charts.RED, UNSEEN: charts.RULE}
BAR = {"type": "bar", "width": {"band": 0.72}, "stroke": charts.INK, "strokeWidth": 0.5}


def lights_per_month(found: Sequence[DayOfLights], name: str) -> charts.Chart:
    """Stacked: green at the bottom, not talked about on top."""
    conditions = [{"test": f"datum.light === '{light}'", "value": colour} for light, colour in FILLS.items()]
    return charts.draw(
        title=f"Stoplicht per maand: {name}",
        description=_describe(found),
        layers=[
            {
                "data": {"values": [row for one in found for row in _stack(one)]},
                "mark": BAR,
                "encoding": {
                    "x": charts.month_axis(),
                    "y": {
                        "field": "from",
                        "type": "quantitative",
                        "axis": {
                            "title": None,
                            "tickMinStep": 1,
                            "format": "d",
                            "domain": False,
                            "ticks": False,
                        },
                    },
                    "y2": {"field": "to"},
                    "fill": {"condition": conditions, "value": charts.RULE},
                },
            }
        ],
    )


def _stack(one: DayOfLights) -> list[dict]:
    rows, reached, counts = [], 0, one.counts
    for light in FILLS:
        if counts[light]:
            rows.append(
                {
                    "month": charts.month_label(one.day),
                    "light": light,
                    "from": reached,
                    "to": reached + counts[light],
                }
            )
            reached += counts[light]
    return rows


def _describe(found: Sequence[DayOfLights]) -> str:
    last = found[-1]
    return (
        f"In {month(last.day)} {counted(last.total, 'jeugdige', 'jeugdigen')} in verblijf: {last.counts[RED]} rood "
        f"en {last.counts[GREEN]} groen. De tabel hieronder geeft alle aantallen."
    )
