import pytest

from tests.reports import cast


@pytest.fixture
def region(db):
    cast.lay_region()
    return cast.compute()
