"""The chart of a signal through time: own value beside the median of the peers."""

from collections.abc import Sequence

from inkoop.base import charts
from inkoop.base.dutch import figure, long_date
from kpis.choices import FigureUnit, Indicator
from kpis.models import SignalSighting

LEAST_POINTS = 2
FORMATS = {FigureUnit.CENTS: "$,.0f", FigureUnit.SHARE: ".0%"}


def through_time(sightings: Sequence[SignalSighting], indicator: Indicator) -> charts.Chart | None:
    """Of the peildata on which this indicator spoke for the signal; None with fewer than two."""
    shown = [one for one in reversed(sightings) if one.stands and one.indicator == indicator.code]
    if len(shown) < LEAST_POINTS:
        return None
    return charts.draw(
        title=f"{indicator.name} per peildatum",
        description=_describe(shown, indicator),
        layers=[
            _line(shown, "value", charts.BLUE, indicator),
            _line(shown, "median_peers", charts.ORANGE, indicator),
        ],
    )


def _line(shown: Sequence[SignalSighting], field: str, colour: str, indicator: Indicator) -> dict:
    scale = 100 if indicator.unit == FigureUnit.CENTS else 1
    rows = [
        {"month": f"{one.peildatum:%d-%m-%y}", "figure": float(getattr(one, field)) / scale} for one in shown
    ]
    axis = {
        "title": None,
        "format": FORMATS.get(indicator.unit, ",.1f"),
        "tickCount": 5,
        "domain": False,
        "ticks": False,
    }
    return {
        "data": {"values": rows},
        "mark": {
            "type": "line",
            "color": colour,
            "strokeWidth": 2.5,
            "point": {"filled": True, "fill": colour},
        },
        "encoding": {
            "x": charts.month_axis(),
            "y": {"field": "figure", "type": "quantitative", "axis": axis},
        },
    }


def _describe(shown: Sequence[SignalSighting], indicator: Indicator) -> str:
    first, last = shown[0], shown[-1]
    return (
        f"Van {figure(first.value, indicator.unit)} per {long_date(first.peildatum)} naar "
        f"{figure(last.value, indicator.unit)} per {long_date(last.peildatum)}; de mediaan van vergelijkbare "
        f"aanbieders is {figure(last.median_peers, indicator.unit)}. De tabel hieronder geeft alle waarden."
    )
