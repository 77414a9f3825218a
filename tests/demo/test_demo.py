"""The demo on a small region: a database of its own, a real queue and a real worker."""

import csv
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from itertools import takewhile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.management import CommandError
from django.db import connection

from inkoop.base.dutch import euro
from inkoop.base.models import Delivery, User
from inkoop.base.workdays import workdays_between
from inkoop.demo.region.region import Order, make
from inkoop.demo.steps import jobs
from inkoop.demo.steps.build import Build
from inkoop.desk.roles import CONTRACT_MANAGER
from inkoop.exchange.models import Hold, Message
from providers.models import Provider

ROOT = Path(__file__).resolve().parent.parent.parent
TODAY = date(2024, 2, 29)
NEXT_MONTH = date(2024, 3, 31)
LEFT_OUT = ("2023-05", "2023-06", "2023-07", "2023-08", "2023-09")  # for speed


@pytest.fixture
def db(django_db_setup, django_db_blocker):
    """A database of its own instead of a transaction: the worker sees only what is committed, and that is a lot."""
    with django_db_blocker.unblock():
        shared = connection.settings_dict["NAME"]
        own = f"{shared}_demo"
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
            cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{shared}"')
        connection.settings_dict["NAME"] = own
        yield
        connection.close()
        connection.settings_dict["NAME"] = shared
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{own}" WITH (FORCE)')


@pytest.fixture
def worker(db, tmp_path):
    jobs.app.control.purge()
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = {**os.environ, "DATABASE_URL": urlunsplit(address)}
    command = [sys.executable, "-m", "celery", "-A", "inkoop", "worker", "--concurrency=1"]
    with (tmp_path / "worker.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    yield process
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture
def data(tmp_path, settings):
    """Where the demo finds its region, without some months."""
    settings.WAITING_FILES = str(tmp_path / "kluis")
    folder = tmp_path / "data" / "regio-klein-1-2023"
    make(Order("klein", 1, folder))
    for day in folder.iterdir():
        if day.name.startswith(LEFT_OUT):
            shutil.rmtree(day)
    return folder.parent


def build(data, today):
    lines = []
    Build(data, "klein", 1, today, say=lines.append).run()
    return lines


def overruns_in(lines):
    """The amounts too much in the table of ten, as printed."""
    place = next(number for number, line in enumerate(lines) if line.startswith("Tien grootste")) + 2
    rows = takewhile(lambda line: line.startswith("  IBP-"), lines[place:])
    return [re.findall(r"€\s[\d.,]+", row)[2] for row in rows]


def overruns_exported(data):
    with (data / "uitvoer" / "ibp.csv").open(encoding="utf-8", newline="") as file:
        cents = [int(row["overschrijding"] or 0) for row in csv.DictReader(file, delimiter=";")]
    return [euro(found) for found in sorted(cents, reverse=True)[:10] if found]


def inbox():
    """Number of each message, working days to its deadline, and its lines accepted and refused."""
    return [
        (
            message.identification[1:],
            workdays_between(TODAY, message.due_on),
            message.delivery.rows_accepted,
            message.delivery.rows_refused,
        )
        for message in Message.objects.order_by("due_on").select_related("delivery")
    ]


def test_the_demo_shows_what_the_exports_say_and_reuses_what_is_there(worker, data):
    first = build(data, TODAY)

    assert overruns_in(first) == overruns_exported(data)
    assert [line[1:4] for line in first if line.startswith("\n") and line[2:4] == "/5"] == [
        f"{step}/5" for step in range(1, 6)
    ]
    assert any(line.startswith("  gedeclareerd 12-2022 t/m 11-2023: €") for line in first)
    assert Provider.objects.filter(account_holder__groups__name=CONTRACT_MANAGER).exists()

    assert "  4 iJw-berichten wachten op antwoord." in first
    assert inbox() == [("991", -1, 1, 2), ("992", 0, 1, 2), ("993", 6, 1, 2), ("990", 10, None, None)]
    assert Hold.objects.get().message.identification == "B993"

    of_messages = Message.objects.count() + 1
    deliveries = Delivery.objects.count()
    loaded = Delivery.objects.filter(is_decision=False).count() - of_messages
    again = build(data, TODAY)
    assert Delivery.objects.count() == deliveries
    assert f"  Al geladen, daar verandert niets aan: {loaded} bestanden." in again
    assert [line for line in again if "aanvaard" in line] == []

    later = build(data, NEXT_MONTH)
    assert [line.split()[0] for line in later if "aanvaard" in line] == ["12-03-2024"]


def test_without_a_worker_the_demo_says_what_to_do():
    with pytest.raises(CommandError, match="make demo"):
        jobs.await_worker(patience=0)


@pytest.mark.usefixtures("db")
def test_the_demo_leaves_a_database_of_others_alone(data):
    Delivery.objects.create(
        kind="gemeenten", file_name="a.csv", sha256="0", received_on=TODAY, status="bezig"
    )
    with pytest.raises(CommandError, match="niet van de demo"):
        build(data, TODAY)
    assert not User.objects.exists()
