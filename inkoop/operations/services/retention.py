"""Removing what is kept longer than its term, and reporting what was or would be removed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pgtrigger
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from contracts.models import RefusedLine
from inkoop.base.choices import PrivacyKind
from inkoop.base.models import ClientRead, Finding, PrivacyRecord, User
from inkoop.base.sql import LOCK_ONE_LOAD
from inkoop.operations.queries.subjects import clients_over
from inkoop.operations.rules import retention as rules
from inkoop.operations.services.subjects import delete_plainly, remove_clients

DUE_AFTER = timedelta(days=300)
AT_ONCE = 200

Counts = dict[str, int]


def apply_retention(*, today: date, by: User | None = None, reason: str, trial: bool) -> PrivacyRecord:
    """All terms of ``rules.TERMS`` in one transaction, with a report. ``trial``: removes nothing, only counts.

    Waits until no delivery is being loaded. A figure of today does not change: what is removed lies years back.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_ONE_LOAD])
        outcome: dict[str, Any] = {"cutoffs": {one.code: str(one.cutoff(today)) for one in rules.TERMS}}
        outcome["counts"] = {
            one.code: STEPS[one.code](one.cutoff(today), trial, outcome) for one in rules.TERMS
        }
        return PrivacyRecord.objects.create(
            kind=PrivacyKind.RETENTION, by=by, reason=reason, is_trial=trial, outcome=outcome
        )


def retention_is_due(*, today: date) -> bool:
    """Whether the last real run was nearly a year ago; the first one is started by a person."""
    runs = PrivacyRecord.objects.filter(kind=PrivacyKind.RETENTION, is_trial=False)
    newest = runs.order_by("-pk").values_list("at", flat=True).first()
    return newest is not None and timezone.localdate(newest) <= today - DUE_AFTER


def _clients(cutoff: date, trial: bool, outcome: dict[str, Any]) -> int:  # noqa: FBT001 -- called from the table
    found = clients_over(cutoff)
    if not trial:
        rows: Counts = {}
        for place in range(0, len(found), AT_ONCE):
            for name, number in remove_clients(found[place : place + AT_ONCE]).items():
                rows[name] = rows.get(name, 0) + number
        outcome["rows"] = rows
    return len(found)


def _rows(rows_before: Callable[[date], QuerySet]) -> Callable[[date, bool, dict[str, Any]], int]:
    def remove(cutoff: date, trial: bool, _: dict[str, Any]) -> int:  # noqa: FBT001 -- called from the table
        rows = rows_before(cutoff)
        return rows.count() if trial else delete_plainly(rows)

    return remove


def _reads(cutoff: date, trial: bool, outcome: dict[str, Any]) -> int:  # noqa: FBT001 -- called from the table
    """From the begin of the chain; the last row that goes is noted, so that what stays can still be checked. The
    newest row always stays.
    """
    newest = ClientRead.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    later = (
        ClientRead.objects.filter(at__date__gte=cutoff).order_by("pk").values_list("pk", flat=True).first()
    )
    old = ClientRead.objects.filter(pk__lt=later or newest)
    last = old.order_by("-pk").values_list("pk", "hash").first()
    if last is None:
        return 0
    if trial:
        return old.count()
    outcome["reads_removed_to"] = list(last)
    with pgtrigger.ignore("base.ClientRead:client_read_append_only"):
        return delete_plainly(old)


def _attempts(cutoff: date, trial: bool, _: dict[str, Any]) -> int:  # noqa: FBT001 -- called from the table
    found = [
        one.objects.filter(attempt_time__date__lt=cutoff)
        for one in (AccessAttempt, AccessFailureLog, AccessLog)
    ]
    return sum(rows.count() if trial else delete_plainly(rows) for rows in found)


STEPS: dict[str, Callable[[date, bool, dict[str, Any]], int]] = {
    rules.CLIENTS: _clients,
    rules.REFUSED: _rows(lambda cutoff: RefusedLine.objects.filter(received_on__lt=cutoff)),
    rules.FINDINGS: _rows(lambda cutoff: Finding.objects.filter(delivery__received_on__lt=cutoff)),
    rules.READS: _reads,
    rules.ATTEMPTS: _attempts,
    rules.SESSIONS: _rows(lambda cutoff: Session.objects.filter(expire_date__date__lt=cutoff)),
}
