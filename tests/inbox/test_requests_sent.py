"""Sending what was decided on requests, and where they stand in the inbox."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone

from contracts.models import CareRequest, RequestDecision
from inkoop.base.models import ClientRead
from inkoop.exchange.models import Message
from inkoop.exchange.queries.inbox import due
from inkoop.exchange.services import answer
from tests.desk.cast import message_manager
from tests.ijw.cast import (
    ALI,
    EVA,
    OTHER,
    TOM,
    request,
    requested,
)
from tests.inbox.asked import (
    ASKED,
    INBOX,
    PEOPLE,
    decided,
    message_page,
    people_file,
    sending,
    told,
)
from tests.inbox.cast import RECEIVED, load, message_of

pytestmark = pytest.mark.usefixtures("ground")


def test_decision_is_downloaded_once(client, ask):
    asked, user = ask(), message_manager()
    decided(asked)
    client.force_login(user)
    assert sending(asked) in client.get(message_page(asked)).content.decode()
    response = client.post(sending(asked), people_file())
    content = response.getvalue().decode()
    assert response["Content-Disposition"].startswith('attachment; filename="JW301_T')
    assert "no-store" in response["Cache-Control"]
    assert ALI in content
    assert "<jw301:ReferentieAanbieder>A1<" in content
    assert told(response) == ["1 besluit is eenmalig aangeboden."]
    assert ClientRead.objects.filter(by=user, path=sending(asked)).count() == 1
    again = client.post(sending(asked), people_file())
    assert told(again)[-1] == "Alle besluiten op dit bericht zijn al opgehaald. Er is niets veranderd."


def test_people_are_not_kept(client, ask, tmp_path, monkeypatch, settings):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tijdelijk"))
    (tmp_path / "tijdelijk").mkdir()
    asked = ask()
    decided(asked)
    before = sorted(path.name for path in (tmp_path / "kluis").iterdir())
    client.force_login(message_manager())
    client.post(sending(asked), people_file()).getvalue()
    assert list((tmp_path / "tijdelijk").iterdir()) == []
    assert sorted(path.name for path in (tmp_path / "kluis").iterdir()) == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "ontbreken gegevens"),
        (PEOPLE.replace(ALI, EVA), "huisnummer, postcode"),
        ("naam\nWit\n", "heeft de kolommen bsn;geboortedatum"),
    ],
)
def test_grant_without_its_person_can_be_tried_again(client, ask, content, sentence):
    asked = ask()
    decided(asked)
    client.force_login(message_manager())
    response = client.post(sending(asked), people_file(content) if content else {})
    (error,) = response.context["form"].errors["people"]
    assert sentence in error
    assert RequestDecision.objects.get().sent_at is None
    assert client.post(sending(asked), people_file()).getvalue().startswith(b"<?xml")


def test_several_decisions_come_in_one_zip_or_not_at_all(client, ask):
    ask(requested("A1", **ASKED), requested("A2", **ASKED | OTHER))
    first, second = CareRequest.objects.order_by("id")
    decided(first, "afgewezen", refusal_reason="3")
    decided(second)
    client.force_login(message_manager())
    client.post(sending(first))
    assert RequestDecision.objects.filter(sent_at=None).count() == 2
    response = client.post(sending(first), people_file())
    with ZipFile(BytesIO(response.getvalue())) as file:
        assert [name[:5] for name in file.namelist()] == ["JW319", "JW301"]
    assert told(response)[-1] == "2 besluiten zijn eenmalig aangeboden."


# --- the inbox


def answered(asked, folder):
    answer(delivery_id=asked.delivery_id, folder=folder, dated_on=RECEIVED)
    return message_of(asked.delivery)


def status_of(client, asked):
    rows = client.get(f"{INBOX}?status=alles").context["cl"].result_list
    return next(str(row.status) for row in rows if row.delivery_id == asked.delivery_id)


def test_message_waits_for_the_decision_and_then_for_sending(client, ask, tmp_path):
    asked = ask()
    client.force_login(message_manager())
    message = message_of(asked.delivery)
    assert (status_of(client, asked), message.do_by) == ("besluit", message.due_on)
    assert "Antwoord klaarzetten" in client.get(message_page(asked)).content.decode()
    message = answered(asked, tmp_path)
    assert (message.due_on, message.do_by) == (date(2026, 5, 12), date(2026, 5, 15))
    assert status_of(client, asked) == "besluit"
    decided(asked, "afgewezen", refusal_reason="3")
    assert status_of(client, asked) == "versturen"
    client.post(sending(asked)).getvalue()
    assert status_of(client, asked) == "beantwoord"
    assert client.get(INBOX).context["cl"].result_list == []


def test_investigation_moves_the_deadline_once_it_was_sent(client, ask, tmp_path):
    asked = ask()
    answered(asked, tmp_path)
    decided(asked, "onderzoek")
    assert message_of(asked.delivery).do_by == date(2026, 5, 15)
    client.force_login(message_manager())
    client.post(sending(asked)).getvalue()
    assert (message_of(asked.delivery).do_by, status_of(client, asked)) == (date(2026, 7, 2), "besluit")
    assert "Onderzoek klaar uiterlijk" in client.get(message_page(asked)).content.decode()


def test_filters_and_worklist_follow_the_decision(client, ask, tmp_path):
    asked, user = ask(), message_manager()
    answered(asked, tmp_path)
    today = timezone.localdate()
    client.force_login(user)
    for days, term in ((-1, "te-laat"), (0, "vandaag"), (3, "week")):
        Message.objects.update(do_by=today + timedelta(days=days))
        found = {
            name: len(client.get(f"{INBOX}?termijn={name}").context["cl"].result_list)
            for name in ("te-laat", "vandaag")
        }
        assert found == {"te-laat": int(term == "te-laat"), "vandaag": int(term == "vandaag")}
        counted = due(user, today=today)
        assert (counted.overdue, counted.today) == (int(days < 0), int(days == 0))
        assert len(client.get(f"{INBOX}?status=besluit").context["cl"].result_list) == 1
    decided(asked, "afgewezen", refusal_reason="3")
    assert client.get(f"{INBOX}?status=besluit").context["cl"].result_list == []
    assert len(client.get(f"{INBOX}?status=versturen").context["cl"].result_list) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_inbox_asks_as_many_queries_for_three_requests_as_for_one(
    client, tmp_path, django_assert_num_queries, rows
):
    for place, bsn in enumerate((TOM, EVA, ALI)[:rows]):
        path = request(
            tmp_path / f"{place}.xml",
            [requested(f"A{place}", **ASKED)],
            client={"Bsn": bsn},
            identification=f"B{place}",
        )
        answer(delivery_id=load(path).pk, folder=tmp_path, dated_on=RECEIVED)
    client.force_login(message_manager())
    client.get(INBOX)
    with django_assert_num_queries(5):
        response = client.get(INBOX)
    assert len(response.context["cl"].result_list) == rows
