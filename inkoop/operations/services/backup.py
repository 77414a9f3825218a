"""A backup is a folder: the database as it was at one moment, the files that belong to it, and what must be in it."""

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.utils import timezone
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier

from inkoop.servers.programs import find_program

DUMP, MANIFEST = "database.dump", "inhoud.json"
FOLDERS = {"uploads": "WAITING_FILES", "documenten": "DOCUMENTS"}
BLOCK = 1 << 20
TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY c.relname
"""


class BackupError(Exception):
    """Says what is wrong and what to do; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Made:
    folder: Path
    rows: int
    files: int
    size: int


def connection_string() -> str:
    """Of the database in the settings, as PostgreSQL's own programs take it."""
    known = settings.DATABASES["default"]
    parts = ("HOST", "PORT", "USER", "PASSWORD")
    given: dict[str, Any] = {name.lower(): known[name] for name in parts if known[name]} | {
        "dbname": known["NAME"]
    }
    return make_conninfo("", **given, **{k: v for k, v in known["OPTIONS"].items() if isinstance(v, str)})


def make_backup(into: Path) -> Made:
    """A new folder below ``into``; it gets its name once it is whole. Work goes on meanwhile. Raises BackupError."""
    name = f"inkoop-{timezone.localtime():%Y%m%d-%H%M%S}"
    unfinished, target = into / f"{name}.deel", into / name
    unfinished.mkdir(mode=0o700, parents=True)
    _copy_files(unfinished)
    with psycopg.connect(connection_string()) as server:
        server.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        (snapshot,) = server.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        counts = _counts(server)
        program = find_program("pg_dump", server_version=server.info.server_version // 10_000)
        _run([program, "--format=custom", f"--snapshot={snapshot}", f"--file={unfinished / DUMP}"])
    _copy_files(unfinished)  # what came in meanwhile
    paths = [path for path in sorted(unfinished.rglob("*")) if path.is_file()]
    files = {str(path.relative_to(unfinished)): _sha256(path) for path in paths}
    content = {"gemaakt": timezone.now().isoformat(), "rijen": counts, "bestanden": files}
    (unfinished / MANIFEST).write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
    unfinished.rename(target)
    size = sum((target / one).stat().st_size for one in files)
    return Made(target, sum(counts.values()), len(files) - 1, size)


def check_backup(folder: Path) -> dict[str, Any]:
    """Its manifest, when every file is there and as it was. Raises BackupError."""
    try:
        content: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackupError(
            f"{folder} is geen hele back-up: {MANIFEST} ontbreekt of is niet te lezen."
        ) from error
    wrong = [
        name for name, digest in content["bestanden"].items() if _digest_or_nothing(folder / name) != digest
    ]
    if wrong:
        raise BackupError(f"De back-up is beschadigd: {', '.join(wrong[:5])}. Gebruik een andere.")
    return content


def restore_backup(folder: Path, *, overwrite: bool = False) -> datetime:
    """Puts the database back in one transaction, then the files; checks that every row is there. Raises BackupError.

    A database that holds tables is only replaced with ``overwrite``. The moment of the backup.
    """
    content, target = check_backup(folder), connection_string()
    with psycopg.connect(target) as server:
        version = server.info.server_version // 10_000
        if server.execute(TABLES).fetchone() and not overwrite:
            raise BackupError("Er staan al gegevens in deze database. Met --overwrite worden zij vervangen.")
    program = find_program("pg_restore", server_version=version)
    options = [
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
    ]
    _run([program, *options, str(folder / DUMP)])
    for name, setting in FOLDERS.items():
        if (folder / name).exists():
            shutil.copytree(folder / name, getattr(settings, setting), dirs_exist_ok=True)
    with psycopg.connect(target) as server:
        found = _counts(server)
    differing = sorted(table for table, rows in content["rijen"].items() if found.get(table) != rows)
    if differing:
        raise BackupError(f"Na het terugzetten verschilt het aantal rijen van {', '.join(differing)}.")
    return datetime.fromisoformat(content["gemaakt"])


def _counts(server: psycopg.Connection) -> dict[str, int]:
    tables = [name for (name,) in server.execute(TABLES).fetchall()]
    counts = {}
    for name in tables:
        row = server.execute(SQL("SELECT count(*) FROM {}").format(Identifier(name))).fetchone()
        counts[name] = row[0] if row else 0
    return counts


def _copy_files(folder: Path) -> None:
    """What is not there yet; a file that is loaded and removed meanwhile needs no place."""
    for name, setting in FOLDERS.items():
        source = Path(getattr(settings, setting))
        for path in source.rglob("*"):
            target = folder / name / path.relative_to(source)
            if path.is_file() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                try:
                    shutil.copy2(path, target)
                except FileNotFoundError:
                    continue


def _run(command: list[str]) -> None:
    """On our database; its password stays out of the list of processes."""
    known = conninfo_to_dict(connection_string())
    secret = str(known.pop("password", ""))
    done = subprocess.run(  # noqa: S603 -- a program of PostgreSQL with our own arguments
        [*command, f"--dbname={make_conninfo('', **known)}"],
        env=os.environ | ({"PGPASSWORD": secret} if secret else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{Path(command[0]).name} is gestopt:\n{done.stderr.strip()}")


def _digest_or_nothing(path: Path) -> str:
    return _sha256(path) if path.is_file() else ""


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
