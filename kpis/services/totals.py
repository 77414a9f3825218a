"""The running totals: which deliveries they hold, and whether figures may follow from them."""

from datetime import date

from django.db import connection, transaction
from django.db.models import Max, Sum

from inkoop.base.periods import add_months, first_of_month
from kpis.models import TotalsState
from kpis.queries.known import RULES_VERSION, first_service_month, loaded
from kpis.queries.totals import ALWAYS, add_deliveries, add_months_to_totals, build_totals

LOCK_TOTALS = 8302

MONTHS_BEFORE = 12
"""W is kept from a year before the first service month, because a window may begin there."""

MONTHS_AROUND = 36
"""Months asked further away than this are computed from the facts: an allocation without end goes on forever."""

PARTS_TO_BUILD = 3
"""When more than one part in so many of the rows is new, building anew costs less than adding."""


class ChangedMeanwhile(Exception):
    """A delivery was loaded while the figures that follow from it were being made."""


def bring_totals_up_to_date(*, peildatum: date, first: date, last: date) -> None:
    """Makes the totals hold every loaded delivery, with W at least from ``first`` t/m ``last``.

    Only where they serve: when everything loaded was received on or before the peildatum. In one
    transaction, so that after a crash the totals are as they were. Two workers at once do no harm: the
    second waits, and finds nothing new.
    """
    first_month = first_service_month(ALWAYS)
    if first_month is None or loaded(ALWAYS).filter(received_on__gt=peildatum).exists():
        return
    if first < add_months(first_month, -MONTHS_AROUND) or last > add_months(peildatum, MONTHS_AROUND):
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_TOTALS])
        _bring_up_to_date(min(add_months(first_month, -MONTHS_BEFORE), first), last)


def totals_hold(peildatum: date, first: date, last: date) -> bool:
    """True when the totals hold exactly what is known on the peildatum, with W from ``first`` t/m ``last``."""
    state = TotalsState.objects.first()
    return (
        state is not None
        and state.rules_version == RULES_VERSION
        and state.first_month <= first
        and last <= state.last_month
        and (state.delivery_ids, state.changes) == _known_deliveries(peildatum)
    )


def _bring_up_to_date(first: date, last: date) -> None:
    known, state = _known_deliveries(ALWAYS), TotalsState.objects.first()
    deliveries, changes = known
    if state is None or state.changes != changes or not _can_grow(state, deliveries, first):
        _build(deliveries, changes, first, max(last, _newest_month()))
    else:
        _grow(state, deliveries, last)
    if _known_deliveries(ALWAYS) != known:
        raise ChangedMeanwhile("Tijdens het rekenen werd een aanlevering geladen; probeer het opnieuw.")


def _known_deliveries(peildatum: date) -> tuple[list[int], int]:
    """Their ids, and how many decisions of people about their lines there are."""
    rows = list(loaded(peildatum).order_by("id").values_list("id", "changes"))
    return [pk for pk, _ in rows], sum(changes for _, changes in rows)


def _newest_month() -> date:
    return first_of_month(loaded(ALWAYS).aggregate(newest=Max("received_on"))["newest"])


def _can_grow(state: TotalsState, deliveries: list[int], first: date) -> bool:
    new = set(deliveries) - set(state.delivery_ids)
    return (
        state.rules_version == RULES_VERSION
        and state.first_month <= first
        and set(state.delivery_ids) <= set(deliveries)
        and _rows(new) * PARTS_TO_BUILD <= _rows(set(deliveries))
    )


def _rows(delivery_ids: set[int]) -> int:
    rows = loaded(ALWAYS).filter(id__in=delivery_ids).aggregate(rows=Sum("rows_total"))["rows"]
    return rows or 0


def _build(deliveries: list[int], changes: int, first: date, last: date) -> None:
    with connection.cursor() as cursor:
        build_totals(cursor, first, last)
    content = {"rules_version": RULES_VERSION, "delivery_ids": deliveries, "changes": changes}
    TotalsState.objects.update_or_create(id=1, defaults={**content, "first_month": first, "last_month": last})


def _grow(state: TotalsState, deliveries: list[int], last: date) -> None:
    new = tuple(sorted(set(deliveries) - set(state.delivery_ids)))
    if not new and last <= state.last_month:
        return
    with connection.cursor() as cursor:
        if new:
            add_deliveries(cursor, state.first_month, state.last_month, new)
        if last > state.last_month:
            add_months_to_totals(cursor, add_months(state.last_month, 1), last)
    state.delivery_ids, state.last_month = deliveries, max(last, state.last_month)
    state.save()
