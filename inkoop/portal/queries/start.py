"""What is asked of a provider, and what changed lately."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from contracts.choices import AskState, ContractStatus, ProcedureDecision, ProposalState
from contracts.models import (
    CeilingAsk,
    Contract,
    ContractDecision,
    Decision,
    ProcedureQuestion,
    ProviderProposal,
    RefusedLine,
)
from contracts.queries.status import with_status
from inkoop.base.dutch import counted, euro
from inkoop.base.models import User
from inkoop.exchange.models import ProviderDelivery
from inkoop.portal.queries.figures import newest
from inkoop.portal.queries.procedures import listed
from kpis.choices import ComputationName, IbpState, SignalState, indicator_of
from kpis.models import IbpStatus, Signal
from kpis.services.replies import hearing_until
from providers.models import Evidence, Provider

LATELY = timedelta(days=60)
SOON = timedelta(days=120)
EXPIRES_SOON = timedelta(days=60)
REFUSED_DAYS = timedelta(days=31)
MOST = 12


@dataclass(frozen=True)
class Ask:
    """Something to do. ``by`` None = no last day. ``page`` names a page of the portal, ``args`` what it shows."""

    text: str
    page: str
    args: tuple[Any, ...] = ()
    by: date | None = None
    explain: str = ""
    query: str = ""


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
                "contracts",
                by=one.expires_on,
                explain="Stuur het nieuwe stuk aan uw accounthouder.",
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


def changes(provider: Provider, today: date) -> list[Change]:
    """Of the last two months, the newest first."""
    since = timezone.now() - LATELY
    found: Iterable[Change] = [
        *_judged(provider, since),
        *_decided(provider, today),
        *_terms(provider, since),
        *_answers(provider, since),
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
