"""Terms are applied as the table says, and nothing that is still needed goes."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection

from contracts.models import AllocationVersion, Client, DeclarationLine, RefusedLine
from inkoop.base.models import ClientRead, Delivery, Finding, PrivacyRecord
from inkoop.base.rules.chain import Anchor
from inkoop.operations.queries.reads import check, removed_up_to
from inkoop.operations.queries.subjects import clients_over
from inkoop.operations.rules.retention import TERMS
from inkoop.operations.services.retention import STEPS, apply_retention, retention_is_due
from inkoop.operations.tasks import yearly_retention
from tests.desk.cast import person
from tests.exchange.cast import MARCH, deliver, lay_ground, line, row

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)


@pytest.fixture
def two_clients():
    """One with an accepted line and a refused one, one with an allocation alone; all of 2025."""
    lay_ground()
    other = {"toewijzingnummer": "77", "client": "kind-z", "toewijzingsdatum": "2025-01-02"}
    deliver("toewijzingen", row("toewijzingen", **other), received_on=MARCH)
    deliver("declaraties", line(), line(referentienummer="X", toewijzingnummer="9"), received_on=MARCH)
    return Client.objects.get(pseudonym="kind-z")


def later(years):
    return date(TODAY.year + years, 6, 1)


def counts(record):
    return {code: number for code, number in record.outcome["counts"].items() if number}


def test_each_term_has_its_step():
    assert [term.code for term in TERMS] == list(STEPS)


@pytest.mark.parametrize(
    ("years", "today", "cutoff"),
    [(7, date(2026, 12, 31), date(2019, 1, 1)), (7, date(2027, 1, 1), date(2020, 1, 1)), (0, TODAY, TODAY)],
)
def test_a_term_ends_with_the_calendar_year(years, today, cutoff):
    (term,) = [one for one in TERMS if one.years == years][:1]
    assert term.cutoff(today) == cutoff


def test_a_trial_counts_and_removes_nothing(two_clients):
    record = apply_retention(today=later(8), reason="proef", trial=True)
    assert counts(record)["clienten"] == Client.objects.count()
    assert counts(record)["geweigerd"] == RefusedLine.objects.count() == 1
    assert (record.is_trial, DeclarationLine.objects.count()) == (True, 1)


def test_nothing_goes_before_its_term(two_clients):
    clients = Client.objects.count()
    record = apply_retention(today=later(6), reason="te vroeg", trial=False)
    assert set(counts(record)) <= {"bevindingen"}
    assert (Client.objects.count(), DeclarationLine.objects.count()) == (clients, 1)


def test_after_its_term_all_of_a_client_goes(two_clients):
    record = apply_retention(today=later(8), reason="jaarlijks", trial=False)
    left = (Client, AllocationVersion, DeclarationLine, RefusedLine, Finding)
    assert [model.objects.count() for model in left] == [0, 0, 0, 0, 0]
    assert record.outcome["rows"]["prestaties"] == 1
    changed = Delivery.objects.filter(kind="declaraties").values_list("changes", flat=True)
    assert list(changed) == [1]
    again = apply_retention(today=later(8), reason="nog eens", trial=False)
    assert counts(again) == {}


def test_a_client_whose_care_goes_on_is_kept(two_clients):
    AllocationVersion.objects.filter(allocation__client=two_clients).update(end=date(2032, 1, 1))
    assert two_clients.pk not in clients_over(date(2027, 1, 1))
    assert two_clients.pk in clients_over(date(2033, 1, 1))


def read_at(user, moment):
    return ClientRead.objects.create(by=user, subject="cliënten", object_id="1", path="/x/", at=moment)


def test_old_reads_go_from_the_begin_and_the_chain_can_still_be_checked():
    user = person("lezer")
    for _ in range(4):
        read_at(user, None)
    with connection.cursor() as cursor:  # as if the first two were of long ago
        cursor.execute("SET LOCAL session_replication_role = replica")
        ClientRead.objects.filter(pk__lte=2).update(
            at=datetime(2019, 5, 1, tzinfo=ZoneInfo("Europe/Amsterdam"))
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    second = ClientRead.objects.get(pk=2)
    record = apply_retention(today=TODAY, reason="jaarlijks", trial=False)
    assert counts(record) == {"inzagen": 2}
    assert removed_up_to() == Anchor(2, second.hash)
    assert list(ClientRead.objects.order_by("pk").values_list("pk", flat=True)) == [3, 4]
    assert (check().is_whole, check().checked) == (True, 2)


def test_the_newest_read_stays_however_old():
    user = person("lezer")
    read_at(user, None)
    apply_retention(today=later(20), reason="jaarlijks", trial=False)
    assert ClientRead.objects.count() == 1
    assert check().is_whole


def test_the_clock_works_once_a_year_after_a_person_began(monkeypatch):
    assert yearly_retention() == "niets te doen"
    first = apply_retention(today=TODAY, reason="eerste keer", trial=False)
    assert not retention_is_due(today=first.at.date() + timedelta(days=299))
    assert retention_is_due(today=first.at.date() + timedelta(days=301))
    assert yearly_retention() == "niets te doen"


def test_the_command_tries_first(two_clients, capsys):
    call_command("retention")
    said = capsys.readouterr().out.splitlines()
    assert (len(said), said[-1]) == (
        len(TERMS) + 1,
        "Proef: er is niets verwijderd. Met --apply gebeurt het.",
    )
    call_command("retention", "--apply")
    assert capsys.readouterr().out.splitlines()[-1] == "Verwijderd."
    assert list(PrivacyRecord.objects.order_by("pk").values_list("is_trial", flat=True)) == [True, False]
