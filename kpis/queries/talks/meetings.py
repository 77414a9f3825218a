"""Talks that were held and are to come."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from kpis.choices import MeetingState
from kpis.models import AgendaItem, Meeting
from kpis.models.meetings import SHOWN_STATES
from providers.models import Provider


def last_held_before(meeting: Meeting) -> Meeting | None:
    """The talk before this one."""
    day = meeting.held_on or meeting.planned_on
    earlier = Meeting.objects.filter(provider=meeting.provider_id, held_on__lte=day).exclude(pk=meeting.pk)
    return earlier.order_by("-held_on", "-id").first()


def last_held(provider: Provider, *, on: date) -> Meeting | None:
    held = Meeting.objects.filter(provider=provider, held_on__lte=on)
    return held.order_by("-held_on", "-id").first()


def next_planned(provider_id: int, *, today: date) -> Meeting | None:
    """The first talk that is still to come."""
    planned = Meeting.objects.filter(provider=provider_id, state=MeetingState.PLANNED, planned_on__gte=today)
    return planned.order_by("planned_on", "id").first()


def shown_to_provider(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Talks with a report that the provider may read, each with ``shared_agenda``: its points that are not internal.

    Of those points only ``minutes`` and ``decision`` are meant for the provider; ``internal_note`` is not loaded.
    """
    shared = AgendaItem.objects.filter(is_internal=False).defer("internal_note").select_related("agreement")
    found = meetings.filter(state__in=SHOWN_STATES).select_related("holder", "provider")
    return found.prefetch_related(Prefetch("agenda", shared, to_attr="shared_agenda"))
