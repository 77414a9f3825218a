"""Another key for pseudonyms, and for what is kept encrypted."""

from collections.abc import Iterator

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection, transaction

from inkoop.base.choices import PrivacyKind
from inkoop.base.models import PrivacyRecord, User
from inkoop.base.sql import LOCK_ONE_LOAD
from inkoop.exchange import vault
from inkoop.exchange.pseudonyms import keys_of, rekeyed
from inkoop.operations.queries.keys import fingerprint, noted_fingerprint

SECRETS = ("secret", "seed")
AT_ONCE = 10_000


class UnknownKey(Exception):
    """The keys in the environment do not continue those that the pseudonyms were made with."""


@transaction.atomic
def rotate_pseudonyms(*, by: User | None, reason: str) -> int:
    """Brings all pseudonyms from the older keys in ``PSEUDONYM_KEY`` under the newest; how many changed.

    Again with the same keys: nothing happens. The first time with one key: only notes it. Raises UnknownKey. No other
    process may run meanwhile with the keys of before.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_ONE_LOAD])
    keys = keys_of(settings.PSEUDONYM_KEY)[::-1]  # oldest first
    noted = noted_fingerprint() or (fingerprint(keys[:1]) if len(keys) > 1 else "")
    known = next((place for place in range(len(keys), 0, -1) if fingerprint(keys[:place]) == noted), 0)
    if noted and not known:
        raise UnknownKey(
            "PSEUDONYM_KEY begint niet met de sleutels waarmee de pseudoniemen gemaakt zijn. Zet de nieuwe sleutel "
            "vooraan en laat alle oude er met komma's achter staan, in dezelfde volgorde."
        )
    new = [key.encode() for key in keys[known:]] if noted else []
    changed = _rewrite(new) if new else 0
    if noted != fingerprint(keys) or not noted_fingerprint():
        outcome = {"pseudonym_keys": fingerprint(keys), "counts": {"pseudoniemen": changed}}
        PrivacyRecord.objects.create(kind=PrivacyKind.KEYS, by=by, reason=reason, outcome=outcome)
    return changed


def _rewrite(new: list[bytes]) -> int:
    """In one statement, so that no two clients ever share a name."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE rekeyed (id bigint PRIMARY KEY, pseudonym text) ON COMMIT DROP")
        for rows in _made_from_bsn():
            with cursor.copy("COPY rekeyed FROM STDIN") as copy:
                for pk, name in rows:
                    copy.write_row((pk, rekeyed(name, new)))
        cursor.execute(
            "UPDATE contracts_client c SET pseudonym = r.pseudonym FROM rekeyed r WHERE r.id = c.id"
        )
        changed = int(cursor.rowcount)
        cursor.execute("DROP TABLE rekeyed")
    return changed


def _made_from_bsn() -> Iterator[list[tuple[int, str]]]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, pseudonym FROM contracts_client WHERE id > %s AND pseudonym ~ '^[0-9a-f]{64}$'"
                f" ORDER BY id LIMIT {AT_ONCE}",
                [last],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def rotate_files(*, by: User | None, reason: str) -> tuple[int, int]:
    """Encrypts waiting files and second factors again, under the first of ``FILE_KEYS``: how many of each.

    Can be broken off and done again. Afterwards the older keys can be left out. Raises LostFile for a file that none of
    the keys opens.
    """
    files = 0
    for name in vault.names():
        vault.renew(name)
        files += 1
    factors = _renew_factors()
    outcome = {"counts": {"bestanden": files, "tweede stappen": factors}}
    PrivacyRecord.objects.create(kind=PrivacyKind.KEYS, by=by, reason=reason, outcome=outcome)
    return files, factors


@transaction.atomic
def _renew_factors() -> int:
    adapter, changed = get_adapter(), 0
    for factor in Authenticator.objects.select_for_update().order_by("pk"):
        for name in SECRETS:
            if kept := factor.data.get(name):
                factor.data[name] = adapter.encrypt(adapter.decrypt(kept))
                changed += 1
        factor.save(update_fields=["data"])
    return changed
