"""What the months of a year will come to."""

from collections.abc import Sequence

from inkoop.base import charts
from inkoop.base.dutch import euro
from inkoop.desk.queries.forecast import Months

BAR = {"type": "bar", "width": {"band": 0.72}}
DECLARED, COMMITTED, INFLOW = "gedeclareerd", "nog op toewijzingen", "nieuwe instroom"
FILLS = {DECLARED: charts.BLUE, COMMITTED: charts.HATCHED[charts.BLUE], INFLOW: charts.ORANGE}


def months_of_year(months: Sequence[Months], name: str) -> charts.Chart:
    """Stacked: declared, still to come on allocations that are there, and on new ones."""
    rows = [row for one in months for row in _stack(one)]
    conditions = [{"test": f"datum.part === '{part}'", "value": colour} for part, colour in FILLS.items()]
    return charts.draw(
        title=f"Verwachte uitgaven per maand: {name}",
        description=_describe(months),
        layers=[
            {
                "data": {"values": rows},
                "mark": BAR,
                "encoding": {
                    "x": charts.month_axis(),
                    "y": charts.euro_axis("from"),
                    "y2": {"field": "to"},
                    "fill": {"condition": conditions, "value": charts.BLUE},
                },
            }
        ],
    )


def _stack(one: Months) -> list[dict]:
    """Parts on top of each other, in euros; a negative part makes the bar shorter."""
    rows, reached = [], 0
    parts = zip(FILLS, (one.declared, one.committed, one.inflow), strict=True)
    for part, cents in parts:
        if cents > 0:
            rows.append(
                {
                    "month": charts.month_label(one.month),
                    "part": part,
                    "from": reached / 100,
                    "to": (reached + cents) / 100,
                }
            )
        reached += cents
    return rows


def _describe(months: Sequence[Months]) -> str:
    expected, declared = sum(one.expected for one in months), sum(one.declared for one in months)
    return (
        f"Samen wordt {euro(expected, 0)} verwacht; daarvan is {euro(declared, 0)} gedeclareerd. De tabel hieronder "
        "geeft alle bedragen."
    )
