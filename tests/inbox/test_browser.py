"""The pages of messages in a real browser: no barriers at both widths, and the way from message to answer."""

from datetime import date, timedelta

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from contracts.models import CareRequest
from inkoop.exchange.models import Hold, LocalRule, Message
from inkoop.exchange.services import decide_request, overrule
from tests.browser import (  # noqa: F401 -- fixtures
    chromium,
    committed,
    faults_of,
    log_in,
    page_at,
)
from tests.desk.cast import person
from tests.ijw.cast import ALI, EVA, TOM, line, request, requested
from tests.inbox import cast
from tests.inbox.cast import WRONG_TARIFF, load

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(chromium, committed, tmp_path_factory):  # noqa: F811 -- the fixtures
    """A site with messages in every state."""
    folder = tmp_path_factory.mktemp("berichten")
    with override_settings(WAITING_FILES=str(folder / "kluis")):
        made = lay(folder)
        server = LiveServer("localhost")
        made.url = server.url
        yield made
        server.stop()


class Site:
    url = ""


def lay(folder):
    made, today = Site(), timezone.localdate()
    made.user = person("beheer", superuser=True)
    cast.lay_ground(folder)
    (folder / "budget.csv").write_text(
        "gemeentecode;toewijzingnummer;bsn;agb;productcategorie;toewijzingsdatum;ingangsdatum;einddatum;budget\n"
        f"0384;10080;{TOM};42420001;45;2026-01-01;2026-01-01;2026-12-31;9000\n",
        encoding="utf-8",
    )
    load(folder / "budget.csv", date(2026, 4, 2))
    budget = [
        line(
            f"R1{place}",
            ToewijzingNummer="10080",
            Begindatum=begin,
            Einddatum=end,
            GeleverdVolume="3",
            Bedrag="3750",
        )
        for place, (begin, end) in enumerate(
            [("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-31"), ("2026-04-01", "2026-04-30")]
        )
    ]
    wrong = line("R20", ToewijzingNummer="10073", **WRONG_TARIFF)
    made.message = cast.received(
        folder, clients={TOM: [*budget, wrong], EVA: [line("R30", ToewijzingNummer="10074")]}
    )
    made.refused = cast.received(folder, number=2, total=("1", "D"))
    cast.rule("geen start", effect="aanhouden", author=made.user)
    again = {EVA: [line("R40", ToewijzingNummer="10075"), line("R41", ToewijzingNummer="99", **WRONG_TARIFF)]}
    made.held = cast.received(folder, number=3, clients=again)
    made.decided = cast.received(
        folder, number=4, clients={TOM: [line("R50", ToewijzingNummer="10072", **WRONG_TARIFF)]}
    )
    reason = "In mei mondeling afgesproken."
    made.decision = overrule(message_id=made.decided.pk, row_number=1, reason=reason, by=made.user)
    made.asked, made.granted = lay_requests(folder, made.user)
    for place, message in enumerate((made.message, made.refused, made.held, made.decided)):
        Message.objects.filter(pk=message.pk).update(do_by=today + timedelta(days=place - 1))
    return made


def lay_requests(folder, user):
    """One that waits for a decision, and one that was granted and not sent."""
    paths = [
        request(folder / "verzoek.xml", [requested("A1")], client={"Bsn": TOM}, identification="B8"),
        request(folder / "besloten.xml", [requested("A2")], client={"Bsn": ALI}, identification="B9"),
    ]
    deliveries = [load(path) for path in paths]
    asked, granted = CareRequest.objects.order_by("id")
    decide_request(
        request_id=granted.pk,
        status="toegewezen",
        by=user,
        decided_on=timezone.localdate(),
        explanation="Besproken met het team.",
    )
    soon = timezone.localdate() + timedelta(days=5)
    Message.objects.filter(delivery__in=deliveries).update(do_by=soon, due_on=soon, decide_by=soon)
    return asked, granted


def pages_of(site):
    message, held = site.message.pk, site.held.pk
    hold = Hold.objects.get(message=held)
    return [
        reverse("admin:index"),
        reverse("admin:exchange_message_changelist"),
        reverse("admin:exchange_message_changelist") + "?status=verlopen",
        *(
            reverse("admin:exchange_message_change", args=[one.pk])
            for one in (site.message, site.refused, site.held)
        ),
        reverse("admin:exchange_message_change", args=[site.decided.pk]),
        reverse("admin:message_answer", args=[message]),
        reverse("admin:message_overrule", args=[message, 4]),
        reverse("admin:message_take_back", args=[site.decided.pk, site.decision.pk]),
        reverse("admin:message_release", args=[held, hold.pk]),
        *pages_of_requests(site),
        reverse("admin:exchange_localrule_changelist"),
        reverse("admin:exchange_localrule_add"),
        reverse("admin:exchange_localrule_change", args=[LocalRule.objects.get().pk]),
        reverse("admin:base_delivery_change", args=[site.message.delivery_id]),
    ]


def pages_of_requests(site):
    message = Message.objects.get(delivery=site.granted.delivery_id)
    return [
        reverse("admin:contracts_carerequest_changelist"),
        *(reverse("admin:contracts_carerequest_change", args=[one.pk]) for one in (site.asked, site.granted)),
        *(
            reverse(f"admin:request_{action}", args=[site.asked.pk])
            for action in ("grant", "refuse", "investigate")
        ),
        reverse("admin:exchange_message_change", args=[message.pk]),
        reverse("admin:message_decisions", args=[message.pk]),
    ]


@pytest.mark.parametrize("width", [1280, 360])
def test_pages_of_a_request_have_no_barrier_and_fit_the_screen(page_at, site, width):  # noqa: F811
    page = page_at(width, "light")
    log_in(page, site)
    faults = {path: faults_of(page, site.url + path) for path in pages_of_requests(site)}
    assert {path: found for path, found in faults.items() if found} == {}


def test_from_request_to_decision_without_scripts(page_at, site):  # noqa: F811 -- the fixture
    page = page_at(360, "light", scripts=False)
    log_in(page, site)
    page.goto(site.url + reverse("admin:exchange_message_changelist"))
    page.get_by_role("link", name="B8", exact=True).click()
    page.get_by_role("link", name="Verzoek A1").click()
    page.get_by_text("Stapeling (TR302)").wait_for()
    page.get_by_role("link", name="Toewijzen").click()
    page.get_by_label("Reden").fill("Besproken met het team.")
    page.get_by_role("button", name="Toewijzen").click()
    page.get_by_text("Stapeling (TR302)").wait_for()
    page.get_by_role("link", name="Niets veranderen").click()
    page.get_by_role("link", name="Afwijzen").click()
    page.get_by_label("Reden voor de aanbieder").select_option("6")
    page.get_by_label("Reden", exact=True).fill("Loopt al op een andere toewijzing.")
    page.get_by_role("button", name="Afwijzen").click()
    page.get_by_text("Verzoek A1 is afgewezen.").wait_for()
    page.get_by_role("link", name="Besluit afgewezen ophalen").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Besluit ophalen").click()
    assert download.value.suggested_filename.startswith("JW319_V")


def test_pages_have_no_barrier_and_fit_the_screen(page_at, site):  # noqa: F811 -- the fixture
    page = page_at(1280, "light")
    log_in(page, site)
    faults = {path: faults_of(page, site.url + path) for path in pages_of(site)}
    assert {path: found for path, found in faults.items() if found} == {}


def test_from_message_to_answer_without_scripts(page_at, site):  # noqa: F811 -- the fixture
    page = page_at(360, "light", scripts=False)
    log_in(page, site)
    page.get_by_role("link", name="1 bericht te laat").click()
    page.get_by_role("link", name="B1", exact=True).click()
    page.get_by_role("link", name="Regel 4 alsnog aanvaarden").click()
    page.get_by_role("row", name="Toegekend in dit bericht € 125,00 € 177,00").wait_for()
    page.get_by_label("Reden").fill("Zo afgesproken in mei.")
    page.get_by_role("button", name="Aanvaarden").click()
    page.get_by_text("Regel 4 is aanvaard.").wait_for()
    page.get_by_role("link", name="Antwoord klaarzetten").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Antwoord ophalen").click()
    assert download.value.suggested_filename == f"JW325_A{site.message.delivery_id:011d}.xml"
    page.get_by_role("link", name="Naar het bericht").click()
    page.get_by_text("1 antwoord is eenmalig aangeboden; wat binnenkwam, is verwijderd.").wait_for()
    page.get_by_text("Beantwoord op").wait_for()


def test_refusing_by_a_local_rule_is_explained(page_at, site):  # noqa: F811 -- the fixture
    page = page_at(1280, "light")
    log_in(page, site)
    page.goto(site.url + reverse("admin:exchange_localrule_add"))
    page.get_by_label("Soort").select_option("geen start")
    page.get_by_label("weigeren").check()
    page.get_by_label("Toelichting").fill("Artikel 4.")
    page.get_by_label("Geldig vanaf").fill("2026-06-01")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    page.get_by_text("regieberichten zijn geen voorwaarde voor declaratie (OP364)").wait_for()
