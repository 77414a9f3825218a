"""A whole open house and a whole aanbesteding by hand in the browser, from an empty form to a contract."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from contracts.models import Application, Contract, Letter, Lot, Procedure, Tariff
from inkoop.desk.roles import CONTRACT_MANAGER
from providers.models import Evidence
from tests.browser import (  # noqa: F401 -- fixtures
    chromium,
    committed,
    faults_of,
    page_at,
)
from tests.contracts.procurement_cast import make_product, make_provider
from tests.desk.cast import person

pytestmark = pytest.mark.browser

PDF = {"name": "uittreksel.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 uittreksel"}
FAKE = {"name": "uittreksel.pdf", "mimeType": "application/pdf", "buffer": b"MZ geen document"}


@pytest.fixture(scope="module")
def site(chromium, committed, tmp_path_factory):  # noqa: F811 -- the fixtures
    """Two contract managers who judge as well, a third assessor, three providers and a product."""
    for name in ("anna", "bram", "cleo"):
        person(name, CONTRACT_MANAGER)
    for number in range(3):
        make_provider(number)
    make_product("H300")
    make_product("H400", category_id="44", unit="14")
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.DOCUMENTS = str(tmp_path)


def days_ago(days):
    return (timezone.localdate() - timedelta(days=days)).isoformat()


class Desk:
    """What one person does in one browser."""

    def __init__(self, page, site, name):
        self.page, self.site, self.name = page, site, name
        page.set_default_timeout(60_000)  # a busy machine is no fault of a page
        page.goto(site.url + reverse("admin:login"))
        page.get_by_label("Gebruikersnaam").fill(name)
        page.get_by_label("Wachtwoord").fill("geheim-genoeg")
        page.get_by_role("button", name="Aanmelden").click()
        page.wait_for_url(site.url + reverse("admin:index"))

    def go(self, name, *args):
        self.page.goto(self.site.url + reverse(f"admin:{name}", args=args))

    def fill(self, values):
        for name, value in values.items():
            field = self.page.locator(f"[name='{name}']")
            if field.first.evaluate("one => one.type") == "radio":
                self.page.locator(f"[name='{name}'][value='{value}']").check()
            elif field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            elif field.evaluate("one => one.type") == "checkbox":
                field.check()
            else:
                field.fill(value)

    def act(self, name, button, **values):
        """Fills in one action of the page and sends it; returns what the page then says."""
        step = self.page.locator(f"#stap-{name}")
        if step.evaluate("one => one.tagName === 'DETAILS' && !one.open"):
            step.locator("summary").click()
        self.fill({f"{name}-{field}": value for field, value in values.items()})
        step.get_by_role("button", name=button).click()
        self.page.wait_for_load_state("load")
        return self.said()

    def said(self):
        return self.page.locator(".messagelist li, .errornote").all_inner_texts()


@pytest.fixture
def desk(page_at, site):  # noqa: F811 -- the fixture
    return lambda name, width=1280: Desk(page_at(width, "light"), site, name)


def set_up(person, form, code, title):
    """The form of a new procedure: terms, one round, one lot, one requirement, two assessors, one milestone."""
    person.go("contracts_procedure_add")
    person.fill(
        {
            "code": code,
            "title": title,
            "form": form,
            "begin": "2026-01-01",
            "end": "2028-06-30",
            "options": "3x12",
            "notice_months": "6",
            "windows-0-begin": days_ago(60),
            "windows-0-end": days_ago(40),
            "lots-0-number": "1",
            "lots-0-name": "Regio",
            "requirements-0-number": "1",
            "requirements-0-text": "U bent ingeschreven bij de Kamer van Koophandel.",
            "requirements-0-evidence_kind": "kvk",
            "milestones-0-name": "Nota van inlichtingen",
            "milestones-0-planned_on": days_ago(50),
        }
    )
    person.page.locator("[name='assessors-0-user']").select_option(label="anna")
    person.page.locator("#assessors-group .add-row a").click()
    person.page.locator("[name='assessors-1-user']").select_option(label="bram")
    if form == "aanbesteding":
        person.fill({"lots-0-max_awards": "1"})
    person.page.get_by_role("button", name="Opslaan", exact=True).click()
    procedure = Procedure.objects.get(code=code)
    assert person.page.url.endswith(reverse("admin:procedure_page", args=[procedure.pk]))
    return procedure


def fill_lot(person, lot, product, unit, *criteria):
    person.page.get_by_role("link", name="invullen").click()
    person.page.locator("[name='products-0-product_code']").select_option(label=product)
    person.fill({"products-0-cents": "91,50", "products-0-unit": unit})
    for place, (name, weight) in enumerate(criteria):
        if place:
            person.page.locator("#criteria-group .add-row a").click()
        row = f"criteria-{place}"
        person.fill({f"{row}-number": str(place + 1), f"{row}-name": name, f"{row}-weight": weight})
    person.page.get_by_role("button", name="Opslaan", exact=True).click()
    assert lot.products.get().cents == 9150


def enter(person, procedure, provider, answer, file=None):
    person.go("procedure_page", procedure.pk)
    person.page.get_by_role("link", name="Inschrijving vastleggen").click()
    requirement = procedure.requirements.get()
    person.page.locator("[name='provider']").select_option(label=provider)
    person.fill({"submitted_on": days_ago(45), f"answer_{requirement.pk}": answer})
    if file:
        person.page.locator(f"[name='file_{requirement.pk}']").set_input_files([file])
        person.fill({f"issued_{requirement.pk}": days_ago(50)})
    person.page.get_by_role("button", name="Inschrijving vastleggen").click()
    return person.said()


def judge(person, application, verdict, reason=""):
    requirement = application.lot.procedure.requirements.get()
    person.go("application_page", application.pk)
    values = {f"meets_{requirement.pk}": verdict, f"reason_{requirement.pk}": reason, "finish": ""}
    return person.act("beoordelen", "Beoordeling bewaren", **values)


def score(person, application, *points):
    person.go("application_page", application.pk)
    values = {"finish": ""}
    for criterion, value in zip(application.lot.criteria.all(), points, strict=True):
        values |= {f"points_{criterion.pk}": value, f"reason_{criterion.pk}": "helder plan"}
    return person.act("scoren", "Scores bewaren", **values)


def test_a_whole_open_house(desk, site):
    anna, bram = desk("anna"), desk("bram")
    procedure = set_up(anna, "open_house", "OH-2026-1", "Ambulante jeugdhulp")
    assert "Perceel 1: Regio heeft geen producten" in anna.page.content()
    fill_lot(anna, Lot.objects.get(procedure=procedure), "H300 hulp H300", "04")
    said = anna.act("publiceren", "Publiceren", on=days_ago(70), reason="besluit van het bestuur")
    assert said == ["Publiceren: vastgelegd."]
    refused = enter(anna, procedure, "Zorggroep 0 (99110000)", "ja", FAKE)
    assert refused == ["Verbeter wat hieronder staat aangegeven."]
    assert anna.page.get_by_text("Alleen PDF, PNG en JPEG worden bewaard.").is_visible()
    assert enter(anna, procedure, "Zorggroep 0 (99110000)", "ja", PDF) == ["De inschrijving is ontvangen."]
    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.file_name) == ("kvk", "uittreksel.pdf")
    with anna.page.expect_download() as download:
        anna.page.get_by_role("link", name="uittreksel KvK van").click()
    assert download.value.suggested_filename == "uittreksel.pdf"
    application = Application.objects.get()
    assert judge(anna, application, "nee", "uittreksel is te oud") == ["Uw beoordeling is klaar."]
    bram.go("application_page", application.pk)
    assert bram.page.get_by_text("te oud").count() == 0
    assert judge(bram, application, "ja") == ["Uw beoordeling is klaar."]
    assert bram.page.get_by_text("te oud").count() == 1
    requirement = procedure.requirements.get()
    settled = bram.act(
        f"eindoordeel-{requirement.pk}",
        "Eindoordeel vastleggen",
        how="consensus",
        meets="ja",
        reason="het uittreksel is van dit halfjaar",
    )
    assert settled == ["Het eindoordeel is vastgelegd."]
    assert anna.page.goto(bram.page.url).ok
    assert anna.act("besluiten", "Toelaten", on=days_ago(20), reason="voldoet aan alle eisen") == [
        "Vastgelegd: toegelaten."
    ]
    assert anna.act("contract", "Contract voorstellen", on=days_ago(1), reason="na toelating") == [
        "Contract OH-2026-1-1-99110000 is voorgesteld, met de tarieven van het perceel. Een ander stelt het vast."
    ]
    contract = Contract.objects.get(number="OH-2026-1-1-99110000")
    assert not contract.versions.exists()
    bram.page.goto(site.url + reverse("admin:index"))
    bram.page.get_by_role("link", name="1 voorstel wacht op vaststelling").click()
    bram.page.get_by_role("checkbox", name="Aangaan: OH-2026-1-1-99110000, Zorggroep 0").check()
    bram.page.get_by_role("button", name="Bekijk de gekozen voorstellen").click()
    bram.page.get_by_text("met 1 tarief").wait_for()
    bram.page.get_by_role("button", name="Ja, vaststellen").click()
    assert bram.said() == ["Vastgesteld: 1 voorstel."]
    assert contract.versions.get().end == date(2028, 6, 30)
    assert Tariff.objects.get(contract=contract).cents == 9150
    anna.page.get_by_role("link", name="OH-2026-1-1-99110000").click()
    anna.page.get_by_text("3x12").first.wait_for()
    assert (anna.page.complaints, bram.page.complaints) == ([], [])


def test_a_whole_aanbesteding_on_a_telephone(desk, site):
    anna, bram = desk("anna", 360), desk("bram", 360)
    procedure = set_up(anna, "aanbesteding", "AB-2026-1", "Jeugdhulp met verblijf")
    lot = Lot.objects.get(procedure=procedure)
    fill_lot(anna, lot, "H400 hulp H400", "14", ("Kwaliteit", "60"), ("Plan van aanpak", "40"))
    anna.act("publiceren", "Publiceren", on=days_ago(70), reason="besluit van het bestuur")
    for number in range(2):
        assert enter(anna, procedure, f"Zorggroep {number} (9911000{number})", "ja", PDF) == [
            "De inschrijving is ontvangen."
        ]
    first, second = Application.objects.filter(lot=lot).order_by("provider__name")
    score(anna, first, "9", "8,5")
    score(anna, second, "9", "8")
    score(bram, first, "8", "8,5")
    bram.go("application_page", second.pk)
    assert bram.page.get_by_text("anna: 9,00").count() == 0
    score(bram, second, "9", "8")
    assert bram.page.get_by_text("anna: 9,00").count() == 1
    anna.go("lot_page", lot.pk)
    assert anna.page.get_by_role("heading", name="Nog af te stemmen").is_visible()
    anna.page.get_by_role("link", name="Zorggroep 0").click()
    quality = lot.criteria.get(number=1)
    agreed = anna.act(
        f"consensus-{quality.pk}",
        "Consensus vastleggen",
        points="8,67",
        reason="samen gewogen op de uitvraag",
    )
    assert agreed == ["De consensus over Kwaliteit is vastgelegd."]
    anna.go("lot_page", lot.pk)
    totals = anna.page.locator("tbody tr td:nth-last-child(2)").all_inner_texts()
    assert totals == ["86,02", "86,00"]
    anna.go("procedure_page", procedure.pk)
    said = anna.act("voorlopig-gunnen", "Voorlopig gunnen", on=days_ago(28), reason="conform de rangorde")
    assert said[0].startswith("Voorlopig gunnen: vastgelegd. De opschortende termijn loopt t/m ")
    assert Letter.objects.filter(application__lot=lot).count() == 2
    anna.go("application_page", first.pk)
    with anna.page.expect_download() as download:
        anna.page.get_by_role("link", name="Voorlopige gunning").click()
    assert download.value.suggested_filename == "AB-2026-1-1-99110000-gunning.pdf"
    anna.go("procedure_page", procedure.pk)
    assert anna.act("gunnen", "Definitief gunnen", on=days_ago(0), reason="geen bezwaar ontvangen") == [
        "Definitief gunnen: vastgelegd."
    ]
    anna.go("application_page", second.pk)
    assert anna.page.locator("#stap-contract").count() == 0
    anna.go("application_page", first.pk)
    assert anna.act("contract", "Contract voorstellen", on=days_ago(0), reason="na gunning") == [
        "Contract AB-2026-1-1-99110000 is voorgesteld, met de tarieven van het perceel. Een ander stelt het vast."
    ]
    contract = Contract.objects.get(number="AB-2026-1-1-99110000")
    bram.go("contracts_contract_change", contract.pk)
    assert bram.page.get_by_role("group", name="Voorgestelde tarieven").get_by_text("€ 91,50").is_visible()
    bram.page.get_by_role("button", name="Vaststellen").click()
    assert bram.said() == ["Vastgesteld: de voorwaarden gelden vanaf vandaag."]
    assert Contract.objects.get(number="AB-2026-1-1-99110000").versions.get().form == "aanbesteding"
    assert (anna.page.complaints, bram.page.complaints) == ([], [])


def test_pages_have_no_barrier_and_fit_the_screen(desk, site):
    anna = desk("anna")
    tender = Procedure.objects.get(code="AB-2026-1")
    open_house = Procedure.objects.get(code="OH-2026-1")
    fresh = set_up(anna, "open_house", "OH-2026-2", "Dyslexiezorg")
    paths = [
        reverse("admin:contracts_procedure_changelist"),
        reverse("admin:contracts_procedure_add"),
        reverse("admin:contracts_procedure_change", args=[fresh.pk]),
        reverse("admin:contracts_procedure_change", args=[tender.pk]),
        reverse("admin:contracts_lot_changelist"),
        reverse("admin:contracts_lot_change", args=[fresh.lots.get().pk]),
        *(reverse("admin:procedure_page", args=[one.pk]) for one in (tender, open_house, fresh)),
        reverse("admin:lot_page", args=[tender.lots.get().pk]),
        reverse("admin:proposals_page"),
        reverse("admin:product_propose"),
        reverse("admin:product_change", args=["H300"]),
        reverse("admin:contract_act", args=[Contract.objects.earliest("pk").pk, "tarief"]),
        reverse("admin:application_add", args=[open_house.lots.get().pk]),
        *(reverse("admin:application_page", args=[one.pk]) for one in Application.objects.all()),
    ]
    faults = {path: faults_of(anna.page, site.url + path) for path in paths}
    assert {path: found for path, found in faults.items() if found} == {}
