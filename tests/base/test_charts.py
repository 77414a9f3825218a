"""A chart is one described image, without anything that a strict policy forbids."""

import re
from datetime import date

import pytest
from lxml import etree

from inkoop.base import charts

AMOUNTS = {date(2025, 1, 1): 150_000, date(2025, 3, 1): 0, date(2025, 2, 1): None}


@pytest.fixture
def chart():
    bars = {
        "data": {"values": charts.months_in_euros(AMOUNTS)},
        "mark": "bar",
        "encoding": {
            "x": charts.month_axis(),
            "y": charts.euro_axis(),
            "fill": {"value": charts.HATCHED[charts.BLUE]},
        },
    }
    return charts.draw(title="Titel <b>", description='Zegt "iets" & meer.', layers=[bars])


def test_chart_is_well_formed_and_says_what_it_is(chart):
    for svg in (chart.wide, chart.narrow):
        root = etree.fromstring(svg)
        assert root.get("role") == "img"
        assert root.get("aria-label") == 'Titel <b>. Zegt "iets" & meer.'
        assert not root.xpath("//*[@aria-hidden or @aria-roledescription]")


def test_chart_holds_no_style_and_no_script(chart):
    for svg in (chart.wide, chart.narrow):
        assert not re.search(r"style=|<style|<script|\bon[a-z]+=|href=", svg)


def test_hatching_has_a_name_of_its_own_in_each_drawing(chart):
    names = []
    for svg in (chart.wide, chart.narrow):
        defined = set(re.findall(r'pattern id="([^"]+)"', svg))
        used = set(re.findall(r"url\(#([^)]+)\)", svg))
        assert used
        assert used <= defined
        names.append(defined)
    assert names[0].isdisjoint(names[1])


def test_amounts_and_months_are_dutch(chart):
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", chart.wide)
    assert {"€\xa01.000", "jan 25", "mrt 25"} <= set(texts)


def test_months_are_put_in_order_and_an_absent_amount_stays_absent():
    assert charts.months_in_euros(AMOUNTS) == [
        {"month": "jan 25", "euro": 1500},
        {"month": "feb 25", "euro": None},
        {"month": "mrt 25", "euro": 0},
    ]
