"""Bars drawn from the very tables they stand beside."""

from decimal import Decimal

from inkoop.base import charts
from inkoop.base.charts import Chart
from inkoop.reports.content import Cell, Picture, Section, Table, Unit, shown

MOST, MOST_IN_SERIES = 12, 8
COLOURS = (charts.GREEN, charts.ORANGE, charts.BLUE)
MONTH = "Maand"
FORMATS = {Unit.CENTS: "$,.0f", Unit.SHARE: ",.0%"}
BAR_HEIGHT, MARGIN = 20, 60


def drawn(section: Section) -> list[Chart]:
    """The charts of a section; none of tables without rows."""
    return [chart for picture in section.pictures if (chart := _draw(picture, section.tables[picture.table]))]


def _draw(picture: Picture, table: Table) -> Chart | None:
    in_time = table.columns[0].name == MONTH
    rows = table.rows if in_time else table.rows[: MOST if len(picture.columns) == 1 else MOST_IN_SERIES]
    names = [table.columns[place].name for place in picture.columns]
    values = [
        {"naam": str(row[0]), "reeks": names[index], "waarde": _value(row[place], table.columns[place].unit)}
        for row in rows
        for index, place in enumerate(picture.columns)
        if _value(row[place], table.columns[place].unit) is not None
    ]
    if not values:
        return None
    described = "; ".join(
        f"{row[0]}: {shown(row[picture.columns[-1]], table.columns[picture.columns[-1]].unit)}"
        for row in rows[:3]
    )
    return charts.draw(
        title=picture.title,
        description=f"{picture.description} {described}.",
        layers=[_layer(values, names, in_time=in_time, unit=table.columns[picture.columns[0]].unit)],
        height=260 if in_time else MARGIN + len(rows) * len(names) * BAR_HEIGHT,
    )


def _value(cell: Cell, unit: Unit) -> float | None:
    """Euros for cents; hidden and absent figures have no bar."""
    if not isinstance(cell, (int, Decimal)):
        return None
    return float(cell) / 100 if unit == Unit.CENTS else float(cell)


def _layer(values: list[dict], names: list[str], *, in_time: bool, unit: Unit) -> dict:
    size = {"title": None, "tickCount": 5, "domain": False, "ticks": False, "format": ",.0f"}
    if unit in FORMATS:
        size["format"] = FORMATS[unit]
    amount = {"field": "waarde", "type": "quantitative", "axis": size}
    name = {"field": "naam", "type": "ordinal", "sort": None, "axis": _name_axis(in_time=in_time)}
    colour = {
        "field": "reeks",
        "type": "nominal",
        "sort": None,
        "scale": {"domain": names, "range": list(COLOURS[-len(names) :])},
        "legend": {"title": None, "orient": "top"} if len(names) > 1 else None,
    }
    series = {"field": "reeks", "sort": None}
    places = (
        {"x": name, "y": amount, "xOffset": series}
        if in_time
        else {"y": name, "x": amount, "yOffset": series}
    )
    return {"data": {"values": values}, "mark": {"type": "bar"}, "encoding": {**places, "color": colour}}


def _name_axis(*, in_time: bool) -> dict:
    plain = {"title": None, "ticks": False, "domain": False, "labelPadding": 4}
    return {**plain, "labelAngle": -45, "labelOverlap": True} if in_time else {**plain, "labelLimit": 170}
