"""Wrong configuration becomes a system check with a hint, not a surprise at night."""

from collections.abc import Iterable, Sequence
from shutil import which
from typing import Any

import redis
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections

from inkoop.exchange.pseudonyms import keys_of
from inkoop.operations.queries.keys import fingerprint, noted_fingerprint

MINIMUM_POSTGRESQL = 150000
MINIMUM_KEY_LENGTH = 32


@register(Tags.database)
def check_database_is_postgresql(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    return [message for alias in databases or () for message in _check_database(alias)]


def _check_database(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    hint = "Zet DATABASE_URL op een PostgreSQL-server, versie 15 of nieuwer."
    if connection.vendor != "postgresql":
        return [Error(f"De database is {connection.vendor}, geen PostgreSQL.", hint=hint, id="inkoop.E001")]
    try:
        connection.ensure_connection()
        version = connection.pg_version  # type: ignore[attr-defined]  # PostgreSQL only, see above
    except DatabaseError as error:
        return [Error(f"De database is niet bereikbaar: {error}", hint=hint, id="inkoop.E003")]
    if version < MINIMUM_POSTGRESQL:
        return [Error(f"PostgreSQL {version // 10000} is te oud.", hint=hint, id="inkoop.E002")]
    return []


@register(Tags.security, deploy=True)
def check_keys(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    messages: list[CheckMessage] = []
    if settings.LOCAL:
        messages.append(
            Error(
                "De lokale stand staat aan: bekende sleutels en geen https.",
                hint="Haal DEBUG en INKOOP_LOCAL uit de omgeving.",
                id="inkoop.E010",
            )
        )
    if min(map(len, settings.PSEUDONYM_KEY.split(","))) < MINIMUM_KEY_LENGTH:
        messages.append(
            Error(
                f"PSEUDONYM_KEY is korter dan {MINIMUM_KEY_LENGTH} tekens.",
                hint="Maak een langere sleutel en bewaar die; een andere zet u er met een komma voor (rotate_keys).",
                id="inkoop.E011",
            )
        )
    if settings.PSEUDONYM_KEY == settings.SECRET_KEY:
        messages.append(
            Error(
                "PSEUDONYM_KEY is gelijk aan SECRET_KEY.",
                hint="Gebruik twee sleutels: SECRET_KEY mag zomaar wisselen, PSEUDONYM_KEY niet.",
                id="inkoop.E012",
            )
        )
    return messages


@register(Tags.database, deploy=True)
def check_pseudonym_keys(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Whether the pseudonyms in the database were made with the keys of the environment."""
    if not databases or _check_database("default"):
        return []
    try:
        noted = noted_fingerprint()
    except DatabaseError:  # no tables yet
        return []
    if noted in ("", fingerprint(keys_of(settings.PSEUDONYM_KEY)[::-1])):
        return []
    return [
        Error(
            "PSEUDONYM_KEY is niet de sleutel waarmee de pseudoniemen in de database gemaakt zijn.",
            hint="Zet de oude sleutel terug, of de nieuwe met een komma ervoor en voer rotate_keys pseudonyms uit. "
            "Laad niets: bekende cliënten zouden niet herkend worden.",
            id="inkoop.E013",
        )
    ]


@register(Tags.security, deploy=True)
def check_scanner(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    command = settings.SCAN_COMMAND
    if not command or which(command[0]):
        return []
    return [
        Error(
            f"De virusscanner {command[0]} is er niet; zo wordt geen enkel document aangenomen.",
            hint="Installeer haar op de site, of haal SCAN_COMMAND weg.",
            id="inkoop.E030",
        )
    ]


@register(Tags.caches, deploy=True)
def check_redis_answers(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=3, socket_connect_timeout=3) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        return [
            Error(
                f"Redis is niet bereikbaar: {error}",
                hint="Start Redis en zet REDIS_URL, bijvoorbeeld redis://localhost:6379/0.",
                id="inkoop.E020",
            )
        ]
    return []
