"""Deciding on a request: granted (new versions of allocations), refused, or under investigation.

The message about it is written apart (``write_decisions``), since it may need data that this system does not keep.
"""

import hashlib
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.db.models import BigIntegerField, Max
from django.db.models.functions import Cast
from django.utils import timezone

from contracts.choices import RefusalReason, RequestKind, RequestStatus
from contracts.models import Allocation, AllocationVersion, CareRequest, RequestDecision
from contracts.services.requests import decide
from inkoop.base.choices import DeliveryKind, DeliveryStatus
from inkoop.base.models import Delivery, Municipality, User
from inkoop.base.signals import delivery_loaded
from inkoop.exchange.errors import NotPossible
from inkoop.exchange.services.granting import Planned, Terms, planned_versions

HIGHEST_NUMBER = 999_999_999
NUMBER = r"^[0-9]{1,9}$"


class NotDecided(NotPossible):
    """The decision cannot be taken; the text says why and what to do."""


def decide_request(
    *,
    request_id: int,
    status: RequestStatus,
    by: User | None,
    decided_on: date,
    refusal_reason: str = "",
    other_municipality: str = "",
    explanation: str = "",
    terms: Terms | None = None,
    number: int | None = None,
) -> RequestDecision:
    """Raises NotDecided, and leaves everything as it was.

    ``terms`` grants a JW315 otherwise than asked (IV094); a JW317 is granted or refused as a whole (OP344).
    ``number`` is that of the first new allocation; else the first above all that are known of the municipality.
    """
    with transaction.atomic():
        request = CareRequest.objects.select_for_update().filter(pk=request_id).first()
        if request is None:
            raise NotDecided(f"Er is geen verzoek {request_id}.")
        _check(request, status, decided_on, refusal_reason, other_municipality)
        if terms and request.kind == RequestKind.CHANGE:
            raise NotDecided("Een verzoek om wijziging wordt toegewezen zoals gevraagd, of afgewezen.")
        decision = RequestDecision(
            status=status,
            decided_on=decided_on,
            by=by,
            refusal_reason=refusal_reason,
            other_municipality=other_municipality,
            explanation=explanation,
        )
        if status == RequestStatus.GRANTED:
            decision.delivery = _grant(request, decided_on, by, terms, number)
        decide(request, decision)
    return decision


def _check(
    request: CareRequest, status: RequestStatus, decided_on: date, refusal_reason: str, other: str
) -> None:
    check_decidable(request, status)
    if decided_on < request.dated_on:
        raise NotDecided(f"Het besluit ligt voor de dagtekening van het verzoek, {request.dated_on}.")
    if (status == RequestStatus.REFUSED) != bool(refusal_reason):
        raise NotDecided("Bij een afwijzing hoort een reden, en alleen bij een afwijzing.")
    if refusal_reason and refusal_reason not in RefusalReason.values:
        raise NotDecided(f"Reden {refusal_reason} bestaat niet. Kies uit {', '.join(RefusalReason.values)}.")
    if (refusal_reason == RefusalReason.RESIDENCE) != bool(other):
        raise NotDecided("Bij het woonplaatsbeginsel hoort de gemeente die wel verantwoordelijk is.")


def check_decidable(request: CareRequest, status: RequestStatus) -> None:
    """Raises NotDecided when the request came to its end, or is already under investigation and is to be so again."""
    if not request.is_pending:
        raise NotDecided(f"Op verzoek {request} is al besloten: {_told(request)}. Er is niets veranderd.")
    if status == RequestStatus.INVESTIGATED and request.status == status:
        raise NotDecided(f"Verzoek {request} is al in onderzoek. Wijs het toe of wijs het af.")


def _told(request: CareRequest) -> str:
    """What was decided, and by whom: a person here, or a message of the municipality."""
    by = request.decisions.select_related("by").filter(status=request.status).latest("pk").by
    who = (by.get_full_name() or by.get_username()) if by else "een bericht van de gemeente"
    return f"{request.get_status_display()} door {who}"


def planned_grant(request: CareRequest, day: date, terms: Terms | None = None) -> list[Planned]:
    """What granting, as asked or on ``terms``, makes of the allocations. Raises NotDecided when one of them is gone."""
    try:
        return list(planned_versions(request, _current(request, day), terms))
    except KeyError:
        raise NotDecided("Een toewijzing uit dit verzoek is niet meer bekend. Wijs het verzoek af.") from None


def _grant(
    request: CareRequest, day: date, by: User | None, terms: Terms | None, number: int | None
) -> Delivery:
    """Returns the delivery under which the versions are known."""
    Municipality.objects.select_for_update().get(
        pk=request.municipality_id
    )  # numbers are given out one at a time
    planned = planned_grant(request, day, terms)
    delivery = _delivery(request, day, by, len(planned))
    following = number or _first_free_number(request.municipality_id)
    for row, one in enumerate(planned, 1):
        allocation = one.allocation
        if allocation is None:
            allocation = _new_allocation(request, following)
            following += 1
        _version(request, one, allocation, delivery, row)
    transaction.on_commit(lambda: delivery_loaded.send(Delivery, delivery_id=delivery.pk), robust=True)
    return delivery


def _current(request: CareRequest, day: date) -> dict[int, AllocationVersion]:
    """The version in force of each allocation that the request names."""
    named = request.products.exclude(allocation=None).values("allocation")
    versions = (
        AllocationVersion.objects.filter(allocation__in=named, received_on__lte=day)
        .select_related("allocation")
        .order_by("allocation_id", "-issued_on", "-issued_at", "-received_on", "-id")
        .distinct("allocation_id")
    )
    return {version.allocation_id: version for version in versions}


def _delivery(request: CareRequest, day: date, by: User | None, rows: int) -> Delivery:
    """Versions always come from a delivery; this one is our own decision."""
    now = timezone.now()
    return Delivery.objects.create(
        kind=DeliveryKind.ALLOCATIONS,
        file_name=f"besluit op verzoek {request.reference}",
        sha256=hashlib.sha256(f"besluit op verzoek {request.pk}".encode()).hexdigest(),
        received_on=day,
        status=DeliveryStatus.LOADED,
        started_at=now,
        finished_at=now,
        by=by,
        rows_read=rows,
        rows_total=rows,
        rows_accepted=rows,
        rows_refused=0,
        rows_unchanged=0,
    )


def _first_free_number(municipality_id: int) -> int:
    numbers = Allocation.objects.filter(municipality_id=municipality_id, number__regex=NUMBER)
    highest = numbers.aggregate(highest=Max(Cast("number", BigIntegerField())))["highest"]
    return (highest or 0) + 1


def _new_allocation(request: CareRequest, number: int) -> Allocation:
    taken = Allocation.objects.filter(municipality_id=request.municipality_id, number=str(number))
    if number > HIGHEST_NUMBER or taken.exists():
        raise NotDecided(f"Toewijzingnummer {number} kan niet. Kies een nummer dat nog niet is gebruikt.")
    return Allocation.objects.create(
        municipality_id=request.municipality_id, number=str(number), client_id=request.client_id
    )


def _version(
    request: CareRequest, planned: Planned, allocation: Allocation, delivery: Delivery, row: int
) -> None:
    before = planned.before
    AllocationVersion.objects.create(
        allocation=allocation,
        provider_id=request.provider_id,
        **asdict(planned.terms),
        issued_on=delivery.received_on,
        issued_at=timezone.localtime().time().replace(microsecond=0),
        reason=planned.reason,
        referrer_type=before.referrer_type if before else request.referrer_type,
        referrer_name=before.referrer_name if before else request.referrer_name,
        team=before.team if before else None,
        delivery=delivery,
        row_number=row,
        received_on=delivery.received_on,
    )
