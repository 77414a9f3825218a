"""A threshold is tried on figures that are there, and nothing changes."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from inkoop.base.models import Parameter
from kpis.models import IndicatorValue
from kpis.rules.rehearsal import Compared, Rehearsal, is_flagged, rehearse
from tests.desk.cast import contract_manager, outsider, region

PAGE = reverse("admin:signal_rehearsal")


@pytest.mark.parametrize(
    ("z", "direction", "expected"),
    [
        ("3.5", "beide", False),
        ("3.6", "beide", True),
        ("-3.6", "beide", True),
        ("-3.6", "hoog", False),
        ("3.6", "laag", False),
        ("-3.6", "laag", True),
        ("9", "geen", False),
    ],
)
def test_a_flag_is_beyond_the_threshold_on_the_side_that_matters(z, direction, expected):
    assert is_flagged(Compared("a", "DG03", Fraction(z), direction), Fraction("3.5")) is expected


def test_who_stays_comes_and_goes_once_per_cause():
    rows = [
        Compared("a", "DG03", Fraction(4), "beide"),
        Compared("a", "DG03M", Fraction(5), "beide"),
        Compared("b", "DG07", Fraction(3), "hoog"),
    ]
    assert rehearse(rows, Fraction("3.5"), Fraction(2)) == Rehearsal((("a", "DG03"),), (("b", "DG07"),), ())
    assert rehearse(rows, Fraction(2), Fraction("4.5")) == Rehearsal((("a", "DG03"),), (), (("b", "DG07"),))


@given(st.lists(st.fractions(min_value=-9, max_value=9), max_size=6), st.fractions(min_value=0, max_value=9))
def test_a_higher_threshold_never_adds_a_flag(zs, new):
    rows = [Compared(str(place), "DG03", z, "beide") for place, z in enumerate(zs)]
    assert rehearse(rows, new, new + 1).come == ()


@pytest.mark.django_db
def test_a_threshold_is_tried_on_what_is_there_and_nothing_changes(client):
    made = region(3)
    IndicatorValue.objects.filter(indicator="DG03", provider=made.providers[1]).update(robust_z=Decimal(3))
    client.force_login(contract_manager())
    [row] = client.get(f"{PAGE}?grens=2,5").context["rows"]
    assert row.outcome == Rehearsal(
        (("Zorggroep 0", "DG03"), ("Zorggroep 2", "DG03")), (("Zorggroep 1", "DG03"),), ()
    )
    assert Parameter.objects.filter(name="signal_z").count() == 0
    for wrong in ("hoog", "-1", "0", "NaN"):
        response = client.get(f"{PAGE}?grens={wrong}")
        assert f"‘{wrong}’ is geen getal boven nul" in response.content.decode()
    client.force_login(outsider())
    assert client.get(PAGE).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_many_queries_for_three_providers_as_for_one(
    client, django_assert_num_queries, rows
):
    region(rows)
    client.force_login(contract_manager())
    client.get(PAGE)
    with django_assert_num_queries(12):
        client.get(PAGE)
