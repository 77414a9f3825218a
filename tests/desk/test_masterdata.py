"""Master data written out and read in: natural keys, a look first, faults per row, no formulas."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from contracts.models import MunicipalExclusion, PriceDecision, ProductDecision, Shortage
from inkoop.base.models import Delivery, Municipality
from inkoop.base.spreadsheets import as_typed, csv_file, harmless
from inkoop.desk.views.masterdata import KINDS
from providers.models import Contact, Evidence, Location, Provider, Subcontracting
from tests.contracts.procurement_cast import make_product, make_provider
from tests.contracts.test_use import contract
from tests.desk.cast import auditor, contract_manager, outsider

pytestmark = pytest.mark.django_db

HEADER = "agb;naam;vestigingsnummer;straat;postcode;plaats;verblijf;gesloten_per"


def url(kind, shape=""):
    return reverse("admin:masterdata_kind", args=[kind]) + (f"?vorm={shape}" if shape else "")


def send(client, text, kind="locaties"):
    return client.post(url(kind), {"file": SimpleUploadedFile("bestand.csv", text.encode())})


@pytest.fixture
def provider(client):
    client.force_login(contract_manager())
    return make_provider(1)


def test_rows_are_shown_first_and_read_in_when_sure(client, provider):
    Location.objects.create(provider=provider, name="Hoofdlocatie", city="Aardijk")
    text = f"{HEADER}\n99110001;Hoofdlocatie;;;;Bergdorp;0;\n99110001;De Brug;000012345678;Kade 1;3311 AB;Aardijk;1;\n"
    response = send(client, text)
    assert [(row.number, row.outcome) for row in response.context["rows"]] == [(1, "gewijzigd"), (2, "nieuw")]
    changed = [(cell.before, cell.text) for cell in response.context["rows"][0].cells if cell.is_changed]
    assert changed == [("Aardijk", "Bergdorp")]
    assert Location.objects.get().city == "Aardijk"
    again = client.post(url("locaties"), {"rijen": response.context["kept"]})
    assert (again.status_code, again.url) == (302, reverse("admin:masterdata_page"))
    found = [(one.name, one.city, one.has_stay, one.postcode) for one in Location.objects.order_by("name")]
    assert found == [("De Brug", "Aardijk", True, "3311 AB"), ("Hoofdlocatie", "Bergdorp", False, "")]
    same = send(client, text)
    assert [row.outcome for row in same.context["rows"]] == ["ongewijzigd", "ongewijzigd"]
    assert same.context["changes"] is False


def test_one_wrong_row_keeps_all_rows_out_and_every_row_says_why(client, provider):
    text = (
        f"{HEADER}\n99110001;Goed;;;;Aardijk;0;\n12345678;Onbekend;;;;Aardijk;0;\n"
        "99110001;Fout;12;;3311ab;Aardijk;0;\n"
    )
    response = send(client, text)
    assert {row.number: row.faults for row in response.context["rows"]} == {
        2: ["AGB-code 12345678 is niet bekend. Lever eerst de aanbieder aan."],
        3: [
            "Een vestigingsnummer heeft 12 cijfers; hier staan er 2.",
            "“3311ab” is geen postcode. Schrijf vier cijfers, een spatie en twee hoofdletters: 3311 AB.",
        ],
        1: [],
    }
    assert Location.objects.count() == 0
    assert client.post(url("locaties"), {"rijen": '[["agb","naam"],["12345678","x"]]'}).context["faults"] == 1
    assert Location.objects.count() == 0


def test_text_that_looks_like_a_formula_is_written_harmless_and_read_back_unchanged(client, provider):
    Contact.objects.create(provider=provider, name="=1+1", email="a@zorg.example", phone="+31 78 1234567")
    response = client.get(url("contactpersonen", "csv"))
    text = response.content.decode("utf-8-sig")
    assert text.splitlines() == [
        "agb;naam;rol;email;telefoon",
        "99110001;'=1+1;contract;a@zorg.example;'+31 78 1234567",
    ]
    same = send(client, text, "contactpersonen")
    assert [row.outcome for row in same.context["rows"]] == ["ongewijzigd"]
    assert response["Content-Disposition"].startswith('attachment; filename="contactpersonen-')


def test_a_sheet_keeps_zeros_and_runs_nothing(client, provider):
    Location.objects.create(
        provider=provider, name="@brug", city="Aardijk", branch="000012345678", closed_on=date(2026, 1, 2)
    )
    response = client.get(url("locaties", "xlsx"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    header, row = book.get_sheet_by_index(0).to_python()
    assert header == HEADER.split(";")
    assert row == ["99110001", "'@brug", "000012345678", "", "", "Aardijk", "0", "2026-01-02"]


@pytest.mark.parametrize("text", ["=A1", "+1", "-1", "@x", "\tx", "gewoon", "'s-Gravenhage", ""])
def test_what_is_made_harmless_is_read_as_it_was_typed(text):
    assert as_typed(harmless(text)) == text
    assert csv_file(["a"], [[text]]).decode("utf-8-sig").splitlines()[0] == "a"


def test_every_kind_can_be_written_out(client, provider):
    heads = {kind: client.get(url(kind, "csv")).content.decode("utf-8-sig").splitlines()[0] for kind in KINDS}
    assert heads == {
        "aanbieders": "agb;naam;kvk;rechtsvorm;segment;plaats;email",
        "productcodes": "productcode;productcategorie;omschrijving;eenheid;zorgvorm;gewichtsklasse;bekostiging;"
        "max_duur_dagen;opleidingsniveau;verlengd",
        "locaties": HEADER,
        "contactpersonen": "agb;naam;rol;email;telefoon",
        "onderaannemers": "agb;naam;kvk;bekend_als_agb;zzp;begin;eind;toestemming_op",
        "bewijsstukken": "agb;soort;afgegeven_op;geldig_tm;toelichting",
        "tarieven": "contractnummer;productcode;begin;eind;tarief;eenheid",
        "uitsluitingen": "gemeentecode;productcategorie;productcode;begin;eind;reden",
        "tekorten": "productcode;begin;eind;reden",
        "gemeenten": "gemeentecode;naam",
    }


def test_a_file_that_is_no_table_is_refused_with_a_reason(client, provider):
    response = send(client, "dit is geen tabel")
    assert response.context["form"].errors["file"][0].startswith("Het bestand is geen tabel")


def test_who_may_not_change_may_not_read_in(client, provider):
    client.force_login(auditor())
    assert client.get(url("locaties", "csv")).status_code == 200
    assert send(client, f"{HEADER}\n").status_code == 403
    client.force_login(outsider())
    assert client.get(url("locaties", "csv")).status_code == 403
    assert client.get(reverse("admin:masterdata_page")).status_code == 403


def outcomes(response):
    rows = sorted(response.context["rows"], key=lambda row: row.number)
    return [(row.outcome, row.faults) for row in rows]


def sure(client, response, kind):
    kept = {"rijen": response.context["kept"], "reason": response.context["reason"]}
    return client.post(url(kind), kept, follow=True)


def test_providers_are_read_in_with_a_delivery_of_their_own_after_a_look(client, provider):
    text = (
        "agb;naam;kvk;rechtsvorm;segment;plaats;email\n"
        "99110001;Zorggroep Een;12345678;BV;groot;Aardijk;\n99110009;Nieuw;;;overig;Bergdorp;\n"
    )
    look = send(client, text, "aanbieders")
    assert outcomes(look) == [("gewijzigd", []), ("nieuw", [])]
    assert (Provider.objects.count(), Delivery.objects.filter(is_decision=True).count()) == (1, 0)
    sure(client, look, "aanbieders")
    provider.refresh_from_db()
    assert (provider.name, provider.segment, provider.delivery.is_decision) == (
        "Zorggroep Een",
        "groot",
        True,
    )
    assert [one.segment for one in provider.segments.all()] == ["groot"]
    event = Provider.pgh_event_model.objects.filter(agb="99110001").order_by("-pgh_id")[0]
    assert event.pgh_context.metadata["reason"] == "Ingelezen uit bestand.csv."
    assert Provider.objects.get(agb="99110009").received_on == timezone.localdate()
    assert outcomes(send(client, text, "aanbieders")) == [("ongewijzigd", []), ("ongewijzigd", [])]


def test_products_and_prices_that_are_read_in_are_proposals(client, provider):
    product = make_product("H300")
    made = contract(2, products=[product])
    head = "productcode;productcategorie;omschrijving;eenheid;zorgvorm;gewichtsklasse;bekostiging"
    products = f"{head}\nH300;45;hulp H300;04;;;\nH301;45;groepshulp;16;;;\n"
    look = send(client, products, "productcodes")
    assert outcomes(look) == [("ongewijzigd", []), ("nieuw", [])]
    said = sure(client, look, "productcodes").context["messages"]
    assert [str(one) for one in said] == [
        "Voorgesteld, een ander stelt het vast: 1 nieuw, 0 gewijzigd, 1 ongewijzigd, 0 fout."
    ]
    assert [(one.code, one.unit) for one in ProductDecision.objects.all()] == [("H301", "16")]
    head = "contractnummer;productcode;begin;eind;tarief;eenheid"
    wrong = send(client, f"{head}\nC2;H999;2027-01-01;;9500;04\nC2;H300;2027-01-01;;95,00;04\n", "tarieven")
    assert outcomes(wrong) == [
        ("fout", ["Productcode ‘H999’ is niet bekend. Controleer de code of stel het product eerst voor."]),
        ("fout", ["Tarief ‘95,00’ is geen bedrag. Schrijf hele eurocenten: 9150 is € 91,50."]),
    ]
    look = send(client, f"{head}\nC2;H300;2024-01-01;;9000;04\nC2;H300;2027-01-01;;9500;04\n", "tarieven")
    assert outcomes(look) == [("ongewijzigd", []), ("nieuw", [])]
    assert PriceDecision.objects.count() == 0
    sure(client, look, "tarieven")
    line = PriceDecision.objects.get(contract=made).lines.get()
    assert (line.product_code, line.begin, line.cents) == (product, date(2027, 1, 1), 9500)


def test_exclusions_shortages_subcontractors_and_papers_by_their_own_keys(client, provider):
    make_product("H300")
    Municipality.objects.create(code="0001", name="Aardijk", received_on=date(2024, 1, 2))
    files = {
        "uitsluitingen": "gemeentecode;productcategorie;productcode;begin;eind;reden\n0001;45;;2027-01-01;;wijkteam\n",
        "tekorten": "productcode;begin;eind;reden\nH300;2026-01-01;;wachttijd\n",
        "onderaannemers": "agb;naam;kvk;zzp;begin\n99110001;Hulp BV;12345678;nee;2026-01-01\n",
        "bewijsstukken": "agb;soort;afgegeven_op\n99110001;gva;2026-01-31\n",
    }
    for kind, text in files.items():
        look = send(client, text, kind)
        assert outcomes(look) == [("nieuw", [])], kind
        sure(client, look, kind)
        assert outcomes(send(client, text, kind)) == [("ongewijzigd", [])], kind
    assert MunicipalExclusion.objects.get().category_id == "45"
    assert Shortage.objects.get().product_code.code == "H300"
    assert not Subcontracting.objects.get().may_work
    paper = Evidence.objects.get()
    assert (paper.expires_on, paper.by.username) == (date(2028, 1, 31), "connie")
    both = "gemeentecode;productcategorie;productcode;begin;reden\n0001;45;H300;2027-01-01;x\n"
    assert outcomes(send(client, both, "uitsluitingen")) == [
        ("fout", ["Noem een productcategorie of een productcode, en niet allebei."])
    ]
