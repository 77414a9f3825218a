"""Deciding on requests of providers."""

from django.db import transaction

from contracts.models import CareRequest, RequestDecision


def decide(request: CareRequest, decision: RequestDecision) -> None:
    """Writes down a decision on the request, which follows it. Raises IntegrityError for a second end (TR365)."""
    with transaction.atomic():
        decision.request = request
        decision.save()
        request.status, request.decided_on = decision.status, decision.decided_on
        request.save(update_fields=["status", "decided_on"])
