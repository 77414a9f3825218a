"""Where providers stand on the escalation ladder, in SQL; ``rules.talks.position_of`` says the same for one."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, QuerySet

from contracts.choices import DeadlineKind
from contracts.queries.deadlines import Due
from kpis.models import EscalationMove, EscalationStep
from kpis.queries.talks.agreements import WARN_MONTHS
from providers.models import Provider


def positions(*, on: date) -> QuerySet[EscalationMove]:
    """The newest move of every provider on or before a day, of who then stands on a step."""
    newest = (
        EscalationMove.objects.filter(taken_on__lte=on)
        .order_by("provider_id", "-taken_on", "-id")
        .distinct("provider_id")
        .values("pk")
    )
    return (
        EscalationMove.objects.filter(pk__in=newest, step__isnull=False)
        .select_related("step", "provider", "by")
        .defer("paper")
        .order_by(F("step__number").desc(), "until")
    )


def position_of(provider: Provider, *, on: date) -> EscalationMove | None:
    """The move by which a provider stands where it stands; None = on no step."""
    return positions(on=on).filter(provider=provider).first()


def moves_of(provider: Provider) -> QuerySet[EscalationMove]:
    moves = EscalationMove.objects.filter(provider=provider).select_related("step", "by").defer("paper")
    return moves.order_by("-taken_on", "-id")


def steps_in_use() -> list[EscalationStep]:
    return list(EscalationStep.objects.filter(is_active=True).order_by("number"))


def ladder_dates(today: date) -> Iterator[Due]:
    """The last day of the term of every provider on the ladder."""
    for move in positions(on=today).select_related("provider__account_holder"):
        if move.step and move.until:
            text = f"Escalatieladder, trede {move.step}: de termijn van {move.provider.name} loopt af."
            holder = move.provider.account_holder
            yield Due(move, DeadlineKind.LADDER, move.until, holder, text, None, move.provider, WARN_MONTHS)
