"""The inbox: what is to be answered, the oldest deadline first."""

import pytest
from django.urls import reverse
from django.utils import timezone

from inkoop.exchange.admin.messages import MessageAdmin
from inkoop.exchange.models import Message
from inkoop.exchange.queries.inbox import due
from tests.desk.cast import message_manager, outsider
from tests.inbox.cast import received
from tests.inbox.pages import INBOX, page_of, three

pytestmark = pytest.mark.usefixtures("ground")


def listed(client, query=""):
    return [row.identification for row in client.get(f"{INBOX}{query}").context["cl"].result_list]


def test_inbox_shows_what_is_to_be_answered_with_the_oldest_deadline_first(client, tmp_path):
    three(tmp_path)
    client.force_login(message_manager())
    assert listed(client) == ["B2", "B3", "B1"]
    content = client.get(INBOX).content.decode()
    assert "Jeugdzorg" not in content
    assert "Een (42420001)" in content
    for mark in ("te laat</span>", "vandaag</span>", "nog "):
        assert mark in content


def test_inbox_filters_by_deadline_status_and_kind(client, tmp_path, django_capture_on_commit_callbacks):
    messages = three(tmp_path)
    client.force_login(message_manager())
    Message.objects.filter(pk=messages[0].pk).update(answered_at=timezone.now(), kept_as="")
    assert listed(client, "?termijn=te-laat") == ["B2"]
    assert listed(client, "?termijn=vandaag") == ["B3"]
    assert listed(client, "?termijn=week") == ["B3"]
    assert listed(client, "?status=beantwoord") == ["B1"]
    assert listed(client, "?status=beoordeeld") == ["B3", "B2"]
    assert listed(client, "?status=alles") == ["B3", "B2", "B1"]
    assert listed(client, "?bericht=JW323") == ["B2", "B3"]
    assert listed(client, "?bericht=JW301") == []


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "beoordeeld"),
        ({"refused_with": "0001"}, "geweigerd"),
        ({"declaration_refused_with": "9333"}, "geweigerd"),
        ({"kept_as": ""}, "verlopen"),
        ({"answered_at": timezone.now(), "kept_as": ""}, "beantwoord"),
    ],
)
def test_status_follows_from_what_happened(client, tmp_path, changes, status):
    message = received(tmp_path)
    Message.objects.filter(pk=message.pk).update(**changes)
    client.force_login(message_manager())
    assert client.get(page_of(message)).context["status"] == status


def test_inbox_is_searched_by_identification_and_sender(client, tmp_path):
    three(tmp_path)
    client.force_login(message_manager())
    assert listed(client, "?q=B3") == ["B3"]
    assert listed(client, "?q=42420001") == ["B2", "B3", "B1"]
    assert listed(client, "?q=een") == ["B2", "B3", "B1"]
    assert listed(client, "?q=onbekend") == []


def test_empty_inbox_says_so(client):
    client.force_login(message_manager())
    assert (
        "Er hoeft geen bericht te worden beantwoord en op geen verzoek te worden besloten."
        in client.get(INBOX).content.decode()
    )
    assert "Niets gevonden voor ‘B9’." in client.get(f"{INBOX}?q=B9").content.decode()
    assert "Niets gevonden." in client.get(f"{INBOX}?status=alles").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_inbox_asks_as_many_queries_for_three_messages_as_for_one(
    client, tmp_path, django_assert_num_queries, rows
):
    for place, message in enumerate(three(tmp_path)):
        if place >= rows:
            Message.objects.filter(pk=message.pk).update(kept_as="")
    client.force_login(message_manager())
    client.get(INBOX)
    with django_assert_num_queries(5):
        response = client.get(INBOX)
    assert len(response.context["cl"].result_list) == rows


def test_list_goes_on_from_a_message(client, tmp_path, monkeypatch):
    monkeypatch.setattr(MessageAdmin, "list_per_page", 2)
    three(tmp_path)
    client.force_login(message_manager())
    changelist = client.get(INBOX).context["cl"]
    assert [row.identification for row in changelist.result_list] == ["B2", "B3"]
    assert listed(client, changelist.next_link) == ["B1"]


def test_start_page_counts_what_is_due(client, tmp_path):
    user = message_manager()
    three(tmp_path)
    found = due(user, today=timezone.localdate())
    assert (found.overdue, found.today) == (1, 1)
    assert (due(outsider(), today=timezone.localdate()).overdue) == 0
    client.force_login(user)
    content = client.get(reverse("admin:index")).content.decode()
    assert "bericht te laat, 1 uiterlijk vandaag" in content
    assert f"{INBOX}?termijn=te-laat" in content
