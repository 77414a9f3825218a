"""The work on IBPs: tasks open by themselves, the provider explains first, people decide."""

from datetime import date

from django.db import transaction

from contracts.services.ibps import set_ibp_amount
from contracts.services.procedures.refusal import Refused, refuse_when
from inkoop.base.bsn import holds_bsn
from inkoop.base.choices import ProposalState
from inkoop.base.dutch import long_date
from inkoop.base.models import User
from inkoop.base.parameters import values_at
from inkoop.base.services.settling import settle
from kpis.choices import ComputationName, IbpAction, IbpAsks, OverrunCause
from kpis.models import Computation, IbpDecision, IbpEvaluation, IbpExplanation, IbpRaise, IbpStatus
from kpis.queries.evaluations import due_day, open_evaluations, open_tasks
from kpis.services.replies import NO_BSN

WAITS = "Er wacht al een voorstel tot verhoging. Stel het vast of wijs het af."


def bring_evaluations_up_to_date(*, computation: Computation) -> None:
    """Opens the tasks of a computation of IBPs. Running twice changes nothing; an older peildatum opens none."""
    newer = Computation.objects.filter(name=ComputationName.IBP, peildatum__gt=computation.peildatum).exclude(
        fingerprint=""
    )
    if not newer.exists():
        days = int(values_at(computation.peildatum)["ibp_look_back_days"])
        open_evaluations(computation, days)


@transaction.atomic
def explain_ibp(
    *, evaluation: IbpEvaluation, text: str, by: User, asked_amount: int | None = None
) -> IbpExplanation:
    """The explanation of the provider, with the amount (cents) that it asks for if it asks for a raise.

    Raises Refused without text, with a BSN in it, and for an amount that is no raise. Who may explain is up to the
    page.
    """
    text = text.strip()
    refuse_when("" if text else "Schrijf een uitleg.")
    refuse_when(NO_BSN if holds_bsn(text) else "")
    if asked_amount is not None and asked_amount <= evaluation.amount:
        raise Refused(
            "Het gevraagde bedrag is niet hoger dan het plafond. Vraag meer, of laat het bedrag leeg."
        )
    return IbpExplanation.objects.create(evaluation=evaluation, text=text, asked_amount=asked_amount, by=by)


@transaction.atomic
def decide_ibp(
    *,
    evaluation: IbpEvaluation,
    cause: OverrunCause,
    action: IbpAction,
    reason: str,
    by: User,
    today: date,
    new_amount: int | None = None,
) -> IbpDecision | IbpRaise:
    """Cause and action on an open task; a raise is a new version of the ceiling.

    A raise of more than the parameter ``ibp_raise_alone`` waits for another person. Raises Refused without a reason,
    when nothing is asked any more, when an overrun is decided about before the provider explained or had the time for
    it, when an overrun would just be followed, when a raise names no higher amount, and while a raise waits.
    """
    reason = reason.strip()
    refuse_when("" if reason else "Schrijf waarom.")
    refuse_when(NO_BSN if holds_bsn(reason) else "")
    task = _open_task(evaluation)
    refuse_when(WAITS if task.raises.filter(state=ProposalState.PROPOSED).exists() else "")
    refuse_when(_fault_of(task, action, new_amount, today))
    if new_amount is not None and new_amount - task.amount > most_alone(today):
        return IbpRaise.objects.create(
            evaluation=task, cause=cause, new_amount=new_amount, reason=reason, proposed_by=by
        )
    return _decide(task, cause=cause, action=action, reason=reason, by=by, today=today, new_amount=new_amount)


@transaction.atomic
def approve_raise(*, proposal: IbpRaise, by: User, today: date) -> IbpDecision:
    """The decision of two people. Raises Refused for one's own, one that was settled, and one that fits no more."""
    found = _waiting(proposal)
    if found.proposed_by_id == by.pk:
        raise Refused("U hebt dit zelf voorgesteld. Een ander stelt het vast of wijst het af.")
    task = _open_task(found.evaluation)
    refuse_when(_fault_of(task, IbpAction.RAISE, found.new_amount, today))
    decision = _decide(
        task,
        cause=OverrunCause(found.cause),
        action=IbpAction.RAISE,
        reason=found.reason,
        by=by,
        today=today,
        new_amount=found.new_amount,
    )
    settle(found, ProposalState.APPROVED, by, "")
    return decision


@transaction.atomic
def turn_down_raise(*, proposal: IbpRaise, by: User, reason: str) -> None:
    """Rejected by another person, withdrawn by who proposed it. Raises Refused without a reason."""
    refuse_when("" if reason.strip() else "Schrijf waarom.")
    refuse_when(NO_BSN if holds_bsn(reason) else "")
    found = _waiting(proposal)
    own = found.proposed_by_id == by.pk
    settle(found, ProposalState.WITHDRAWN if own else ProposalState.REJECTED, by, reason.strip())


def most_alone(today: date) -> int:
    """By how many cents one person may raise a ceiling."""
    return int(values_at(today)["ibp_raise_alone"] * 100)


def _waiting(proposal: IbpRaise) -> IbpRaise:
    found = IbpRaise.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if found.state != ProposalState.PROPOSED:
        raise Refused(f"Dit voorstel is al {found.get_state_display()}.")
    return found


def _open_task(evaluation: IbpEvaluation) -> IbpEvaluation:
    IbpEvaluation.objects.select_for_update().get(pk=evaluation.pk)
    task = open_tasks().filter(pk=evaluation.pk).first()
    if task is None:
        raise Refused("Over dit IBP is al besloten, of het bedrag is veranderd. Ververs de pagina.")
    return task


def _decide(
    task: IbpEvaluation,
    *,
    cause: OverrunCause,
    action: IbpAction,
    reason: str,
    by: User,
    today: date,
    new_amount: int | None,
) -> IbpDecision:
    used = used_now(task)
    version = None
    if action == IbpAction.RAISE and new_amount is not None:
        version = set_ibp_amount(ibp=task.ibp, amount=new_amount, used=used, by=by, today=today)
    return IbpDecision.objects.create(
        evaluation=task,
        cause=cause,
        action=action,
        reason=reason,
        used=used,
        was_over=_is_over(task),
        version=version,
        by=by,
    )


def used_now(evaluation: IbpEvaluation) -> int:
    """Declared on the IBP by the newest figures, in cents; 0 without figures. One query."""
    newest = IbpStatus.objects.filter(ibp=evaluation.ibp_id).exclude(computation__fingerprint="")
    used = newest.order_by("-computation__peildatum").values_list("used", flat=True).first()
    return used or 0


def _is_over(task: IbpEvaluation) -> bool:
    return bool(task.asks == IbpAsks.EXPLAIN)  # type: ignore[attr-defined]  # annotated


def _fault_of(task: IbpEvaluation, action: IbpAction, new_amount: int | None, today: date) -> str:
    if _is_over(task):
        return _fault(task, action, new_amount, today)
    return _amount_fault(task, action, new_amount)


def _fault(task: IbpEvaluation, action: IbpAction, new_amount: int | None, today: date) -> str:
    if action == IbpAction.FOLLOW:
        return "Het plafond is overschreden; alleen volgen is dan niet genoeg. Kies een andere actie."
    until = due_day(task, int(values_at(today)["ibp_evaluate_days"]))
    if today < until and not task.explanations.exists():
        return (
            f"De aanbieder legt eerst uit en heeft daarvoor tot {long_date(until)}. Leg de uitleg vast als u die al "
            "hebt."
        )
    return _amount_fault(task, action, new_amount)


def _amount_fault(task: IbpEvaluation, action: IbpAction, new_amount: int | None) -> str:
    if action == IbpAction.RAISE and (new_amount is None or new_amount <= task.amount):
        return "Vul bij verhogen een bedrag in dat hoger is dan het plafond."
    if action != IbpAction.RAISE and new_amount is not None:
        return "Een nieuw bedrag hoort alleen bij verhogen. Kies die actie of laat het bedrag leeg."
    return ""
