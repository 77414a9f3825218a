import pytest


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.DOCUMENTS, settings.WAITING_FILES = str(tmp_path / "documenten"), str(tmp_path / "kluis")
