"""Charts drawn from tables: every name whole, every bar as long as its figure, nothing for what is hidden."""

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from inkoop.base.charts import NARROW, WIDE
from inkoop.reports.content import Cell, Column, Hidden, Picture, Section, Table, Unit
from inkoop.reports.pictures import LETTER, drawn

LONG = "Integrale ambulante jeugdhulp op mbo-niveau met <verlengde> begeleiding & nazorg thuis"


def chart_of(rows: list[tuple[Cell, ...]], *names: str, first="Product", unit=Unit.CENTS):
    columns = (Column(first), *[Column(name, unit) for name in names])
    picture = Picture("Uitgaven", tuple(range(1, len(columns))), "Uitgaven per product.")
    return drawn(Section("s", "Titel", (), (Table("Titel", columns, tuple(rows)),), (picture,)))


def parts_of(svg, name):
    return [one for one in ET.fromstring(svg).iter() if one.tag.endswith(f"}}{name}")]  # noqa: S314 -- our own


def texts_of(svg):
    return [one.text for one in parts_of(svg, "text")]


@pytest.mark.parametrize(("form", "width"), [("wide", WIDE), ("narrow", NARROW)])
def test_a_long_name_stands_there_whole(form, width):
    (chart,) = chart_of([(LONG, 1_000_00), ("kort", 500_00)], "2025")
    svg = getattr(chart, form)
    texts = texts_of(svg)
    assert " ".join(texts[: texts.index("€\N{NO-BREAK SPACE}1.000")]) == LONG
    for one in parts_of(svg, "text"):
        left, room = float(one.get("x")), len(one.text) * (LETTER - 0.6)
        begin, end = (left - room, left) if one.get("text-anchor") == "end" else (left, left + room)
        assert 0 <= begin <= end <= width, one.text


def test_bars_are_as_long_as_their_figures():
    (chart,) = chart_of([("a", 1_000_00), ("b", 250_00), ("c", 0)], "2025")
    lengths = [float(one.get("width")) for one in parts_of(chart.wide, "rect")]
    assert len(lengths) == 2
    assert lengths[0] / lengths[1] == pytest.approx(4, rel=0.01)
    assert texts_of(chart.wide)[1::2] == ["€\xa01.000", "€\xa0250", "€\xa00"]


def test_what_is_less_than_zero_lies_left_of_what_is_more():
    (chart,) = chart_of([("meer", 600_00), ("minder", -300_00)], "Bedrag")
    more, less = parts_of(chart.wide, "rect")
    zero = float(more.get("x"))
    assert float(less.get("x")) + float(less.get("width")) == pytest.approx(zero, abs=0.11)
    assert float(more.get("width")) == pytest.approx(2 * float(less.get("width")), abs=0.11)


def test_what_is_hidden_has_no_bar_and_says_so():
    (chart,) = chart_of([("a", 1_000_00), ("b", Hidden.SMALL), ("c", None)], "2025")
    assert len(parts_of(chart.wide, "rect")) == 1
    assert texts_of(chart.wide) == ["a", "€\xa01.000", "b", "afgeschermd", "c"]


def test_without_figures_there_is_no_chart():
    assert chart_of([("a", Hidden.SMALL), ("b", 0)], "2025") == []
    assert chart_of([], "2025") == []


def test_of_many_rows_the_first_are_drawn_and_the_title_says_so():
    (chart,) = chart_of([(f"p{number}", 100 * (20 - number)) for number in range(15)], "2025")
    assert chart.title == "Uitgaven: de eerste 12"
    assert len(parts_of(chart.wide, "rect")) == 12
    assert chart.description == "Uitgaven per product. p0: €\xa020,00; p1: €\xa019,00; p2: €\xa018,00."


def test_months_stand_beside_each_other_with_round_amounts_on_the_side():
    rows = [(f"{name} 2025", 73_000_00, 70_000_00) for name in ("jan", "feb", "mrt")]
    (chart,) = chart_of(rows, "Toegewezen", "Gedeclareerd", first="Maand")
    texts = texts_of(chart.wide)
    assert texts[:2] == ["Toegewezen", "Gedeclareerd"]
    assert [text for text in texts if text.startswith("€")] == [
        f"€\xa0{text}" for text in ("0", "20.000", "40.000", "60.000", "80.000")
    ]
    high = [float(one.get("height")) for one in parts_of(chart.wide, "rect")[2:]]
    assert high[0::2] == [pytest.approx(190 * 73 / 80, abs=0.06)] * 3
    assert high[1::2] == [pytest.approx(190 * 70 / 80, abs=0.06)] * 3


def test_shares_are_written_as_shares_and_the_chart_has_a_name():
    (chart,) = chart_of([("a", Decimal("0.25")), ("b", Decimal(1))], "Afgelegd", unit=Unit.SHARE)
    assert texts_of(chart.wide)[1::2] == ["25,0%", "100,0%"]
    assert re.match(r'<svg role="img" aria-label="Uitgaven\. Uitgaven per product\. a: 25,0%', chart.wide)
