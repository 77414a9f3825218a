import pytest

from inkoop.exchange.ijw.checking import check_file
from inkoop.exchange.services import (
    answer,
    write_decisions,
)
from tests.ijw.cast import (
    ALI,
    EVA,
    OTHER,
    TOM,
    allocated,
    allocation,
    change,
    declaration,
    line,
    request,
    requested,
)
from tests.ijw.decided import ASKED, DECIDED, MONTHLY, PERSON, YEAR
from tests.ijw.ground import RECEIVED, forget_tables, lay_ground, load
from tests.ijw.test_writing import body_of


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


@pytest.fixture
def message(tmp_path):
    clients = {TOM: [line("R1"), line("R2", ToewijzingNummer="7")], EVA: [line("R3", ToewijzingNummer="8")]}
    return declaration(tmp_path / "declaratie.xml", clients)


@pytest.fixture
def ali(region, tmp_path):
    """Of Ali: 600 in one code and 601 in another, a hundred hours a month."""
    given = [allocated("600", Omvang=MONTHLY, **YEAR), allocated("601", Omvang=MONTHLY, **YEAR, **OTHER)]
    assert load(allocation(tmp_path / "begin.xml", given, client={"Bsn": ALI})).rows_accepted == 2


@pytest.fixture
def ask(tmp_path):
    """A request for an allocation for Ali; gives its delivery."""

    def load_one(*products):
        products = list(products) or [requested("A1", **ASKED)]
        return load(request(tmp_path / "verzoek.xml", products, client={"Bsn": ALI}))

    return load_one


@pytest.fixture
def ask_change(tmp_path):
    def load_one(**content):
        return load(change(tmp_path / "wijziging.xml", reference="A1", bsn=ALI, **content))

    return load_one


@pytest.fixture
def written(tmp_path, django_capture_on_commit_callbacks):
    """Writes what was decided; gives the messages."""

    def write(delivery, people=None, dated_on=DECIDED):
        with django_capture_on_commit_callbacks(execute=True):
            paths = write_decisions(
                delivery_id=delivery.pk, folder=tmp_path, dated_on=dated_on, people=people or {ALI: PERSON}
            )
        for path in paths:
            (report,) = check_file(path)
            assert report.findings == []
        return [body_of(path) for path in paths]

    return write
