"""Answering a received message, from the file that waited encrypted; once nobody waits for it, it is gone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Sum, When
from django.utils import timezone

from contracts.models import DeclarationLine, RefusedLine
from contracts.retourcodes import WJ001
from inkoop.exchange import vault
from inkoop.exchange.ijw.reading import Incoming, Node
from inkoop.exchange.ijw.structure import message as message_named
from inkoop.exchange.ijw.tables import class_path, single_message
from inkoop.exchange.ijw.writing import (
    Origin,
    Retour,
    Verdict,
    whole_file,
    write_declaration_answer,
    write_retour,
)
from inkoop.exchange.models import Message
from inkoop.exchange.queries.inbox import standing_holds
from inkoop.exchange.services.answers import NoAnswer, schema_versions
from inkoop.exchange.services.notifying import forget, forget_when_done, is_waited_for, next_deadline

OTHER_CLIENT, NOT_JUDGED = "8187", "0233"


def answer(*, delivery_id: int, folder: Path, dated_on: date) -> Path:
    """Writes the answer, then forgets the file unless a request in it has yet to be decided on.

    Raises NoAnswer, and leaves everything as it was.
    """
    message = Message.objects.filter(delivery_id=delivery_id).select_related("delivery").first()
    if message is None:
        raise NoAnswer(f"Aanlevering {delivery_id} is geen bericht waar een antwoord op hoort.")
    if message.answered_at:
        raise NoAnswer(f"Aanlevering {delivery_id} is al beantwoord op {message.answered_at:%d-%m-%Y}.")
    if not message.kept_as:
        raise NoAnswer(
            "Het bestand wordt niet meer bewaard: de bewaartermijn is voorbij. Vraag het bericht opnieuw op."
        )
    target = folder / f"{_answer_name(message)}_{_identification(message)}.xml"
    try:
        with vault.opened(message.kept_as) as path, transaction.atomic():
            _stop_while_held(message)
            _write(target, message, path, dated_on)
            message.answered_at = timezone.now()
            message.do_by = next_deadline(message)
            message.save(update_fields=["answered_at", "do_by"])
            forget_when_done(message)
    except vault.LostFile:
        raise NoAnswer("Het bewaarde bestand is niet te lezen. Vraag het bericht opnieuw op.") from None
    return target


def _stop_while_held(message: Message) -> None:
    """From here on nobody else answers this message, or decides about its lines."""
    if Message.objects.select_for_update().get(pk=message.pk).answered_at:
        raise NoAnswer(f"Aanlevering {message.delivery_id} is zojuist al beantwoord.")
    hold = standing_holds().filter(message=message).select_related("rule__contract").first()
    if hold:
        raise NoAnswer(
            f"Het antwoord wordt aangehouden ({hold.rule}; regels: {hold.lines}). "
            "Een contractmanager geeft het met een reden vrij op de pagina van het bericht."
        )


def forget_unanswered(*, today: date) -> int:
    """Removes files that are no longer needed or waited longer than the settings allow; returns how many.

    A file with a request waits for the decision, since the JW301 needs the BSN in it.
    """
    answers = today - timedelta(days=settings.ANSWER_RETENTION_DAYS)
    requests = today - timedelta(days=settings.REQUEST_RETENTION_DAYS)
    gone = 0
    for message in Message.objects.exclude(kept_as="").select_related("delivery"):
        is_waiting = is_waited_for(message)
        is_late = message.delivery.received_on < (requests if is_waiting else answers)
        if is_late or (message.answered_at and not is_waiting):
            forget(message)
            gone += 1
    return gone


def _answer_name(message: Message) -> str:
    return message_named(message.name).answer


def _identification(message: Message) -> str:
    """Twelve characters, the same each time, and of no other answer."""
    return f"A{message.delivery_id:011d}"


def _write(target: Path, message: Message, path: Path, dated_on: date) -> None:
    incoming = single_message(path)
    xsd = schema_versions(_answer_name(message))
    with whole_file(target) as file:
        if message.name == "JW323":
            origin = Origin(message.receiver, message.sender, _identification(message), dated_on, xsd)
            write_declaration_answer(file, incoming.source, origin, _verdict(message), _refused(message))
            return
        for _ in incoming.batches():
            pass
        retour = Retour(_identification(message), dated_on, xsd=xsd)
        codes = (message.refused_with,) if message.refused_with else ()
        retour = replace(retour, header=codes, classes={} if codes else _classes(message, incoming))
        write_retour(file, incoming.message, incoming.body, retour)


def _verdict(message: Message) -> Verdict:
    signed = Case(When(debit_credit="D", then=F("amount")), default=-F("amount"))
    lines = DeclarationLine.objects.filter(declaration__delivery_id=message.delivery_id)
    granted = lines.aggregate(total=Sum(signed))["total"] or 0
    return Verdict(message.refused_with or "0200", message.declaration_refused_with, granted)


def _refused(message: Message) -> Iterator[tuple[int, tuple[str, ...]]]:
    lines = RefusedLine.objects.filter(delivery_id=message.delivery_id).order_by("row_number")
    for number, codes in lines.values_list("row_number", "codes").iterator(chunk_size=2_000):
        yield number, tuple(codes)


def _classes(message: Message, incoming: Incoming) -> dict[str, tuple[str, ...]]:
    """Codes by path of the product. A reason that is ours alone may refuse nothing (OP095): a person must decide."""
    found: dict[str, tuple[str, ...]] = {}
    refused = message.delivery.findings.filter(severity="fout").order_by("row_number", "code")
    for number, code in refused.values_list("row_number", "code").distinct():
        if code not in WJ001:
            raise NoAnswer(
                f"Product {number} is geweigerd om een reden van onszelf ({code}); de standaard kent die niet."
            )
        path = class_path(incoming.body, number)
        found[path] = (*found.get(path, ()), code)
        if code == OTHER_CLIENT:
            found |= dict.fromkeys(_paths_below(incoming.body, path), (NOT_JUDGED,))
    return found


def _paths_below(body: Node, path: str) -> Iterator[str]:
    return (node.path for node in body.walk() if node.path.startswith(f"{path}/"))
