"""Dates that matter: which there are, who is warned when, and what becomes of them."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from contracts.choices import DeadlineKind, DeadlineState
from contracts.models import Contract, DeadlineAlert, DeadlineMark, SpendingStepTaken
from contracts.queries import deadlines as queries
from contracts.queries.deadlines import Due, add_source, deadlines
from contracts.rules.calendar import Event, calendar_of, folded
from contracts.services import decisions
from contracts.services.deadlines import mark_deadline, new_calendar_key, send_digests
from contracts.tasks import watch_daily
from inkoop.celery import app as celery
from tests.contracts.cast import dossier
from tests.desk.cast import auditor, outsider, person, region

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 31)
END, NOTICE = date(2026, 12, 31), date(2026, 6, 30)


@pytest.fixture
def connie():
    found = person("connie", "contractmanager")
    found.email = "connie@voorbeeld.nl"
    found.save()
    return found


@pytest.fixture
def contract(connie):
    made = region()
    made.providers[0].account_holder = connie
    made.providers[0].save()
    return Contract.objects.get()


def days(today=TODAY, **named):
    return [(one.due.kind.value, one.due.day, one.is_open) for one in deadlines(today=today, **named)]


def alerts():
    rows = DeadlineAlert.objects.order_by("kind", "day", "-threshold")
    return list(rows.values_list("kind", "day", "threshold"))


def test_dates_follow_from_the_terms(contract):
    assert days() == [
        ("optie", NOTICE, True),
        ("opzeggen", NOTICE, True),
        ("einde", END, True),
    ]
    assert days(until=date(2026, 7, 1)) == [("optie", NOTICE, True), ("opzeggen", NOTICE, True)]


def test_dates_move_with_an_extension(contract, connie):
    proposal = decisions.propose_extension(
        contract=contract, reason="Goed.", decided_on=TODAY, by=connie, today=TODAY
    )
    decisions.approve(decision=proposal, by=person("carel"), today=TODAY)
    assert days() == [
        ("optie", date(2027, 6, 30), True),
        ("opzeggen", date(2027, 6, 30), True),
        ("einde", date(2027, 12, 31), True),
    ]


def test_a_date_that_passed_stays_in_the_list_for_a_quarter(contract):
    assert ("opzeggen", NOTICE, True) in days(today=date(2026, 9, 28))
    assert ("opzeggen", NOTICE, True) not in days(today=date(2026, 9, 29))


def test_a_contract_that_is_over_has_no_dates(contract):
    assert days(today=date(2027, 1, 1)) == []


def test_everything_that_matters_is_in_one_list():
    made = dossier()
    kinds = {one.due.kind.value for one in deadlines(today=made.today)}
    assert kinds == {"einde", "evaluatie", "optie", "opzeggen", "plafond", "termijnbetaling"}
    (step,) = [one.due for one in deadlines(today=made.today) if one.due.kind == DeadlineKind.SPENDING]
    assert (step.day, step.responsible) == (made.today + timedelta(days=14), made.connie)


def test_other_modules_add_their_dates(contract, monkeypatch):
    monkeypatch.setattr(queries, "SOURCES", list(queries.SOURCES))
    provider = contract.provider

    def evidence(today):
        yield Due(provider, DeadlineKind.EVIDENCE, today, None, "VOG verloopt.", None, provider)

    add_source(evidence)
    add_source(evidence)
    assert days()[0] == ("bewijsstuk", TODAY, True)
    assert len(days()) == 4


def test_person_is_warned_once_per_threshold_also_after_days_without_a_run(contract, connie):
    assert send_digests(today=date(2025, 9, 29)) == 0
    assert send_digests(today=date(2025, 9, 30)) == 1  # nine months before 30 June
    assert alerts() == [("optie", NOTICE, 9), ("opzeggen", NOTICE, 9)]
    assert send_digests(today=date(2025, 9, 30)) == 0
    assert send_digests(today=date(2026, 5, 1)) == 1  # nothing ran for seven months
    assert alerts() == [
        ("einde", END, 9),
        ("optie", NOTICE, 9),
        ("optie", NOTICE, 6),
        ("optie", NOTICE, 3),
        ("opzeggen", NOTICE, 9),
        ("opzeggen", NOTICE, 6),
        ("opzeggen", NOTICE, 3),
    ]
    assert send_digests(today=date(2026, 5, 2)) == 0


def test_person_is_warned_again_when_the_date_moves(contract, connie):
    contract.evaluate_on = date(2026, 5, 1)
    contract.save()
    send_digests(today=TODAY)
    contract.evaluate_on = date(2026, 5, 2)
    contract.save()
    assert send_digests(today=TODAY) == 1
    assert mail.outbox[-1].body.count("Evaluatie van contract C0.") == 1
    contract.evaluate_on = date(2026, 5, 1)
    contract.save()
    assert send_digests(today=TODAY) == 0  # of this date the person was warned before


def test_mail_says_what_when_and_where(contract, connie):
    send_digests(today=TODAY)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["connie@voorbeeld.nl"], "3 termijnen, de eerste op 30 juni 2026")
    provider = "Aanbieder: Zorggroep 0."
    assert sent.body.splitlines() == [
        "Deze termijnen komen eraan:",
        "",
        f"- 30 juni 2026 (91 dagen): Besluit of de volgende optie van contract C0 wordt gebruikt. {provider}",
        f"- 30 juni 2026 (91 dagen): Laatste dag om contract C0 op te zeggen tegen het einde. {provider}",
        f"- 31 december 2026 (275 dagen): Contract C0 eindigt. {provider}",
        "",
        "Bekijk of handel ze af: http://localhost:8000/admin/termijnen/?van=mij",
    ]


def test_mail_that_fails_is_sent_by_the_next_run(contract, connie, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert (send_digests(today=TODAY), alerts()) == (0, [])
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert (send_digests(today=TODAY), len(alerts())) == (1, 7)


def test_nobody_is_warned_of_what_was_handled_nor_without_an_address(contract, connie):
    for one in deadlines(today=TODAY):
        mark_deadline(due=one.due, state=DeadlineState.DONE, reason="", by=connie)
    assert send_digests(today=TODAY) == 0
    DeadlineMark.objects.all().delete()
    connie.email = ""
    connie.save()
    assert send_digests(today=TODAY) == 0


def test_dismissal_needs_a_reason(contract, connie):
    due = deadlines(today=TODAY)[0].due
    with pytest.raises(ValidationError, match="Zeg waarom deze termijn vervalt"):
        mark_deadline(due=due, state=DeadlineState.DISMISSED, reason=" ", by=connie)
    mark_deadline(due=due, state=DeadlineState.DISMISSED, reason="Loopt af.", by=connie)
    mark_deadline(due=due, state=DeadlineState.DONE, reason="", by=connie)
    mark = DeadlineMark.objects.get()
    assert (mark.state, mark.events.count()) == ("gedaan", 2)


def test_handled_date_that_moves_is_open_again(contract, connie):
    for one in deadlines(today=TODAY):
        mark_deadline(due=one.due, state=DeadlineState.DONE, reason="", by=connie)
    assert {row[2] for row in days()} == {False}
    contract.evaluate_on = date(2026, 4, 1)
    contract.save()
    assert [row for row in days() if row[2]] == [("evaluatie", date(2026, 4, 1), True)]


# -- the calendar


def test_calendar_is_what_programs_expect():
    made_at = date(2026, 3, 31)
    text = calendar_of(
        [Event("a@inkoop", date(2026, 12, 31), "Einde; C1, optie", "Eén\ntwee")],
        name="Termijnen",
        made_at=made_at,
    )
    assert text.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Inkoop//Termijnen//NL",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Termijnen",
        "BEGIN:VEVENT",
        "UID:a@inkoop",
        "DTSTAMP:20260331T000000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Einde\\; C1\\, optie",
        "DESCRIPTION:Eén\\ntwee",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_long_lines_are_folded_without_cutting_a_character():
    line = "SUMMARY:" + "é" * 100
    parts = list(folded(line))
    assert max(len(part.encode()) for part in parts) <= 75
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line


def test_calendar_address_works_without_signing_in_until_there_is_a_new_one(client, contract, connie):
    first = new_calendar_key(user=connie).key
    url = reverse("admin:calendar_feed", args=[first])
    response = client.get(url)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    expected = sum(one.due.responsible == connie for one in deadlines(today=date.today()))  # noqa: DTZ011
    assert response.content.decode().count("BEGIN:VEVENT") == expected
    new_calendar_key(user=connie)
    assert client.get(url).status_code == 404
    second = reverse("admin:calendar_feed", args=[new_calendar_key(user=connie).key])
    connie.groups.clear()
    assert client.get(second).status_code == 404


# -- the page

PAGE = "/admin/termijnen/"


@pytest.fixture
def looking(client):
    made = dossier()
    client.force_login(made.connie)
    return made


def shown(client, query):
    return sorted({one.due.kind.value for _, one in client.get(f"{PAGE}?{query}").context["rows"]})


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("binnen=", ["einde", "evaluatie", "optie", "opzeggen", "plafond", "termijnbetaling"]),
        ("binnen=3", ["evaluatie", "plafond", "termijnbetaling"]),
        ("van=mij&binnen=3&soort=plafond", ["plafond"]),
        ("van=niemand&binnen=", []),
        ("agb=99000000&binnen=3", ["evaluatie", "plafond", "termijnbetaling"]),
        ("agb=00000000&binnen=", []),
        ("contract=C0&soort=einde&binnen=", ["einde"]),
        ("contract=C1&binnen=", []),
        ("soort=onzin&binnen=3", ["einde", "evaluatie", "optie", "opzeggen", "plafond", "termijnbetaling"]),
    ],
)
def test_filters_of_the_page(client, looking, query, kinds):
    found = shown(client, query)
    if "onzin" in query:  # what cannot be understood narrows to the usual twelve months only
        kinds = [kind for kind in kinds if kind in found]
    assert found == kinds


def test_chosen_dates_are_looked_at_and_then_handled(client, looking):
    rows = client.get(f"{PAGE}?soort=evaluatie").context["rows"]
    chosen = {"termijn": [place for place, _ in rows]}
    preview = client.post(PAGE, chosen)
    assert (preview.context["title"], DeadlineMark.objects.count()) == ("1 termijn afhandelen", 0)
    refused = client.post(PAGE, chosen | {"bevestigd": "1", "state": "vervallen", "reason": ""})
    assert refused.context["form"].non_field_errors() == [
        "Zeg bij vervallen waarom deze termijnen niet meer nodig zijn."
    ]
    client.post(PAGE, chosen | {"bevestigd": "1", "state": "vervallen", "reason": "Samen met de vorige."})
    mark = DeadlineMark.objects.get()
    assert (mark.state, mark.reason, mark.by) == ("vervallen", "Samen met de vorige.", looking.connie)
    assert shown(client, "soort=evaluatie") == []
    assert shown(client, "soort=evaluatie&stand=alle") == ["evaluatie"]


def test_nothing_chosen_changes_nothing(client, looking):
    response = client.post(PAGE, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Er is niets aangevinkt. Vink eerst de termijnen aan die u wilt afhandelen."
    ]


def test_who_may_look_cannot_handle_and_who_may_not_sees_nothing(client):
    region()
    client.force_login(auditor())
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, {"termijn": "1"}).status_code == 403
    client.force_login(outsider())
    for url in (PAGE, reverse("admin:deadlines_calendar")):
        assert client.get(url).status_code == 403
    assert client.post(reverse("admin:calendar_key")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_as_many_queries_for_three_contracts_as_for_one(client, django_assert_num_queries, rows):
    region(rows)
    client.force_login(person("beheer", superuser=True))
    client.get(PAGE)
    with django_assert_num_queries(18):
        assert len(client.get(f"{PAGE}?binnen=").context["rows"]) >= 1


def test_every_morning_ceilings_are_looked_at_before_people_are_warned():
    made = dossier()
    type(made.connie).objects.filter(pk=made.connie.pk).update(email="connie2@voorbeeld.nl")
    SpendingStepTaken.objects.all().delete()
    watch_daily()
    assert list(SpendingStepTaken.objects.values_list("step", flat=True)) == ["bereikt"]
    (sent,) = mail.outbox
    assert "Bestedingsruimte C0 2025: schriftelijke melding aan de aanbieder." in sent.body
    watch_daily()
    assert len(mail.outbox) == 1


def test_beat_knows_the_morning_task():
    assert celery.conf.beat_schedule["contracts-daily"]["task"] == watch_daily.name
