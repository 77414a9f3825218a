"""Two providers with the same of everything, and who works for them."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from contracts.choices import CeilingAskKind, LetterKind, ProposalKind
from contracts.models import Contract, Letter, Procedure
from contracts.services.details import add_document
from contracts.services.procedures.applications import Given, register_application
from contracts.services.questions import ask_about_ceiling, propose
from inkoop.base.models import User
from inkoop.desk.roles import CONTRACT_MANAGER
from inkoop.exchange.models import ProviderDelivery
from kpis.models import Kpi, KpiTask, Meeting, Production, ProductionLine, Signal
from kpis.services.kpi_tasks import add_paper, lay_out_tasks
from kpis.services.replies import Attachment, reply_to_signal
from kpis.services.starter_set import deliver_starter_set
from kpis.services.talks.agenda import write_item
from kpis.services.talks.agreements import make_agreement
from kpis.services.talks.planning import plan_meeting
from kpis.services.talks.reporting import hold_meeting, share_report
from providers.choices import EvidenceKind, PortalRole
from providers.models import Contact, Location, Notice, Provider, ProviderUser
from providers.services.capacity import report_capacity
from providers.services.evidence import record_evidence
from providers.services.users import invite
from tests.contracts.procurement_cast import days_ago, open_house
from tests.desk.cast import Region, make_delivery, make_signal, person, region

PDF = b"%PDF-1.7 uittreksel"
PASSWORD = "geheim-genoeg"


def member(provider: Provider, name: str, role: PortalRole = PortalRole.MANAGER) -> User:
    user = User.objects.create_user(name, email=f"{name}@aanbieder.example", password=PASSWORD)
    ProviderUser.objects.create(provider=provider, user=user, role=role)
    return user


@dataclass
class Side:
    """All that one provider has, with the key of each thing by the name of the page that shows it."""

    provider: Provider
    user: User
    keys: dict[str, int]
    contract: Contract
    contact: Contact
    location: Location


@dataclass
class Portal:
    made: Region
    mine: Side
    theirs: Side
    manager: User
    round: Any


def portal() -> Portal:
    made = region(2)
    manager = person("connie", CONTRACT_MANAGER)
    deliver_starter_set(valid_from=date(2024, 1, 1), use=True, by=None, today=timezone.localdate())
    Procedure.objects.update(code=Concat(Value("oud-"), F("code")))
    round_ = open_house()
    mine, theirs = (_side(made, place, manager, round_) for place in (0, 1))
    return Portal(made, mine, theirs, manager, round_)


def _side(made: Region, place: int, manager: User, round_: Any) -> Side:
    provider = made.providers[place]
    user = member(provider, ("anne", "bart")[place])
    colleague = member(provider, ("cees", "dirk")[place], PortalRole.CONTENT)
    contract = Contract.objects.get(provider=provider)
    contact = Contact.objects.create(
        provider=provider, name=f"Contact {place}", role="contract", email=f"c{place}@aanbieder.example"
    )
    location, _ = Location.objects.get_or_create(
        provider=provider, name=f"Locatie {place}", defaults={"city": "Aardijk"}
    )
    document = add_document(
        contract=contract,
        title="Overeenkomst",
        file_name="contract.pdf",
        content=PDF + bytes([place]),
        by=manager,
    )
    file = SimpleUploadedFile("kvk.pdf", PDF)
    paper = record_evidence(
        provider=provider, kind=EvidenceKind.KVK, issued_on=timezone.localdate(), file=file, by=user
    )
    application = register_application(
        lot=round_.lot,
        provider=provider,
        submitted_on=days_ago(40),
        given=[Given(one, "ja", paper) for one in round_.requirements],
        by=user,
    )
    letter = Letter.objects.create(
        application=application,
        kind=LetterKind.values[0],
        sent_on=timezone.localdate(),
        content=PDF,
        by=manager,
    )
    proposal = propose(
        provider=provider, kind=ProposalKind.LOCATION, details={"name": "Nieuw", "city": "Elders"}, by=user
    )
    ibp = made.ceilings[place]
    ask = ask_about_ceiling(
        ibp=ibp, provider=provider, kind=CeilingAskKind.EXPLANATION, text="Opname verlengd.", by=user
    )
    delivery = make_delivery(f"eigen-{place}.csv", status="proef", is_trial=True)
    ProviderDelivery.objects.create(delivery=delivery, provider=provider)
    signal = Signal.objects.filter(provider=provider).first() or make_signal(made, provider)
    reply = reply_to_signal(
        signal=signal, text="Meer crisis dan anders.", by=user, attachment=Attachment("uitleg.pdf", PDF)
    )
    invitation = invite(
        provider=provider, email=f"nieuw{place}@aanbieder.example", role=PortalRole.FINANCE, by=user
    )
    task = _task(provider, user, manager)
    talk = _talk(provider, manager)
    keys = {
        "contracts_one": contract.pk,
        "contracts_withdraw": proposal.pk,
        "declarations_delivery": delivery.pk,
        "declarations_progress": delivery.pk,
        "declarations_send": delivery.pk,
        "declarations_outcome": delivery.pk,
        "declarations_answer": delivery.pk,
        "ceilings_one": ibp.pk,
        "ceilings_withdraw": ask.pk,
        "signals_one": signal.pk,
        "file_signal": reply.pk,
        "procedures_application": application.pk,
        "procedures_withdraw": application.pk,
        "reporting_task": task.pk,
        "reporting_drop_paper": task.papers.get().pk,
        "file_task": task.papers.get().pk,
        "talks_one": talk.pk,
        "file_dossier": talk.pk,
        "file_calendar": talk.pk,
        "people_change": ProviderUser.objects.get(user=colleague).pk,
        "people_withdraw": invitation.pk,
        "file_contract": document.pk,
        "file_letter": letter.pk,
        "file_evidence": paper.pk,
    }
    return Side(provider, user, keys, contract, contact, location)


def pdf(name: str = "bewijs.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def _task(provider: Provider, user: User, manager: User) -> KpiTask:
    """Something of everything that a provider accounts for, named after it."""
    number = provider.agb[-1]
    today = timezone.localdate()
    lay_out_tasks(
        kpi=Kpi.objects.get(code="K18"),
        providers=[provider],
        begin=date(2025, 7, 1),
        end=date(2025, 12, 31),
        due_on=today + timedelta(days=9),
        by=manager,
    )
    task = KpiTask.objects.get(provider=provider)
    add_paper(task=task, file=pdf(f"steekproef {number}.pdf"), by=user)
    year = Production.objects.create(provider=provider, year=2025, note=f"toelichting {number}")
    ProductionLine.objects.create(production=year, product_code=f"P{number}", clients=1, cents=100)
    report_capacity(
        provider=provider,
        location=Location.objects.get(provider=provider, name=f"Locatie {number}"),
        product=f"H30{number}",
        reported_on=today,
        capacity=8,
        free=2,
        waiting_weeks=Decimal(3),
        by=user,
    )
    Notice.objects.create(
        provider=provider,
        title=f"Alleen voor {number}",
        text="Bel ons.",
        shown_from=today,
        shown_until=today,
        by=manager,
    )
    return task


def _talk(provider: Provider, manager: User) -> Meeting:
    """Held, with a report that waits for confirmation and what was agreed."""
    today = timezone.localdate()
    talk = plan_meeting(provider=provider, on=today, holder=manager, by=manager)
    hold_meeting(meeting=talk, on=today, by=manager)
    point = talk.agenda.earliest("place")
    write_item(
        item=point,
        minutes=f"Gezegd door {provider.agb[-1]}.",
        decision="",
        internal_note="Alleen van ons.",
        is_internal=False,
        by=manager,
    )
    make_agreement(
        provider=provider,
        meeting=talk,
        measure=f"Maatregel {provider.agb[-1]}",
        owner=manager,
        provider_owner="Teamleider",
        agreed_on=today,
        due_on=today + timedelta(days=30),
        test_on=today + timedelta(days=40),
        by=manager,
    )
    return share_report(meeting=talk, by=manager)
