"""Talks from plan to frozen dossier."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from contracts.models import Contract, ContractVersion, Tariff
from contracts.services.procedures.refusal import Refused
from inkoop.base.dutch import euro
from inkoop.base.parameters import values_at
from kpis.choices import AgreementResult
from kpis.models import IndicatorValue, Kpi, KpiTask, KpiValue, Meeting, ReportSnapshot
from kpis.queries.dossier import agreed, dossier_of, figures, quality, reported
from kpis.queries.dossier.parts import Asked, short_date
from kpis.queries.talks.cycle import cycle_rows, turns
from kpis.queries.talks.meetings import shown_to_provider
from kpis.services.kpi_tasks import lay_out_tasks, submit
from kpis.services.talks import agenda, planning, reporting
from kpis.services.talks.agreements import settle_agreement
from kpis.services.talks.papers import dossier_paper, fingerprint, is_intact, on_the_table, with_report
from providers.models import CapacityReport
from tests.talks.cast import Account, days, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return Account()


def rows_of(account):
    found = turns(today=today(), parameters=values_at(today()), troubled={})
    return cycle_rows(found, troubled={}, user=account.connie, today=today())


def test_a_planned_talk_has_an_agenda_and_the_people_who_usually_come(account):
    account.agree(test_on=days(30))
    meeting = account.plan()
    assert [(one.name, one.side, one.email) for one in meeting.attendees.all()] == [
        ("connie", "regio", "connie@regio.example"),
        ("Bo Bestuur", "aanbieder", "bo@zorg.example"),
        ("Contact 0", "aanbieder", "contact0@zorg.example"),
    ]
    assert [(one.title, one.source) for one in meeting.agenda.all()][:3] == [
        ("Actualiteiten bij aanbieder en regio", "vast"),
        ("Verbeterafspraak: Sneller declareren.", "afspraak"),
        ("Signaal: kosten per cliënt", "signaal"),
    ]
    assert agenda.fill_agenda(meeting=meeting, by=account.connie) == 0


def test_what_was_settled_after_the_last_talk_is_on_the_next_agenda(account):
    account.held(days(-50))
    early, late = account.agree(measure="eerder"), account.agree(measure="later")
    for one, day in ((early, days(-55)), (late, days(-2))):
        settle_agreement(
            agreement=one, result=AgreementResult.REACHED, on=day, note="gezien", by=account.connie
        )
    titles = list(account.plan().agenda.values_list("title", flat=True))
    assert "Verbeterafspraak: later" in titles
    assert "Verbeterafspraak: eerder" not in titles


def test_the_cycle_proposes_a_day_and_plans_it_once(account):
    (row,) = rows_of(account)
    assert (row.is_overdue, row.planned) == (True, None)
    proposed = planning.proposed_days([row], today=today())
    assert planning.plan_turns(rows=[row], days=proposed, by=account.connie) == 1
    assert planning.plan_turns(rows=[row], days=proposed, by=account.connie) == 0
    meeting = Meeting.objects.get()
    assert (meeting.planned_on, meeting.due_on, meeting.holder) == (
        proposed[account.provider.pk],
        row.turn.due_on,
        account.connie,
    )
    (row,) = rows_of(account)
    assert row.planned == meeting


def test_a_talk_that_is_called_off_leaves_the_provider_due(account):
    meeting = account.plan()
    with pytest.raises(Refused, match="Zeg waarom"):
        planning.cancel_meeting(meeting=meeting, reason=" ", by=account.connie)
    planning.cancel_meeting(meeting=meeting, reason="ziek", by=account.connie)
    (row,) = rows_of(account)
    assert row.planned is None
    with pytest.raises(Refused, match="al gehouden of vervallen"):
        planning.cancel_meeting(meeting=meeting, reason="nog eens", by=account.connie)


def test_moving_a_talk_keeps_the_first_day_and_tells_calendars(account):
    meeting = account.plan(days(14))
    moved = planning.move_meeting(
        meeting=meeting,
        on=days(20),
        starts_at=None,
        minutes=90,
        place="Raadhuis",
        holder=account.connie,
        by=account.connie,
    )
    assert (moved.first_planned_on, moved.planned_on, moved.moves) == (days(14), days(20), 1)
    assert "SEQUENCE:1" in planning.calendar_of_meeting(moved)


def test_everybody_with_an_address_is_invited(account):
    meeting = account.plan()
    assert planning.invite(meeting=meeting, by=account.connie) == 3
    assert sorted(one.to[0] for one in mail.outbox) == [
        "bo@zorg.example",
        "connie@regio.example",
        "contact0@zorg.example",
    ]
    name, text, kind = mail.outbox[0].attachments[0]
    assert (name, kind) == ("uitnodiging.ics", "text/calendar; method=REQUEST; charset=utf-8")
    assert f"UID:kpis.meeting-{meeting.pk}@inkoop" in text


def test_a_point_with_text_stays_on_the_agenda(account):
    meeting = account.held()
    item = account.write(meeting)
    with pytest.raises(Refused, match="al iets vastgelegd"):
        agenda.drop_item(item=item, by=account.connie)


def test_points_change_places(account):
    meeting = account.plan()
    before = list(meeting.agenda.all())
    agenda.place_item(item=before[1], up=True, by=account.connie)
    agenda.place_item(item=before[1], up=True, by=account.connie)
    assert list(meeting.agenda.all())[:3] == [before[1], before[0], before[2]]


def test_the_provider_sees_what_is_shared_and_nothing_else(account):
    meeting = account.held()
    account.write(meeting, note="Niet delen.")
    agenda.add_item(meeting=meeting, title="Onder ons", is_internal=True, by=account.connie)
    assert list(shown_to_provider(Meeting.objects.all())) == []
    reporting.share_report(meeting=meeting, by=account.connie)
    (shown,) = shown_to_provider(Meeting.objects.all())
    assert shown.shared_agenda[0].minutes == "Besproken."
    assert "Onder ons" not in [item.title for item in shown.shared_agenda]
    assert "internal_note" in shown.shared_agenda[0].get_deferred_fields()


def test_a_shared_report_changes_only_after_it_is_taken_back(account):
    meeting = account.held()
    item = account.write(meeting)
    meeting = reporting.share_report(meeting=meeting, by=account.connie)
    with pytest.raises(Refused, match="ligt bij de aanbieder"):
        account.write(meeting, minutes="Anders.")
    account.write(meeting, note="Wel intern.")
    meeting = reporting.take_back_report(meeting=meeting, reason="fout", by=account.connie)
    account.write(meeting, minutes="Anders.")
    item.refresh_from_db()
    assert (meeting.state, meeting.shared_at, item.minutes) == ("gehouden", None, "Anders.")


def test_an_empty_report_is_not_shared_and_a_talk_to_come_not_held(account):
    with pytest.raises(Refused, match="nog niets in het verslag"):
        reporting.share_report(meeting=account.held(), by=account.connie)
    with pytest.raises(Refused, match="toekomst"):
        reporting.hold_meeting(meeting=account.plan(days(3)), on=days(3), by=account.connie)


def test_signing_off_without_confirmation_needs_a_reason(account):
    meeting = account.held()
    account.write(meeting)
    with pytest.raises(Refused, match="niet bevestigd"):
        reporting.sign_off(meeting=meeting, by=account.connie)
    meeting = reporting.share_report(meeting=meeting, by=account.connie)
    meeting = reporting.confirm_report(meeting=meeting, remark="Klopt.", by=account.connie)
    meeting = reporting.sign_off(meeting=meeting, by=account.connie)
    assert (meeting.state, meeting.provider_remark) == ("vastgesteld", "Klopt.")
    with pytest.raises(Refused, match="al vastgesteld"):
        reporting.sign_off(meeting=meeting, by=account.connie)


def test_signing_off_freezes_the_dossier_with_its_figures(account):
    day = days(-10)
    account.figures(day, DG06=25)
    meeting = account.signed(day)
    snapshot = ReportSnapshot.objects.get()
    content = snapshot.content
    assert (snapshot.peildatum, content["peildatum"], content["figures"]) == (
        day,
        day.isoformat(),
        {"DG06": "25.000000"},
    )
    assert is_intact(snapshot)
    assert snapshot.sha256 == fingerprint(content)
    # made again from what was kept it is the same paper, byte for byte
    assert hashlib.sha256(dossier_paper(content)).hexdigest() == snapshot.paper_sha256
    IndicatorValue.objects.filter(indicator="DG06").update(value=99)
    account.provider.name = "Andere naam"
    account.provider.save()
    assert dossier_of(meeting)["figures"] == {"DG06": "25.000000"}
    assert dossier_of(meeting)["provider"]["name"] == "Zorggroep 0"
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportSnapshot.objects.update(title="anders")


def test_the_next_dossier_says_what_changed_since(account):
    account.figures(days(-40), DG06=25)
    first = account.held(days(-30))
    account.write(first, note="Let op de toon.")
    reporting.sign_off(meeting=first, reason="akkoord", by=account.connie)
    account.figures(days(-5), DG06=22)
    content = dossier_of(account.plan(today()))
    sections = {section["key"]: section for section in content["sections"]}
    assert sections["veranderd"]["tables"][0]["rows"] == [
        ("Declaratievertraging", "25,0 dagen", "22,0 dagen")
    ]
    assert sections["intern"]["lines"] == ["Actualiteiten bij aanbieder en regio: Let op de toon."]
    assert [key for key, section in sections.items() if not section["is_shared"]] == ["intern"]


def test_the_paper_leaves_out_what_is_internal(account):
    content = with_report(account.plan())
    keys = [section["key"] for section in on_the_table(content)["sections"]]
    assert "intern" in [section["key"] for section in content["sections"]]
    assert "intern" not in keys
    assert keys[0] == "veranderd"


def rows_on(part, account, day):
    """The rows of each table of one part of a dossier as of a day."""
    meeting = Meeting.objects.first() or account.plan()
    found = part(Asked(account.provider, meeting, day))
    return [table.rows for table in found.tables]


def test_each_contract_has_its_own_figures_in_the_dossier(account):
    """Service months January to November 2025, EUR 1,000 each; a second contract takes over in September."""
    day = date(2026, 3, 10)
    (rows,) = rows_on(agreed.contracts, account, day)
    assert [(row[0], row[6]) for row in rows] == [("C0", "€\xa011.000,00")]
    first = ContractVersion.objects.get(contract__number="C0")
    origin = {"delivery": first.delivery, "row_number": 9, "received_on": first.received_on}
    other = Contract.objects.create(number="C9", provider=account.provider)
    ContractVersion.objects.create(contract=other, form="incidenteel", begin=date(2025, 9, 1), **origin)
    price = Tariff.objects.get(contract__number="C0")
    Tariff.objects.create(
        contract=other,
        product_code=price.product_code,
        begin=date(2025, 9, 1),
        cents=price.cents,
        unit=price.unit,
        **origin,
    )
    (rows,) = rows_on(agreed.contracts, account, day)
    assert [(row[0], row[6]) for row in rows] == [("C0", "€\xa08.000,00"), ("C9", "€\xa03.000,00")]
    ended = origin | {"row_number": 10}
    ContractVersion.objects.create(
        contract=other, form="incidenteel", begin=date(2025, 9, 1), end=date(2026, 2, 28), **ended
    )
    (rows,) = rows_on(agreed.contracts, account, day)
    assert [(row[0], row[6]) for row in rows] == [
        ("C0", "€\xa08.000,00"),
        ("afgelopen of geen contract", "€\xa03.000,00"),
    ]


def test_kpis_of_the_day_stand_in_the_dossier_with_their_target(account):
    account.kpis(days(-3), K18="0.82", K10="0.125")
    (rows,) = rows_on(quality.kpis, account, today())
    assert rows == [
        ("Verzilvering", "12,5%", "90,0%", "buiten de norm"),
        ("Verklarende analyse in het dossier", "82,0%", "95,0%", "let op"),
    ]


def test_a_frozen_dossier_keeps_the_kpis_of_its_day(account):
    account.kpis(days(-20), K18="0.82")
    meeting = account.signed(days(-10))
    KpiValue.objects.update(value=Decimal("0.5"))
    sections = {one["key"]: one for one in dossier_of(meeting)["sections"]}
    (row,) = sections["kpis"]["tables"][0]["rows"]
    assert list(row) == ["Verklarende analyse in het dossier", "82,0%", "95,0%", "let op"]


def test_what_a_provider_reported_stands_in_the_dossier_as_of_the_day(account):
    for ago, weeks, free in ((40, "3", 2), (20, "6.5", 0), (0, "1", 4)):
        CapacityReport.objects.create(
            provider=account.provider,
            product="H300",
            reported_on=days(-ago),
            capacity=10,
            free=free,
            waiting_weeks=Decimal(weeks),
            by=account.connie,
        )
    account.kpis(days(-3))
    kpi = Kpi.objects.get(code="K18")
    due = {"first": days(-30), "second": days(-5), "later": days(9)}
    for month, on in enumerate(due.values(), start=1):
        lay_out_tasks(
            kpi=kpi,
            providers=[account.provider],
            begin=date(2025, month, 1),
            end=date(2025, month, 28),
            due_on=on,
            by=None,
        )
    on = days(-1)
    (places,) = rows_on(reported.places, account, on)
    assert places[0] == ("alle locaties", "H300", "6,5 weken", "10", "0", short_date(days(-20)))
    assert [row[1] for row in places] == ["H300", "verblijf"]
    first = KpiTask.objects.get(due_on=due["first"])
    submit(
        task=first, numerator=1, denominator=2, note="", by=account.connie
    )  # today, so not yet on that day
    (absent,) = rows_on(reported.tasks, account, on)
    name = "Verklarende analyse in het dossier"
    assert absent == [
        (name, "1-1-2025 t/m 28-1-2025", short_date(due["first"]), "niet ingediend"),
        (name, "1-2-2025 t/m 28-2-2025", short_date(due["second"]), "niet ingediend"),
    ]
    (absent,) = rows_on(reported.tasks, account, today())
    assert [row[2] for row in absent] == [short_date(due["second"])]


def test_the_first_page_says_in_short_what_is_to_be_talked_about(account):
    account.kpis(days(-3), K18="0.82", K10="0.125")
    account.agree(due_on=days(-1))
    content = dossier_of(account.plan(today()))
    assert content["notable"] == [
        "1 verbeterafspraak staat open, 1 over de datum.",
        "1 signaal staat open: kosten per cliënt.",
        "1 lopend IBP is overschreden, samen met €\xa03.000,00.",
        "1 KPI buiten de norm: Verzilvering.",
    ]


def test_the_bars_of_the_months_are_the_figures_of_their_table(account):
    found = figures.months(Asked(account.provider, account.plan(), date(2026, 3, 10)))
    (table,), bars = found.tables, found.bars
    assert bars.labels[0] == "apr 2025"
    assert bars.series["Gedeclareerd"][:8] == [100_000] * 8
    for name, column in (("Toegewezen", 1), ("Gedeclareerd", 2)):
        assert [euro(one) for one in bars.series[name]] == [row[column] for row in table.rows]
