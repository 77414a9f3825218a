"""What becomes of dates: met, dismissed, and people warned in time."""

import logging
import secrets
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import connection, transaction
from django.urls import reverse

from contracts.choices import DeadlineState
from contracts.models import CalendarKey, DeadlineAlert, DeadlineMark
from contracts.queries.deadlines import Deadline, Due, Key, deadlines, thresholds
from contracts.rules.deadlines import to_alert
from contracts.services.audit import because
from inkoop.base.dutch import counted, long_date
from inkoop.base.models import User
from inkoop.base.parameters import values_at

logger = logging.getLogger(__name__)

LOCK_ALERTS = 8203


@transaction.atomic
def mark_deadline(*, due: Due, state: DeadlineState, reason: str, by: User) -> DeadlineMark:
    """Done, or dismissed with a reason. A later mark of the same date replaces this one, with its history."""
    if state == DeadlineState.DISMISSED and not reason.strip():
        raise ValidationError("Zeg waarom deze termijn vervalt.")
    subject_type, subject_id, kind, day = due.key
    with because(by, reason):
        mark, _ = DeadlineMark.objects.update_or_create(
            subject_type_id=subject_type,
            subject_id=subject_id,
            kind=kind,
            day=day,
            defaults={"state": state, "reason": reason, "by": by},
        )
    return mark


def send_digests(*, today: date) -> int:
    """One mail per person with the dates that came within a threshold; returns how many mails.

    Once per object, date and threshold, whatever days were missed. A mail that fails is sent by the next run;
    the others are not held up by it.
    """
    listed: dict[User, list[Deadline]] = {}
    for one in deadlines(today=today):
        person = one.due.responsible
        if one.is_open and person and person.is_active and person.email:
            listed.setdefault(person, []).append(one)
    sent = 0
    for person, found in listed.items():
        try:
            sent += _warn(person, found, today)
        except (OSError, SMTPException):
            logger.exception("De termijnen van gebruiker %s konden niet worden gemaild.", person.pk)
    return sent


@transaction.atomic
def _warn(person: User, listed: list[Deadline], today: date) -> bool:
    """Whether there was something to warn of. Of two runs at once the second one waits and finds nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_ALERTS])
    asked, sent = thresholds(dict(values_at(today))), _sent(today)
    reached = [
        (one, to_alert(one.due.day, today, one.due.warn or asked, sent.get(one.due.key, set())))
        for one in listed
    ]
    rows = [(one, months) for one, months in reached if months]
    if rows:
        _remember(person, rows)
        send_mail(_subject(rows), _body(rows), settings.DEFAULT_FROM_EMAIL, [person.email])
    return bool(rows)


def _sent(today: date) -> dict[Key, set[int]]:
    found: dict[Key, set[int]] = {}
    for row in DeadlineAlert.objects.filter(day__gte=today):
        key = (row.subject_type_id, row.subject_id, row.kind, row.day)
        found.setdefault(key, set()).add(row.threshold)
    return found


def _remember(person: User, rows: list[tuple[Deadline, list[int]]]) -> None:
    DeadlineAlert.objects.bulk_create(
        DeadlineAlert(
            subject_type_id=one.due.key[0],
            subject_id=one.due.key[1],
            kind=one.due.key[2],
            day=one.due.key[3],
            threshold=months,
            sent_to=person,
        )
        for one, reached in rows
        for months in reached
    )


def _subject(rows: list[tuple[Deadline, list[int]]]) -> str:
    first = rows[0][0].due
    return f"{counted(len(rows), 'termijn', 'termijnen')}, de eerste op {long_date(first.day)}"


def _body(rows: list[tuple[Deadline, list[int]]]) -> str:
    lines = [
        f"- {long_date(one.due.day)} ({counted(one.days, 'dag', 'dagen')}): {one.due.text}"
        f"{f' Aanbieder: {one.due.provider.name}.' if one.due.provider else ''}"
        for one, _ in rows
    ]
    address = f"{settings.SITE_URL}{reverse('admin:deadlines_page')}?van=mij"
    return "\n".join(
        ["Deze termijnen komen eraan:", "", *lines, "", f"Bekijk of handel ze af: {address}", ""]
    )


@transaction.atomic
def new_calendar_key(*, user: User) -> CalendarKey:
    """A secret address for the calendar of this person; the earlier one stops working."""
    key, _ = CalendarKey.objects.update_or_create(user=user, defaults={"key": secrets.token_urlsafe(32)})
    return key
