"""A provider goes up and down the escalation ladder, with a letter."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from contracts.choices import ContractStatus
from contracts.models import Contract
from contracts.queries.status import with_status
from contracts.services.procedures.refusal import refuse_when
from inkoop.base.dutch import long_date
from inkoop.base.models import User
from inkoop.base.papers import render
from kpis.models import Agreement, EscalationMove, EscalationStep, Meeting
from kpis.queries.talks.ladder import moves_of, steps_in_use
from kpis.rules.talks import OFF_THE_LADDER, skipped
from providers.models import Provider

TEMPLATE = "escalatiebrief.typ"
NONE_NAMED = "zie de reden hierboven"


@transaction.atomic
def move_on_ladder(
    *,
    provider: Provider,
    step: EscalationStep | None,
    on: date,
    reason: str,
    by: User,
    skip_reason: str = "",
    meeting: Meeting | None = None,
    agreements: Sequence[Agreement] = (),
) -> EscalationMove:
    """To a step, or off the ladder (None). Up goes step by step; leaving steps out needs ``skip_reason``. The same step
    again begins a new term. A step with a letter writes it. Raises Refused.
    """
    Provider.objects.select_for_update(of=("self",)).get(pk=provider.pk)
    newest = moves_of(provider).first()
    current = newest.step.number if newest and newest.step else OFF_THE_LADDER
    left_out = skipped(current, step.number, [one.number for one in steps_in_use()]) if step else []
    refuse_when(_fault(newest, step, on, current))
    refuse_when("" if reason.strip() else "Zeg waarom.")
    refuse_when(
        f"U slaat {_named(left_out)} over. Schrijf op waarom." if left_out and not skip_reason.strip() else ""
    )
    foreign = [one for one in agreements if one.provider_id != provider.pk]
    refuse_when("Kies alleen afspraken met deze aanbieder." if foreign else "")
    move = EscalationMove.objects.create(
        provider=provider,
        step=step,
        taken_on=on,
        until=on + timedelta(days=step.term_days) if step else None,
        reason=reason,
        skip_reason=skip_reason if left_out else "",
        meeting=meeting,
        paper=_letter(provider, step, on, reason, agreements) if step and step.letter else None,
        by=by,
    )
    move.agreements.set(agreements)
    return move


def _fault(newest: EscalationMove | None, step: EscalationStep | None, on: date, current: int) -> str:
    if on > timezone.localdate():
        return "Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag."
    if newest and on < newest.taken_on:
        return f"De vorige stap is van {long_date(newest.taken_on)}. Kies die dag of een latere."
    if step is None and current == OFF_THE_LADDER:
        return "Deze aanbieder staat niet op de ladder."
    if step and not step.is_active:
        return "Deze trede is niet meer in gebruik."
    return ""


def _named(numbers: Sequence[int]) -> str:
    return f"trede {numbers[0]}" if len(numbers) == 1 else f"de treden {', '.join(map(str, numbers))}"


def _letter(
    provider: Provider, step: EscalationStep, on: date, reason: str, agreements: Sequence[Agreement]
) -> bytes:
    data = letter_data(provider, step, on, reason, agreements)
    return render(TEMPLATE, data, dated=datetime.combine(on, time(12), UTC))


def letter_data(
    provider: Provider, step: EscalationStep, on: date, reason: str, agreements: Sequence[Agreement]
) -> dict[str, Any]:
    """Everything that stands in the letter, as text."""
    running = with_status(
        Contract.objects.filter(provider=provider),
        today=on,
        only=[ContractStatus.RUNNING, ContractStatus.ENDING],
    )
    numbers = list(running.order_by("number").values_list("number", flat=True))
    values = {
        "aanbieder": provider.name,
        "datum": long_date(on),
        "termijn": long_date(on + timedelta(days=step.term_days)),
        "reden": reason,
        "contracten": f"contract {', '.join(numbers)}" if numbers else "uw overeenkomst",
        "afspraken": "; ".join(one.measure for one in agreements) or NONE_NAMED,
    }
    text = step.letter.format_map(values)
    return {
        "sender": settings.ORGANISATION,
        "addressee": [provider.name, *([provider.city] if provider.city else [])],
        "date": long_date(on),
        "reference": f"ESC-{provider.agb}-{on:%Y%m%d}-{step.number}",
        "subject": step.subject,
        "paragraphs": [part.strip() for part in text.split("\n\n") if part.strip()],
        "signed": settings.ORGANISATION,
    }
