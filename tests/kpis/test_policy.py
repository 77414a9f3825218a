"""Policy goals: counted per year, against the line from the reference to the target."""

from datetime import date
from decimal import Decimal

import pytest

from inkoop.base.models import User
from kpis.models import PolicyArea, PolicyGoal, PolicyValue
from kpis.queries.policy import progress_of
from kpis.services.policy import note_value
from tests.desk.cast import AMOUNT, region

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


def goal_of(**values):
    area, _ = PolicyArea.objects.get_or_create(name="Begeleiding", ist="Veel.", soll="Minder.")
    standard = {"text": "Doel", "scale": "regionaal", "indicator_text": "x", "number": 1, "unit": "aantal"}
    return PolicyGoal.objects.create(
        area=area, **standard | {"reference_year": 2024, "target_year": 2026} | values
    )


def shown(goal, today=TODAY):
    years = progress_of(goal, today, 3).years
    return [(one.year, one.value, one.line, one.is_whole, one.standing) for one in years]


def test_values_by_hand_stand_against_a_straight_line():
    goal = goal_of(indicator="hand", target=40)
    by = User.objects.create_user("m")
    for year, value in ((2024, 10), (2025, 30), (2025, 21)):
        note_value(goal=goal, year=year, value=Decimal(value), source="opgave", by=by)
    assert PolicyValue.objects.count() == 2
    assert shown(goal) == [
        (2024, 10, 10, True, "nvt"),
        (2025, 21, 25, True, "achter"),
        (2026, None, 40, True, "nvt"),
    ]
    found = progress_of(goal, TODAY, 3)
    assert (found.reference, found.target, found.newest.year) == (10, 40, 2025)


@pytest.mark.parametrize(("value", "standing"), [(21, "achter"), (25, "op koers"), (40, "gehaald")])
def test_a_year_is_behind_on_course_or_reached(value, standing):
    goal = goal_of(indicator="hand", target=40)
    PolicyValue.objects.create(goal=goal, year=2024, value=10)
    PolicyValue.objects.create(goal=goal, year=2025, value=value)
    assert shown(goal)[1][4] == standing


def test_spending_and_youths_are_counted_and_a_year_that_is_not_mature_is_not_judged():
    region(2)
    spend = goal_of(
        indicator="uitgaven", unit="eurocent", change="-0.3", reference_year=2025, target_year=2027
    )
    youths = goal_of(
        indicator="jeugdigen",
        change="-0.5",
        reference_year=2025,
        target_year=2027,
        number=2,
        categories=["45"],
    )
    year = 2 * 12 * AMOUNT
    assert shown(spend) == [
        (2025, year, year, True, "nvt"),
        (2026, None, year * Decimal("0.85"), False, "nvt"),
        (2027, None, year * Decimal("0.7"), False, "nvt"),
    ]
    assert [one[1:4] for one in shown(youths)] == [
        (2, 2, True),
        (None, Decimal("1.5"), False),
        (None, 1, False),
    ]
    assert [one[3] for one in shown(spend, date(2026, 2, 1))] == [False, False, False]
    nothing = goal_of(indicator="uitgaven", change="-0.1", number=3, categories=["99"])
    assert progress_of(nothing, TODAY, 3).target is None
