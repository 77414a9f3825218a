"""Signals in a list, and everything about one of them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from inkoop.base.models import User
from kpis.choices import Indicator, SignalState, Verdict, indicator_of
from kpis.models import IndicatorValue, Signal, SignalJudgement, SignalReply, SignalSighting

OPEN, ALL, LAPSED = "open", "alle", "vervallen"
STATES = (OPEN, *SignalState.values, LAPSED, ALL)
HISTORY = 36


@dataclass(frozen=True)
class Wanted:
    """``state``: one of STATES; ``cause``: an indicator without its second figures, empty = all."""

    state: str = OPEN
    cause: str = ""
    name: str = ""
    of: User | None = None


def signals(wanted: Wanted, *, user: User) -> QuerySet[Signal]:
    """Most at stake first; what is of an unknown amount comes last."""
    rows = Signal.objects.visible_to(user).with_state().select_related("provider")
    if wanted.state == LAPSED:
        rows = rows.exclude(lapsed_at=None)
    elif wanted.state != ALL:
        rows = rows.standing()
    if wanted.state == OPEN:
        rows = rows.exclude(Q(state=SignalState.SETTLED))
    elif wanted.state in SignalState.values:
        rows = rows.filter(Q(state=wanted.state))
    if wanted.cause:
        rows = rows.filter(cause=wanted.cause)
    if wanted.name:
        rows = rows.filter(provider__name__icontains=wanted.name)
    if wanted.of is not None:
        rows = rows.filter(provider__account_holder=wanted.of)
    return rows.order_by(F("stake").desc(nulls_last=True), "provider__name", "cause")


@dataclass(frozen=True)
class SaidRow:
    """A reply of the provider, or a judgement (``verdict`` filled); ``value`` that of the figures then."""

    at: datetime
    by: User
    text: str
    peildatum: date
    value: Decimal
    channel: str = ""
    verdict: str = ""
    verdict_name: str = ""
    reply: SignalReply | None = None


def said_about(signal: Signal) -> list[SaidRow]:
    """Newest first. Two queries; the contents of attachments are not read."""
    replies = SignalReply.objects.filter(signal=signal).select_related("by", "attachment")
    judged = SignalJudgement.objects.filter(signal=signal).select_related("by")
    rows = [_reply_row(one) for one in replies.defer("attachment__data")]
    rows += [_judgement_row(one) for one in judged]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def _reply_row(reply: SignalReply) -> SaidRow:
    channel = reply.get_channel_display()
    return SaidRow(reply.at, reply.by, reply.text, reply.peildatum, reply.value, channel=channel, reply=reply)


def _judgement_row(one: SignalJudgement) -> SaidRow:
    name = verdict_name(one.verdict)
    return SaidRow(
        one.at, one.by, one.reason, one.peildatum, one.value, verdict=one.verdict, verdict_name=name
    )


def verdict_name(verdict: str | None) -> str:
    """The first words of a verdict: gegrond, verklaard, in onderzoek, geen actie nodig."""
    return str(Verdict(verdict).label).partition(":")[0] if verdict else ""


def companions(signal: Signal) -> list[tuple[Indicator, IndicatorValue]]:
    """The figures that point at the same thing, as long as the computation is kept. One query."""
    rows = IndicatorValue.objects.filter(
        computation=signal.computation_id,
        provider=signal.provider_id,
        part="",
        indicator__in=signal.companions,
    )
    return [(indicator_of(row.indicator), row) for row in rows.order_by("indicator")]


def history(signal: Signal) -> list[SignalSighting]:
    """The last peildata on which it was looked at, the newest first. One query."""
    return list(signal.sightings.order_by("-peildatum")[:HISTORY])
