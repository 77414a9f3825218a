"""What only the message of an allocation (JW301) asks; its rows are loaded as those of a table."""

from django.db.models import QuerySet
from django.utils import timezone

from contracts.choices import ChangeReason, DebitCredit, RequestStatus
from contracts.models import Allocation, CareRequest, DeclarationLine, RequestDecision
from contracts.services.requests import decide
from inkoop.base.models import Finding
from inkoop.exchange.ijw.reading import Node
from inkoop.exchange.ijw.tables import products_of
from inkoop.exchange.loaders.messages.answers import find_request
from inkoop.exchange.loaders.messages.judged import Letter, Verdicts, fits

REFUSED = "fout"


def judge_allocations(letter: Letter) -> None:
    """TR332, TR379, TR381 and TR385. A row with a finding is not loaded."""
    verdicts = Verdicts(letter.delivery)
    for number, node in products_of(letter.body):
        _judge_number(letter, verdicts, number, node)
        _judge_reference(letter, verdicts, number, node)
        category, code = node.get("Product/Categorie"), node.get("Product/Code")
        if not fits(category, code):
            verdicts.refuse(number, "S329", code, f"een code van categorie {category}")
    Finding.objects.bulk_create(verdicts.found)


def _judge_number(letter: Letter, verdicts: Verdicts, number: int, node: Node) -> None:
    allocation_number = node.get("ToewijzingNummer")
    allocation = Allocation.objects.filter(municipality=letter.municipality, number=allocation_number).first()
    if allocation is None:
        return
    if not letter.in_force([allocation.pk]):
        verdicts.refuse(number, "9332", allocation_number, "een nummer dat nog niet is gebruikt")
    elif node.get("RedenWijziging") == ChangeReason.WITHDRAWN and _has_lines(allocation):
        verdicts.refuse(number, "9385", "goedgekeurde regels", "geen goedgekeurde regels zonder credit")


def _has_lines(allocation: Allocation) -> bool:
    """Accepted debits that no credit takes back."""
    lines = DeclarationLine.objects.filter(allocation=allocation)
    credited = lines.filter(debit_credit=DebitCredit.CREDIT).values("debit_id")
    return lines.filter(debit_credit=DebitCredit.DEBIT).exclude(pk__in=credited).exists()


def _judge_reference(letter: Letter, verdicts: Verdicts, number: int, node: Node) -> None:
    """TR379, where requests of this provider come in here; elsewhere nobody can tell."""
    reference = node.get("ReferentieAanbieder")
    if not reference or not _requests(letter).exists():
        return
    request = find_request(letter, reference)
    if request is None or request.status == RequestStatus.REFUSED:
        verdicts.refuse(number, "9379", reference, "de referentie van een lopend verzoek")


def _requests(letter: Letter) -> "QuerySet[CareRequest]":
    return CareRequest.objects.filter(municipality=letter.municipality, provider=letter.provider)


def link_granted(letter: Letter) -> None:
    """A request of which the reference stands at a loaded product is granted."""
    refused = set(letter.delivery.findings.filter(severity=REFUSED).values_list("row_number", flat=True))
    for number, node in products_of(letter.body):
        reference = node.get("ReferentieAanbieder")
        request = find_request(letter, reference) if reference and number not in refused else None
        if request and request.is_pending:
            granted = RequestDecision(
                status=RequestStatus.GRANTED,
                decided_on=letter.dated_on,
                delivery=letter.delivery,
                sent_at=timezone.now(),
            )
            decide(request, granted)
