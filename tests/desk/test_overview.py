"""All providers beside each other: the order that is asked, only what may be seen, and the same as a file."""

from decimal import Decimal

import pytest
from django.urls import reverse

from kpis.models import IndicatorValue
from providers.models import Provider
from tests.desk.cast import contract_manager, outsider, region

pytestmark = pytest.mark.django_db

OVERVIEW = reverse("admin:provider_overview")


@pytest.fixture
def user():
    return contract_manager()


@pytest.fixture
def looking(client, user):
    client.force_login(user)
    return client


def names(response):
    return [row.provider.name for row, _ in response.context["rows"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_overview_asks_as_many_queries_for_three_providers_as_for_one(
    looking, django_assert_num_queries, rows
):
    region(rows)
    looking.get(OVERVIEW)
    with django_assert_num_queries(10):
        response = looking.get(OVERVIEW)
    assert len(names(response)) == rows


def test_order_is_the_one_asked_and_what_has_no_value_comes_last(looking):
    made = region(3)
    costs = IndicatorValue.objects.filter(indicator="DG03")
    costs.filter(provider=made.providers[1]).update(value=2_000_000)
    costs.filter(provider=made.providers[2]).delete()
    assert names(looking.get(OVERVIEW)) == ["Zorggroep 0", "Zorggroep 1", "Zorggroep 2"]
    assert names(looking.get(f"{OVERVIEW}?op=DG03")) == ["Zorggroep 1", "Zorggroep 0", "Zorggroep 2"]
    assert names(looking.get(f"{OVERVIEW}?op=DG03&omhoog=1")) == ["Zorggroep 0", "Zorggroep 1", "Zorggroep 2"]
    assert names(looking.get(f"{OVERVIEW}?op=signalen")) == ["Zorggroep 0", "Zorggroep 1", "Zorggroep 2"]
    assert names(looking.get(f"{OVERVIEW}?op=naam;drop")) == ["Zorggroep 0", "Zorggroep 1", "Zorggroep 2"]


def test_heading_in_use_turns_the_order_round_and_keeps_the_filters(looking):
    region()
    headings = looking.get(f"{OVERVIEW}?op=DG02&segment=overig").context["headings"]
    assert [(one.link, one.state) for one in headings[:2]] == [
        ("?segment=overig&op=DG01", "none"),
        ("?segment=overig&op=DG02&omhoog=1", "descending"),
    ]


def test_filters_leave_the_others_out(looking, user):
    made = region(3)
    Provider.objects.filter(pk=made.providers[1].pk).update(segment="groot", account_holder=user)
    assert names(looking.get(f"{OVERVIEW}?segment=groot")) == ["Zorggroep 1"]
    assert names(looking.get(f"{OVERVIEW}?van=mij")) == ["Zorggroep 1"]
    assert names(looking.get(f"{OVERVIEW}?segment=overig&van=mij")) == []


def test_file_holds_the_figures_as_stored(looking):
    made = region(2)
    IndicatorValue.objects.filter(indicator="DG04", provider=made.providers[1]).update(
        value=None, status="nvt"
    )
    response = looking.get(f"{OVERVIEW}?vorm=csv")
    assert response["Content-Disposition"] == 'attachment; filename="aanbieders-2025-12-31.csv"'
    assert response.content.decode().splitlines() == [
        "agb;naam;segment;DG01;DG02;DG03;DG04;DG05;DG06;DG07;DG09;signalen",
        "99000000;Zorggroep 0;overig;1200000.000000;1.000000;1200000.000000;0.800000;;;;;1",
        "99000001;Zorggroep 1;overig;1200000.000000;1.000000;1200000.000000;;;;;;1",
    ]


def test_signal_is_said_and_not_only_coloured(looking):
    region()
    _, cells = looking.get(OVERVIEW).context["rows"][0]
    assert [cell["signal"] for cell in cells] == [False, False, True, False, False, False, False, False]
    assert "(signaal)" in looking.get(OVERVIEW).content.decode()
    assert IndicatorValue.objects.get(indicator="DG03").value == Decimal(1_200_000)


def test_overview_is_not_for_everybody(client):
    region()
    client.force_login(outsider())
    assert client.get(OVERVIEW).status_code == 403
