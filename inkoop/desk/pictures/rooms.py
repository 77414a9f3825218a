"""How far a spending room is used."""

from inkoop.base import charts
from inkoop.base.dutch import euro
from inkoop.desk.pictures import BAR, MATURE, PROVISIONAL
from inkoop.desk.queries.rooms import RoomPage


def used_through_the_year(found: RoomPage, as_of_month: str) -> charts.Chart:
    """Bars: declared so far, hatched where provisional; none after the month of the peildatum. A rule: the room."""
    room = found.state.use.room
    months = [one for one in found.months if f"{one.month:%Y-%m}" <= as_of_month]
    rows = charts.months_in_euros({one.month: one.running for one in months})
    for row, one in zip(rows, months, strict=True):
        row["kind"] = PROVISIONAL if one.is_provisional else MATURE
    hatched = {"test": f"datum.kind === '{PROVISIONAL}'", "value": charts.HATCHED[charts.BLUE]}
    return charts.draw(
        title="Gedeclareerd tot en met elke maand, tegen de bestedingsruimte",
        description=(
            f"Van de ruimte van {euro(room, 0)} is {euro(found.state.use.declared, 0)} gedeclareerd. De tabel "
            "hieronder geeft de bedragen per maand."
        ),
        layers=[
            {
                "data": {"values": rows},
                "mark": BAR,
                "encoding": {
                    "x": charts.month_axis(),
                    "y": charts.euro_axis(),
                    "fill": {"condition": hatched, "value": charts.BLUE},
                },
            },
            {
                "data": {"values": [{"euro": room / 100}]},
                "mark": {"type": "rule", "color": charts.RED, "strokeWidth": 2},
                "encoding": {"y": charts.euro_axis()},
            },
        ],
    )
