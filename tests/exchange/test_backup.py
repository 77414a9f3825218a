"""What is put back is what was there: every row of every table, every file, and so every figure."""

import json
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection

from inkoop.exchange.services import receive
from inkoop.operations.services.backup import (
    MANIFEST,
    TABLES,
    BackupError,
    check_backup,
    connection_string,
    make_backup,
    restore_backup,
)
from kpis.models import IndicatorValue
from kpis.services import compute_all
from tests.exchange.cast import MARCH, lay_ground, line, table

OTHER = "terugzetproef"


@pytest.fixture
def folders(settings, tmp_path):
    settings.WAITING_FILES, settings.DOCUMENTS = str(tmp_path / "kluis"), str(tmp_path / "documenten")
    for name in ("kluis", "documenten/map"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "kluis" / "a.versleuteld").write_bytes(b"geheim")
    (tmp_path / "documenten" / "map" / "bewijs.pdf").write_bytes(b"pdf")
    return tmp_path


@pytest.fixture
def other_database(committed):
    """An empty one on the same server."""
    own = connection_string()
    with psycopg.connect(own, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {OTHER}")
        server.execute(f"CREATE DATABASE {OTHER}")
    yield OTHER
    with psycopg.connect(own, autocommit=True) as server:
        server.execute(f"DROP DATABASE {OTHER}")


def contents(database):
    """Of each table the rows in one number."""
    with psycopg.connect(connection_string(), dbname=database) as server:
        names = [name for (name,) in server.execute(TABLES).fetchall()]
        return {
            name: server.execute(
                f'SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM "{name}" t'
            ).fetchone()
            for name in names
        }


def deliver(tmp_path):
    lay_ground()
    path = tmp_path / "declaraties.csv"
    lines = [line(), *[line(referentienummer=f"X{n}", toewijzingnummer="9") for n in range(20)]]
    path.write_text(table("declaraties", lines), encoding="utf-8")
    receive(path, received_on=MARCH)
    compute_all(peildatum=MARCH)


def test_what_is_put_back_is_what_was_there(folders, other_database, monkeypatch):
    deliver(folders)
    before = contents(connection.settings_dict["NAME"])
    assert IndicatorValue.objects.exists()
    made = make_backup(folders / "veilig")
    assert (made.files, made.rows) == (2, sum(rows for rows, _ in before.values()))
    monkeypatch.setitem(connection.settings_dict, "NAME", other_database)
    monkeypatch.setitem(django_settings.DATABASES["default"], "NAME", other_database)
    for name in ("WAITING_FILES", "DOCUMENTS"):
        monkeypatch.setattr(django_settings, name, str(folders / "terug" / name))
    restore_backup(made.folder)
    assert contents(other_database) == before
    assert (folders / "terug" / "DOCUMENTS" / "map" / "bewijs.pdf").read_bytes() == b"pdf"
    assert (folders / "terug" / "WAITING_FILES" / "a.versleuteld").read_bytes() == b"geheim"
    with pytest.raises(BackupError, match="Er staan al gegevens"):
        restore_backup(made.folder)
    with psycopg.connect(connection_string()) as server:
        server.execute("DELETE FROM contracts_refusedline")
    restore_backup(made.folder, overwrite=True)
    assert contents(other_database) == before


def test_a_damaged_backup_is_refused(folders, committed):
    made = make_backup(folders / "veilig")
    assert set(check_backup(made.folder)) == {"gemaakt", "rijen", "bestanden"}
    (made.folder / "documenten" / "map" / "bewijs.pdf").write_bytes(b"pdg")
    with pytest.raises(BackupError, match=r"beschadigd: documenten/map/bewijs\.pdf"):
        restore_backup(made.folder, overwrite=True)
    (made.folder / MANIFEST).unlink()
    with pytest.raises(BackupError, match="geen hele back-up"):
        check_backup(made.folder)


def test_the_command_says_what_it_made(folders, environment):
    done = subprocess.run(
        [sys.executable, "manage.py", "backup", str(folders / "veilig")],
        cwd=django_settings.BASE_DIR,
        env=environment | {"WAITING_FILES": str(folders / "kluis"), "DOCUMENTS": str(folders / "documenten")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    (folder,) = (folders / "veilig").iterdir()
    rows = sum(json.loads((folder / MANIFEST).read_text())["rijen"].values())
    assert done.stdout.splitlines()[0].startswith(f"{Path(folder)}: {rows} rijen, 2 bestanden, ")
