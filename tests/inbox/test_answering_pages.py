"""Answers that are handed out, messages that are handed in, and who may do so."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from inkoop.base.models import ClientRead, Delivery
from inkoop.exchange.models import Hold, LocalRule, Message, Overrule
from inkoop.exchange.services import load_upload, overrule, release
from tests.desk.cast import auditor, contract_manager, message_manager, outsider
from tests.ijw.cast import EVA, TOM, declaration, line
from tests.inbox.cast import WRONG_TARIFF, received, rule
from tests.inbox.pages import INBOX, answering, overruling, page_of, three, told

pytestmark = pytest.mark.usefixtures("ground")


def test_answer_is_confirmed_and_downloaded_once(client, tmp_path, vault, django_capture_on_commit_callbacks):
    message, user = received(tmp_path), message_manager()
    client.force_login(user)
    assert answering(message) in client.get(page_of(message)).content.decode()
    assert "er staan BSN's in" in client.get(answering(message)).content.decode().replace("&#x27;", "'")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(answering(message), {"bevestigd": "ja"})
    content = response.getvalue().decode()
    name = f"JW325_A{message.delivery_id:011d}.xml"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in response["Cache-Control"]
    assert TOM in content
    assert list(vault.iterdir()) == []
    assert told(response) == ["1 antwoord is eenmalig aangeboden; wat binnenkwam, is verwijderd."]
    assert ClientRead.objects.filter(by=user, path=answering(message)).count() == 1
    shown = client.get(page_of(message)).content.decode()
    assert "Het binnengekomen bestand is verwijderd" in shown
    assert client.get(answering(message)).url == page_of(message)
    again = client.post(answering(message), {"bevestigd": "ja"})
    assert (again.status_code, again.url) == (302, page_of(message))
    assert "is al beantwoord" in told(again)[-1]


def test_held_answer_is_told(client, tmp_path):
    rule("geen start", effect="aanhouden")
    message = received(tmp_path)
    client.force_login(message_manager())
    response = client.post(answering(message), {"bevestigd": "ja"})
    assert "wordt aangehouden" in told(response)[0]
    message.refresh_from_db()
    assert message.answered_at is None


def select(client, messages, **extra):
    keys = [message.pk for message in messages]
    return client.post(INBOX, {"action": "answer_selected", "_selected_action": keys} | extra)


def test_several_answers_are_confirmed_and_come_in_one_zip(
    client, tmp_path, django_capture_on_commit_callbacks
):
    messages = three(tmp_path)
    client.force_login(message_manager())
    asked = select(client, messages)
    assert "Antwoorden op 3 berichten klaarzetten" in asked.content.decode()
    assert Message.objects.filter(answered_at=None).count() == 3
    with django_capture_on_commit_callbacks(execute=True):
        response = select(client, messages, bevestigd="ja")
    with ZipFile(BytesIO(response.getvalue())) as file:
        assert len(file.namelist()) == 3
    assert Message.objects.filter(answered_at=None).count() == 0
    assert told(response) == ["3 antwoorden zijn eenmalig aangeboden; wat binnenkwam, is verwijderd."]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (
            contract_manager,
            {"page": 200, "answer": 403, "overrule": 200, "release": 200, "rules": 200, "add": 200},
        ),
        (
            message_manager,
            {"page": 200, "answer": 200, "overrule": 403, "release": 403, "rules": 200, "add": 403},
        ),
        (auditor, {"page": 200, "answer": 403, "overrule": 403, "release": 403, "rules": 200, "add": 403}),
        (outsider, {"page": 403, "answer": 403, "overrule": 403, "release": 403, "rules": 403, "add": 403}),
    ],
)
def test_rights_of_each_role(client, tmp_path, role, expected):
    rule("geen start", effect="aanhouden")
    message = received(tmp_path)
    pages = {
        "page": page_of(message),
        "answer": answering(message),
        "overrule": overruling(message),
        "release": reverse("admin:message_release", args=[message.pk, Hold.objects.get().pk]),
        "rules": reverse("admin:exchange_localrule_changelist"),
        "add": reverse("admin:exchange_localrule_add"),
    }
    client.force_login(role())
    assert {name: client.get(url).status_code for name, url in pages.items()} == expected


def test_posting_without_the_right_changes_nothing(client, tmp_path):
    message = received(tmp_path)
    client.force_login(auditor())
    for url in (answering(message), overruling(message)):
        assert client.post(url, {"bevestigd": "ja", "reason": "Zomaar gedaan."}).status_code == 403
    select(client, [message], bevestigd="ja")
    message.refresh_from_db()
    assert (message.answered_at, Overrule.objects.count()) == (None, 0)


def test_only_who_sees_the_region_sees_messages(tmp_path):
    message = received(tmp_path)
    rule("geen start", effect="aanhouden")
    decision = overrule(message_id=message.pk, row_number=2, reason="Afgesproken.", by=contract_manager())
    received(tmp_path, number=2, clients={EVA: [line("R21", ToewijzingNummer="10075", **WRONG_TARIFF)]})
    inside, outside = message_manager(), outsider()
    for model in (Message, Overrule, LocalRule):
        assert model.objects.visible_to(inside).exists(), model
        assert not model.objects.visible_to(outside).exists(), model
    assert list(Overrule.objects.visible_to(inside)) == [decision]


@pytest.mark.parametrize("zipped", [False, True])
def test_uploaded_message_leads_to_its_page(client, tmp_path, zipped):
    content = declaration(tmp_path / "d.xml", {TOM: [line("R1")]}).read_bytes()
    if zipped:
        packed = BytesIO()
        with ZipFile(packed, "w") as file:
            file.writestr("d.xml", content)
        content = packed.getvalue()
    client.force_login(message_manager())
    name = "d.zip" if zipped else "d.xml"
    values = {"received_on": "2026-05-07", "file": SimpleUploadedFile(name, content)}
    assert client.post(reverse("admin:base_delivery_add"), values).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")
    delivery = load_upload(delivery_id=Delivery.objects.get(file_name=name).pk)
    message = Message.objects.get(delivery=delivery)
    shown = client.get(reverse("admin:base_delivery_change", args=[delivery.pk])).content.decode()
    assert f"Dit bestand is bericht JW323 {message.identification}" in shown
    assert page_of(message) in shown


def test_release_is_used_by_the_answer(client, tmp_path, django_capture_on_commit_callbacks):
    rule("geen start", effect="aanhouden")
    message = received(tmp_path)
    release(hold_id=Hold.objects.get().pk, reason="Gemeld.", by=contract_manager())
    client.force_login(message_manager())
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(answering(message), {"bevestigd": "ja"})
    assert response.getvalue().startswith(b"<?xml")
