"""Bars drawn from the very tables they stand beside.

Drawn here and not by Vega: a report has twenty charts, and whoever opens it first may not wait for them. Sizes are in
pixels. Colours are those of the other charts, so that the style sheet gives them their dark ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10
from textwrap import wrap

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from inkoop.base import charts, dutch
from inkoop.base.charts import Chart
from inkoop.reports.content import Cell, Picture, Section, Table, Unit, shown

MOST, MOST_IN_SERIES = 12, 8
COLOURS = (charts.GREEN, charts.ORANGE, charts.BLUE)
MONTH = "Maand"

LETTER, LINE = 6.6, 15
BAR, BETWEEN_BARS, BETWEEN_ROWS = 13, 3, 12
NAME_ROOM, VALUE_ROOM, EDGE = 230, 84, 6
MONTHS_HIGH, TICKS, TICK_ROOM, MONTH_ROOM = 190, 4, 78, 58
NICE = (1, 2, 5, 10)


@dataclass(frozen=True)
class Bars:
    """Per name a cell of every series; hidden and absent ones have no bar."""

    names: tuple[str, ...]
    series: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    unit: Unit

    @property
    def reach(self) -> tuple[float, float]:
        """The lowest and highest value, with zero."""
        values = [value for row in self.cells for cell in row if (value := _value(cell)) is not None]
        return min([0.0, *values]), max([0.0, *values])

    @property
    def colours(self) -> Sequence[str]:
        return COLOURS[-len(self.series) :]


def drawn(section: Section) -> list[Chart]:
    """The charts of a section; none of tables without figures."""
    return [chart for picture in section.pictures if (chart := _draw(picture, section.tables[picture.table]))]


def _draw(picture: Picture, table: Table) -> Chart | None:
    in_time = table.columns[0].name == MONTH
    most = MOST if len(picture.columns) == 1 else MOST_IN_SERIES
    rows = table.rows if in_time else table.rows[:most]
    bars = Bars(
        tuple(str(row[0]) for row in rows),
        tuple(table.columns[place].name for place in picture.columns),
        tuple(tuple(row[place] for place in picture.columns) for row in rows),
        table.columns[picture.columns[0]].unit,
    )
    low, high = bars.reach
    if low == high:
        return None
    told = "; ".join(f"{name}: {shown(cells[-1], bars.unit)}" for name, cells in list(_rows(bars))[:3])
    description = f"{picture.description} {told}."
    title = f"{picture.title}: de eerste {len(rows)}" if len(rows) < len(table.rows) else picture.title
    draw = _standing if in_time else _lying
    wide, narrow = (draw(bars, width, f"{title}. {description}") for width in (charts.WIDE, charts.NARROW))
    return Chart(title, description, wide, narrow)


def _lying(bars: Bars, width: int, label: str) -> SafeString:
    """A row per name; on a narrow screen the name stands above its bars."""
    is_narrow = width == charts.NARROW
    left = EDGE if is_narrow else NAME_ROOM
    low, high = bars.reach
    scale = (width - left - VALUE_ROOM) / (high - low)
    zero = left - low * scale
    parts, top = _legend(bars, width)
    first = top
    rules = []
    for name, cells in _rows(bars):
        lines = wrap(name, int((width if is_narrow else NAME_ROOM - 2 * EDGE) / LETTER)) or [""]
        high_bars = len(cells) * (BAR + BETWEEN_BARS)
        beside = max(0, (high_bars - len(lines) * LINE) / 2)
        at, anchor = (EDGE, "start") if is_narrow else (NAME_ROOM - EDGE, "end")
        parts += _lines(lines, at, top + (0 if is_narrow else beside), anchor)
        bar_top = top + (len(lines) * LINE if is_narrow else max(0, (len(lines) * LINE - high_bars) / 2))
        rules.append((bar_top - BETWEEN_BARS, bar_top + high_bars))
        for cell, colour in zip(cells, bars.colours, strict=True):
            value = _value(cell)
            end = zero + max(value or 0, 0) * scale
            if value:
                start, length = min(zero, zero + value * scale), abs(value) * scale
                parts.append(_rectangle(start, bar_top, length, BAR, colour))
            if cell is not None:
                parts.append(_text(_short(cell, bars.unit), end + 4, bar_top + BAR - 2, "start", size=11))
            bar_top += BAR + BETWEEN_BARS
        text_bottom = top + len(lines) * LINE
        top = max(text_bottom, bar_top) + BETWEEN_ROWS
    if not is_narrow:
        rules = [(first - BETWEEN_BARS, top - BETWEEN_ROWS)]
    parts += [_rule(zero, begin, zero, end, charts.INK) for begin, end in rules]
    return _svg(parts, width, top, label)


def _standing(bars: Bars, width: int, label: str) -> SafeString:
    """A month beside the other, each with a bar per series."""
    low, high = bars.reach
    step = _step((high - low) / TICKS)
    low, high = step * floor(low / step), step * -floor(-high / step)
    parts, top = _legend(bars, width)
    top += LINE / 2
    scale = MONTHS_HIGH / (high - low)
    zero = top + high * scale
    for number in range(round((high - low) / step) + 1):
        level = low + number * step
        height = zero - level * scale
        parts.append(_rule(TICK_ROOM, height, width - EDGE, height, charts.RULE))
        parts.append(_text(_short(round(level), bars.unit), TICK_ROOM - EDGE, height + 4, "end", size=11))
    each = (width - TICK_ROOM - EDGE) / len(bars.names)
    thick = 0.8 * each / len(bars.series)
    told = -(-2 * LINE // each)
    for place, (name, cells) in enumerate(_rows(bars)):
        left = TICK_ROOM + (place + 0.1) * each
        for number, (cell, colour) in enumerate(zip(cells, bars.colours, strict=True)):
            if value := _value(cell):
                highest = zero - max(value, 0) * scale
                parts.append(_rectangle(left + number * thick, highest, thick, abs(value) * scale, colour))
        if place % max(1, int(told)) == 0:
            x, y = left + 0.4 * each, top + MONTHS_HIGH + LINE
            parts.append(_text(name, x, y, "end", size=11, turned=f"rotate(-45 {x:.1f} {y:.1f})"))
    parts.append(_rule(TICK_ROOM, zero, width - EDGE, zero, charts.INK))
    return _svg(parts, width, top + MONTHS_HIGH + MONTH_ROOM, label)


def _rows(bars: Bars) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    return zip(bars.names, bars.cells, strict=True)


def _legend(bars: Bars, width: int) -> tuple[list[str], float]:
    """What each colour is, and where what it explains begins; of one series nothing."""
    parts: list[str] = []
    if len(bars.series) == 1:
        return parts, EDGE
    x, y = float(EDGE), float(EDGE)
    for name, colour in zip(bars.series, bars.colours, strict=True):
        room = BAR + EDGE + len(name) * LETTER + 2 * EDGE
        if x > EDGE and x + room > width:
            x, y = EDGE, y + LINE + BETWEEN_BARS
        parts += [
            _rectangle(x, y, BAR, BAR, colour),
            _text(name, x + BAR + EDGE, y + BAR - 2, "start"),
        ]
        x += room
    return parts, y + LINE + BETWEEN_ROWS


def _value(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, (int, Decimal)) else None


def _short(cell: Cell, unit: Unit) -> str:
    if unit == Unit.CENTS and isinstance(cell, (int, Decimal)):
        return dutch.short_euro(cell)
    return shown(cell, unit)


def _step(size: float) -> float:
    """The next of 1, 2, 5, 10, 20, and so on; of counts and cents never less than one."""
    if size <= 0:
        return 1
    power = 10.0 ** floor(log10(size))
    return next(nice * power for nice in NICE if nice * power >= size * 0.999)


def _lines(lines: Sequence[str], x: float, top: float, anchor: str) -> list[str]:
    return [_text(line, x, top + (number + 1) * LINE - 4, anchor) for number, line in enumerate(lines)]


def _text(text: str, x: float, y: float, anchor: str, *, size: int = 12, turned: str = "") -> str:
    where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"' + (f' transform="{turned}"' if turned else "")
    return f'<text {where} font-size="{size}" fill="{charts.INK}">{escape(text)}</text>'


def _rectangle(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def _rule(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _svg(parts: Sequence[str], width: int, height: float, label: str) -> SafeString:
    """An image with a name for screen readers; the table holds the figures."""
    opening = (
        f'<svg role="img" aria-label="{escape(label)}" focusable="false" xmlns="http://www.w3.org/2000/svg" '
        f'width="{width}" height="{height:.0f}" viewBox="0 0 {width} {height:.0f}" '
        'font-family="Fira Sans, system-ui, sans-serif">'
    )
    return mark_safe(f"{opening}{''.join(parts)}</svg>")  # noqa: S308 -- texts are escaped above
