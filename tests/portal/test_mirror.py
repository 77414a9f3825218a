"""The mirror shows oneself and nobody else."""

from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from inkoop.portal.rules.mirror import Band, band, quarter, rounded, shown_count
from kpis.models import IndicatorValue
from tests.desk.cast import region
from tests.portal.cast import member

D = Decimal


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("4283", "4300"),
        ("0.0876", "0.088"),
        ("12", "12"),
        ("99.6", "100"),
        ("0", "0"),
        ("1705488", "1700000"),
    ],
)
def test_a_figure_of_others_has_two_digits(value, shown):
    assert rounded(D(value)) == D(shown)


def test_the_band_is_the_median_and_the_usual_deviation():
    # MAD = (19722 - 5590) x 0.6745 / 8.5 = 1121.4
    assert band(D(19722), D(5590), D("8.5"), 54) == Band(D(4500), D(5600), D(6700))


@pytest.mark.parametrize(
    ("value", "median", "z", "peers"),
    [
        (D(1), D(1), D(1), 7),
        (None, D(1), D(1), 9),
        (D(1), None, None, 9),
        (D(1), D(1), D(0), 9),
        (D(1), D(1), D(1), None),
    ],
)
def test_too_few_or_nothing_to_compare_gives_no_band(value, median, z, peers):
    assert band(value, median, z, peers) is None


@given(st.lists(st.integers(1, 10**8), min_size=9, max_size=9), st.integers(1, 10**8))
def test_the_figure_of_another_does_not_follow_from_what_is_shown(others, own):
    """Each median that is shown fits a whole range of figures, never one."""
    median = D(sorted(others)[4])
    shown = rounded(median)
    near = [one for one in (median * D("0.999"), median * D("1.001")) if rounded(one) == shown]
    assert near or median < 1000


@pytest.mark.parametrize(
    ("percentile", "peers", "shown"),
    [
        ("0", 8, "laagste kwart"),
        ("25", 8, "onder het midden"),
        ("74.9", 9, "boven het midden"),
        ("100", 9, "hoogste kwart"),
        ("50", 7, ""),
    ],
)
def test_the_place_is_a_quarter_not_a_rank(percentile, peers, shown):
    assert quarter(D(percentile), peers) == shown
    assert quarter(None, peers) == ""


def test_one_to_nine_youths_are_not_named():
    assert [shown_count(number) for number in (0, 1, 9, 10)] == [0, None, None, 10]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_page_shows_rounded_figures_of_others_with_as_many_queries(client, django_assert_num_queries, rows):
    made = region(rows)
    IndicatorValue.objects.filter(provider=made.providers[0], indicator="DG04").delete()
    IndicatorValue.objects.create(
        computation=made.behaviour,
        provider=made.providers[0],
        indicator="DG04",
        value=D("0.776"),
        status="ok",
        n_peers=9,
        median_peers=D("0.641234"),
        robust_z=D("1.3"),
        percentile=D(80),
    )
    client.force_login(member(made.providers[0], "anne"))
    client.get(reverse("portal:mirror"))
    with django_assert_num_queries(10):
        response = client.get(reverse("portal:mirror"))
    (row,) = [one for one in response.context["rows"] if one.indicator.code == "DG04"]
    assert (row.band.median, row.quarter) == (D("0.64"), "hoogste kwart")
    assert "64,1" not in response.content.decode()
