"""When every provider is due for a talk, in SQL; ``rules.talks.next_talk`` says the same for one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from inkoop.base.models import User
from kpis.choices import MeetingState
from kpis.models import Meeting
from providers.choices import ProviderStatus
from providers.models import Provider

CYCLE = """
WITH terms AS (
    SELECT DISTINCT ON (v.contract_id) c.provider_id, v.begin, v."end"
    FROM contracts_contractversion v
    JOIN contracts_contract c ON c.id = v.contract_id
    WHERE v.received_on <= %(today)s
    ORDER BY v.contract_id, v.received_on DESC, v.id DESC
), running AS (
    SELECT provider_id, min(begin) AS since
    FROM terms
    GROUP BY provider_id
    HAVING bool_or(begin <= %(today)s AND ("end" IS NULL OR "end" >= %(today)s))
), held AS (
    SELECT provider_id, max(held_on) AS last_on
    FROM kpis_meeting
    WHERE held_on <= %(today)s
    GROUP BY provider_id
), cycle AS (
    SELECT p.id, r.since, h.last_on, coalesce(h.last_on, r.since) AS base, p.id = ANY(%(troubled)s) AS is_troubled,
        CASE p.segment
            WHEN 'strategisch' THEN %(strategic)s WHEN 'groot' THEN %(large)s ELSE %(other)s
        END::int AS months
    FROM providers_provider p
    JOIN running r ON r.provider_id = p.id
    LEFT JOIN held h ON h.provider_id = p.id
    WHERE p.status = %(active)s AND (%(provider)s::bigint IS NULL OR p.id = %(provider)s)
)
SELECT id, since, last_on, months, is_troubled, least(
    (base + make_interval(months => %(yearly)s))::date,
    CASE WHEN is_troubled
        THEN (base + make_interval(months => months / 2))::date + 15 * (months %% 2)
        ELSE (base + make_interval(months => months))::date
    END
)
FROM cycle
ORDER BY 6, id
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """One provider with a running contract. ``last_on`` None = never spoken; ``since``: begin of the oldest contract.

    ``months``: interval of the segment; ``due_on``: last day on which the next talk is in time.
    """

    provider_id: int
    since: date
    last_on: date | None
    months: int
    is_troubled: bool
    due_on: date


@dataclass(frozen=True)
class CycleRow:
    """A turn with what is planned. ``why``: what made it come sooner."""

    turn: Turn
    provider: Provider
    planned: Meeting | None
    why: list[str]
    days: int

    @property
    def is_overdue(self) -> bool:
        return self.days < 0

    @property
    def is_planned_late(self) -> bool:
        return self.planned is not None and self.planned.planned_on > self.turn.due_on

    @property
    def holder(self) -> User | None:
        return self.planned.holder if self.planned else self.provider.account_holder


def turns(
    *,
    today: date,
    parameters: Mapping[str, Decimal],
    troubled: Mapping[int, list[str]],
    of: int | None = None,
) -> list[Turn]:
    """Active providers with a running contract, the first due first; ``of``: of this provider only. One query."""
    values: dict[str, Any] = {
        "today": today,
        "troubled": list(troubled),
        "strategic": int(parameters["talk_strategic"]),
        "large": int(parameters["talk_large"]),
        "other": int(parameters["talk_other"]),
        "yearly": int(parameters["talk_yearly"]),
        "active": ProviderStatus.ACTIVE,
        "provider": of,
    }
    with connection.cursor() as cursor:
        cursor.execute(CYCLE, values)
        return [Turn(*row) for row in cursor.fetchall()]


def cycle_rows(
    found: list[Turn], *, troubled: Mapping[int, list[str]], user: User, today: date
) -> list[CycleRow]:
    """The turns that the user may see, with provider and first planned talk. Two queries."""
    visible = Provider.objects.visible_to(user).select_related("account_holder")
    providers = visible.in_bulk([turn.provider_id for turn in found])
    planned: dict[int, Meeting] = {}
    listed = Meeting.objects.visible_to(user).filter(state=MeetingState.PLANNED).select_related("holder")
    for meeting in listed.order_by("-planned_on", "-id"):
        planned[meeting.provider_id] = meeting
    return [
        CycleRow(
            turn,
            providers[turn.provider_id],
            planned.get(turn.provider_id),
            troubled.get(turn.provider_id, []),
            (turn.due_on - today).days,
        )
        for turn in found
        if turn.provider_id in providers
    ]
