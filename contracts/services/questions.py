"""What providers ask and explain, and the judgement of the region."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from contracts.choices import AskState, CeilingAskKind, ProposalKind
from contracts.models import CeilingAsk, Contract, Ibp, Procedure, ProcedureQuestion, ProviderProposal
from contracts.services.audit import because
from contracts.services.proposals import take_over
from inkoop.base.models import User
from providers.models import Provider

SETTLED = "Hierover is al besloten. Ververs de pagina."
NO_REASON = "Geef een reden: de aanbieder leest die."


@transaction.atomic
def propose(
    *,
    provider: Provider,
    kind: ProposalKind,
    details: dict[str, Any],
    by: User,
    contract: Contract | None = None,
    subject_id: int | None = None,
    reason: str = "",
) -> ProviderProposal:
    """Raises ValidationError when an equal proposal waits already."""
    waiting = ProviderProposal.objects.filter(
        provider=provider, kind=kind, contract=contract, state=AskState.OPEN
    )
    if waiting.filter(subject_id=subject_id, details=details).exists():
        raise ValidationError("Dit voorstel hebt u al gedaan; het wacht op een oordeel.")
    with because(by, "wijziging voorgesteld"):
        return ProviderProposal.objects.create(
            provider=provider,
            kind=kind,
            details=details,
            contract=contract,
            subject_id=subject_id,
            reason=reason,
            by=by,
        )


@transaction.atomic
def ask_about_ceiling(
    *, ibp: Ibp, provider: Provider, kind: CeilingAskKind, text: str, by: User, amount: int | None = None
) -> CeilingAsk:
    """An explanation, or a request (``amount`` in cents with a raise). Raises ValidationError for a second request."""
    waiting = CeilingAsk.objects.filter(ibp=ibp, provider=provider, kind=kind, state=AskState.OPEN)
    if kind != CeilingAskKind.EXPLANATION and waiting.exists():
        raise ValidationError(
            f"Er ligt al een {kind.label} bij dit IBP. Wacht op het oordeel of trek het in."
        )
    with because(by, kind.label):
        return CeilingAsk.objects.create(
            ibp=ibp, provider=provider, kind=kind, text=text, amount=amount, by=by
        )


@transaction.atomic
def withdraw(*, asked: Any, by: User) -> None:
    """Taken back by the provider, before it was judged."""
    _settle(asked, AskState.WITHDRAWN, "", by)


@transaction.atomic
def judge(*, asked: Any, agreed: bool, reason: str, by: User) -> str:
    """What the region decides. A proposal that is agreed takes effect at once; returns what happened, as a sentence.

    Raises ValidationError when it was settled before, when a refusal has no reason, or when it cannot take effect.
    """
    if not agreed and not reason.strip():
        raise ValidationError(NO_REASON)
    found = _settle(asked, AskState.AGREED if agreed else AskState.REFUSED, reason.strip(), by)
    if agreed and isinstance(found, ProviderProposal):
        return take_over(proposal=found, by=by)
    return "Het oordeel is vastgelegd; de aanbieder ziet het in het portaal."


def _settle(asked: Any, state: AskState, reason: str, by: User) -> Any:
    found = type(asked).objects.select_for_update(of=("self",)).get(pk=asked.pk)
    if found.state != AskState.OPEN:
        raise ValidationError(SETTLED)
    with because(by, reason or state.label):
        found.state, found.judgement = state, reason
        found.judged_by, found.judged_at = by, timezone.now()
        found.save(update_fields=["state", "judgement", "judged_by", "judged_at"])
    return found


@transaction.atomic
def ask_about_procedure(
    *, procedure: Procedure, provider: Provider, text: str, by: User
) -> ProcedureQuestion:
    with because(by, "vraag gesteld"):
        return ProcedureQuestion.objects.create(procedure=procedure, provider=provider, text=text, by=by)


@transaction.atomic
def answer_question(*, question: ProcedureQuestion, answer: str, by: User) -> None:
    """Everybody who may apply reads it from now on; another answer replaces the earlier one."""
    found = ProcedureQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    with because(by, "vraag beantwoord"):
        found.answer, found.answered_by, found.answered_at = answer, by, timezone.now()
        found.save(update_fields=["answer", "answered_by", "answered_at"])
