"""What is done with the data of one client at the request of that person: shown, unlinked or removed."""

import secrets
from collections.abc import Collection
from datetime import date

import pgtrigger
from django.db import connection, transaction
from django.db.models import F, QuerySet

from contracts.models import AllocationVersion, Client, DeclarationLine
from inkoop.base.choices import PrivacyKind
from inkoop.base.models import Delivery, PrivacyRecord, User
from inkoop.base.sql import LOCK_ONE_LOAD
from inkoop.operations.queries.subjects import clients_over, everything_about, kinds
from inkoop.operations.rules.retention import CLIENTS, term_of

UNLINKED = "losgekoppeld-"


class StillKept(Exception):
    """The term of this client has not passed; the message says until when and what can be done instead."""


def show_client(client: Client, *, by: User | None, reason: str) -> dict[str, list[dict]]:
    """All that is kept; that it was asked is kept as well."""
    found = everything_about(client)
    _record(PrivacyKind.ACCESS, by, reason, {name: len(rows) for name, rows in found.items()})
    return found


@transaction.atomic
def unlink_client(client: Client, *, by: User | None, reason: str) -> None:
    """Nobody can find the person any more: another name, no month of birth, no names in what was told about the care.

    Amounts stay, so figures stay the same to the cent. Whoever delivers for the same person later makes a new client.
    """
    client.pseudonym = UNLINKED + secrets.token_hex(16)
    client.birth_month = None
    client.save(update_fields=["pseudonym", "birth_month"])
    versions = AllocationVersion.objects.filter(allocation__client=client).exclude(referrer_name="")
    names = versions.update(referrer_name="")
    _record(PrivacyKind.UNLINK, by, reason, {"namen van verwijzers gewist": names})


@transaction.atomic
def remove_client(client: Client, *, today: date, by: User | None, reason: str) -> dict[str, int]:
    """Raises StillKept while the term has not passed. Rows per kind of data."""
    term = term_of(CLIENTS)
    if client.pk not in clients_over(term.cutoff(today)):
        raise StillKept(
            f"Deze gegevens moeten nog bewaard blijven: {term.term} na het jaar van {term.since} ({term.ground}). "
            "Loskoppelen kan wel: dan is niet meer te vinden over wie zij gaan."
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_ONE_LOAD])
    rows = remove_clients([client.pk])
    _record(PrivacyKind.REMOVAL, by, reason, rows)
    return rows


def remove_clients(clients: Collection[int]) -> dict[str, int]:
    """Rows removed per kind of data. Call it in a transaction that holds ``LOCK_ONE_LOAD``.

    The deliveries of their lines count as changed, so that running totals and figures are made again.
    """
    lines = DeclarationLine.objects.filter(client__in=clients)
    deliveries = list(lines.order_by().values_list("declaration__delivery", flat=True).distinct())
    removed: dict[str, int] = {}
    with pgtrigger.ignore():
        for kind in kinds():
            name = str(kind.model._meta.verbose_name_plural)
            removed[name] = removed.get(name, 0) + delete_plainly(kind.of(clients))
    Delivery.objects.filter(pk__in=deliveries).update(changes=F("changes") + 1)
    return {name: number for name, number in removed.items() if number}


def delete_plainly(rows: QuerySet) -> int:
    """Without Django's walk along the relations, which refuses what a later row still leads to."""
    own = rows.model._meta.base_manager.filter(pk__in=rows.values("pk"))
    return int(own._raw_delete(own.db))  # noqa: SLF001 -- what Django itself does for rows that nothing leads to


def _record(kind: PrivacyKind, by: User | None, reason: str, counts: dict[str, int]) -> None:
    PrivacyRecord.objects.create(kind=kind, by=by, reason=reason, outcome={"counts": counts})
