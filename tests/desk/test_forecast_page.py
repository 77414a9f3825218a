"""The page of the prognosis: months, budgets, band and back-test from the same rows."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from inkoop.base.models import Municipality
from inkoop.desk.queries import forecast as queries
from kpis.models import Budget, ForecastError
from kpis.rules.prognosis import PastForecast, at_horizon, band
from tests.desk.cast import contract_manager, outsider, region
from tests.desk.steering import forecast_figures

pytestmark = pytest.mark.django_db

PAGE = "admin:forecast_page"


def computed(rows=1):
    return forecast_figures(region(), rows)


def budget(code="0001", category="", cents=1_000, set_on=date(2025, 1, 1)):
    place = Municipality.objects.get(code=code)
    return Budget.objects.create(
        municipality=place,
        year=2025,
        category=category,
        cents=cents,
        set_on=set_on,
        source="begroting",
        reason="begin",
    )


@pytest.fixture
def looking(client):
    client.force_login(contract_manager())
    return client


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("asked", "number"), [("", 12), ("?gemeente=0001", 11)])
def test_queries_do_not_grow(looking, rows, asked, number, django_assert_num_queries):
    computed(rows)
    looking.get(reverse(PAGE) + asked)
    with django_assert_num_queries(number):
        looking.get(reverse(PAGE) + asked)


def test_rows_and_months_add_up_to_the_whole(looking):
    computed(2)
    shown = looking.get(reverse(PAGE)).context
    whole = shown["whole"]
    assert (whole.declared, whole.ibnr, whole.committed, whole.inflow, whole.expected) == (
        640,
        120,
        280,
        160,
        1_200,
    )
    assert [(end.name, end.expected) for end in shown["ends"]] == [("Aardijk", 600), ("Dorp 2", 600)]
    assert [(one.kind, one.expected) for one in shown["months"]] == [
        ("rijp", 400),
        ("geschat", 360),
        ("toekomst", 440),
    ]


def test_one_municipality_shows_its_categories(looking):
    computed()
    shown = looking.get(f"{reverse(PAGE)}?gemeente=0001").context
    assert [(end.name, end.expected) for end in shown["ends"]] == [
        ("Jeugd-ggz", 300),
        ("Jeugdhulp ambulant", 300),
    ]


def test_a_budget_counts_as_it_stood_on_the_peildatum(looking):
    computed()
    budget(cents=900)
    budget(cents=500, set_on=date(2025, 6, 1))
    budget(cents=1, set_on=date(2026, 1, 1))
    [end] = looking.get(reverse(PAGE)).context["ends"]
    assert (end.budget, end.left) == (500, -100)
    assert looking.get(reverse(PAGE)).context["whole"].budget == 500


def test_without_a_budget_for_everything_those_per_category_count_together(looking):
    computed(2)
    budget(category="45", cents=400)
    budget(category="54", cents=350)
    shown = looking.get(reverse(PAGE)).context
    assert [end.budget for end in shown["ends"]] == [750, None]
    assert (shown["whole"].budget, shown["whole"].left) == (None, None)


def test_only_what_is_not_mature_yet_can_be_wrong(looking):
    computation = computed()
    test = queries.tested(computation)
    band, quarters = test.band(1, 1), test.quarters
    assert (band.p10, band.p50, band.p90, band.mape) == (
        Decimal("-0.08"),
        Decimal(0),
        Decimal("0.08"),
        Decimal("0.1"),
    )
    assert [(one.made_on, one.forecast, one.known, one.error, one.mape) for one in quarters] == [
        (date(2024, 12, 31), 220, 200, Decimal("0.1"), Decimal("0.1")),
        (date(2025, 3, 31), 180, 200, Decimal("-0.1"), Decimal("0.1")),
    ]
    whole = looking.get(reverse(PAGE)).context["whole"]
    # 200 mature and 400 not: 400 / 1.08 and 400 / 0.92
    assert (whole.low, whole.high) == (570, 635)


TESTED = st.lists(
    st.tuples(
        st.sampled_from([date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30)]),
        st.integers(1, 3),
        st.integers(-2, 4),
        st.integers(-5, 200),
        st.integers(-5, 200),
    ),
    unique_by=lambda row: row[:3],
    min_size=1,
    max_size=25,
)


@given(TESTED, st.integers(-2, 3), st.integers(0, 4))
def test_the_band_of_a_horizon_is_that_of_the_rule(rows, first, months):
    furthest = max(row[2] for row in rows)
    last = min(first + months, furthest)
    first = min(first, furthest)
    told = [PastForecast(day, ahead, str(place), "45", f, known) for day, place, ahead, f, known in rows]
    expected = band(at_horizon(told, first, last))
    found = queries.BackTest(rows).band(first, last)
    pairs = [(found.p10, expected.p10), (found.p50, expected.p50), (found.p90, expected.p90)]
    for own, rule in [*pairs, (found.mape, expected.mape)]:
        assert (own is None) == (rule is None)
        assert own is None or abs(Fraction(own) - rule) < Fraction(1, 10**20)


def test_every_month_has_the_band_of_its_own_distance(looking):
    computation = computed()
    ForecastError.objects.filter(ahead=1).update(forecast=50)
    ForecastError.objects.filter(made_on=date(2024, 12, 31), ahead=0).update(ahead=-1)
    shown = looking.get(reverse(PAGE)).context
    mature, estimated, to_come = shown["months"]
    assert (mature.low, mature.high) == (None, None)
    # 180 expected, 10 % too high; 220 expected, 10 % too low
    assert (estimated.low, estimated.high) == (164, 164)
    assert (to_come.low, to_come.high) == (244, 244)
    assert [(ahead, one.n) for ahead, one in shown["horizons"]] == [(-1, 1), (0, 1), (1, 2)]
    assert computation.peildatum == date(2025, 12, 31)


def test_a_month_never_comes_to_less_than_is_declared():
    assert queries.if_wrong_by(Decimal(1), expected=100, declared=80) == 80
    assert queries.if_wrong_by(Decimal("-0.5"), expected=100, declared=80) == 200
    assert queries.if_wrong_by(Decimal(-1), expected=100, declared=80) is None


def test_without_earlier_forecasts_there_is_no_band(looking):
    computed()
    ForecastError.objects.all().delete()
    response = looking.get(reverse(PAGE))
    assert (response.context["whole"].low, response.context["whole"].high) == (None, None)
    assert "bandbreedte is er dus niet" in response.content.decode()


def test_the_file_has_the_rows_of_the_page(looking):
    computed()
    budget(cents=500)
    assert looking.get(reverse(PAGE), {"vorm": "csv"}).content.decode().splitlines() == [
        "sleutel;naam;gedeclareerd;nog_te_ontvangen;nog_op_toewijzingen;nieuwe_instroom;verwacht;laag;hoog;budget;over",
        "0001;Aardijk;320;60;140;80;600;570;635;500;-100",
    ]


def test_a_contract_manager_keeps_the_budgets_and_says_why(looking):
    region()
    place = Municipality.objects.get()
    asked = {"municipality": place.pk, "year": 2026, "category": "45", "cents": 5, "set_on": "2025-11-01"}
    url = reverse("admin:kpis_budget_add")
    looking.post(url, asked)
    assert not Budget.objects.filter(year=2026).exists()
    looking.post(url, asked | {"source": "begroting 2026", "reason": "vastgesteld"})
    made = Budget.objects.get(year=2026)
    assert (made.cents, made.author.username, made.reason) == (5, "connie", "vastgesteld")


def test_further_than_a_year_ahead_is_refused(looking):
    computed()
    page = looking.get(f"{reverse(PAGE)}?tot=2027-01").context["page"]
    assert page.fault.startswith("Verder dan een jaar vooruit is er geen prognose.")


def test_without_figures_the_page_says_so(looking):
    assert "nog niet berekend" in looking.get(reverse(PAGE)).content.decode()


def test_the_page_is_for_those_who_may_see_the_region(client):
    computed()
    client.force_login(outsider())
    assert client.get(reverse(PAGE)).status_code == 403
