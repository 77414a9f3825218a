"""A year of account management with one provider in the browser: plan, prepare, hold, agree, test and escalate."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from kpis.models import Agreement, EscalationMove, Meeting, ReportSnapshot
from kpis.services.talks.planning import move_meeting
from kpis.services.talks.reporting import confirm_report
from tests.browser import (  # noqa: F401 -- fixtures
    chromium,
    committed,
    faults_of,
    page_at,
)
from tests.desk.test_procedures_browser import Desk
from tests.talks.cast import Account, today

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def account(chromium, committed):  # noqa: F811 -- the fixtures
    made = Account(2)
    made.figures(today() - timedelta(days=100), DG06=30, DG04=1)
    server = LiveServer("localhost")
    made.url = server.url
    yield made
    server.stop()


def on(days=0):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_a_whole_cycle_of_one_provider(account, page_at):  # noqa: F811 -- the fixture
    connie = Desk(page_at(1280, "light"), account, "connie")
    meeting = plan_and_prepare(connie)
    meeting, agreement = hold_and_agree(connie, account, meeting)
    break_and_escalate(connie, account, agreement)
    assert connie.page.complaints == []
    faults = {}
    for name, *args in (
        ("talks_page",),
        ("talks_board",),
        ("talk_page", meeting.pk),
        ("talk_page", Meeting.objects.get(state="gepland").pk),
        ("talk_dossier", meeting.pk),
        ("talk_add", "99000000"),
        ("agreements_page",),
        ("agreement_page", agreement.pk),
        ("ladder_page",),
        ("provider_ladder", "99000000"),
    ):
        found = faults_of(connie.page, account.url + reverse(f"admin:{name}", args=args))
        faults |= {name: found} if found else {}
    assert faults == {}


def plan_and_prepare(connie):
    """The cycle proposes a day; agenda, people and papers are made ready."""
    page = connie.page
    # plan: the provider was never spoken and is proposed a day
    connie.go("talks_page")
    page.get_by_label("Plan Zorggroep 0").check()
    page.get_by_role("button", name="Plan aangevinkte gesprekken").click()
    assert connie.said() == ["1 gesprek gepland, met agenda en deelnemers."]
    meeting = Meeting.objects.get()

    # prepare: a point of one's own, one off, the people, the invitation
    connie.go("talk_page", meeting.pk)
    assert connie.act("punt", "Toevoegen", title="Wachttijd", is_internal="") == [
        "Het punt staat op de agenda."
    ]
    wait = meeting.agenda.get(title="Wachttijd")
    assert connie.act("schikken", "Wijzigen", item=str(wait.pk), what="op") == ["‘Wachttijd’ is verplaatst."]
    assert connie.act("uitnodigen", "Uitnodigingen versturen") == ["3 uitnodigingen zijn verstuurd."]
    assert len(mail.outbox) == 3
    with page.expect_download() as download:
        page.get_by_role("link", name="Uitnodiging als agendabestand").click()
    assert download.value.suggested_filename == f"gesprek-99000000-{meeting.planned_on}.ics"
    with page.expect_download() as download:
        page.get_by_role("link", name="Dossier als PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")

    return meeting


def hold_and_agree(connie, account, meeting):
    """The day has come: said, agreed, confirmed and signed off."""
    page = connie.page
    # hold: the day has come
    move_meeting(
        meeting=meeting,
        on=today() - timedelta(days=90),
        starts_at=None,
        minutes=60,
        place="",
        holder=account.connie,
        by=account.connie,
    )
    connie.go("talk_page", meeting.pk)
    connie.act("gehouden", "Vastleggen", on=on(-90))
    first = meeting.agenda.order_by("place").first()
    values = {f"minutes_{first.pk}": "Er wordt geworven.", f"note_{first.pk}": "Voorzichtig."}
    assert connie.act("verslag", "Verslag bewaren", **values) == ["Het verslag is bewaard."]

    # agree
    connie.act(
        "afspraak",
        "Afspraak maken",
        measure="Sneller declareren",
        provider_owner="Bo Bestuur",
        due_on=on(-30),
        test_on=on(-1),
        figure="DG06",
        aim="lager",
        target="20",
    )
    agreement = Agreement.objects.get()
    assert (agreement.baseline, agreement.target, agreement.agreed_on.isoformat()) == (30, 20, on(-90))

    # the provider confirms, the report is signed off and the dossier frozen
    connie.act("delen", "Voorleggen")
    meeting.refresh_from_db()
    confirm_report(meeting=meeting, remark="Akkoord.", by=account.connie)
    connie.go("talk_page", meeting.pk)
    connie.act("vaststellen", "Vaststellen")
    snapshot = ReportSnapshot.objects.get()
    assert snapshot.content["figures"] == {"DG04": "1.000000", "DG06": "30.000000"}
    page.get_by_role("link", name="Dossier", exact=True).click()
    assert page.get_by_text("De inhoud is ongewijzigd").is_visible()

    return meeting, agreement


def break_and_escalate(connie, account, agreement):
    """The agreement is broken, comes back on the agenda and leads to a step on the ladder."""
    page = connie.page
    # test: the figure got worse
    account.figures(today() - timedelta(days=1), DG06=40)
    connie.go("agreement_page", agreement.pk)
    assert connie.act("toetsen", "Toetsen") == ["Getoetst: 40,0 dagen, niet gehaald."]
    connie.act("vaststellen", "Vaststellen", result="niet", on=on())
    agreement.refresh_from_db()
    assert (agreement.result, agreement.result_on) == ("niet", today())

    # it is back on the agenda of the next talk
    connie.go("talk_add", "99000000")
    connie.fill({"on": on(10), "minutes": "60"})
    page.get_by_role("button", name="Gesprek plannen").click()
    assert page.get_by_role("link", name="Verbeterafspraak: Sneller declareren").is_visible()

    # escalate: not straight to the second step without saying why
    connie.go("provider_ladder", "99000000")
    said = connie.act("stap", "Stap vastleggen", step="2", on=on(), reason="Afspraak niet nagekomen.")
    assert said[0].startswith("U slaat trede 1 over. Schrijf op waarom.")
    connie.act("stap", "Stap vastleggen", skip_reason="Het bestuur is al gesproken.")
    move = EscalationMove.objects.get()
    assert (move.step.number, move.skip_reason) == (2, "Het bestuur is al gesproken.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Brief als PDF").click()
    assert download.value.suggested_filename == f"escalatie-99000000-trede-2-{on()}.pdf"
    connie.go("provider_page", "99000000")
    assert page.get_by_role("link", name="escalatieladder, trede 2").is_visible()
