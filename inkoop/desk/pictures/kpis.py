"""Charts of KPIs and policy goals: a line over time with the bounds or the wanted line."""

from decimal import Decimal
from typing import Any

from inkoop.base import charts
from inkoop.base.dutch import figure, long_date
from kpis.models import KpiValue
from kpis.queries.policy import Progress

POINT = {"filled": True, "fill": charts.BLUE, "size": 50}


def trend_chart(rows: list[KpiValue], name: str, unit: str) -> charts.Chart | None:
    """The value per peildatum, with a rule at the target; None with fewer than two values."""
    known = [row for row in rows if row.value is not None]
    if len(known) < 2:  # noqa: PLR2004 -- one point is no line
        return None
    values = [
        {"month": f"{row.computation.peildatum:%d-%m-%Y}", "euro": _drawn(row.value, unit)} for row in rows
    ]
    layers: list[dict[str, Any]] = [_line(values, charts.BLUE, unit)]
    target = known[-1].version.target
    if target is not None:
        layers.append(
            {
                "data": {"values": [{"euro": _drawn(target, unit)}]},
                "mark": {"type": "rule", "color": charts.GREEN, "strokeDash": [5, 4], "strokeWidth": 2},
                "encoding": {"y": _axis(unit)},
            }
        )
    first, last = known[0], known[-1]
    return charts.draw(
        title=f"Verloop van {name}",
        description=(
            f"Van {figure(first.value, unit)} per {long_date(first.computation.peildatum)} naar "
            f"{figure(last.value, unit)} per {long_date(last.computation.peildatum)}. De tabel geeft alle waarden."
        ),
        layers=layers,
        height=220,
    )


def goal_chart(found: Progress) -> charts.Chart | None:
    """The value of each year, and the line from the reference to the target; None without a reference."""
    if found.reference is None or found.target is None:
        return None
    unit = found.goal.unit
    wanted = [{"month": str(one.year), "euro": _drawn(one.line, unit)} for one in found.years]
    real = [{"month": str(one.year), "euro": _drawn(one.value, unit)} for one in found.years]
    dashed = _line(wanted, charts.ORANGE, unit)
    dashed["mark"] |= {"strokeDash": [5, 4]}
    return charts.draw(
        title=f"Voortgang: {found.goal.text}",
        description=(
            f"Van {figure(found.reference, unit)} in {found.goal.reference_year} naar "
            f"{figure(found.target, unit)} in {found.goal.target_year}. De tabel geeft alle jaren."
        ),
        layers=[_line(real, charts.BLUE, unit), dashed],
        height=220,
    )


def _line(values: list[dict[str, Any]], colour: str, unit: str) -> dict[str, Any]:
    return {
        "data": {"values": values},
        "mark": {"type": "line", "color": colour, "strokeWidth": 2.5, "point": POINT | {"fill": colour}},
        "encoding": {"x": charts.month_axis(), "y": _axis(unit)},
    }


def _axis(unit: str) -> dict[str, Any]:
    forms = {"eurocent": "$,.0f", "aandeel": ",.0%", "cijfer": ",.1f"}
    axis = {"title": None, "format": forms.get(unit, ",.0f"), "tickCount": 5, "domain": False, "ticks": False}
    return {"field": "euro", "type": "quantitative", "axis": axis}


def _drawn(value: Decimal | None, unit: str) -> float | None:
    if value is None:
        return None
    return float(value) / 100 if unit == "eurocent" else float(value)
