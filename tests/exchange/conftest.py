import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection, transaction

from tests.databases import is_real_database
from tests.exchange import cast

EMPTIED = (
    "contracts_",
    "exchange_",
    "kpis_",
    "providers_",
    "base_delivery",
    "base_municipality",
    "base_team",
)
KEPT = {"contracts_productcategory", "contracts_standardcode", "kpis_escalationstep"}  # filled by a migration


@pytest.fixture(scope="module")
def _ground(django_db_setup, django_db_blocker):
    """The small region, laid once for the tests of a module and taken back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast.lay_ground()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def ground(_ground, db):
    """The small region; what a test adds to it is taken back."""


@pytest.fixture
def submit(ground):
    """Delivers lines in March; gives the codes by row."""

    def deliver_lines(*lines, **options):
        return cast.codes(cast.deliver("declaraties", *lines, **options))

    return deliver_lines


@pytest.fixture
def allocated(ground):
    """Delivers a version of allocation 1, or of another."""

    def deliver_allocation(**changes):
        base = {"toewijzingnummer": "1", "client": "kind-a", "toewijzingsdatum": "2025-01-02"}
        delivery = cast.deliver(
            "toewijzingen", cast.row("toewijzingen", **(base | changes)), received_on=cast.JANUARY
        )
        assert cast.counts(delivery) == (1, 0, 0)

    return deliver_allocation


@pytest.fixture
def committed(prepared_database, django_db_blocker):
    """A database without a transaction around the test, for what other processes must see; emptied afterwards."""
    assert not is_real_database()
    with django_db_blocker.unblock():
        yield
        with connection.cursor() as cursor:
            names = connection.introspection.table_names(cursor)
            tables = [name for name in names if name.startswith(EMPTIED) and name not in KEPT]
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")


@pytest.fixture
def environment(prepared_database):
    """For a process of its own, on the database of the tests."""
    database = connection.settings_dict
    names = {name: database[name.upper()] for name in ("host", "port", "user", "password")}
    query = urlencode({name: value for name, value in names.items() if value})
    url = f"postgresql:///{database['NAME']}?{query}"
    return os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "inkoop.settings"}


@pytest.fixture
def manage(committed, environment):
    """Starts a management command in a process of its own."""
    started = []

    def start(*words: str | Path) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *map(str, words)],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
