"""The charts of contracts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from contracts.queries.contract_page import Stretch
from contracts.queries.portfolio import Quarter
from contracts.rules.periods import ONE_DAY, add_months
from inkoop.base import charts
from inkoop.base.dutch import long_date

ROW_HEIGHT = 34
SHOWN_ON = 24  # months that an open end is drawn on after today
FILLS = {"vast": charts.BLUE, "optie": charts.HATCHED[charts.BLUE], "tarief": charts.ORANGE}
FULL = 1
TICKS = 5


def time_line(stretches: Sequence[Stretch], today: date) -> charts.Chart:
    """Bars per row: term, options (hatched), prices, and what is used of each ceiling; a line for today."""
    until = max(add_months(today, SHOWN_ON), *(one.end or one.begin for one in stretches))
    rows = list(dict.fromkeys(one.row for one in stretches))
    bars = [bar for one in stretches for bar in _bars(one, until)]
    place = {
        "x": _time_axis("from"),
        "x2": {"field": "to"},
        "y": {
            "field": "row",
            "type": "nominal",
            "sort": rows,
            "axis": {"title": None, "domain": False, "ticks": False, "labelLimit": 110},
        },
    }
    return charts.draw(
        title="Tijdlijn van het contract",
        description=_describe(stretches),
        height=ROW_HEIGHT * len(rows) + 24,
        layers=[
            {
                "data": {"values": bars},
                "mark": {"type": "bar", "height": {"band": 0.55}},
                "encoding": place
                | {"fill": {"field": "fill", "scale": None}, "stroke": {"value": charts.INK}},
            },
            {
                "data": {"values": [{"day": _moment(today), "label": "vandaag"}]},
                "mark": {"type": "rule", "color": charts.RED, "strokeWidth": 2, "strokeDash": [4, 3]},
                "encoding": {"x": _time_axis("day")},
            },
        ],
    )


def _time_axis(field: str) -> dict[str, Any]:
    axis = {"title": None, "format": "%Y", "tickCount": "year", "grid": True, "labelOverlap": True}
    return {"field": field, "type": "temporal", "axis": axis}


def _bars(one: Stretch, until: date) -> list[dict[str, Any]]:
    end = min(one.end or until, until)
    frame = {"row": one.row, "from": _moment(one.begin), "to": _moment(end + ONE_DAY)}
    if one.share is None:
        return [frame | {"fill": FILLS[one.kind]}]
    used = one.begin + (end - one.begin) * min(one.share, FULL)
    colour = charts.RED if one.share > FULL else charts.BLUE
    return [frame | {"fill": charts.PAPER}, frame | {"to": _moment(used + ONE_DAY), "fill": colour}]


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00"


def _describe(stretches: Sequence[Stretch]) -> str:
    term = stretches[0]
    end = long_date(term.end) if term.end else "onbepaalde tijd"
    options = [one for one in stretches if one.kind == "optie"]
    more = f", met opties tot en met {long_date(options[-1].end)}" if options else ""
    return (
        f"Loopt van {long_date(term.begin)} tot en met {end}{more}. De tabel hieronder geeft alle perioden."
    )


def ends_per_quarter(found: Sequence[Quarter]) -> charts.Chart:
    """Bars per quarter: contracts that end for good, and on top those with an option left (hatched)."""
    shown = [quarter for quarter in found if quarter.begin]
    bars = [
        {"month": quarter.label, "kind": kind, "number": number, "fill": fill}
        for quarter in shown
        for kind, number, fill in (
            ("geen optie meer", quarter.final, charts.BLUE),
            ("optie open", quarter.extendable, charts.HATCHED[charts.BLUE]),
        )
    ]
    height = {"title": None, "format": "d", "values": _whole_ticks(found), "domain": False, "ticks": False}
    total = sum(len(quarter.rows) for quarter in shown)
    return charts.draw(
        title="Contracten die eindigen, per kwartaal",
        description=f"In {len(shown)} kwartalen eindigen {total} contracten. De tabel hieronder geeft alle aantallen.",
        layers=[
            {
                "data": {"values": bars},
                "mark": {"type": "bar", "width": {"band": 0.72}},
                "encoding": {
                    "x": charts.month_axis(),
                    "y": {"field": "number", "type": "quantitative", "stack": "zero", "axis": height},
                    "order": {"field": "kind", "type": "nominal"},
                    "fill": {"field": "fill", "scale": None},
                },
            }
        ],
        height=220,
    )


def _whole_ticks(found: Sequence[Quarter]) -> list[int]:
    """About five whole numbers up to the highest bar."""
    highest = max((len(quarter.rows) for quarter in found if quarter.begin), default=0)
    return list(range(0, highest + 1, max(1, -(-highest // TICKS))))
