"""The examples in the explanations are computed again, and every threshold in them exists."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from contracts.rules.residential import Talk, light
from inkoop.base.dutch import number, percent
from inkoop.base.parameters import DEFINITIONS
from kpis.rules import exact
from kpis.rules.change import Use, effects
from kpis.rules.explained import ALL
from kpis.rules.indicators import share
from kpis.rules.peers import robust_z

DEFAULTS = {name: definition.default for name, definition in DEFINITIONS.items()}


def part(numerator, denominator):
    value = share("", numerator, denominator).value
    return percent(exact.six_decimals(value), 0)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("DG04", part(6 * 7_550, 10 * 7_550)),
        ("DG05", part(18, 120)),
        ("DG06", f"{(1_000 * 10 + 3_000 * 30) // 4_000} dagen"),
        ("DG07", part(2_000, 50_000)),
        ("DG08", part(6, 40)),
        ("DG09", part(15, 500)),
        ("DG10", number(Decimal(6 * 1 + 3 * 2 + 1 * 3) / 10, 1)),
        ("DG11", f"gemiddeld {sum((100, 200, 600)) // 3}, mediaan {exact.median((100, 200, 600))}"),
        ("DG12", part(2_000_000, 40_000_000)),
        ("DG15", part(3, 20)),
        ("DG16", f"{number(Decimal(5_600 * 12) / (10 * 6), 0)} uur per fte op jaarbasis"),
        ("ibp", part(8_500, 10_000)),
        ("uitputting", f"{3_000 // 20} dagen"),
        ("ijking", percent(Decimal(15) / 24)),
        ("bestedingsruimte", part(60_000 + 20_000, 100_000)),
        ("uitval", part(6, 50)),
        ("stromen", f"−{100 - 91}%"),
        ("volledigheid", f"€ {80 / Fraction(4, 5)}"),
        ("prognose", "€ 1.010.000"),
    ],
)
def test_the_example_is_right(code, outcome):
    assert outcome in ALL[code].example


def test_the_example_of_a_change_is_all_by_clients():
    parts = effects(Use(10, 100, 100_000), Use(12, 120, 120_000), unit="01")
    assert (parts.clients, parts.total) == (20_000, 20_000)


def test_the_example_of_a_comparison_is_right():
    assert robust_z(Fraction(30), [Fraction(value) for value in (8, 8, 10, 12, 12)]) == Fraction("6.745")
    assert ALL["vergelijken"].example.endswith("= 6,745.")


def test_the_example_of_residential_care_is_right():
    said, today = Talk(date(2026, 11, 1), {"has_next_place": False}, date(2027, 1, 20)), date(2026, 11, 20)
    assert light(said, today) == "rood"
    assert light(replace(said, exit_on=date(2027, 3, 20)), today) == "oranje"


@pytest.mark.parametrize("code", ALL)
def test_thresholds_of_the_region_are_filled_in(code):
    filled = ALL[code].filled(DEFAULTS)
    assert "{" not in f"{filled.says}{filled.formula}{''.join(filled.limits)}"
    assert filled.limits
