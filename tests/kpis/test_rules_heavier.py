"""DG15: from a lighter to a heavier class."""

from datetime import date

import pytest

from kpis.rules.heavier import dg15_light_to_heavy
from tests.kpis import cast

LIGHT = cast.allocation("1", code="45A04", begin=date(2025, 1, 1), end=date(2025, 3, 31))


def share_of(*allocations):
    figure = dg15_light_to_heavy(cast.snapshot(allocations=allocations), cast.PROVIDER, cast.YEAR)
    return figure.numerator, figure.denominator


@pytest.mark.parametrize(
    ("begin", "heavier"),
    [
        (date(2025, 3, 30), 0),
        (date(2025, 3, 31), 1),
        (date(2025, 6, 29), 1),
        (date(2025, 6, 30), 0),
    ],
)
def test_counts_from_the_day_of_the_end_for_ninety_days(begin, heavier):
    later = cast.allocation("2", code="45A06", begin=begin, end=date(2025, 12, 31))
    assert share_of(LIGHT, later) == (heavier, 1)


def test_a_client_counts_once_and_only_at_the_same_provider():
    again = cast.allocation("2", code="45A05", begin=date(2025, 4, 1), end=date(2025, 5, 31))
    heavy = cast.allocation("3", code="45A06", begin=date(2025, 6, 1), end=None)
    elsewhere = cast.allocation("4", code="45A06", begin=date(2025, 4, 1), agb=cast.OTHER_PROVIDER)
    assert share_of(LIGHT, again, heavy) == (1, 1)
    assert share_of(LIGHT, elsewhere) == (0, 1)


def test_without_anybody_who_ended_a_lighter_class_it_is_not_measurable():
    heavy = cast.allocation("3", code="45A06", begin=date(2025, 1, 1), end=date(2025, 3, 31))
    unknown = cast.allocation("4", code="44A09", begin=date(2025, 1, 1), end=date(2025, 3, 31))
    figure = dg15_light_to_heavy(cast.snapshot(allocations=[heavy, unknown]), cast.PROVIDER, cast.YEAR)
    assert (figure.numerator, figure.denominator, figure.value) == (0, 0, None)


def test_renewal_of_the_same_class_is_no_end():
    renewed = cast.allocation("2", code="45A04", begin=date(2025, 4, 20), end=None)
    assert share_of(LIGHT, renewed) == (0, 0)
