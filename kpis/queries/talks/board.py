"""One quarter of account management: talks held against plan, agreements met, by segment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from contracts.rules.periods import ONE_DAY, add_months
from kpis.choices import AgreementResult, MeetingState
from kpis.models import Agreement, Meeting
from kpis.models.meetings import HELD_STATES
from kpis.queries.talks.cycle import Turn
from providers.choices import Segment
from providers.models import Provider


@dataclass(frozen=True)
class SegmentRow:
    """``planned``: talks first planned in the quarter; of those ``kept`` were held in it, ``later`` after it,
    ``cancelled`` lapsed and ``open`` are still to be held. ``held``: all that took place in it. ``overdue`` providers
    were due on the last day of the quarter, or today while it runs.
    """

    segment: str
    providers: int
    planned: int
    kept: int
    later: int
    cancelled: int
    open: int
    held: int
    overdue: int
    red: int


@dataclass(frozen=True)
class AgreementRow:
    """Agreements with a test date in the quarter, by result; ``untested``: still open."""

    segment: str
    due: int
    reached: int
    partly: int
    not_reached: int
    not_measurable: int
    dropped: int
    untested: int


def last_day(first: date) -> date:
    """Of the quarter that begins on ``first``."""
    return add_months(first, 3) - ONE_DAY


def segment_rows(
    first: date, *, turns: Iterable[Turn], red: Mapping[int, int], as_of: date
) -> list[SegmentRow]:
    """``turns`` as of ``as_of``, the last day of the quarter or today; ``red``: provider -> red KPIs. Three queries."""
    until = last_day(first)
    in_quarter = Q(first_planned_on__range=(first, until))
    held_in_it = Q(held_on__range=(first, until))
    counted: dict[str, Mapping[str, Any]] = {
        row["provider__segment"]: row
        for row in Meeting.objects.order_by()
        .values("provider__segment")
        .annotate(
            planned=Count("pk", filter=in_quarter),
            kept=Count("pk", filter=in_quarter & held_in_it),
            later=Count("pk", filter=in_quarter & Q(held_on__gt=until)),
            earlier=Count("pk", filter=in_quarter & Q(held_on__lt=first)),
            cancelled=Count("pk", filter=in_quarter & Q(state=MeetingState.CANCELLED)),
            open=Count("pk", filter=in_quarter & Q(state=MeetingState.PLANNED)),
            held=Count("pk", filter=held_in_it & Q(state__in=HELD_STATES)),
        )
    }
    segments = dict(Provider.objects.values_list("pk", "segment"))
    listed = list(turns)
    names = _segments({*counted, *(segments[turn.provider_id] for turn in listed)})
    return [
        SegmentRow(
            segment=name,
            providers=sum(segments[turn.provider_id] == name for turn in listed),
            planned=_of(counted, name, "planned"),
            kept=_of(counted, name, "kept") + _of(counted, name, "earlier"),
            later=_of(counted, name, "later"),
            cancelled=_of(counted, name, "cancelled"),
            open=_of(counted, name, "open"),
            held=_of(counted, name, "held"),
            overdue=sum(segments[turn.provider_id] == name and turn.due_on < as_of for turn in listed),
            red=sum(number for provider, number in red.items() if segments.get(provider) == name),
        )
        for name in names
    ]


def agreement_rows(first: date) -> list[AgreementRow]:
    found = (
        Agreement.objects.filter(test_on__range=(first, last_day(first)))
        .order_by()
        .values(segment=F("provider__segment"))
        .annotate(
            due=Count("pk"), **{_name(one): Count("pk", filter=Q(result=one)) for one in AgreementResult}
        )
    )
    counted: dict[str, dict[str, Any]] = {row["segment"]: dict(row) for row in found}
    return [
        AgreementRow(
            segment=name,
            due=counted[name]["due"],
            reached=counted[name]["n_gehaald"],
            partly=counted[name]["n_deels"],
            not_reached=counted[name]["n_niet"],
            not_measurable=counted[name]["n_nvt"],
            dropped=counted[name]["n_vervallen"],
            untested=counted[name]["n_open"],
        )
        for name in _segments(set(counted))
    ]


def _name(result: AgreementResult) -> str:
    return f"n_{result.value or 'open'}"


def _of(counted: Mapping[str, Mapping[str, Any]], segment: str, name: str) -> int:
    return int(counted.get(segment, {}).get(name, 0))


def _segments(names: set[str]) -> list[str]:
    """The usual ones in their own order, others after them."""
    usual = [one for one in Segment.values if one in names]
    return usual + sorted(names - set(Segment.values))
