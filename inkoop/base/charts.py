"""Charts as SVG in the page: made on the server, Dutch, readable without colour, allowed by a strict policy.

A chart is drawn twice, for a wide and for a narrow screen; the style sheet shows one of them and gives
the colours of the dark theme. Each chart stands beside a table with the same figures.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version
from typing import Any

from django.core.cache import cache
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from inkoop.base import dutch

WIDE, NARROW = 760, 320
KEEP = timedelta(days=7)

# The style sheet knows these as "the first colour", and so on, and has others for the dark theme.
BLUE, ORANGE, RED, GREEN = "#154273", "#b85c00", "#a8201a", "#1c6430"
INK, RULE, PAPER = "#3a4753", "#dde4ea", "#fdfdfd"
HATCHED = {BLUE: "url(#voorlopig)", RED: "url(#voorlopig-rood)"}

NUMBERS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€\N{NO-BREAK SPACE}", ""]}
TIMES = {
    "dateTime": "%e %B %Y %H:%M",
    "date": "%d-%m-%Y",
    "time": "%H:%M:%S",
    "periods": ["", ""],
    "days": ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"],
    "shortDays": ["zo", "ma", "di", "wo", "do", "vr", "za"],
    "months": list(dutch.MONTHS),
    "shortMonths": list(dutch.SHORT_MONTHS),
}

THEME = {
    "aria": False,  # one description for the whole; the table holds the figures
    "background": None,
    "font": "Fira Sans, system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": RULE,
        "domainColor": INK,
        "tickColor": INK,
    },
    "text": {"fontSize": 12, "color": INK},
}


@dataclass(frozen=True)
class Chart:
    title: str
    description: str
    wide: SafeString
    narrow: SafeString


def draw(*, title: str, description: str, layers: Sequence[Mapping[str, Any]], height: int = 260) -> Chart:
    """``layers`` are Vega-Lite layers with their own data."""
    wide, narrow = (_svg(_spec(layers, width, height), title, description) for width in (WIDE, NARROW))
    return Chart(title, description, wide, narrow)


def month_axis(**extra: Any) -> dict[str, Any]:
    """Months as places beside each other, each as wide as the next."""
    axis = {"title": None, "labelAngle": 0, "labelOverlap": True, "labelPadding": 4, "ticks": False}
    return {"field": "month", "type": "ordinal", "sort": None, "axis": axis, **extra}


def euro_axis(field: str = "euro", **extra: Any) -> dict[str, Any]:
    axis = {"title": None, "format": "$,.0f", "tickCount": 5, "domain": False, "ticks": False}
    return {"field": field, "type": "quantitative", "axis": axis, **extra}


def months_in_euros(amounts: Mapping[date, int | None], **extra: Any) -> list[dict[str, Any]]:
    return [
        {"month": month_label(month), "euro": None if cents is None else cents / 100, **extra}
        for month, cents in sorted(amounts.items())
    ]


def month_label(month: date) -> str:
    return f"{dutch.SHORT_MONTHS[month.month - 1]} {month:%y}"


def _spec(layers: Sequence[Mapping[str, Any]], width: int, height: int) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 10, "right": 4, "top": 6, "bottom": 4},
        "config": THEME,
        "layer": list(layers),
    }


def _svg(spec: dict[str, Any], title: str, description: str) -> SafeString:
    """Drawn once: the key is the whole content, so a kept chart cannot be an old one."""
    text = json.dumps([version("vl-convert-python"), spec, title, description])
    key = f"chart-{hashlib.sha256(text.encode()).hexdigest()}"
    svg: str | None = cache.get(key)
    if svg is None:
        import vl_convert  # noqa: PLC0415 -- nine megabytes that only who draws needs

        drawn = vl_convert.vegalite_to_svg(spec, format_locale=NUMBERS, time_format_locale=TIMES)
        svg = _describe(drawn, title, description, key)
        cache.set(key, svg, timeout=KEEP.total_seconds())
    return mark_safe(svg)  # noqa: S308 -- made by us; what came from data was escaped by the drawer


def _describe(svg: str, title: str, description: str, key: str) -> str:
    """An image with a name for screen readers, and with the hatching of provisional months.

    The hatching has a name of its own in each chart: one of the two is not shown, nor is what it defines.
    """
    svg = re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", svg)
    patterns = "".join(
        f'<pattern id="{address[5:-1]}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{PAPER}"/>'
        f'<path d="M0 0V6" stroke="{colour}" stroke-width="4"/></pattern>'
        for colour, address in HATCHED.items()
    )
    svg, patterns = (text.replace("voorlopig", f"{key}-voorlopig") for text in (svg, patterns))
    label = escape(f"{title}. {description}")
    opening = f'<svg role="img" aria-label="{label}" focusable="false"'
    return svg.replace("<svg", opening, 1).replace(">", f"><defs>{patterns}</defs>", 1)
