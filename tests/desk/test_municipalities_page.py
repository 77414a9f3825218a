"""The page of the budget used per municipality: the rows of the maandreeks, added up."""

from decimal import Decimal

import pytest
from django.urls import reverse

from inkoop.desk.queries.municipalities import BudgetUse, budget_use, newest_month_series, total
from kpis.models import MonthValue
from tests.desk.cast import AMOUNT, MONTHS, PEILDATUM, contract_manager, outsider, region

pytestmark = pytest.mark.django_db

PAGE = "admin:municipalities_page"


def test_use_is_the_sum_of_the_months_of_the_window():
    made = region(2)
    MonthValue.objects.filter(category="41").update(excluded=3)
    series = newest_month_series(PEILDATUM)
    uses = budget_use(series, MONTHS[0], MONTHS[0])
    assert uses == [BudgetUse(made.municipality, budget=300_000, declared=2 * AMOUNT, excluded=3)]
    assert (uses[0].left, uses[0].share) == (100_000, Decimal(2) / 3)
    assert budget_use(series, MONTHS[1], MONTHS[1]) == []


def test_the_total_adds_up_and_no_budget_is_no_share():
    made = region()
    uses = [BudgetUse(made.municipality, 100, 40, 1), BudgetUse(made.municipality, -100, 5, 0)]
    assert total(uses) == BudgetUse(None, 0, 45, 1)
    assert total(uses).share is None


def test_the_page_shows_amounts_and_total(client):
    region()
    client.force_login(contract_manager())
    page = client.get(reverse(PAGE)).content.decode()
    assert "Aardijk" in page
    assert page.count("€\N{NO-BREAK SPACE}1.500,00") == 2


def test_without_figures_the_page_says_so(client):
    client.force_login(contract_manager())
    assert "nog niet berekend" in client.get(reverse(PAGE)).content.decode()


def test_the_page_is_for_those_who_may_see_the_region(client):
    region()
    client.force_login(outsider())
    assert client.get(reverse(PAGE)).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, rows, django_assert_num_queries):
    region(rows)
    client.force_login(contract_manager())
    client.get(reverse(PAGE))
    with django_assert_num_queries(11):
        client.get(reverse(PAGE))
