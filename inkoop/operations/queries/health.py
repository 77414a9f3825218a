"""Whether this installation can do its work: database, tables, queue and the folders for files."""

import os
from dataclasses import dataclass
from pathlib import Path

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

LITTLE_ROOM = 500_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Part:
    """``is_needed``: without it no page can be shown; else work waits and the pages go on."""

    name: str
    is_well: bool
    is_needed: bool
    said: str = ""


def parts() -> list[Part]:
    """Needs no table; asks each part at most a second or so."""
    return [
        _database(),
        _queue(),
        _room("bestanden", settings.WAITING_FILES),
        _room("documenten", settings.DOCUMENTS),
    ]


def _database() -> Part:
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return Part("database", is_well=False, is_needed=True, said="niet bereikbaar")
    said = (
        f"{missing} wijzigingen van de tabellen zijn nog niet uitgevoerd (manage.py migrate)"
        if missing
        else ""
    )
    return Part("database", is_well=not missing, is_needed=True, said=said)


def _queue() -> Part:
    said = "" if queue_answers() else "niet bereikbaar; werk wacht tot zij er weer is"
    return Part("wachtrij", is_well=not said, is_needed=False, said=said)


def queue_answers() -> bool:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _room(name: str, folder: str) -> Part:
    """Of the nearest folder that is there: it is made at the first file."""
    place = next(path for path in (Path(folder), *Path(folder).parents) if path.exists())
    status = os.statvfs(place)
    free = status.f_bavail * status.f_frsize
    if not os.access(place, os.W_OK):
        return Part(name, is_well=False, is_needed=False, said="de map is niet te beschrijven")
    if free < LITTLE_ROOM:
        return Part(name, is_well=False, is_needed=False, said=f"nog {free // 1_000_000} MB vrij")
    return Part(name, is_well=True, is_needed=False)
