"""In- and outflow per month, and the transitions between care forms."""

from collections.abc import Sequence

from contracts.choices import CATEGORIES
from inkoop.base import charts
from inkoop.base.dutch import month, number
from kpis.models import FlowMonth, FlowTransition

BAR = {"type": "bar", "width": {"band": 0.72}}


def in_and_out(months: Sequence[FlowMonth], title: str) -> charts.Chart:
    """Up: who entered, down: who left."""
    rows = [
        {"month": charts.month_label(row.month), "entered": row.entered, "left": -row.left} for row in months
    ]
    return charts.draw(
        title=f"In en uit per maand: {title}",
        description=_describe_months(months),
        layers=[
            _bars(rows, "entered", charts.BLUE),
            _bars(rows, "left", charts.ORANGE),
        ],
    )


def _bars(rows: list[dict], field: str, colour: str) -> dict:
    axis = {
        "title": None,
        "tickCount": 5,
        "domain": False,
        "ticks": False,
        "labelExpr": "format(abs(datum.value), ',.0f')",
    }
    return {
        "data": {"values": rows},
        "mark": {**BAR, "color": colour},
        "encoding": {
            "x": charts.month_axis(),
            "y": {"field": field, "type": "quantitative", "axis": axis},
        },
    }


def transition_grid(transitions: Sequence[FlowTransition]) -> charts.Chart:
    """A dot per pair of care forms, larger for more trajectories, with their number."""
    rows = [
        {"from": _short(row.from_form), "to": _short(row.to_form), "number": row.number}
        for row in transitions
    ]
    forms = sorted({_short(row.from_form) for row in transitions})
    targets = sorted({_short(row.to_form) for row in transitions})
    plain = {"title": None, "ticks": False, "domain": False, "labelLimit": 110}
    places = {
        "x": {
            "field": "to",
            "type": "ordinal",
            "sort": targets,
            "axis": {**plain, "labelAngle": -45, "orient": "top", "title": "naar"},
        },
        "y": {"field": "from", "type": "ordinal", "sort": forms, "axis": {**plain, "title": "van"}},
    }
    return charts.draw(
        title="Overgangen tussen zorgvormen",
        description=_describe_transitions(transitions),
        height=46 * len(forms) + 110,
        layers=[
            {
                "data": {"values": rows},
                "mark": {"type": "circle", "color": charts.BLUE, "opacity": 0.25},
                "encoding": {
                    **places,
                    "size": {
                        "field": "number",
                        "type": "quantitative",
                        "scale": {"range": [20, 1400]},
                        "legend": None,
                    },
                },
            },
            {
                "data": {"values": rows},
                "mark": {"type": "text", "color": charts.INK, "fontSize": 11},
                "encoding": {**places, "text": {"field": "number", "format": ",.0f"}},
            },
        ],
    )


def _describe_months(months: Sequence[FlowMonth]) -> str:
    entered, left = sum(row.entered for row in months), sum(row.left for row in months)
    return (
        f"Van {month(months[0].month)} tot en met {month(months[-1].month)} kwamen {number(entered)} cliënten in en "
        f"gingen er {number(left)} uit. De tabel hieronder geeft alle aantallen."
    )


def _describe_transitions(transitions: Sequence[FlowTransition]) -> str:
    return (
        f"{number(sum(row.number for row in transitions))} beëindigde trajecten gingen over in een ander traject. De "
        "tabel hieronder geeft alle overgangen."
    )


def _short(form: str) -> str:
    return f"cat. {form}" if form in CATEGORIES else form
