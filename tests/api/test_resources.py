"""What the API shows: rows, pages, filters and figures."""

import csv

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.models import AllocationVersion, Client, ProductCode
from inkoop.api.choices import Scope
from inkoop.api.urls import RESOURCES
from inkoop.base.choices import Role
from inkoop.base.models import ClientRead, Delivery, Municipality, MunicipalityUser, Team, TeamUser
from kpis.models import MonthValue
from kpis.services import behaviour, ibps, month_series, write_export
from tests.api.cast import ROOT, asking, rows, to_steer_by, user_in
from tests.desk.cast import PEILDATUM, open_lines, region

pytestmark = pytest.mark.django_db

QUERIES = {
    "gemeenten": 4,
    "aanbieders": 4,
    "contracten": 5,
    "tarieven": 4,
    "producten": 4,
    "toewijzingen": 6,
    "declaraties": 4,
    "prestaties": 6,
    "declaratiegedrag": 5,
    "ibps": 6,
    "maandreeks": 5,
    "geweigerde-prestaties": 5,
    "veranderingen": 5,
    "stromen": 5,
    "prognoses": 5,
    "signalen": 4,
    "kpis": 4,
    "kpi-waarden": 5,
    "kpi-opgaven": 4,
    "beoordelingen": 4,
    "gesprekken": 4,
    "verbeterafspraken": 4,
    "rapportages": 4,
    "aanleveringen": 4,
}
ABOUT_CLIENTS = {"toewijzingen", "prestaties", "ibps", "geweigerde-prestaties"}


@pytest.fixture
def manager():
    return asking(user_in(Role.CONTRACT_MANAGER))


def test_every_resource_is_counted():
    assert set(QUERIES) == set(RESOURCES)


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_asks_as_many_queries_for_three_rows_as_for_one(django_assert_num_queries, manager, number):
    made = region(number)
    open_lines(*made.providers)
    to_steer_by(made, number)
    for name, queries in QUERIES.items():
        with django_assert_num_queries(queries, info=name) as asked:
            answer = manager.get(f"{ROOT}{name}")
        assert len(answer.json()["resultaten"]) >= (1 if name == "gemeenten" else number), name
        assert not any("count(" in one["sql"].lower() for one in asked.captured_queries), name


def test_pages_go_on_where_the_last_one_ended(manager):
    for number in range(5):
        ProductCode.objects.create(
            code=f"P{number}",
            category_id="45",
            delivery=Delivery.objects.create(
                file_name="p",
                kind="productcodes",
                received_on=PEILDATUM,
                status="wacht",
                sha256=f"{number:064}",
            ),
            row_number=1,
            received_on=PEILDATUM,
        )
    first = manager.get(f"{ROOT}producten", {"aantal": 2})
    assert [one["productcode"] for one in first.json()["resultaten"]] == ["P0", "P1"]
    assert first.headers["Link"] == f'<{first.json()["volgende"]}>; rel="next"'
    assert [one["productcode"] for one in rows(manager, "producten", aantal=2)] == [
        "P0",
        "P1",
        "P2",
        "P3",
        "P4",
    ]


def test_filters_narrow_a_list(manager):
    open_lines(*region(2).providers)
    assert [one["agb"] for one in rows(manager, "contracten", agb="99000001")] == ["99000001"]
    lines = rows(manager, "prestaties", agb="99000001", periodeVanaf="2025-11-01", periodeTm="2025-11-30")
    assert [(one["referentienummer"], one["bedrag"]) for one in lines] == [("R1-10", 100_000)]


@pytest.mark.parametrize(
    ("address", "field", "told"),
    [
        ("aanbieders?segmnet=groot", "segmnet", "Deze naam is hier niet bekend."),
        ("aanbieders?aantal=0", "aantal", "Vraag 1 tot 1000 rijen."),
        ("aanbieders?na=x", "na", "Neem het adres over uit ‘volgende’."),
        ("maandreeks?peildatum=gisteren", "peildatum", "Schrijf JJJJ-MM-DD."),
        ("declaratiegedrag?vanMaand=2025-13", "vanMaand", "Schrijf JJJJ-MM."),
        ("prestaties?periodeVanaf=x", "periodeVanaf", "Voer een geldige datum in."),
    ],
)
def test_a_wrong_question_says_what_is_wrong(manager, address, field, told):
    answer = manager.get(f"{ROOT}{address}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json() == {
        "type": "about:blank",
        "title": "Ongeldige aanvraag",
        "status": 400,
        "detail": "Een of meer velden kloppen niet; zie errors.",
        "errors": {field: [told]},
    }


def exported(wanted, path):
    write_export(wanted, path)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def as_text(row):
    """As the export writes it: empty for nothing, 1 for true."""
    return {
        name: "" if value is None else str(int(value)) if isinstance(value, bool) else str(value)
        for name, value in row.items()
    }


@pytest.mark.parametrize(
    ("name", "ask", "key"),
    [
        ("declaratiegedrag", behaviour, ("agb", "split", "indicator")),
        ("ibps", ibps, ("ibp", "gemeentecode")),
        ("maandreeks", month_series, ("gemeentecode", "productcategorie", "maand")),
    ],
)
def test_figures_equal_the_export_to_the_cent(manager, tmp_path, name, ask, key):
    region(3)
    expected = exported(ask(PEILDATUM), tmp_path / "export.csv")
    found = [as_text(row) for row in rows(manager, name, peildatum=PEILDATUM.isoformat())]
    assert sorted(found, key=lambda row: [row[one] for one in key]) == expected
    assert len(expected) >= 3


def test_figures_that_were_not_computed_are_not_found(manager):
    region()
    answer = manager.get(f"{ROOT}maandreeks", {"peildatum": "2001-01-01"})
    assert (answer.status_code, answer.json()["detail"]) == (
        404,
        "Deze cijfers zijn voor deze peildatum niet berekend. Bereken ze eerst, of kies een andere.",
    )


def test_few_youths_are_not_told_to_a_municipality():
    made = region(2)
    user = user_in(Role.MUNICIPALITY)
    MunicipalityUser.objects.create(user=user, municipality=made.municipality)
    MonthValue.objects.filter(category="40").update(clients=9, clients_without_invoice=0)
    MonthValue.objects.filter(category="41").update(clients=10, clients_without_invoice=1)
    few, enough = rows(asking(user), "maandreeks")
    assert (few["clienten"], few["gedeclareerd"], few["verwacht"]) == (None, None, None)
    assert enough["clienten"] == 10
    assert enough["gedeclareerd"] is not None
    assert (enough["clienten_zonder_factuur"], enough["indicatiewaarde_zonder_factuur"]) == (None, None)
    told = rows(asking(user_in(Role.CONTRACT_MANAGER, name="connie")), "maandreeks")
    assert [(one["clienten"], one["clienten_zonder_factuur"]) for one in told] == [(9, 0), (10, 1)]


def test_a_team_gets_the_youths_it_referred_by_pseudonym():
    region(2)
    team = Team.objects.get(name="Team 1")
    AllocationVersion.objects.filter(allocation__number="T1").update(team=team)
    user = user_in(Role.TEAM)
    TeamUser.objects.create(user=user, team=team)
    found = rows(asking(user), "toewijzingen")
    assert [(one["toewijzingnummer"], one["client"], len(one["versies"])) for one in found] == [
        ("T1", "jeugdige-1", 1)
    ]


def test_each_look_at_youths_is_kept_and_no_other(manager):
    region()
    for name in RESOURCES:
        manager.get(f"{ROOT}{name}")
    kept = ClientRead.objects.filter(by__username="vraagt").order_by("id").values_list("path", flat=True)
    assert list(kept) == [f"{ROOT}{name}" for name in RESOURCES if name in ABOUT_CLIENTS]


def test_no_answer_holds_what_only_the_database_knows(manager):
    made = region()
    text = "".join(manager.get(f"{ROOT}{name}").content.decode() for name in RESOURCES)
    assert str(Client.objects.get().pseudonym) in text
    assert "digest" not in text
    assert str(made.delivery.sha256) not in text


def test_one_thing_has_an_address_of_its_own(manager):
    made = region()
    assert manager.get(f"{ROOT}aanbieders/{made.providers[0].agb}").json()["naam"] == "Zorggroep 0"
    assert manager.get(f"{ROOT}contracten/C0").json() == {
        "contractnummer": "C0",
        "agb": "99000000",
        "inkoopvorm": "open_house",
        "begin": "2024-01-01",
        "eind": "2026-12-31",
        "opties": "3x12",
        "opzegtermijn_maanden": 6,
        "gemeentecodes": [],
    }
    assert manager.get(f"{ROOT}aanbieders/11111111").status_code == 404


def test_the_same_question_again_costs_no_body(manager):
    region()
    first = manager.get(f"{ROOT}aanbieders")
    again = manager.get(f"{ROOT}aanbieders", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content, again.headers["API-Version"]) == (304, b"", "1.0.0")


def file_of(text, name="gemeenten.csv"):
    return SimpleUploadedFile(name, text.encode(), "text/csv")


def test_a_file_is_tried_then_loaded_then_known():
    client = asking(user_in(Role.MESSAGE_MANAGER))
    text = "gemeentecode;naam\n9001;Noorderdijk\n"
    tried = client.post(f"{ROOT}aanleveringen", {"bestand": file_of(text), "proef": "true"})
    assert (tried.status_code, tried.json()["status"], tried.json()["aanvaard"]) == (200, "proef", 1)
    assert not Municipality.objects.filter(code="9001").exists()
    loaded = client.post(f"{ROOT}aanleveringen", {"bestand": file_of(text)})
    assert (loaded.status_code, loaded.json()["status"], loaded.json()["aanvaard"]) == (201, "geladen", 1)
    assert Municipality.objects.get(code="9001").name == "Noorderdijk"
    again = client.post(f"{ROOT}aanleveringen", {"bestand": file_of(text)})
    assert (again.status_code, again.json()["id"]) == (200, loaded.json()["id"])
    assert Delivery.objects.get(pk=loaded.json()["id"]).by.username == "vraagt"


def test_a_file_that_cannot_be_read_is_refused_with_the_reason():
    client = asking(user_in(Role.MESSAGE_MANAGER))
    answer = client.post(f"{ROOT}aanleveringen", {"bestand": file_of("een;twee\n1;2\n")})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["bestand"])


def test_delivering_takes_the_scope_and_the_right(settings):
    text = "gemeentecode;naam\n9001;Noorderdijk\n"
    reading = asking(user_in(Role.MESSAGE_MANAGER), Scope.READ)
    assert reading.post(f"{ROOT}aanleveringen", {"bestand": file_of(text)}).status_code == 403
    auditor = asking(user_in(Role.AUDITOR, name="tineke"))
    assert auditor.post(f"{ROOT}aanleveringen", {"bestand": file_of(text)}).status_code == 403
    settings.API_LARGEST_FILE = 10
    writing = asking(user_in(Role.MESSAGE_MANAGER), Scope.WRITE)
    assert writing.post(f"{ROOT}aanleveringen", {"bestand": file_of(text)}).status_code == 413
