"""Every page in a real browser: readable on a telephone and in the dark, for screen readers too, with a
strict policy that forbids code and style in the page.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from contracts.admin.contract_actions import ACTS
from contracts.choices import IndexMethod
from contracts.models import Contract, SpendingRoom
from contracts.rules.indexation import Component
from contracts.services import decisions, indexation
from inkoop.base.models import ParameterProposal
from inkoop.base.services.parameters import propose_parameters
from kpis.models import Signal
from tests.browser import (  # noqa: F401 -- fixtures
    chromium,
    committed,
    faults_here,
    faults_of,
    log_in,
    page_at,
)
from tests.contracts.cast import dossier
from tests.desk.cast import make_delivery, open_lines, person, region
from tests.desk.quality import path_of, quality
from tests.desk.steering import change_figures, flow_figures, forecast_figures

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(chromium, committed):  # noqa: F811 -- the fixture
    """A site with a region in it."""
    person("beheer", superuser=True)
    made = region(2)
    made.dossier = dossier(made)
    made.run = indexation_run(made.dossier)
    open_proposal(made)
    change_figures(made)
    flow_figures(made, 2)
    forecast_figures(made)
    quality(made)
    made.plan = open_lines(made.providers[0])
    made.loading = make_delivery("groot.csv", status="bezig", rows_total=1000, rows_read=250)
    server = LiveServer("localhost")
    made.url = server.url
    yield made
    server.stop()


def indexation_run(found):
    publication = indexation.publish_index(
        year=found.today.year + 1,
        version="proef",
        method=IndexMethod.ADDITIVE,
        decimals=3,
        source="",
        components=[
            Component("OVA", Decimal("0.9"), Decimal("4.94"), Decimal("6.00"), Decimal("4.18")),
            Component("PPC", Decimal("0.1"), Decimal("2.51"), Decimal("3.10"), Decimal("1.82")),
        ],
        by=found.connie,
    )
    return indexation.propose_indexation(
        publication=publication,
        effective_on=date(found.today.year + 1, 1, 1),
        reason="Jaarlijks.",
        by=found.connie,
        today=found.today,
    )


def open_proposal(made):
    found = made.dossier
    propose_parameters(
        values={"signal_z": Decimal(3), "ibp_warning": Decimal("0.7"), "ibp_fit_share": Decimal("0.8")},
        valid_from=found.today,
        reason="Eerder zien.",
        today=found.today,
        by=found.connie,
    )
    made.proposed = Contract.objects.get(number="C1")
    decisions.propose_extension(
        contract=made.proposed,
        reason="Goede resultaten.",
        decided_on=found.today,
        by=found.connie,
        today=found.today,
    )


def pages_of(site):
    lists = (
        "base_delivery",
        "base_finding",
        "base_parameter",
        "contracts_allocation",
        "contracts_contract",
        "contracts_declarationline",
        "contracts_municipalexclusion",
        "contracts_productcode",
        "contracts_refusedline",
        "contracts_tariff",
        "kpis_budget",
        "kpis_computation",
        "kpis_ibpstatus",
        "kpis_indicatorvalue",
        "kpis_kpitask",
        "kpis_reviewer",
        "kpis_signal",
        "providers_contact",
        "providers_evidence",
        "providers_provider",
        "providers_subcontracting",
    )
    provider = site.providers[0]
    return [
        reverse("admin:index"),
        reverse("admin:provider_overview"),
        reverse("admin:municipalities_page"),
        reverse("admin:change_page"),
        reverse("admin:change_page") + "?per=aanbieder",
        reverse("admin:change_page") + "?peildatum=2024-12-31",
        reverse("admin:flow_page"),
        reverse("admin:forecast_page"),
        reverse("admin:shift_page"),
        reverse("admin:referrers_page"),
        reverse("admin:explained_page"),
        reverse("admin:ibp_work"),
        reverse("admin:ibp_overview"),
        reverse("admin:signals_page"),
        reverse("admin:signal_page", args=[provider.signals.get().pk]),
        reverse("admin:signal_rehearsal"),
        reverse("admin:residential_page"),
        reverse("admin:spending_rooms"),
        *(reverse("admin:spending_room", args=[one.pk]) for one in SpendingRoom.objects.all()[:1]),
        reverse("admin:control_plans"),
        reverse("admin:control_plan", args=[site.plan.pk]),
        reverse("admin:provider_control", args=[provider.agb]),
        reverse("admin:providers_capacityreport_add"),
        reverse("admin:kpis_budget_add"),
        reverse("admin:kpis_page"),
        reverse("admin:kpi_page", args=["K10"]),
        reverse("admin:kpi_version", args=["K10", 1]),
        reverse("admin:review_rounds"),
        reverse("admin:review_round", args=[site.round.pk]),
        reverse("admin:review_incident", args=[site.incident.pk]),
        reverse("admin:satisfaction_page"),
        reverse("admin:policy_page"),
        reverse("admin:policy_goal", args=[site.goal.pk]),
        reverse("admin:policy_add", args=["doel"]),
        reverse("admin:kpis_reviewer_add"),
        reverse("admin:provider_page", args=[provider.agb]),
        reverse("admin:ibp_page", args=[site.ceilings[0].pk]),
        reverse("admin:base_delivery_change", args=[site.delivery.pk]),
        reverse("admin:base_delivery_change", args=[site.loading.pk]),
        reverse("admin:base_delivery_add"),
        reverse("admin:parameters_page"),
        reverse("admin:parameter_page", args=["signal_z"]),
        *(reverse("admin:parameter_proposal", args=[one.pk]) for one in ParameterProposal.objects.all()),
        reverse("admin:contracts_municipalexclusion_add"),
        reverse("admin:forms_page"),
        reverse("admin:masterdata_kind", args=["locaties"]),
        reverse("admin:masterdata_page"),
        reverse("admin:product_page", args=["H300"]),
        reverse("admin:product_proposals"),
        reverse("admin:providers_evidence_add"),
        reverse("admin:providers_location_add"),
        reverse("admin:providers_provider_add"),
        reverse("admin:segments_page"),
        reverse("admin:use_page"),
        reverse("admin:providers_provider_change", args=[provider.pk]),
        reverse("admin:contracts_allocation_change", args=[site.allocations[0].pk]),
        reverse("admin:contracts_contract_change", args=[provider.contracts.get().pk]),
        reverse("admin:contracts_contract_change", args=[site.proposed.pk]),
        reverse("admin:contracts_contract_add"),
        *(reverse("admin:contract_act", args=[provider.contracts.get().pk, name]) for name in ACTS),
        reverse("admin:contract_portfolio"),
        reverse("admin:contract_import"),
        reverse("admin:deadlines_page"),
        reverse("admin:indexation_page"),
        reverse("admin:indexation_publish"),
        reverse("admin:indexation_propose"),
        reverse("admin:indexation_run", args=[site.run.pk]),
        reverse("admin:kpis_computation_change", args=[site.ibps.pk]),
        *(reverse(f"admin:{name}_changelist") for name in lists),
    ]


def test_pages_have_no_barrier_no_forbidden_code_and_fit_the_screen(page_at, site):  # noqa: F811 -- the fixture
    page = page_at(1280, "light")
    log_in(page, site)
    paths = [*pages_of(site), reverse("admin:password_change")]
    faults = {path: faults_of(page, site.url + path) for path in paths}
    stranger = page_at(1280, "light")
    faults["login"] = faults_of(stranger, site.url + reverse("admin:login"))
    assert {path: found for path, found in faults.items() if found} == {}


def test_a_jeugdprofessional_fills_in_the_form_behind_the_link(page_at, site):  # noqa: F811 -- the fixture
    page = page_at(1280, "light")
    faults = faults_of(page, site.url + path_of(site.invitations[0]))
    first = page.get_by_role("group", name="Zorggroep 0")
    first.get_by_label("Cijfer").fill("8")
    page.get_by_role("button", name="Bewaren en later verder").click()
    page.get_by_text("Uw beoordeling is bewaard.").wait_for()
    assert first.get_by_label("Cijfer").input_value() == "8"
    page.get_by_role("button", name="Indienen").click()
    page.get_by_role("heading", name="Dank u wel").wait_for()
    assert faults + faults_here(page) == []


def test_charts_are_shown_once_at_each_width(page_at, site):  # noqa: F811 -- the fixture
    for width, shown in ((1280, "wide"), (360, "narrow")):
        page = page_at(width, "light")
        log_in(page, site)
        page.goto(site.url + reverse("admin:ibp_page", args=[site.ceilings[0].pk]))
        images = page.get_by_role("img", name="Gedeclareerd tot en met elke maand")
        assert images.count() == 1
        assert page.locator(f".chart-{shown} svg").is_visible()


def test_progress_shows_the_outcome_by_itself(page_at, site):  # noqa: F811 -- the fixture
    loading = make_delivery("bezig.csv", status="bezig", rows_total=1000, rows_read=250)
    page = page_at(1280, "light")
    log_in(page, site)
    page.goto(site.url + reverse("admin:base_delivery_change", args=[loading.pk]))
    assert page.get_by_text("250 van ongeveer 1.000 rijen gelezen").is_visible()
    loading.rows_read = 600
    loading.save()
    page.get_by_text("600 van ongeveer 1.000 rijen gelezen").wait_for()
    loading.status, loading.rows_accepted, loading.rows_refused = "geladen", 990, 10
    loading.rows_unchanged = 0
    loading.save()
    page.get_by_text("990 aanvaard").wait_for()
    assert page.complaints == []


def test_work_can_be_done_without_scripts(page_at, site):  # noqa: F811 -- the fixture
    page = page_at(1280, "light", scripts=False)
    log_in(page, site)
    page.get_by_role("link", name="Zorggroep 0").first.click()
    page.get_by_label("Tarieven op", exact=True).fill("2025-06-01")
    page.get_by_role("button", name="Toon").click()
    assert page.get_by_role("heading", name="Tarieven op 1 juni 2025").is_visible()
    page.goto(site.url + reverse("admin:contracts_declarationline_changelist"))
    page.get_by_label("Aanbieder", exact=True).fill("99000001")
    page.get_by_role("button", name="Toon").first.click()
    assert page.get_by_role("link", name="Zorggroep 1").count() == 12
    page.goto(site.url + reverse("admin:base_delivery_change", args=[site.loading.pk]))
    assert page.get_by_role("link", name="Nu bijwerken").is_visible()


def test_acts_on_several_contracts_are_shown_before_they_are_done(page_at, site):  # noqa: F811 -- the fixture
    page = page_at(1280, "light")
    log_in(page, site)
    faults = {}
    steps = {
        "verlengen": lambda: choose(page, site, "contracts_contract_changelist", "Verlenging voorstellen"),
        "termijnen": lambda: handle_deadlines(page, site),
        "inlezen": lambda: read_register(page, site),
    }
    for name, go in steps.items():
        go()
        faults[name] = faults_here(page)
    assert {name: found for name, found in faults.items() if found} == {}


def choose(page, site, name, act):
    page.goto(site.url + reverse(f"admin:{name}"))
    for box in page.locator("input.action-select").all():
        box.check()
    page.locator("select[name=action]").select_option(label=act)
    page.get_by_role("button", name="Uitvoeren").click()
    page.get_by_text("Er is nog niets gewijzigd.").wait_for()


def handle_deadlines(page, site):
    page.goto(site.url + reverse("admin:deadlines_page") + "?binnen=")
    page.get_by_label("Kies: Evaluatie van contract C0.").check()
    page.get_by_role("button", name="Aangevinkte termijnen afhandelen").click()
    page.get_by_role("heading", name="1 termijn afhandelen").wait_for()


def read_register(page, site):
    page.goto(site.url + reverse("admin:contract_import"))
    text = "contractnummer;agb;begin;eind\nC0;99000000;2024-01-01;2029-12-31\nC7;12345678;morgen;"
    file = {"name": "register.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("Bestand").set_input_files(file)
    page.get_by_role("button", name="Bekijken wat er verandert").click()
    page.get_by_text("AGB-code ‘12345678’ is niet bekend.").wait_for()


def test_extension_is_approved_without_scripts(page_at, site):  # noqa: F811 -- the fixture
    page = page_at(360, "light", scripts=False)
    log_in(page, site)
    page.goto(site.url + reverse("admin:contracts_contract_change", args=[site.proposed.pk]))
    page.get_by_role("button", name="Vaststellen").click()
    assert page.get_by_text("Vastgesteld: de voorwaarden gelden vanaf vandaag.").is_visible()
    assert page.get_by_text("1-1-2024 t/m 31-12-2027").first.is_visible()


def test_three_clicks_from_the_worklist_to_a_cause_to_an_action(page_at, site):  # noqa: F811 -- the fixture
    page = page_at(1280, "light", scripts=False)
    signal = site.providers[0].signals.get()
    Signal.objects.filter(pk=signal.pk).update(lapsed_at=None)
    log_in(page, site)
    address = reverse("admin:signal_page", args=[signal.pk])
    page.locator(f"#content a[href='{address}']").first.click()
    page.get_by_role("link", name="Waarom veranderden de uitgaven").click()
    page.get_by_role("link", name="Gesprek plannen met deze aanbieder").click()
    assert page.url == site.url + reverse("admin:talk_add", args=[site.providers[0].agb])
    page.locator("main form button[type=submit]").first.wait_for()


def test_keyboard_reaches_the_content_first(page_at, site):  # noqa: F811 -- the fixture
    page = page_at(1280, "light")
    log_in(page, site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content-start"
