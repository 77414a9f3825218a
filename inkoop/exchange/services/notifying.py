"""Writing what was decided on the requests of a message: a JW301 when granted, else a JW319."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TextIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from contracts.choices import RequestStatus
from contracts.models import AllocationVersion, CareRequest, RequestDecision
from contracts.models.requests import PENDING
from inkoop.exchange import vault
from inkoop.exchange.choices import INVESTIGATION_DAYS
from inkoop.exchange.ijw.checking import check_file
from inkoop.exchange.ijw.reading import Node, Values
from inkoop.exchange.ijw.structure import message as message_named
from inkoop.exchange.ijw.tables import single_message
from inkoop.exchange.ijw.writing import (
    MissingPerson,
    Origin,
    Person,
    client_values,
    header_values,
    whole_file,
    write_message,
)
from inkoop.exchange.models import Message
from inkoop.exchange.queries.versions import is_current
from inkoop.exchange.services.answers import NoAnswer, schema_versions

REFUSED, INVESTIGATED = "1", "2"
WITH_REQUESTS = ("JW315", "JW317")
LETTERS = {"JW301": "T", "JW319": "V"}


def unsent_decisions(delivery_id: int) -> QuerySet[RequestDecision]:
    unsent = RequestDecision.objects.filter(request__delivery_id=delivery_id, sent_at=None)
    return unsent.select_related("request__municipality", "request__provider").order_by("id")


def write_decisions(
    *, delivery_id: int, folder: Path, dated_on: date, people: Mapping[str, Person]
) -> list[Path]:
    """A file per decision on the requests of this delivery that was not written yet.

    Raises NoAnswer at the first that cannot be written; what was written before stays and is not written again.
    """
    message = Message.objects.get(delivery_id=delivery_id)
    written = []
    for decision in unsent_decisions(delivery_id):
        with transaction.atomic():
            written.append(_write(decision, message, folder, dated_on, people))
            decision.sent_at = timezone.now()
            decision.save(update_fields=["sent_at"])
    message.do_by = next_deadline(message)
    message.save(update_fields=["do_by"])
    forget_when_done(message)
    return written


def is_waited_for(message: Message) -> bool:
    """A request in it is pending, or what was decided has yet to be written: the file is still needed."""
    if message.name not in WITH_REQUESTS:
        return False
    requests = CareRequest.objects.filter(delivery_id=message.delivery_id)
    return requests.filter(status__in=PENDING).exists() or unsent_decisions(message.delivery_id).exists()


def next_deadline(message: Message) -> date:
    """For the answer; then for the decisions; and for a request under investigation, once that was written."""
    if message.answered_at is None or message.decide_by is None:
        return message.due_on
    requests = CareRequest.objects.filter(delivery_id=message.delivery_id)
    is_open = requests.filter(status=RequestStatus.OPEN).exists()
    if is_open or unsent_decisions(message.delivery_id).exists():
        return message.decide_by
    if requests.filter(status=RequestStatus.INVESTIGATED).exists():
        return message.delivery.received_on + timedelta(days=INVESTIGATION_DAYS)
    return message.decide_by


def forget_when_done(message: Message) -> None:
    if message.kept_as and message.answered_at and not is_waited_for(message):
        forget(message)


def forget(message: Message) -> None:
    """Takes the encrypted file away."""
    with transaction.atomic():
        transaction.on_commit(partial(vault.discard, message.kept_as))
        message.kept_as = ""
        message.save(update_fields=["kept_as"])


def _write(
    decision: RequestDecision,
    message: Message,
    folder: Path,
    dated_on: date,
    people: Mapping[str, Person],
) -> Path:
    if dated_on < decision.decided_on:
        raise NoAnswer(f"De dagtekening ligt voor het besluit van {decision.decided_on}.")
    is_granted = decision.status == RequestStatus.GRANTED
    name = "JW301" if is_granted else "JW319"
    body = _granted(decision, message, dated_on, people) if is_granted else _answered(decision)
    identification = f"{LETTERS[name]}{decision.pk:011d}"
    target = folder / f"{name}_{identification}.xml"
    kind, request = message_named(name), decision.request
    origin = Origin(
        request.municipality.code, request.provider.agb, identification, dated_on, schema_versions(name)
    )
    with whole_file(target) as file:
        write_message(file, kind, header_values(kind, origin), body)
        _check(file, name)
    return target


def _check(file: TextIO, name: str) -> None:
    file.flush()
    for report in check_file(Path(file.name)):
        if report.findings:
            raise NoAnswer(f"Het {name}-bericht zou niet aan de standaard voldoen: {report.findings[0]}")


def _answered(decision: RequestDecision) -> Values:
    refused = decision.status == RequestStatus.REFUSED
    values: Values = {
        "ReferentieAanbieder": decision.request.reference,
        "VerzoekAntwoord": REFUSED if refused else INVESTIGATED,
    }
    if refused:
        values["RedenAfwijzingVerzoek"] = decision.refusal_reason
    if decision.other_municipality:
        values["Woonplaatsbeginsel"] = {"Gemeente": decision.other_municipality}
    return {"Antwoord": values}


def _granted(
    decision: RequestDecision, message: Message, dated_on: date, people: Mapping[str, Person]
) -> Values:
    try:
        client = client_values(_client_in(message), people)
    except MissingPerson as error:
        raise NoAnswer(str(error)) from None
    products = [_product(decision, version) for version in _sent_along(decision, dated_on)]
    return {"Client": client | {"ToegewezenProducten": {"ToegewezenProduct": [*products]}}}


def _client_in(message: Message) -> Node:
    if not message.kept_as:
        raise NoAnswer(
            "Het verzoek wordt niet meer bewaard: de bewaartermijn is voorbij. Schrijf de toewijzing in het eigen "
            "systeem en laad dat bericht."
        )
    try:
        with vault.opened(message.kept_as) as path:
            incoming = single_message(path)
            for _ in incoming.batches():
                pass
            return incoming.body.find("Client") or incoming.body
    except vault.LostFile:
        raise NoAnswer("Het bewaarde verzoek is niet te lezen. Vraag het bericht opnieuw op.") from None


def _sent_along(decision: RequestDecision, dated_on: date) -> Iterator[AllocationVersion]:
    """All current allocations of the youth at the provider, and what the decision changed (OP087)."""
    request = decision.request
    versions = (
        AllocationVersion.objects.filter(
            allocation__client=request.client_id,
            allocation__municipality=request.municipality_id,
            received_on__lte=max(dated_on, decision.decided_on),
        )
        .select_related("allocation")
        .order_by("allocation_id", "-issued_on", "-issued_at", "-received_on", "-id")
        .distinct("allocation_id")
    )
    for version in versions:
        of_provider = version.provider_id == request.provider_id
        if of_provider and (version.delivery_id == decision.delivery_id or is_current(version, dated_on)):
            yield version


def _product(decision: RequestDecision, version: AllocationVersion) -> Values:
    """The reference stands at what was granted; of a JW317 also at what stays as it is (IV093, IV097)."""
    is_changed = version.delivery_id == decision.delivery_id
    values: Values = {
        "ToewijzingNummer": version.allocation.number,
        "Toewijzingsdatum": version.issued_on.isoformat(),
        "Toewijzingstijd": version.issued_at.isoformat(),
        "Ingangsdatum": version.begin.isoformat(),
    }
    if is_changed or decision.request.products.filter(allocation=version.allocation_id).exists():
        values["ReferentieAanbieder"] = decision.request.reference
    if version.category:
        product: Values = {"Categorie": version.category}
        if version.product_code:
            product["Code"] = version.product_code
        values["Product"] = product
    if version.end:
        values["Einddatum"] = version.end.isoformat()
    if is_changed and version.reason:
        values["RedenWijziging"] = version.reason
    if version.volume is not None:
        values["Omvang"] = {
            "Volume": str(version.volume),
            "Eenheid": version.unit,
            "Frequentie": version.frequency,
        }
    if version.budget is not None:
        values["Budget"] = str(version.budget)
    return values
