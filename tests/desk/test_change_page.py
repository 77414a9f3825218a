"""The page that says why spending changed: memo, parts, tables and file of the same rows."""

from datetime import date

import pytest
from django.urls import reverse

from inkoop.desk.queries.change import Told
from inkoop.desk.readings.change import averages, memo, period
from kpis.models import Computation
from tests.desk.cast import PEILDATUM, contract_manager, make_computation, make_delivery, outsider, region
from tests.desk.steering import LATER, change_figures, change_row

pytestmark = pytest.mark.django_db

PAGE = "admin:change_page"
NAMES = ("oktober 2023 t/m september 2024", "oktober 2024 t/m september 2025")


def computed(rows=1):
    return change_figures(region(rows), rows)


@pytest.fixture
def looking(client):
    client.force_login(contract_manager())
    return client


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("asked", ["", "?per=aanbieder", "?per=verwijzer&sleutel=-"])
def test_queries_do_not_grow(looking, rows, asked, django_assert_num_queries):
    computed(rows)
    looking.get(reverse(PAGE) + asked)
    with django_assert_num_queries(8):
        looking.get(reverse(PAGE) + asked)


def test_the_parts_and_the_rows_add_up_to_the_change(looking):
    computed(3)
    shown = looking.get(reverse(PAGE), {"per": "aanbieder"}).context
    assert shown["parts"] == [
        ("aantal cliënten", 90_000),
        ("volume per cliënt", 0),
        ("prijs", 0),
        ("nieuwe producten", 0),
        ("vervallen producten", 0),
        ("vaste bedragen", 0),
    ]
    assert shown["sums"] == [90_000, 0, 0, 0, 0, 0]
    assert [row["line"].name for row in shown["rows"]] == ["Zorggroep 0", "Zorggroep 1", "Zorggroep 2"]


def test_a_key_leads_to_its_products_also_when_it_is_unknown(looking):
    computed(2)
    shown = looking.get(reverse(PAGE), {"per": "verwijzer"}).context
    assert [(row["line"].name, row["link"]) for row in shown["rows"]] == [
        ("huisarts", "?per=verwijzer&sleutel=02"),
        ("onbekend", "?per=verwijzer&sleutel=-"),
    ]
    products = looking.get(f"{reverse(PAGE)}?per=verwijzer&sleutel=-").context
    assert products["found"].name == "onbekend"
    assert [row["line"].name for row in products["rows"]] == ["H300 hulp (per uur)"]


def test_the_file_has_the_rows_of_the_page(looking):
    computed(1)
    response = looking.get(reverse(PAGE), {"vorm": "csv"})
    assert response["Content-Disposition"] == 'attachment; filename="verandering-2025-12-31.csv"'
    assert response.content.decode().splitlines()[1:] == [
        "H300 hulp (per uur);;H300;01;10;13;600;780;100000;130000;30000;30000;0;0;0;0;0"
    ]


def test_the_memo_tells_what_happened_to_whom_and_why():
    computation = make_computation("verandering", make_delivery("d.csv"), **LATER)
    whole = change_row(
        computation,
        declared_before=940_000_000,
        declared_after=1_130_000_000,
        clients_before=1362,
        clients_after=1389,
        by_clients=20_000_000,
        by_volume=180_000_000,
        by_price=-10_000_000,
    )
    assert memo(Told("Hele regio", whole, []), *NAMES) == [
        (
            "De uitgaven zijn gestegen van €\xa09,4 mln. in oktober 2023 t/m september 2024 naar €\xa011,3 mln. "
            "in oktober 2024 t/m september 2025 (+20,2%). Daarvan zijn in de eerste periode 1.362 unieke jeugdigen "
            "geholpen en in de tweede 1.389."
        ),
        (
            "De stijging van €\xa01,9 mln. komt vooral door meer volume per cliënt (+\u2060€\xa01,8 mln.), "
            "verder door meer cliënten (+\u2060€\xa0200.000). Dat werd gedempt door lagere "
            "prijzen (−\u2060€\xa0100.000)."
        ),
    ]


def test_a_product_is_told_by_clients_size_and_price(looking):
    computed(1)
    assert looking.get(reverse(PAGE)).context["sentences"][2:] == [
        (
            "Bij H300 hulp is sprake van een sterke groei van het aantal cliënten (van 10 naar 13), een stabiele "
            "gemiddelde omvang en een gelijke prijs. De uitgaven gingen van €\xa01.000 naar €\xa01.300."
        )
    ]


def test_averages_are_per_client_and_per_hour():
    computation = make_computation("verandering", make_delivery("d.csv"), **LATER)
    assert averages(change_row(computation, "H300")) == [1, 1, 10_000, 10_000]
    assert averages(change_row(computation, "H301", clients_before=0, volume_before=0))[:1] == [None]


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2025, 1, 1), date(2025, 12, 1), "2025"),
        (date(2025, 1, 1), date(2025, 6, 1), "januari t/m juni 2025"),
        (date(2024, 10, 1), date(2025, 9, 1), "oktober 2024 t/m september 2025"),
        (date(2025, 3, 1), date(2025, 3, 1), "maart 2025"),
    ],
)
def test_a_period_in_words(first, last, text):
    assert period(first, last) == text


def test_other_months_are_computed_when_somebody_asks(looking, django_capture_on_commit_callbacks):
    computed()
    url = f"{reverse(PAGE)}?peildatum=2025-12-31&van=2025-01&tot=2025-03"
    assert "nog niet berekend" in looking.get(url).content.decode()
    with django_capture_on_commit_callbacks() as queued:
        assert looking.post(url).url == url
    row = Computation.objects.get(name="verandering", window_from=date(2025, 1, 1))
    assert (row.peildatum, row.window_to, row.status, row.by.username) == (
        PEILDATUM,
        date(2025, 3, 1),
        "wacht",
        "connie",
    )
    assert len(queued) == 1
    assert "worden berekend" in looking.get(url).content.decode()


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ("peildatum=gisteren", "‘gisteren’ is geen dag."),
        ("van=2025-13", "‘2025-13’ is geen maand."),
        ("van=2025-06&tot=2025-01", "Het venster eindigt (januari 2025) voordat het begint (juni 2025)."),
    ],
)
def test_an_address_that_cannot_be_read_is_said(looking, asked, fault):
    computed()
    response = looking.get(f"{reverse(PAGE)}?{asked}")
    assert response.context["page"].fault.startswith(fault)
    assert response.context["found"].whole.declared_after == 130_000


def test_without_figures_the_page_says_so(looking):
    assert "nog niet berekend" in looking.get(reverse(PAGE)).content.decode()


def test_the_page_is_for_those_who_may_see_the_region(client):
    computed()
    client.force_login(outsider())
    assert client.get(reverse(PAGE)).status_code == 403


@pytest.mark.parametrize(
    ("last", "since"), [(date(2025, 9, 1), None), (date(2025, 11, 1), date(2025, 10, 1))]
)
def test_months_that_are_not_mature_are_said(looking, last, since):
    computation = computed()
    Computation.objects.filter(pk=computation.pk).update(window_to=last)
    assert looking.get(reverse(PAGE)).context["provisional_from"] == since
