import pytest

from tests.inbox import cast


@pytest.fixture
def vault(tmp_path, settings):
    settings.WAITING_FILES = str(tmp_path / "kluis")
    return tmp_path / "kluis"


@pytest.fixture
def ground(db, tmp_path, vault):
    """The small region of iJw, with a vault of its own."""
    cast.lay_ground(tmp_path)
