"""A provider at work in the browser: every task from begin to end, without scripts and by keyboard alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from contracts.models import (
    Application,
    CeilingAsk,
    EntryWindow,
    ProcedureQuestion,
    ProviderProposal,
)
from inkoop.exchange.models import ProviderDelivery
from inkoop.exchange.tasks import load_upload
from inkoop.portal import urls
from inkoop.portal.services.invitations import address_of
from kpis.models import KpiTask, Meeting, Production, SignalReply
from providers.choices import PortalRole
from providers.models import CapacityReport, Evidence, Invitation, ProviderUser
from providers.services.users import invite
from tests.browser import (  # noqa: F401 -- fixtures
    chromium,
    committed,
    faults_of,
    page_at,
)
from tests.exchange.cast import line, table
from tests.portal.cast import PDF, member, portal
from tests.portal.visitor import FAKE, PAPER, Got, Keys, Visitor, named, path, size_of

pytestmark = pytest.mark.browser

TODAY = timezone.localdate
MOST_BYTES = 100_000


@pytest.fixture(scope="module")
def site(chromium, committed, tmp_path_factory):  # noqa: F811 -- the fixtures
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("portaal")
        for name in ("DOCUMENTS", "WAITING_FILES"):
            patch.setattr(f"django.conf.settings.{name}", str(folder / name.lower()))
        found = portal()
        EntryWindow.objects.create(
            procedure=found.round.procedure,
            begin=TODAY() - timedelta(days=1),
            end=TODAY() + timedelta(days=20),
        )
        server = LiveServer("localhost")
        found.url = server.url
        yield found
        server.stop()


@pytest.fixture(autouse=True)
def folders():
    """Those of the site last as long as the site."""


@pytest.fixture
def anne(page_at, site):  # noqa: F811 -- the fixture
    return Visitor(page_at(1280, "light", scripts=False), site)


def pages_of(site):
    keys = site.mine.keys
    single = {"people_change", "people_withdraw"}
    listed = {page.name for page in urls.pages if not page.pattern.regex.groups}
    shown = sorted(listed - {"choose", "declarations_refused_file"})
    ones = sorted(name for name in keys if name.endswith("_one") or name in PLAIN)
    return [
        *(path(name) for name in shown),
        *(path(name, keys[name]) for name in ones if name not in single),
        path("reporting_production", 2025),
        path("procedures_one", site.round.procedure.pk),
        path("procedures_apply", site.round.lot.pk),
        *(path("contracts_propose", kind) for kind in ("contact", "locatie", "onderaannemer")),
        *(
            path("contracts_propose", kind) + f"?contract={site.mine.contract.pk}"
            for kind in ("producten", "gemeenten", "beeindiging")
        ),
        path("choose"),
        reverse("mfa_index"),
        reverse("account_change_password"),
    ]


PLAIN = {"declarations_delivery", "reporting_task", "procedures_application"}


def test_no_page_has_a_barrier_or_forbidden_code_and_all_fit_the_screen(page_at, site):  # noqa: F811
    page = page_at(1280, "light")
    invited = address_of(site.mine.provider.invitations.get()).removeprefix("http://localhost:8000")
    outside = [reverse("account_login"), reverse("account_reset_password"), invited]
    found = {one: faults_of(page, site.url + one) for one in outside}
    visitor = Visitor(page, site)
    found |= {one: faults_of(visitor.page, site.url + one) for one in pages_of(site)}
    assert {one: faults for one, faults in found.items() if faults} == {}


def test_the_first_pages_are_light(page_at, site):  # noqa: F811
    """With nothing kept yet. What whitenoise sends compressed counts so; a page itself, and fonts, as they are."""
    visitor = Visitor(page_at(1280, "light"), site)
    cookies = visitor.page.context.cookies()
    for url in (reverse("account_login"), path("start")):
        page, got = page_at(1280, "light"), Got()
        page.context.add_cookies(cookies if url == path("start") else [])
        page.on("response", got.keep)
        page.goto(site.url + url, wait_until="networkidle")
        sizes = {one.url.removeprefix(site.url): size_of(one) for one in got.responses}
        assert url in sizes
        assert sum(sizes.values()) < MOST_BYTES, sizes


def test_who_is_invited_comes_in(page_at, site):  # noqa: F811
    invite(
        provider=site.mine.provider, email="nia@aanbieder.example", role=PortalRole.FINANCE, by=site.mine.user
    )
    link = address_of(Invitation.objects.get(email="nia@aanbieder.example"))
    page = page_at(1280, "light", scripts=False)
    page.goto(site.url + link.removeprefix("http://localhost:8000"))
    for label, text in (("Voornaam", "Nia"), ("Achternaam", "Jansen"), ("Wachtwoord", "een lange zin 42")):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Wachtwoord, nog eens").fill("een lange zin 42")
    page.get_by_role("button").first.click()
    page.wait_for_url(site.url + path("start"))
    names = [one.inner_text() for one in page.locator("nav.menu a").all()]
    assert ("Declaraties" in names, "Gebruikers" in names) == (True, False)
    assert ProviderUser.objects.get(user__username="nia@aanbieder.example").role == "financieel"


def test_what_stands_in_the_register_is_proposed_to_change(anne, site):
    for kind, fields in (
        ("contact", {"Naam": "Cas de Wit", "E-mail": "cas@aanbieder.example"}),
        ("locatie", {"Naam van de locatie": "Het Nieuwe Huis", "Plaats": "Aardijk"}),
        ("onderaannemer", {"Naam onderaannemer": "Hulp BV", "KvK-nummer": "12345678", "Vanaf": TODAY()}),
    ):
        anne.open("contracts_propose", kind).fill(**fields).press("Voorstel indienen")
        assert anne.says("Uw voorstel is ingediend")
    contract = site.mine.contract.pk
    anne.page.goto(site.url + path("contracts_propose", "producten") + f"?contract={contract}")
    anne.page.get_by_role("checkbox").first.check()
    anne.press("Voorstel indienen")
    anne.page.goto(site.url + path("contracts_propose", "gemeenten") + f"?contract={contract}")
    anne.page.get_by_role("checkbox").first.check()
    anne.press("Voorstel indienen")
    anne.page.goto(site.url + path("contracts_propose", "beeindiging") + f"?contract={contract}")
    last = TODAY() + timedelta(days=200)
    anne.fill(Laatste_dag_van_het_contract=last, Toelichting="We stoppen.").press("Voorstel indienen")
    own = ProviderProposal.objects.filter(provider=site.mine.provider, state="open")
    kinds = ["contact", "locatie", "onderaannemer", "producten", "gemeenten", "beeindiging"]
    assert set(own.values_list("kind", flat=True)) == set(kinds)
    ending = own.get(kind="beeindiging")
    assert ending.details == {"end": last.isoformat()}
    anne.open("contracts_one", contract).press_at("We stoppen.", "Intrekken")
    ending.refresh_from_db()
    assert ending.state == "ingetrokken"
    anne.open("contracts_one", contract)
    assert anne.says("Bestedingsruimte")
    anne.page.get_by_label("Op welke dag").fill("2025-01-01")
    anne.press("Toon")
    assert anne.says("Producten en tarieven op 1 januari 2025")


def test_a_file_with_declarations_is_tried_sent_and_answered(anne):
    mine = {
        "agb": "99000000",
        "gemeentecode": "0001",
        "toewijzingnummer": "T0",
        "productcode": "H300",
        "client": "jeugdige-0",
        "dagtekening": "2025-03-31",
    }
    rows = [line(**mine), line(**mine, referentienummer="R2", tarief=9_999)]
    file = {"name": "maart.csv", "mimeType": "text/csv", "buffer": table("declaraties", rows).encode()}
    anne.open("declarations").page.get_by_label("Bestand").set_input_files(file)
    anne.press("Nakijken")
    tried = ProviderDelivery.objects.latest("pk")
    load_upload(delivery_id=tried.delivery_id)
    anne.page.reload()
    assert anne.says("Nagekeken, nog niet aangeleverd")
    assert "2;tarief;" in anne.downloads("bevindingen als CSV")
    anne.press("Definitief aanleveren")
    sent = ProviderDelivery.objects.latest("pk")
    load_upload(delivery_id=sent.delivery_id)
    anne.page.reload()
    assert anne.says("Aangeleverd op")
    anne.open("declarations_refused")
    assert anne.says("Waarom, in de laatste twaalf maanden")
    assert "R2" in anne.downloads("Als CSV")
    sent.delivery.refresh_from_db()
    assert (sent.delivery.rows_total, sent.delivery.rows_refused > 0) == (2, True)


def test_colleagues_come_change_and_go(anne, site):
    anne.open("people").fill(**{"E-mail": "mo@aanbieder.example"})
    anne.page.get_by_role("radio", name="financieel").check()
    anne.press("Uitnodigen")
    assert anne.says("mo@aanbieder.example krijgt een uitnodiging die zeven dagen geldig is.")
    anne.press_at("mo@aanbieder.example", "Intrekken")
    assert Invitation.objects.get(email="mo@aanbieder.example").withdrawn_at
    pim = ProviderUser.objects.get(user=member(site.mine.provider, "pim", PortalRole.CONTENT))
    row = anne.open("people").page.get_by_role("listitem").filter(has_text="pim")
    row.locator("summary").click()
    row.get_by_label("Rol").select_option("financieel")
    row.get_by_role("button", name="Rol bewaren").click()
    assert anne.says("De rol van pim is gewijzigd.")
    row.locator("summary").click()
    row.get_by_role("button", name="Toegang beëindigen").click()
    assert anne.says("pim heeft geen toegang meer.")
    pim.refresh_from_db()
    assert (pim.role, pim.ended_at is None) == ("financieel", False)


def test_who_works_for_two_providers_chooses(page_at, site):  # noqa: F811
    both = member(site.mine.provider, "roos")
    ProviderUser.objects.create(provider=site.theirs.provider, user=both, role=PortalRole.FINANCE)
    roos = Visitor(page_at(1280, "light", scripts=False), site, "roos", arrives="choose")
    roos.press(f"{site.theirs.provider.name} (financieel)")
    assert roos.page.get_by_role("heading", name=site.theirs.provider.name).is_visible()
    roos.page.get_by_role("link", name="Andere aanbieder").click()
    roos.press(f"{site.mine.provider.name} (beheerder)").open("contracts")
    shown = [site.mine.contract.number, site.theirs.contract.number]
    assert [roos.page.get_by_role("link", name=one).count() for one in shown] == [1, 0]


def test_the_mirror_explains_each_figure_and_names_nobody(anne, site):
    anne.open("mirror")
    cost = anne.page.get_by_role("row").filter(has_text="Kosten per cliënt").inner_text()
    for said in ("Hoog én laag vragen om uitleg", "€\xa012.000,00", "ca. €\xa06.000,00"):
        assert said in cost
    use = anne.page.get_by_role("row").filter(has_text="Verzilvering").inner_text()
    assert "te weinig om te vergelijken" in use
    assert anne.page.get_by_role("heading", name="In-, door- en uitstroom in de hele regio").is_visible()
    assert site.theirs.provider.name not in anne.page.content()


def test_ibps_are_explained_one_by_one_and_by_file(anne, site):
    anne.open("ceilings_one", site.mine.keys["ceilings_one"])
    anne.page.get_by_label("Vragen om een hoger plafond").check()
    anne.fill(Gevraagd_plafond="12.500,50", Toelichting="Intensiever na crisis.").press("Vastleggen")
    anne.page.get_by_label("Vragen om een evaluatie").check()
    anne.fill(Toelichting="Graag samen kijken.").press("Vastleggen")
    rows = "ibp;toelichting\nIBP-0;Opname verlengd\nIBP-9;Van een ander\n"
    for text in (rows, rows.rsplit("IBP-9", 1)[0]):
        file = {"name": "ibps.csv", "mimeType": "text/csv", "buffer": text.encode()}
        anne.open("ceilings_bulk").page.get_by_label("CSV-bestand").set_input_files(file)
        anne.press("Toelichtingen vastleggen")
        if "IBP-9" in text:
            assert anne.says("Rij 2: IBP-9 is geen IBP van")
    own = CeilingAsk.objects.filter(provider=site.mine.provider).order_by("pk")
    assert list(own.values_list("kind", "amount"))[1:] == [
        ("verhoging", 1_250_050),
        ("evaluatie", None),
        ("toelichting", None),
    ]


def test_a_signal_is_answered_with_a_paper(anne, site):
    key = site.mine.keys["signals_one"]
    anne.open("signals_one", key).fill(Uw_uitleg="Zwaardere doelgroep.")
    anne.page.get_by_label("Bijlage").set_input_files(FAKE)
    anne.press("Uitleg vastleggen")
    assert anne.says("Alleen PDF, PNG en JPEG worden bewaard")
    anne.page.get_by_label("Bijlage").set_input_files(PAPER)
    anne.press("Uitleg vastleggen")
    assert anne.says("Uw uitleg is vastgelegd")
    assert SignalReply.objects.filter(signal=key).latest("pk").attachment.file_name == "bewijs.pdf"


def test_evidence_is_added_to_a_kpi_task_and_taken_away(anne, site):
    task = KpiTask.objects.get(provider=site.mine.provider)
    anne.open("reporting_task", task.pk)
    for file in (FAKE, PAPER):
        named(anne.page, "Bewijs").set_input_files(file)
        anne.press("Concept bewaren")
        if file is FAKE:
            assert anne.says("Alleen PDF, PNG en JPEG worden bewaard")
    assert task.papers.count() == 2
    assert anne.downloads("bewijs.pdf") == PDF.decode()
    anne.press_at("bewijs.pdf", "Weghalen")
    assert [one.file_name for one in task.papers.all()] == ["steekproef 0.pdf"]


def test_production_capacity_and_papers_are_accounted_for(anne, site):
    provider = site.mine.provider
    Production.objects.filter(provider=provider).delete()
    anne.open("reporting_production", 2025)
    anne.fill(Jeugdigen_H300="2", Bedrag_H300="12.000,00").press("Indienen")
    assert anne.says("Uw cijfers verschillen van wat wij tellen bij H300")
    anne.fill(Toelichting="Een jeugdige zonder declaratie.").press("Concept bewaren")
    assert anne.says("+1 jeugdigen")
    anne.press("Indienen")
    assert anne.says("Ingediend. De contractmanager beoordeelt het")
    assert Production.objects.get(provider=provider).state == "ingediend"
    anne.open("reporting_capacity")
    anne.page.get_by_label("Locatie").select_option(label="Locatie 0, Aardijk")
    anne.page.get_by_label("Product").select_option("H300")
    anne.fill(Wachttijd_in_weken="2,5", Plaatsen="4", Vrije_plaatsen="5").press("Vastleggen")
    assert anne.says("Er kunnen niet meer plaatsen vrij zijn (5) dan er zijn (4).")
    anne.fill(Vrije_plaatsen="1").press("Vastleggen")
    newest = CapacityReport.objects.filter(provider=provider).order_by("-pk").first()
    assert (newest.waiting_weeks, newest.capacity, newest.free) == (Decimal("2.5"), 4, 1)
    anne.open("reporting_papers").page.get_by_label("Soort").select_option("hkz")
    anne.page.get_by_label("Bestand").set_input_files(PAPER)
    anne.fill(Afgegeven_op=date(2026, 1, 5), Geldig_tot_en_met=date(2029, 1, 5)).press("Bewaren")
    assert anne.says("Het document is bewaard")
    assert Evidence.objects.get(provider=provider, kind="hkz").expires_on == date(2029, 1, 5)


def test_a_report_gets_a_remark_and_is_confirmed(anne, site):
    key = site.mine.keys["talks_one"]
    anne.open("talks")
    assert anne.says("Maatregel 0")
    anne.open("talks_one", key).fill(Uw_opmerking="Er zijn er vier.").press("Alleen opmerking bewaren")
    assert Meeting.objects.get(pk=key).state == "verslag"
    assert anne.downloads("Dossier bij het gesprek").startswith("%PDF-")
    anne.press("Verslag bevestigen")
    found = Meeting.objects.get(pk=key)
    assert (found.state, found.provider_remark, found.confirmed_by) == (
        "bevestigd",
        "Er zijn er vier.",
        site.mine.user,
    )


def test_by_keyboard_alone_a_kpi_task_is_handed_in(page_at, site):  # noqa: F811
    visitor = Visitor(page_at(1280, "light"), site)
    keys = Keys(visitor)
    keys.enter(visitor.page.get_by_role("link", name="Verantwoording", exact=True))
    keys.enter(visitor.page.get_by_role("link", name="Verklarende analyse in het dossier"))
    keys.write("Teller", "11")
    keys.enter(visitor.page.get_by_role("button", name="Indienen"))
    assert visitor.says("Vul de teller en de noemer in.")
    keys.write("Noemer", "12").write("Toelichting", "Steekproef.")
    keys.enter(visitor.page.get_by_role("button", name="Concept bewaren"))
    assert KpiTask.objects.get(provider=site.mine.provider).state == "concept"
    keys.enter(visitor.page.get_by_role("button", name="Indienen"))
    task = KpiTask.objects.get(provider=site.mine.provider)
    assert (task.state, task.numerator, task.denominator) == ("ingediend", 11, 12)
    assert visitor.page.complaints == []


def test_by_keyboard_alone_a_provider_asks_withdraws_and_applies(page_at, site):  # noqa: F811
    visitor = Visitor(page_at(1280, "light"), site)
    page, keys = visitor.page, Keys(visitor)
    visitor.open("procedures_one", site.round.procedure.pk)
    keys.write("Uw vraag", "Mag het ook in het weekend?")
    keys.enter(page.get_by_role("button", name="Vraag stellen"))
    assert ProcedureQuestion.objects.get().text == "Mag het ook in het weekend?"
    visitor.open("procedures_application", site.mine.keys["procedures_application"])
    keys.to(page.locator("summary"))
    page.keyboard.press("Enter")
    keys.enter(page.get_by_role("button", name="Ja, trek de inschrijving in"))
    visitor.open("procedures_one", site.round.procedure.pk)
    keys.enter(page.get_by_role("link", name="Inschrijven voor perceel 1"))
    keys.write("Eis 1", "Ja, zie het uittreksel.")
    keys.to(page.get_by_label("Bewijs bij eis 1"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(PAPER)
    keys.to(page.get_by_label("afgegeven op"))
    page.keyboard.type(f"{TODAY():%m%d%Y}")
    keys.write("Eis 2", "Iedereen staat in het SKJ.")
    keys.to(page.get_by_label("Ik ben bevoegd"))
    page.keyboard.press("Space")
    keys.enter(page.get_by_role("button", name="Inschrijving versturen"))
    assert visitor.says("Uw inschrijving is ontvangen")
    newest = Application.objects.filter(provider=site.mine.provider).latest("pk")
    assert (newest.submitted_on, newest.answers.count()) == (TODAY(), 2)
