"""How long a request is kept, what is left of it, and the commands from request to allocation."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from contracts.models import CareRequest
from inkoop.celery import app
from inkoop.exchange.models import Message
from inkoop.exchange.services import (
    NoAnswer,
    forget_unanswered,
    write_decisions,
)
from inkoop.exchange.tasks import forget_unanswered as nightly
from tests.desk.cast import message_manager
from tests.ijw.cast import ALI, allocated, allocation
from tests.ijw.decided import DECIDED, PERSON, decide
from tests.ijw.ground import load
from tests.ijw.test_receiving import everything_in_the_database

pytestmark = pytest.mark.usefixtures("ali")


def vault(tmp_path):
    return {path.stem for path in (tmp_path / "kluis").iterdir()}


def kept_for(delivery):
    return Message.objects.get(delivery=delivery).kept_as


def test_request_is_kept_until_its_decision_is_written(ask, written, answered, tmp_path):
    delivery = ask()
    answered(delivery)
    name = kept_for(delivery)
    assert name in vault(tmp_path)
    decide()
    assert name in vault(tmp_path)
    written(delivery)
    assert (kept_for(delivery), name in vault(tmp_path)) == ("", False)


def test_request_waits_as_long_as_the_setting_says(
    ask, answered, settings, django_capture_on_commit_callbacks
):
    settings.ANSWER_RETENTION_DAYS, settings.REQUEST_RETENTION_DAYS = 30, 90
    delivery = ask()
    answered(delivery)
    with django_capture_on_commit_callbacks(execute=True):
        forget_unanswered(today=date(2026, 8, 5))
    assert kept_for(delivery)
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_unanswered(today=date(2026, 8, 6)) == 1
    decide()
    with pytest.raises(NoAnswer, match="bewaartermijn"):
        write_decisions(delivery_id=delivery.pk, folder=None, dated_on=DECIDED, people={})


def test_request_that_the_municipality_answered_itself_is_forgotten_at_night(
    ask, answered, tmp_path, settings, django_capture_on_commit_callbacks
):
    settings.ANSWER_RETENTION_DAYS = 36_500
    delivery = ask()
    answered(delivery)
    granted = allocated("700", ReferentieAanbieder="A1", Ingangsdatum="2027-01-01", Einddatum="2027-02-01")
    load(allocation(tmp_path / "zelf.xml", [granted], client={"Bsn": ALI}, identification="B9"))
    with django_capture_on_commit_callbacks(execute=True):
        assert nightly.apply(kwargs={}).get() == 1
    assert kept_for(delivery) == ""


def test_what_is_scheduled_at_night_exists():
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert nightly.name in scheduled
    assert scheduled - set(app.tasks) == set()


def test_nothing_of_a_person_is_left(ask, written, answered, tmp_path, caplog):
    caplog.set_level("DEBUG")
    delivery = ask()
    answered(delivery)
    decide()
    written(delivery)
    texts = [*everything_in_the_database(), caplog.text]
    secrets = [ALI, "9999XX", "Wit"]
    assert [secret for secret in secrets for text in texts if secret in text] == []


# --- the commands


def test_commands_go_from_request_to_allocation(ask, tmp_path, capsys):
    delivery = ask()
    message_manager()
    people = tmp_path / "personen.csv"
    people.write_text(f"bsn;{';'.join(PERSON)}\n{ALI};{';'.join(PERSON.values())}\n", encoding="utf-8")
    number = CareRequest.objects.get().pk
    call_command("ijw", "decide", str(number), "--grant", "--by", "berend", "--decided-on", "2026-05-08")
    asked = [
        "ijw",
        "answer",
        str(delivery.pk),
        "-o",
        str(tmp_path / "uit"),
        "--dated-on",
        "2026-05-08",
        "--json",
    ]
    capsys.readouterr()
    with pytest.raises(SystemExit) as end:
        call_command(*asked)
    (report,) = json.loads(capsys.readouterr().out)
    assert (end.value.code, report["antwoord"].rpartition("/")[2][:5]) == (1, "JW316")
    call_command(*asked, "--personen", str(people))
    (report,) = json.loads(capsys.readouterr().out)
    assert report["antwoord"].rpartition("/")[2][:5] == "JW301"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--refuse", "8", "--by", "berend"], "woonplaatsbeginsel"),
        (["--grant", "--by", "niemand"], "Gebruiker niemand bestaat niet"),
    ],
)
def test_decision_by_command_that_cannot_be_ends_with_2(ask, capsys, words, text):
    ask()
    message_manager()
    with pytest.raises(SystemExit) as end:
        call_command("ijw", "decide", str(CareRequest.objects.get().pk), *words)
    assert (end.value.code, text in capsys.readouterr().err) == (2, True)


@pytest.mark.parametrize("content", ["naam;bsn\nx;1\n", "geboortedatum\n2010-01-01\n", None])
def test_file_that_is_no_file_with_people(ask, tmp_path, capsys, content):
    delivery = ask()
    path = tmp_path / "personen.csv"
    if content:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        call_command("ijw", "answer", str(delivery.pk), "-o", str(tmp_path), "--personen", str(path))
    assert (end.value.code, "personen" in capsys.readouterr().err) == (2, True)
