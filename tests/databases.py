"""The database of the tests, also for tests that commit: never the one that somebody works in."""

import os
from urllib.parse import urlsplit

import pytest
from django.db import DEFAULT_DB_ALIAS, connection
from django.test.utils import setup_databases, teardown_databases


def is_real_database() -> bool:
    return str(connection.settings_dict["NAME"]) == urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/")


@pytest.fixture(scope="session")
def prepared_database(django_db_setup, django_db_blocker, django_db_keepdb, django_db_createdb):
    """The database of the tests. In a run of tests without a mark pytest-django makes none, and what follows would
    empty the real one.
    """
    made = None
    keep = django_db_keepdb and not django_db_createdb
    if is_real_database():
        with django_db_blocker.unblock():
            made = setup_databases(verbosity=0, interactive=False, aliases={DEFAULT_DB_ALIAS}, keepdb=keep)
    yield
    if made and not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)
