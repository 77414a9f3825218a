"""What goes wrong around a load: killed processes, two at once, a lost connection. Never anything in between.

``KILLS=30`` kills more often than in the normal run.
"""

import os
import time
from contextlib import contextmanager
from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.utils import timezone

from contracts.models import DeclarationLine, RefusedLine
from inkoop.base.choices import DeliveryKind, DeliveryStatus
from inkoop.base.models import Delivery
from inkoop.base.sql import LOCK_ONE_LOAD
from inkoop.exchange.loaders import LOADERS
from inkoop.exchange.services import receive, receiving, recover_broken_off
from inkoop.exchange.services.receiving import BROKEN_OFF
from tests.exchange.cast import MARCH, counts, lay_ground, line, row, table
from tests.exchange.tables import contents

KILLS = int(os.environ.get("KILLS", "3"))
LONGEST = 1.2  # seconds between the begin of a load and the kill
PATIENCE = timedelta(seconds=60)
UNKNOWN = {"toewijzingnummer": "9"}


@pytest.fixture
def file(tmp_path):
    """A delivery of which the load takes a while: one good line and many refused ones."""
    lines = [line(), *[line(referentienummer=f"X{n}", **UNKNOWN) for n in range(4_000)]]
    path = tmp_path / "declaraties.csv"
    path.write_text(table("declaraties", lines), encoding="utf-8")
    return path


def wait_for(condition):
    """The first true value of the condition."""
    until = timezone.now() + PATIENCE
    while timezone.now() < until:
        if found := condition():
            return found
        time.sleep(0.005)
    raise TimeoutError


def loading():
    return Delivery.objects.filter(status=DeliveryStatus.LOADING).exists()


def at_work():
    """The server process of a load, by the lock that it holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [receiving.LOCK_FILE],
        )
        return [pid for (pid,) in cursor.fetchall()]


@pytest.mark.parametrize("turn", range(KILLS))
def test_killed_at_any_moment_old_or_new_state(manage, file, turn):
    lay_ground()
    before = contents(without={"base_delivery"})
    process = manage("import_delivery", file, "--received-on", MARCH.isoformat())
    wait_for(loading)
    assert recover_broken_off() == []
    time.sleep(Random(turn).random() * LONGEST)  # noqa: S311 -- nothing secret
    process.kill()
    process.wait()
    wait_for(lambda: not at_work())

    died = [(delivery.status, delivery.message) for delivery in recover_broken_off()]
    killed = Delivery.objects.latest("id")
    if died:
        assert died == [(DeliveryStatus.BROKEN_OFF, BROKEN_OFF)]
        assert (counts(killed), contents(without={"base_delivery"})) == ((None, None, None), before)
    else:
        assert (killed.status, counts(killed)) == (DeliveryStatus.LOADED, (1, 4_000, 0))

    receipt = receive(file, received_on=MARCH)
    assert (receipt.repeated, counts(receipt.delivery)) == (not died, (1, 4_000, 0))
    assert (DeclarationLine.objects.count(), RefusedLine.objects.count()) == (1, 4_000)


def test_the_next_start_says_what_was_broken_off(manage, file):
    lay_ground()
    process = manage("import_delivery", file, "--received-on", MARCH.isoformat())
    wait_for(loading)
    process.kill()
    process.wait()
    wait_for(lambda: not at_work())
    killed = Delivery.objects.latest("id")
    again = manage("import_delivery", file, "--received-on", MARCH.isoformat())
    _, errors = again.communicate(timeout=120)
    assert (again.returncode, errors) == (1, f"declaraties.csv (aanlevering {killed.pk}): {BROKEN_OFF}\n")


def test_the_server_notices_soon_that_a_process_died(manage, file):
    """Also in the middle of a long statement: the next load need not wait for its end."""
    lay_ground()
    with long_statement():
        process = manage("import_delivery", file, "--received-on", MARCH.isoformat())
        wait_for(loading)
        time.sleep(0.5)
        process.kill()
        process.wait()
        wait_for(lambda: not at_work())
    assert [delivery.message for delivery in recover_broken_off()] == [BROKEN_OFF]


@contextmanager
def long_statement():
    """Other loads wait in their transaction, as they do in a statement that takes long."""
    beside = connection.copy()
    with beside.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_ONE_LOAD])
    try:
        yield
    finally:
        beside.close()


def test_same_file_by_two_processes_at_once(manage, file):
    lay_ground()
    words = ("import_delivery", file, "--received-on", MARCH.isoformat())
    processes = [manage(*words), manage(*words)]
    said = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [1, 1]
    assert sorted("al geladen" in text for text in said) == [False, True]
    delivery = Delivery.objects.get(kind="declaraties")
    assert (counts(delivery), RefusedLine.objects.count()) == ((1, 4_000, 0), 4_000)


def test_different_files_by_two_processes_at_once(manage, tmp_path):
    """Both declare the same care: one after the other they are judged, and the second sees the first."""
    lay_ground()
    processes = []
    for name in "ab":
        path = tmp_path / f"{name}.csv"
        lines = [line(referentienummer=f"{name}{n}", declaratienummer=f"D{name}") for n in range(500)]
        path.write_text(table("declaraties", lines), encoding="utf-8")
        processes.append(manage("import_delivery", path, "--received-on", MARCH.isoformat()))
    for process in processes:
        process.communicate(timeout=120)
    assert [process.returncode for process in processes] == [1, 1]
    loaded = Delivery.objects.filter(kind="declaraties", status=DeliveryStatus.LOADED)
    assert sorted(counts(delivery) for delivery in loaded) == [(0, 500, 0), (1, 499, 0)]


def test_lost_connection(manage, file):
    lay_ground()
    before = contents(without={"base_delivery"})
    process = manage("import_delivery", file, "--received-on", MARCH.isoformat())
    wait_for(loading)
    (pid,) = at_work()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    _, errors = process.communicate(timeout=120)
    stopped = "Het laden is gestopt door een onverwachte fout. Wat hierboven niet staat, is niet geladen."
    assert (process.returncode, errors.splitlines()[-1]) == (2, stopped)
    broken_off = Delivery.objects.latest("id")
    assert (broken_off.status, broken_off.message) == (DeliveryStatus.BROKEN_OFF, BROKEN_OFF)
    assert contents(without={"base_delivery"}) == before
    assert counts(receive(file, received_on=MARCH).delivery) == (1, 4_000, 0)


def test_others_read_on_during_a_load_and_see_its_progress(committed, file, monkeypatch):
    lay_ground()
    seen = []

    def watched(cursor, delivery):
        """The load as it is, and what another connection sees just before its transaction ends."""
        found = loaders[DeliveryKind.DECLARATIONS](cursor, delivery)
        beside = connection.copy()
        with beside.cursor() as other:
            other.execute("SET statement_timeout = '2s'")
            other.execute("SELECT count(*) FROM contracts_declarationline")
            seen.append(other.fetchone())
            other.execute("SELECT count(*) FROM contracts_refusedline")
            seen.append(other.fetchone())
            other.execute(
                "SELECT status, rows_read, rows_total FROM base_delivery WHERE id = %s", [delivery.pk]
            )
            seen.append(other.fetchone())
        beside.close()
        return found

    loaders = dict(LOADERS)
    monkeypatch.setitem(LOADERS, DeliveryKind.DECLARATIONS, watched)
    monkeypatch.setattr(receiving, "REPORT_EVERY", 0)
    delivery = receive(file, received_on=MARCH).delivery
    assert seen == [(0,), (0,), (DeliveryStatus.LOADING, 4_001, 4_001)]
    assert (delivery.status, delivery.rows_read) == (DeliveryStatus.LOADED, 4_001)


def test_an_error_in_a_load_leaves_nothing(committed, tmp_path, monkeypatch):
    lay_ground()
    before = contents(without={"base_delivery"})
    path = tmp_path / "toewijzingen.csv"
    path.write_text(table("toewijzingen", [row("toewijzingen")]), encoding="utf-8")

    def fail(cursor, delivery):
        loaders[DeliveryKind.ALLOCATIONS](cursor, delivery)
        raise RuntimeError("stuk")

    loaders = dict(LOADERS)
    with monkeypatch.context() as broken:
        broken.setitem(LOADERS, DeliveryKind.ALLOCATIONS, fail)
        with pytest.raises(RuntimeError):
            receive(path, received_on=MARCH)
    delivery = Delivery.objects.latest("id")
    assert (delivery.status, delivery.message, delivery.rows_total) == (
        DeliveryStatus.BROKEN_OFF,
        BROKEN_OFF,
        None,
    )
    assert contents(without={"base_delivery"}) == before
    assert counts(receive(path, received_on=MARCH).delivery) == (1, 0, 0)
