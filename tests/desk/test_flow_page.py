"""The page of in-, through- and outflow, for the region, a municipality or a provider."""

from decimal import Decimal

import pytest
from django.urls import reverse

from inkoop.desk.queries.flow import Span, onward
from kpis.models import FlowMonth, FlowOutcome, FlowTransition
from tests.desk.cast import contract_manager, outsider, region
from tests.desk.steering import flow_figures

pytestmark = pytest.mark.django_db

PAGE = "admin:flow_page"


def computed(rows=1):
    return flow_figures(region(rows), rows)


@pytest.fixture
def looking(client):
    client.force_login(contract_manager())
    return client


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("asked", "queries"), [("", 11), ("?gemeente=0001", 12), ("?aanbieder=99000000", 12)]
)
def test_queries_do_not_grow(looking, rows, asked, queries, django_assert_num_queries):
    computed(rows)
    looking.get(reverse(PAGE) + asked)
    with django_assert_num_queries(queries):
        looking.get(reverse(PAGE) + asked)


def test_months_add_up_to_the_span(looking):
    computed(3)
    shown = looking.get(reverse(PAGE)).context
    assert shown["whole"] == Span("", 100, 30, 0, 6, 27, 0, 0, 3, 103)
    assert (shown["whole"].balance, shown["whole"].out) == (Decimal("-0.1"), 27)
    assert [(name, link) for _, name, link in shown["spans"]] == [
        ("alle", "?"),
        ("Jeugdhulp ambulant", "?zorgvorm=45"),
        ("ambulant", "?zorgvorm=ambulant"),
        ("verblijf", "?zorgvorm=verblijf"),
    ]
    assert [is_provisional for _, is_provisional in shown["months"]] == [False, False, True]


@pytest.mark.parametrize(
    ("asked", "name"),
    [("", "Hele regio"), ("?gemeente=0001", "Aardijk"), ("?aanbieder=99000000&gemeente=0001", "Zorggroep 0")],
)
def test_a_municipality_or_a_provider_alone(looking, asked, name):
    computed()
    assert looking.get(reverse(PAGE) + asked).context["found"].name == name


def test_the_balance_is_told_as_in_the_table_of_the_source(looking):
    computed()
    FlowMonth.objects.update(entered=100, left=91, end=109, begin=100)
    sentences = looking.get(reverse(PAGE)).context["sentences"]
    assert sentences[1] == "De uitstroom loopt achter bij de instroom: de balans is −9,0%."


def test_dropout_needs_enough_reasons_and_a_wait_may_be_at_least(looking):
    computed()
    [whole, _] = looking.get(reverse(PAGE)).context["outcomes"]
    assert (whole["dropout"], whole["long"], whole["over"]) == (
        Decimal("0.25"),
        Decimal("0.25"),
        Decimal(1) / 9,
    )
    assert (whole["wait_median"], whole["wait_p90"]) == ("20", "≥ 81")
    FlowOutcome.objects.update(reasons_known=7)
    assert looking.get(reverse(PAGE)).context["outcomes"][0]["dropout"] is None


def test_the_picture_shows_the_largest_care_forms_only():
    rows = [
        FlowTransition(from_form="a", to_form="b", number=9),
        FlowTransition(from_form="a", to_form="c", number=1),
        FlowTransition(from_form="a", to_form="uit", number=50),
    ]
    assert onward(rows, 2) == rows[:1]


def test_the_file_has_the_months_of_the_page(looking):
    computed()
    response = looking.get(reverse(PAGE), {"vorm": "csv", "zorgvorm": "ambulant"})
    assert response.content.decode().splitlines() == [
        (
            "zorgvorm;maand;begin;in;in_uit_andere_hulp;in_herhaald_beroep;uit;uit_doorstroom;uit_andere_hulp_loopt;"
            "uit_aangenomen;eind"
        ),
        "ambulant;2025-10;100;10;4;2;9;3;1;1;101",
        "ambulant;2025-11;101;10;4;2;9;3;1;1;102",
        "ambulant;2025-12;102;10;4;2;9;3;1;1;103",
    ]


def test_where_nobody_was_in_care_the_page_says_so(looking):
    computed()
    assert "niemand in zorg" in looking.get(f"{reverse(PAGE)}?gemeente=9999").content.decode()


def test_a_month_that_has_not_passed_is_refused(looking):
    computed()
    page = looking.get(f"{reverse(PAGE)}?peildatum=2025-12-30&tot=2025-12").context["page"]
    assert page.fault == (
        "De maand december 2025 is op de peildatum nog niet voorbij. Kies een laatste maand tot en met november 2025."
    )


def test_without_figures_the_page_says_so(looking):
    assert "nog niet berekend" in looking.get(reverse(PAGE)).content.decode()


def test_the_page_is_for_those_who_may_see_the_region(client):
    computed()
    client.force_login(outsider())
    assert client.get(reverse(PAGE)).status_code == 403
