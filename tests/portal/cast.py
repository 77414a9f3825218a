"""Two providers with the same of everything, and who works for them."""

from dataclasses import dataclass
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
from kpis.models import Signal
from kpis.services.replies import Attachment, reply_to_signal
from providers.choices import EvidenceKind, PortalRole
from providers.models import Contact, Location, Provider, ProviderUser
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
        "people_change": ProviderUser.objects.get(user=colleague).pk,
        "people_withdraw": invitation.pk,
        "file_contract": document.pk,
        "file_letter": letter.pk,
        "file_evidence": paper.pk,
    }
    return Side(provider, user, keys, contract, contact, location)
