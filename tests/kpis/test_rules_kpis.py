from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kpis.rules.kpis import Definition, Fact, Figure, Place, colour, definition_faults, figures
from kpis.rules.policy import on_line, standing, target_of
from kpis.rules.tasks import may_move, newest_period

HIGHER = Definition("K1", "DG04", "hoger", 2, ("regio", "segment", "contract", "aanbieder"))
LEAST = Fraction(4, 5)


@pytest.mark.parametrize(
    ("value", "direction", "expected"),
    [
        ("0.9", "hoger", "groen"),
        ("0.899999", "hoger", "oranje"),
        ("0.7", "hoger", "oranje"),
        ("0.699999", "hoger", "rood"),
        ("1.5", "hoger", "groen"),
        (None, "hoger", "nvt"),
        ("0.5", "geen", "geen"),
    ],
)
def test_the_bands_of_higher_is_better_meet_without_a_gap(value, direction, expected):
    bounds = {"green": Decimal("0.9"), "red": Decimal("0.7")}
    assert colour(value and Decimal(value), direction=direction, **bounds) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0", "groen"), ("0.1", "groen"), ("0.100001", "oranje"), ("0.199999", "oranje"), ("0.2", "rood")],
)
def test_the_best_band_of_lower_is_better_is_closed_at_its_end(value, expected):
    assert colour(Decimal(value), direction="lager", green=Decimal("0.1"), red=Decimal("0.2")) == expected


def test_one_bound_for_both_leaves_no_orange():
    bounds = {"direction": "lager", "green": Decimal("0.1"), "red": Decimal("0.1")}
    assert [colour(Decimal(v), **bounds) for v in ("0.1", "0.100001")] == ["groen", "rood"]


def test_a_definition_says_all_that_is_wrong_with_it():
    wrong = Definition("K1", "DG04", "lager", 0, (), Decimal(1), Decimal("0.5"), Decimal(2))
    assert definition_faults(wrong) == [
        "Kies ten minste één niveau waarop de KPI wordt getoond.",
        "De minimale n is ten minste 1.",
        "De grenzen staan niet op volgorde. Van laag naar hoog hoort: streefwaarde, groen, rood.",
    ]


def test_sums_go_before_ratios_and_small_n_is_not_measurable():
    facts = [Fact("K1", "a", 1, 2, 2), Fact("K1", "b", 9, 10, 1)]
    places = [Place("a", "groot", ("C1",)), Place("b", "groot", ("C2", "C3"))]
    assert figures([HIGHER], facts, places, least_known=LEAST) == [
        Figure("K1", "regio", "", 10, 12, 3, Decimal("0.833333"), "geen"),
        Figure("K1", "segment", "groot", 10, 12, 3, Decimal("0.833333"), "geen"),
        Figure("K1", "aanbieder", "a", 1, 2, 2, Decimal("0.500000"), "geen"),
        Figure("K1", "contract", "C1", 1, 2, 2, Decimal("0.500000"), "geen"),
        Figure("K1", "aanbieder", "b", 9, 10, 1, None, "nvt"),
        Figure("K1", "contract", "C2", None, None, 0, None, "nvt"),
        Figure("K1", "contract", "C3", None, None, 0, None, "nvt"),
    ]


def test_the_region_has_its_own_fact_where_there_is_one():
    facts = [Fact("K1", "a", 5, 5, 5), Fact("K1", None, 1, 4, 4)]
    found = figures([HIGHER], facts, [Place("a", "groot", ())], least_known=LEAST)
    assert found[0] == Figure("K1", "regio", "", 1, 4, 4, Decimal("0.250000"), "geen")


@pytest.mark.parametrize(("known", "value"), [(8, Decimal("0.500000")), (7, None)])
def test_a_figure_waits_until_enough_is_known(known, value):
    facts = [Fact("K1", "a", 3, 6, 6, known, 10)]
    found = figures([HIGHER], facts, [Place("a", "groot", ())], least_known=LEAST)
    assert found[-1].value == value


@pytest.mark.parametrize(
    ("rhythm", "first", "last"),
    [
        ("maand", date(2026, 10, 1), date(2026, 10, 31)),
        ("kwartaal", date(2026, 7, 1), date(2026, 9, 30)),
        ("halfjaar", date(2026, 1, 1), date(2026, 6, 30)),
        ("jaar", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_the_newest_period_of_a_rhythm_is_over(rhythm, first, last):
    assert newest_period(rhythm, date(2026, 11, 22)) == (first, last)


def test_a_quarter_is_over_on_the_first_day_of_the_next():
    assert newest_period("kwartaal", date(2026, 1, 1)) == (date(2025, 10, 1), date(2025, 12, 31))


def test_what_is_accepted_goes_back_only_through_a_return():
    moves = [
        to for to in ("open", "concept", "ingediend", "aanvaard", "teruggestuurd") if may_move("aanvaard", to)
    ]
    assert moves == ["teruggestuurd"]


def test_the_line_is_straight_and_flat_outside_its_years():
    line = {"first": 2019, "last": 2022, "reference": Decimal(900), "target": Decimal(600)}
    assert [on_line(year, **line) for year in (2018, 2019, 2020, 2022, 2023)] == [900, 900, 800, 600, 600]


def test_a_target_follows_from_a_change():
    assert target_of(Decimal(1_000_000), Decimal("-0.3")) == Decimal(700_000)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, "nvt"), (800, "op koers"), (801, "achter"), (600, "gehaald"), (599, "gehaald")],
)
def test_less_is_wanted_or_more(value, expected):
    goal = {"year": 2020, "first": 2019, "last": 2022}
    less = {"reference": Decimal(900), "target": Decimal(600)}
    assert standing(value and Decimal(value), **goal, **less) == expected
    more = {"reference": Decimal(-900), "target": Decimal(-600)}
    assert standing(value and Decimal(-value), **goal, **more) == expected
