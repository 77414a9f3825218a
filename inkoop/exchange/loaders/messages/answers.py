"""An answer of a municipality to a request (JW319): refused, or under investigation."""

from django.utils import timezone

from contracts.choices import RequestStatus
from contracts.models import CareRequest, RequestDecision
from contracts.services.requests import decide
from inkoop.exchange.ijw.reading import Node
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.loaders.messages.judged import Letter, Verdicts

THE_ANSWER = 1
STATUS = {"1": RequestStatus.REFUSED, "2": RequestStatus.INVESTIGATED}


def load_answer(letter: Letter) -> Counts:
    verdicts = Verdicts(letter.delivery)
    answer = letter.body.find("Antwoord") or letter.body
    reference = answer.get("ReferentieAanbieder")
    request = find_request(letter, reference)
    if request is None:
        verdicts.refuse(THE_ANSWER, "9355", reference, "de referentie van een verzoek")
    else:
        _judge(verdicts, request, answer)
    if request and not verdicts.found:
        _book(letter, request, answer)
    return verdicts.whole()


def find_request(letter: Letter, reference: str) -> CareRequest | None:
    requests = CareRequest.objects.filter(municipality=letter.municipality, provider=letter.provider)
    return requests.filter(reference=reference).first() if letter.provider else None


def _judge(verdicts: Verdicts, request: CareRequest, answer: Node) -> None:
    """TR359, TR360 and TR365: after a grant no answer; after an answer only a refusal of what is investigated."""
    taken = set(request.decisions.values_list("status", flat=True))
    if RequestStatus.GRANTED in taken:
        verdicts.refuse(THE_ANSWER, "9359", "een toewijzing", "nog geen toewijzing")
    if RequestStatus.REFUSED in taken:
        verdicts.refuse(THE_ANSWER, "9365", "een afwijzing", "nog geen afwijzing")
    elif RequestStatus.INVESTIGATED in taken and _status(answer) == RequestStatus.INVESTIGATED:
        verdicts.refuse(THE_ANSWER, "9360", "een eerder antwoord", "nog geen antwoord")


def _book(letter: Letter, request: CareRequest, answer: Node) -> None:
    decide(
        request,
        RequestDecision(
            status=_status(answer),
            decided_on=letter.dated_on,
            refusal_reason=answer.get("RedenAfwijzingVerzoek"),
            other_municipality=answer.get("Woonplaatsbeginsel/Gemeente"),
            delivery=letter.delivery,
            sent_at=timezone.now(),
        ),
    )


def _status(answer: Node) -> RequestStatus:
    return STATUS[answer.get("VerzoekAntwoord")]
