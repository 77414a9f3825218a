"""The charts of the desk."""

from datetime import date

from inkoop.base import charts
from inkoop.base.dutch import euro, month, percent
from inkoop.desk.queries.ceiling import Ceiling
from inkoop.desk.queries.provider import ProviderMonths

MATURE, PROVISIONAL = "rijp", "voorlopig"
BAR = {"type": "bar", "width": {"band": 0.72}}


def declared_and_allocated(found: ProviderMonths) -> charts.Chart:
    """Bars: declared, hatched where provisional. Line: what was allocated."""
    bars = [
        row | {"kind": PROVISIONAL if one.is_provisional else MATURE}
        for one, row in zip(
            found.months,
            charts.months_in_euros({row.month: row.declared for row in found.months}),
            strict=True,
        )
    ]
    line = charts.months_in_euros({row.month: row.allocated for row in found.months})
    return charts.draw(
        title="Gedeclareerd en toegewezen per maand",
        description=_describe_months(found),
        layers=[
            {
                "data": {"values": bars},
                "mark": BAR,
                "encoding": {
                    "x": charts.month_axis(),
                    "y": charts.euro_axis(),
                    "fill": _by_kind(charts.BLUE),
                },
            },
            {
                "data": {"values": line},
                "mark": {
                    "type": "line",
                    "color": charts.ORANGE,
                    "strokeWidth": 2.5,
                    "point": {"filled": True, "fill": charts.ORANGE, "size": 28},
                },
                "encoding": {"x": charts.month_axis(), "y": charts.euro_axis()},
            },
        ],
    )


def running_sum(ceiling: Ceiling) -> charts.Chart:
    """Bars: the sum so far, red above the ceiling, hatched where provisional. Rules: ceiling, original and warning."""
    layers = _bars_to_ceiling(ceiling)
    for label, cents, colour, dash in _rules(ceiling):
        layers += _rule(label, cents, colour, dash)
    return charts.draw(
        title="Gedeclareerd tot en met elke maand, tegen het plafond",
        description=_describe_ceiling(ceiling),
        layers=layers,
    )


def _bars_to_ceiling(ceiling: Ceiling) -> list[dict]:
    amount = ceiling.current.amount if ceiling.current else None
    rows = charts.months_in_euros({row.month: row.running for row in ceiling.months})
    for one, row in zip(ceiling.months, rows, strict=True):
        row["kind"] = PROVISIONAL if one.is_provisional else MATURE
        row["top"] = row["euro"] if amount is None else min(row["euro"], amount / 100)
    above = [row for row in rows if row["euro"] > row["top"]]
    return [
        {
            "data": {"values": rows},
            "mark": BAR,
            "encoding": {
                "x": charts.month_axis(),
                "y": charts.euro_axis("top"),
                "fill": _by_kind(charts.BLUE),
            },
        },
        {
            "data": {"values": above},
            "mark": BAR,
            "encoding": {
                "x": charts.month_axis(),
                "y": charts.euro_axis("top"),
                "y2": {"field": "euro"},
                "fill": _by_kind(charts.RED),
            },
        },
    ]


def _by_kind(colour: str) -> dict:
    provisional = {"test": f"datum.kind === '{PROVISIONAL}'", "value": charts.HATCHED[colour]}
    return {"condition": provisional, "value": colour}


def _rules(ceiling: Ceiling) -> list[tuple[str, int, str, list[int]]]:
    first, current = ceiling.first, ceiling.current
    if first is None or current is None or not current.amount:
        return []
    rules = [
        ("plafond", current.amount, charts.RED, []),
        (percent(ceiling.warning, 0), int(current.amount * ceiling.warning), charts.ORANGE, [5, 4]),
    ]
    if first.amount and first.amount != current.amount:
        rules.append(("oorspronkelijk", first.amount, charts.INK, [2, 3]))
    return rules


def _rule(label: str, cents: int, colour: str, dash: list[int]) -> list[dict]:
    data = {"values": [{"euro": cents / 100, "label": f"{label} {euro(cents, 0)}"}]}
    height = charts.euro_axis()
    return [
        {
            "data": data,
            "mark": {"type": "rule", "color": colour, "strokeWidth": 2, "strokeDash": dash},
            "encoding": {"y": height},
        },
        {
            "data": data,
            "mark": {
                "type": "text",
                "color": colour,
                "align": "left",
                "baseline": "bottom",
                "x": 4,
                "dy": -3,
            },
            "encoding": {"y": height, "text": {"field": "label"}},
        },
    ]


def _describe_months(found: ProviderMonths) -> str:
    declared = sum(row.declared for row in found.months)
    allocated = sum(row.allocated or 0 for row in found.months)
    text = (
        f"Van {month(found.months[0].month)} tot en met {month(found.months[-1].month)} is {euro(declared, 0)} "
        f"gedeclareerd tegen {euro(allocated, 0)} toegewezen."
    )
    return f"{text} {_describe_provisional(found.provisional_from)} De tabel hieronder geeft alle bedragen."


def _describe_ceiling(ceiling: Ceiling) -> str:
    if not ceiling.months or ceiling.current is None:
        return "Er is nog niets gedeclareerd."
    last = ceiling.months[-1]
    provisional = next((row.month for row in ceiling.months if row.is_provisional), None)
    return (
        f"Tot en met {month(last.month)} is {euro(last.running)} gedeclareerd bij een plafond van "
        f"{euro(ceiling.current.amount)}. {_describe_provisional(provisional)} De tabel hieronder geeft alle bedragen."
    )


def _describe_provisional(since: date | None) -> str:
    return f"De maanden vanaf {month(since)} zijn voorlopig." if since else "Alle maanden zijn rijp."
