import pytest

from contracts.models import CareRequest
from tests.ijw.cast import ALI, change, request, requested
from tests.inbox import cast
from tests.inbox.asked import ASKED
from tests.inbox.cast import load


@pytest.fixture
def vault(tmp_path, settings):
    settings.WAITING_FILES = str(tmp_path / "kluis")
    return tmp_path / "kluis"


@pytest.fixture
def ground(db, tmp_path, vault):
    """The small region of iJw, with a vault of its own."""
    cast.lay_ground(tmp_path)


@pytest.fixture
def ask(tmp_path):
    """Loads a request for an allocation; gives the request."""

    def load_one(*products, bsn=ALI, **changes):
        path = request(
            tmp_path / "verzoek.xml", [*products] or [requested(**ASKED)], client={"Bsn": bsn}, **changes
        )
        load(path)
        return CareRequest.objects.latest("id")

    return load_one


@pytest.fixture
def ask_change(tmp_path):
    def load_one(**content):
        load(change(tmp_path / "wijziging.xml", **content))
        return CareRequest.objects.get()

    return load_one
