"""Talks with the region and what was agreed, as the provider may see them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from inkoop.base.models import User
from kpis.choices import AgreementResult, MeetingState
from kpis.models import AgendaItem, Agreement, AgreementTest, Meeting
from kpis.models.meetings import SHOWN_STATES
from kpis.queries.talks.agreements import Known, figure_name, in_unit
from providers.models import Provider


@dataclass(frozen=True)
class Action:
    """``is_late``: not settled and past its day. Texts are empty when a person judges instead of a figure."""

    agreement: Agreement
    is_late: bool
    figure: str
    baseline: str
    target: str
    now: str

    @property
    def colour(self) -> str:
        colours = {
            AgreementResult.REACHED: "green",
            AgreementResult.PARTLY: "orange",
            AgreementResult.NOT_REACHED: "red",
        }
        return colours.get(AgreementResult(self.agreement.result), "")


def talks_of(provider: Provider, user: User) -> QuerySet[Meeting]:
    """The newest first; never one's internal notes."""
    own = Meeting.objects.visible_to(user).filter(provider=provider)
    return own.select_related("holder", "provider").order_by("-planned_on", "-pk")


def coming(provider: Provider, user: User) -> QuerySet[Meeting]:
    return talks_of(provider, user).filter(state=MeetingState.PLANNED).order_by("planned_on", "pk")


def to_confirm(provider: Provider, user: User) -> QuerySet[Meeting]:
    return talks_of(provider, user).filter(state=MeetingState.SHARED)


def points_of(meeting: Meeting) -> list[AgendaItem]:
    """The agenda without what is internal; what was said only once the report is shared. One query."""
    hidden = ["internal_note"] if meeting.state in SHOWN_STATES else ["internal_note", "minutes", "decision"]
    return list(meeting.agenda.filter(is_internal=False).defer(*hidden))


def agreements_of(provider: Provider, user: User) -> QuerySet[Agreement]:
    tests = Prefetch("tests", AgreementTest.objects.order_by("-tested_on", "-pk"), to_attr="newest_tests")
    own = Agreement.objects.visible_to(user).filter(provider=provider)
    return own.select_related("owner", "meeting").prefetch_related(tests)


def as_actions(agreements: QuerySet[Agreement], known: Known, today: date) -> list[Action]:
    """Two queries."""
    return [_action(one, known, today) for one in agreements]


def _action(one: Any, known: Known, today: date) -> Action:
    newest = one.newest_tests[0] if one.newest_tests else None
    return Action(
        one,
        one.is_open and one.due_on < today,
        figure_name(one.figure, known) if one.figure else "",
        in_unit(one.figure, one.baseline, known) if one.figure else "",
        in_unit(one.figure, one.target, known) if one.figure else "",
        in_unit(one.figure, newest.value, known) if newest and one.figure else "",
    )
