"""Master data written out and read in: natural keys, a look first, faults per row, no formulas."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from inkoop.base.spreadsheets import as_typed, csv_file, harmless
from providers.models import Contact, Location
from tests.contracts.procurement_cast import make_provider
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
    heads = {
        kind: client.get(url(kind, "csv")).content.decode("utf-8-sig").splitlines()[0]
        for kind in ("aanbieders", "productcodes", "locaties", "contactpersonen")
    }
    assert heads == {
        "aanbieders": "agb;naam;kvk;rechtsvorm;segment;plaats;email",
        "productcodes": "productcode;productcategorie;omschrijving;eenheid;zorgvorm;gewichtsklasse;bekostiging;"
        "max_duur_dagen;opleidingsniveau;verlengd",
        "locaties": HEADER,
        "contactpersonen": "agb;naam;rol;email;telefoon",
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
