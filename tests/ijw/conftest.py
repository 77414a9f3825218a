import pytest

from inkoop.exchange.ijw.checking import check_file
from inkoop.exchange.services import answer
from tests.ijw.ground import RECEIVED, forget_tables, lay_ground


@pytest.fixture
def region(db, tmp_path, settings):
    settings.WAITING_FILES = str(tmp_path / "kluis")
    lay_ground(tmp_path)


@pytest.fixture
def no_tables_left(region):
    forget_tables()


@pytest.fixture
def answered(tmp_path, django_capture_on_commit_callbacks):
    def write(delivery):
        with django_capture_on_commit_callbacks(execute=True):
            path = answer(delivery_id=delivery.pk, folder=tmp_path, dated_on=RECEIVED)
        (report,) = check_file(path)
        assert report.findings == []
        return path

    return write
