"""What is asked of a provider, and what changed lately."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from contracts.choices import AskState, ContractStatus, ProcedureDecision
from contracts.models import (
    CeilingAsk,
    Contract,
    ContractDecision,
    Decision,
    DeclarationLine,
    ProcedureQuestion,
    ProviderProposal,
    RefusedLine,
)
from contracts.queries.status import with_status
from inkoop.base.choices import ProposalState
from inkoop.base.dutch import counted, euro, long_date
from inkoop.base.models import User
from inkoop.exchange.models import ProviderDelivery
from inkoop.portal.queries.figures import newest
from inkoop.portal.queries.procedures import listed
from inkoop.portal.queries.reporting import TO_DO, tasks_of, years_of
from inkoop.portal.queries.talks import agreements_of, coming, talks_of, to_confirm
from kpis.choices import AgreementResult, ComputationName, IbpState, SignalState, TaskState, indicator_of
from kpis.models import IbpStatus, Production, Signal
from kpis.services.replies import hearing_until
from providers.models import Evidence, Provider

LATELY = timedelta(days=60)
SOON = timedelta(days=120)
EXPIRES_SOON = timedelta(days=60)
REFUSED_DAYS = timedelta(days=31)
MOST = 12


@dataclass(frozen=True)
class Ask:
    """Something to do. ``by`` None = no last day; ``is_on``: it is on that day, not before.

    ``page`` names a page of the portal, ``args`` what it shows.
    """

    text: str
    page: str
    args: tuple[Any, ...] = ()
    by: date | None = None
    explain: str = ""
    query: str = ""
    is_on: bool = False


@dataclass(frozen=True)
class Change:
    day: date
    text: str
    page: str
    args: tuple[Any, ...] = field(default_factory=tuple)


def asks(provider: Provider, user: User, today: date) -> list[Ask]:
    """Those with a last day first, the first one on top."""
    found: list[Ask] = [
        *_unsent_trials(provider),
        *_refused(provider, today),
        *_ceilings(provider, user),
        *_signals(provider, user),
        *_tasks(provider, user),
        *_production(provider, user, today),
        *_talks(provider, user, today),
        *_contracts(provider, user, today),
        *_evidence(provider, today),
        *_open_house(provider, today),
    ]
    return sorted(found, key=lambda one: (one.by is None, one.by or today))


def _unsent_trials(provider: Provider) -> Iterator[Ask]:
    rows = ProviderDelivery.objects.filter(provider=provider, sent_as=None).exclude(kept_as="")
    for one in rows.select_related("delivery")[:3]:
        text = f"Lever {one.delivery.file_name} definitief aan"
        yield Ask(
            text,
            "declarations_delivery",
            (one.delivery_id,),
            explain="U hebt het bestand geprobeerd en nog niet aangeleverd. We bewaren het één dag.",
        )


def _refused(provider: Provider, today: date) -> Iterator[Ask]:
    rows = RefusedLine.objects.filter(provider=provider, received_on__gt=today - REFUSED_DAYS)
    found = rows.aggregate(lines=Count("pk"), cents=Coalesce(Sum("amount"), 0))
    if found["lines"]:
        lines = counted(found["lines"], "geweigerde regel", "geweigerde regels")
        yield Ask(
            f"Verbeter {lines}",
            "declarations_refused",
            explain=f"Deze maand geweigerd, samen {euro(found['cents'])}. Bij elke regel staat wat u kunt doen.",
        )


def _ceilings(provider: Provider, user: User) -> Iterator[Ask]:
    computation = newest(ComputationName.IBP)
    if computation is None:
        return
    explained = CeilingAsk.objects.filter(provider=provider).exclude(state=AskState.WITHDRAWN)
    red = IbpStatus.objects.visible_to(user).filter(
        Q(version__end=None) | Q(version__end__gte=computation.peildatum),
        computation=computation,
        provider_ids__contains=[provider.pk],
        status=IbpState.RED,
    )
    if number := red.exclude(ibp__in=explained.values("ibp")).count():
        yield Ask(
            f"Licht {counted(number, 'overschreden IBP', 'overschreden IBP’s')} toe",
            "ceilings",
            query="?status=rood",
            explain="Schrijf waardoor het plafond is overschreden, of vraag om een verhoging of evaluatie.",
        )


def _signals(provider: Provider, user: User) -> Iterator[Ask]:
    """Those that nobody has explained yet."""
    own = Signal.objects.visible_to(user).filter(provider=provider)
    rows: Any = own.standing().with_state()
    for one in rows.filter(state=SignalState.NEW):
        name = indicator_of(one.indicator).name
        yield Ask(
            f"Leg uit: {name} wijkt af van vergelijkbare aanbieders",
            "signals_one",
            (one.pk,),
            hearing_until(one),
            "Tot die dag oordeelt niemand zonder uw uitleg.",
        )


def _tasks(provider: Provider, user: User) -> Iterator[Ask]:
    for one in tasks_of(provider, user).filter(state__in=TO_DO)[:MOST]:
        back = one.state == TaskState.RETURNED
        yield Ask(
            f"{'Verbeter' if back else 'Vul in'}: {one.kpi.name}",
            "reporting_task",
            (one.pk,),
            one.due_on,
            f"Teruggestuurd: {one.judgement}" if back else "",
        )


def _production(provider: Provider, user: User, today: date) -> Iterator[Ask]:
    """The newest year, and earlier ones that were sent back."""
    newest_first = years_of(provider, user, today)
    for place, one in enumerate(newest_first):
        is_returned = one.production is not None and one.production.state == TaskState.RETURNED
        if is_returned or (place == 0 and one.is_open and _declared_in(provider, one.year)):
            yield Ask(
                f"{'Verbeter' if is_returned else 'Maak'} de productieverantwoording over {one.year}",
                "reporting_production",
                (one.year,),
                one.due_on,
                f"Teruggestuurd: {one.production.judgement}" if one.production and is_returned else "",
            )


def _declared_in(provider: Provider, year: int) -> bool:
    lines = DeclarationLine.objects.filter(provider=provider)
    return lines.filter(month__range=(date(year, 1, 1), date(year, 12, 1))).exists()


def _talks(provider: Provider, user: User, today: date) -> Iterator[Ask]:
    for one in to_confirm(provider, user)[:MOST]:
        yield Ask(
            f"Bevestig het verslag van het gesprek van {long_date(one.held_on)}",
            "talks_one",
            (one.pk,),
            explain="Klopt er iets niet, schrijf dan wat er anders moet.",
        )
    for one in coming(provider, user).filter(planned_on__lte=today + SOON)[:MOST]:
        kind = one.get_kind_display().capitalize()
        yield Ask(f"{kind} met uw accounthouder", "talks_one", (one.pk,), one.planned_on, is_on=True)
    open_ones = agreements_of(provider, user).filter(result=AgreementResult.OPEN, due_on__lte=today + SOON)
    for agreement in open_ones.order_by("due_on")[:MOST]:
        yield Ask(f"Voer uit: {agreement}", "talks", by=agreement.due_on)


def _contracts(provider: Provider, user: User, today: date) -> Iterator[Ask]:
    own = Contract.objects.visible_to(user).filter(provider=provider)
    running = with_status(own, today=today, only=[ContractStatus.RUNNING, ContractStatus.ENDING])
    for one in running:
        notice, end = one.notice_by, one.end  # type: ignore[attr-defined]  # annotated
        if notice and today <= notice <= today + SOON:
            yield Ask(
                f"Besluit of contract {one.number} doorgaat",
                "contracts_one",
                (one.pk,),
                notice,
                "Laatste dag om op te zeggen tegen het einde.",
            )
        if end and today <= end <= today + SOON:
            yield Ask(f"Contract {one.number} eindigt", "contracts_one", (one.pk,), end)


def _evidence(provider: Provider, today: date) -> Iterator[Ask]:
    """Of each kind the newest paper, when it expires soon or did so lately."""
    newest_of = Evidence.objects.filter(provider=provider).order_by("kind", "-issued_on").distinct("kind")
    for one in newest_of:
        if one.expires_on and today - LATELY <= one.expires_on <= today + EXPIRES_SOON:
            kind = one.get_kind_display()
            yield Ask(
                f"Vernieuw {kind}",
                "reporting_papers",
                by=one.expires_on,
                explain="Voeg het nieuwe stuk toe bij uw documenten.",
                query=f"?soort={one.kind}",
            )


def _open_house(provider: Provider, today: date) -> Iterator[Ask]:
    for row in listed(provider, today):
        if row.is_open and row.window and not row.own:
            yield Ask(
                f"Schrijf u in voor {row.procedure.title}, als u wilt meedoen",
                "procedures_one",
                (row.procedure.pk,),
                row.window.end,
            )


def changes(provider: Provider, user: User, today: date) -> list[Change]:
    """Of the last two months, the newest first."""
    since = timezone.now() - LATELY
    found: Iterable[Change] = [
        *_judged(provider, since),
        *_decided(provider, today),
        *_terms(provider, since),
        *_answers(provider, since),
        *_accepted(provider, user, today),
        *_reports(provider, user, since),
    ]
    return sorted(found, key=lambda one: one.day, reverse=True)[:MOST]


def _judged(provider: Provider, since: Any) -> Iterator[Change]:
    settled = [AskState.AGREED, AskState.REFUSED]
    for one in ProviderProposal.objects.filter(provider=provider, state__in=settled, judged_at__gte=since):
        text = f"Uw voorstel ({one.get_kind_display()}): {one.get_state_display()}"
        yield Change(timezone.localdate(one.judged_at), text, "contracts")
    asked = CeilingAsk.objects.filter(provider=provider, state__in=settled, judged_at__gte=since)
    for ask in asked.select_related("ibp"):
        text = f"IBP {ask.ibp.code}, {ask.get_kind_display()}: {ask.get_state_display()}"
        yield Change(timezone.localdate(ask.judged_at), text, "ceilings_one", (ask.ibp_id,))


def _decided(provider: Provider, today: date) -> Iterator[Change]:
    rows = Decision.objects.filter(application__provider=provider, decided_on__gte=today - LATELY)
    for one in rows.exclude(kind=ProcedureDecision.RETRACTED).select_related("application__lot__procedure"):
        if one.application is not None:
            title = one.application.lot.procedure.title
            text = f"Uw inschrijving voor {title}: {one.get_kind_display()}"
            yield Change(one.decided_on, text, "procedures_application", (one.application_id,))


def _terms(provider: Provider, since: Any) -> Iterator[Change]:
    rows = ContractDecision.objects.filter(
        contract__provider=provider, state=ProposalState.APPROVED, settled_at__gte=since
    )
    for one in rows.select_related("contract"):
        text = f"Contract {one.contract.number}: {one.get_kind_display()} vastgesteld"
        yield Change(timezone.localdate(one.settled_at), text, "contracts_one", (one.contract_id,))


def _answers(provider: Provider, since: Any) -> Iterator[Change]:
    rows = ProcedureQuestion.objects.filter(provider=provider, answered_at__gte=since)
    for one in rows.select_related("procedure"):
        text = f"Uw vraag over {one.procedure.title} is beantwoord"
        yield Change(timezone.localdate(one.answered_at), text, "procedures_one", (one.procedure_id,))


def _accepted(provider: Provider, user: User, today: date) -> Iterator[Change]:
    judged = {"state": TaskState.ACCEPTED, "judged_on__gte": today - LATELY}
    for one in tasks_of(provider, user).filter(**judged)[:MOST]:
        if one.judged_on:
            yield Change(one.judged_on, f"{one.kpi.name.capitalize()}: aanvaard", "reporting_task", (one.pk,))
    for done in Production.objects.visible_to(user).filter(provider=provider, **judged):
        if done.judged_on:
            text = f"Productieverantwoording {done.year}: aanvaard"
            yield Change(done.judged_on, text, "reporting_production", (done.year,))


def _reports(provider: Provider, user: User, since: Any) -> Iterator[Change]:
    for one in talks_of(provider, user).filter(signed_at__gte=since)[:MOST]:
        text = f"Verslag van {long_date(one.held_on)} vastgesteld"
        yield Change(timezone.localdate(one.signed_at), text, "talks_one", (one.pk,))
