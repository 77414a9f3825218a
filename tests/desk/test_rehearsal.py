"""A threshold is tried on figures that are there, and nothing changes."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from inkoop.base.models import Parameter
from kpis.models import IndicatorValue
from kpis.rules.parameters import DEFAULTS
from kpis.rules.peers import Member, compare, peer_group
from kpis.rules.rehearsal import Compared, Grouping, Measured, Rehearsal, is_flagged, regrouped, rehearse
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


PROVIDERS = st.lists(
    st.tuples(
        st.sampled_from(["groot", "overig"]),
        st.sampled_from(["41", "45", None]),
        st.integers(8, 12),
        st.fractions(min_value=0, max_value=20, max_denominator=7),
    ),
    max_size=24,
)


@given(PROVIDERS, st.integers(1, 9))
def test_peers_as_they_are_now_give_the_z_of_the_rule(rows, minimum):
    """The rehearsal takes the median once per group; the rule compares each provider by itself."""
    members = [
        Member(str(place), segment, dominant, clients)
        for place, (segment, dominant, clients, _) in enumerate(rows)
    ]
    values = {str(place): value for place, (*_, value) in enumerate(rows)}
    parameters = replace(DEFAULTS, peer_minimum=minimum)
    expected = {}
    for member in members:
        group = peer_group(member, members, parameters)
        found = compare("DG03", member, group, values, all_mature=True, parameters=parameters)
        if found.z is not None:
            expected[member.agb] = found.z
    figures = [Measured(agb, "DG03", value, "beide") for agb, value in values.items()]
    now = Grouping(by_segment=True, by_category=True, clients=10, minimum=minimum)
    assert {one.provider: one.z for one in regrouped(members, figures, now)} == expected


def test_a_wider_group_compares_whom_a_narrow_one_cannot():
    members = [Member(str(place), "groot" if place else "overig", "45", 10) for place in range(4)]
    figures = [
        Measured(str(place), "DG03", Fraction(value), "beide") for place, value in enumerate([90, 1, 2, 3])
    ]
    narrow = Grouping(by_segment=True, by_category=True, clients=10, minimum=3)
    wide = Grouping(by_segment=False, by_category=True, clients=10, minimum=4)
    assert {one.provider for one in regrouped(members, figures, narrow)} == {"1", "2", "3"}
    z = {one.provider: one.z for one in regrouped(members, figures, wide)}
    assert z["0"] == Fraction(6745, 10_000) * (90 - Fraction(5, 2)) / 1
    none = Grouping(by_segment=False, by_category=False, clients=11, minimum=1)
    assert regrouped(members, figures, none) == []


@pytest.mark.django_db
def test_another_group_is_tried_on_what_is_there(client):
    made = region(3)
    for place, provider in enumerate(made.providers):
        rows = IndicatorValue.objects.filter(provider=provider)
        rows.filter(indicator="DG02").update(value=20)
        rows.filter(indicator="DG03").update(
            value=[100, 110, 900][place], robust_z=0, numerator=None, denominator=None
        )
    client.force_login(contract_manager())
    asked = f"{PAGE}?grens=3,5&groep=alle&clienten=10&aanbieders=3"
    for group in ("alle", "segment", "categorie"):
        [row] = client.get(asked.replace("alle", group)).context["rows"]
        assert ("Zorggroep 2", "DG03") in row.outcome.come, group
    [alone] = client.get(f"{PAGE}?groep=alle&aanbieders=4").context["rows"]
    assert alone.outcome.come == ()
    [unread] = client.get(f"{PAGE}?groep=x&clienten=-1&aanbieders=veel").context["rows"]
    assert unread.outcome == Rehearsal((), (), ())
