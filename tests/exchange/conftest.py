import pytest
from django.db import transaction

from tests.exchange import cast


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
