"""Answers as a download: the answer once, the received file gone, nothing left on disk."""

from zipfile import ZipFile

import pytest

from inkoop.exchange.models import Message
from inkoop.exchange.services import NoAnswer, answering, hand_out
from tests.desk.cast import message_manager
from tests.ijw.cast import EVA, TOM, line
from tests.inbox.cast import RECEIVED, received, rule

pytestmark = pytest.mark.usefixtures("ground")


@pytest.fixture
def handed_out(django_capture_on_commit_callbacks):
    def give(*messages, **changes):
        with django_capture_on_commit_callbacks(execute=True):
            return hand_out(messages=messages, by=message_manager(), dated_on=RECEIVED, **changes)

    return give


def small(tmp_path, number):
    allocations = {1: "10072", 2: "10073"}
    bsn = TOM if number in allocations else EVA
    number_of = allocations.get(number, "10074")
    return received(tmp_path, number=number, clients={bsn: [line(f"R{number}", ToewijzingNummer=number_of)]})


def test_answer_is_given_and_the_received_file_is_gone(tmp_path, vault, handed_out):
    message = received(tmp_path)
    given = handed_out(message)
    with given.content as file:
        content = file.read().decode()
    assert given.file_name == f"JW325_A{message.delivery_id:011d}.xml"
    assert "<jw325:Bericht" in content
    assert TOM in content
    assert list(vault.iterdir()) == []
    message.refresh_from_db()
    assert (message.kept_as, message.answered_by.username, bool(message.answered_at)) == ("", "berend", True)


def test_nothing_stays_on_disk(tmp_path, handed_out, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tijdelijk"))
    (tmp_path / "tijdelijk").mkdir()
    message = received(tmp_path)
    given = handed_out(message)
    assert list((tmp_path / "tijdelijk").iterdir()) == []
    given.content.close()


def test_answer_is_given_once(tmp_path, handed_out):
    message = received(tmp_path)
    handed_out(message).content.close()
    message.refresh_from_db()
    with pytest.raises(NoAnswer, match="al beantwoord"):
        hand_out(messages=[message], by=message.answered_by, dated_on=RECEIVED)


def test_several_answers_come_in_one_zip(tmp_path, vault, handed_out):
    first, second = small(tmp_path, 1), small(tmp_path, 2)
    given = handed_out(first, second)
    assert given.file_name == "antwoorden-2026-05-07.zip"
    with ZipFile(given.content) as file:
        names = [f"JW325_A{one.delivery_id:011d}.xml" for one in (first, second)]
        assert file.namelist() == names
    given.content.close()
    assert list(vault.iterdir()) == []


def test_message_that_cannot_be_answered_is_named_and_the_others_are_given(tmp_path, handed_out):
    first = small(tmp_path, 1)
    rule("geen start", effect="aanhouden")
    second = small(tmp_path, 2)
    given = handed_out(first, second)
    assert (given.answered, [message for message, _ in given.refused]) == ([first], [second])
    assert "wordt aangehouden" in given.refused[0][1]
    given.content.close()
    assert list(Message.objects.filter(answered_at=None)) == [second]


def test_failure_halfway_answers_none(tmp_path, vault, handed_out, monkeypatch):
    """The second answer breaks: both files still wait."""
    first, second = small(tmp_path, 1), small(tmp_path, 2)
    write = answering._write

    def broken(target, message, *rest):
        if message == second:
            raise OSError("schijf vol")
        write(target, message, *rest)

    monkeypatch.setattr(answering, "_write", broken)
    with pytest.raises(OSError, match="schijf vol"):
        handed_out(first, second)
    assert Message.objects.filter(answered_at=None).exclude(kept_as="").count() == 2
    assert len(list(vault.iterdir())) == 2
