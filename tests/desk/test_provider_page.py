"""The page of one provider."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from contracts.models import Tariff
from inkoop.desk.queries.figures import newest_figures
from inkoop.desk.queries.provider import provider_months
from kpis.models import IndicatorValue
from tests.desk.cast import AMOUNT, MONTHS, PEILDATUM, contract_manager, outsider, region

pytestmark = pytest.mark.django_db


def page_of(provider):
    return reverse("admin:provider_page", args=[provider.agb])


@pytest.fixture
def looking(client):
    client.force_login(contract_manager())
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_as_many_queries_in_a_larger_region(looking, django_assert_num_queries, rows):
    made = region(rows)
    url = page_of(made.providers[0])
    looking.get(url)
    with django_assert_num_queries(37):
        response = looking.get(url)
    assert response.context["title"] == "Zorggroep 0"


def test_months_show_declared_beside_allocated_and_which_are_provisional(looking):
    made = region(2)
    found = looking.get(page_of(made.providers[1])).context["months"]
    assert [row.month for row in found.months if row.declared or row.allocated] == MONTHS
    assert {(row.declared, row.allocated) for row in found.months[-12:]} == {(AMOUNT, 150_000)}
    assert found.provisional_from == date(2025, 10, 1)
    assert found.without_value == 0


def test_months_are_kept_until_the_next_delivery(django_assert_num_queries):
    made = region()
    figures = newest_figures()
    first = provider_months(made.providers[0], figures, PEILDATUM)
    with django_assert_num_queries(0):
        assert provider_months(made.providers[0], figures, PEILDATUM) == first


def test_contract_shows_its_term_options_and_last_day_of_notice(looking):
    made = region()
    (row,) = looking.get(page_of(made.providers[0])).context["contracts"]
    assert (row.number, row.form, row.options) == ("C0", "open house", "3x12")
    assert (row.begin, row.end, row.notice_by, row.is_over) == (
        date(2024, 1, 1),
        date(2026, 12, 31),
        date(2026, 6, 30),
        False,
    )


def test_tariffs_are_those_of_the_day_that_is_asked(looking):
    made = region()
    current = Tariff.objects.get()
    Tariff.objects.filter(pk=current.pk).update(superseded_on=current.received_on)
    for row, changes in enumerate([{"end": date(2025, 12, 31)}, {"begin": date(2026, 1, 1), "cents": 8_000}]):
        values = {"begin": current.begin, "end": None, "cents": current.cents} | changes
        Tariff.objects.create(
            contract=current.contract,
            product_code=current.product_code,
            unit=current.unit,
            delivery=current.delivery,
            row_number=90 + row,
            received_on=current.received_on,
            **values,
        )
    url = page_of(made.providers[0])
    cents = {
        day: [row.cents for row in looking.get(f"{url}?op={day}").context["tariffs"]]
        for day in ("2023-12-31", "2025-12-31", "2026-01-01", "onzin")
    }
    assert cents == {"2023-12-31": [], "2025-12-31": [7_500], "2026-01-01": [8_000], "onzin": [8_000]}


def test_indicators_are_read_against_the_peers(looking):
    made = region()
    IndicatorValue.objects.filter(indicator="DG04").update(
        n_peers=12, median_peers=Decimal("0.9"), robust_z=Decimal("-1.5")
    )
    rows = {row.row.indicator: row for row in looking.get(page_of(made.providers[0])).context["indicators"]}
    assert {code: (row.compared, row.judgement) for code, row in rows.items()} == {
        "DG01": ("", ""),
        "DG02": ("", ""),
        "DG03": ("Veel hoger dan bij 12 vergelijkbare aanbieders.", ""),
        "DG04": ("Iets lager dan bij 12 vergelijkbare aanbieders.", "ongunstig"),
    }
    assert (rows["DG03"].place, rows["DG04"].place, rows["DG01"].place) == ("86.0", "36.5", None)


def test_ibps_and_refusals_of_the_provider_alone(looking):
    made = region(3)
    shown = looking.get(page_of(made.providers[2])).context
    assert [row.ibp.code for row in shown["exceeded"]] == ["IBP-2"]
    assert [count for _, count in shown["ibp_counts"]] == [0, 0, 1, 0]
    assert [(row["code"], row["lines"], row["cents"]) for row in shown["refusals"]] == [
        ("0611", 1, 5_000),
        ("9307", 1, 5_000),
    ]
    assert [row["lines"] for row in shown["refused_deliveries"]] == [1]


def test_page_before_anything_was_computed_says_so(looking):
    made = region()
    for computation in (made.behaviour, made.ibps):
        computation.signals.all().delete()
        computation.delete()
    content = looking.get(page_of(made.providers[0])).content.decode()
    assert "Het declaratiegedrag is nog niet berekend." in content
    assert "De stand van de IBP&#x27;s is nog niet berekend." in content or "De stand van de IBP's" in content


def test_page_is_not_for_everybody(client):
    made = region()
    user = outsider()
    client.force_login(user)
    assert client.get(page_of(made.providers[0])).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_provider"))
    assert client.get(page_of(made.providers[0])).status_code == 404


def test_unknown_provider_is_not_found(looking):
    assert looking.get(reverse("admin:provider_page", args=["00000000"])).status_code == 404
