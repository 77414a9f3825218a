"""Receiving an iJw message: levels 1 and 2 while it is staged, then its header and declaration, then its lines."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db.models import Max
from psycopg import Cursor

from contracts.models import Declaration, RefusedLine
from contracts.retourcodes import RETOURCODES
from inkoop.base.choices import DeliveryKind
from inkoop.base.models import Delivery, Finding, Municipality
from inkoop.exchange import vault
from inkoop.exchange.errors import BrokenFile
from inkoop.exchange.ijw.findings import CONTENT
from inkoop.exchange.ijw.findings import Finding as MessageFinding
from inkoop.exchange.ijw.reading import Incoming
from inkoop.exchange.ijw.tables import IN_TABLES, KINDS, message_table, read_whole, single_message
from inkoop.exchange.loaders import LOADERS
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.loaders.messages import (
    judge_allocations,
    link_granted,
    load_answer,
    load_change_request,
    load_declared_message,
    load_requests,
    load_starts_of_message,
    load_stops_of_message,
)
from inkoop.exchange.loaders.messages.judged import Letter, letter_of
from inkoop.exchange.models import Message
from inkoop.exchange.services.only_own import refuse_message_of_another
from inkoop.exchange.staging import Progress, stage

SMALL = {
    "JW305": load_starts_of_message,
    "JW307": load_stops_of_message,
    "JW315": load_requests,
    "JW317": load_change_request,
    "JW319": load_answer,
}
BROKEN_RULES = "0001"
NOT_SENT = (BROKEN_RULES, "9056")
MOST_FINDINGS = 1_000


@dataclass(eq=False)
class RefusedMessage(BrokenFile):
    """Nothing of the message is loaded, and it is answered with one code (none for a fault in the form)."""

    message: Message | None
    findings: list[Finding]
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Head:
    """What identifies a message, and the declaration in it."""

    incoming: Incoming

    def get(self, path: str) -> str:
        return self.incoming.body.get(path)

    @property
    def dated_on(self) -> date:
        return date.fromisoformat(self.get("Header/BerichtIdentificatie/Dagtekening"))

    @property
    def municipality(self) -> str:
        return self.get("Header/Ontvanger" if self.incoming.message.to_municipality else "Header/Afzender")

    @property
    def provider(self) -> str:
        """AGB-code."""
        return self.get("Header/Afzender" if self.incoming.message.to_municipality else "Header/Ontvanger")

    @property
    def period(self) -> date:
        return date.fromisoformat(self.get("Declaratie/DeclaratiePeriode/Begindatum"))

    def message(self, delivery: Delivery, code: str = "") -> Message:
        return Message(
            delivery=delivery,
            name=self.incoming.message.name,
            sender=self.get("Header/Afzender"),
            receiver=self.get("Header/Ontvanger"),
            identification=self.get("Header/BerichtIdentificatie/Identificatie"),
            dated_on=self.dated_on,
            refused_with=code,
        )


def load_message(
    cursor: Cursor, path: Path, delivery: Delivery, kind: DeliveryKind | None, progress: Progress
) -> Counts:
    """Raises BrokenFile, or RefusedMessage when it can be answered."""
    incoming = single_message(path)
    delivery.kind = KINDS[incoming.message.name]
    if kind and kind != delivery.kind:
        raise BrokenFile(f"Een {incoming.message.name} is geen bestand met {kind.label}.")
    schemas = Path(settings.IJW_SCHEMAS) if settings.IJW_SCHEMAS else None
    if incoming.message.name in IN_TABLES:
        stage(cursor, message_table(incoming, schemas=schemas), DeliveryKind(delivery.kind), progress)
    else:
        read_whole(incoming, schemas=schemas)
    head = Head(incoming)
    refuse_message_of_another(delivery, head.incoming.message.name, head.provider)
    _refuse_for_itself(incoming, head, delivery)
    message = head.message(delivery)
    _refuse_header(head, delivery)
    counts = _load(cursor, head, delivery)
    if not delivery.is_trial:
        keep_for_answer(message, path)
    return counts


def _load(cursor: Cursor, head: Head, delivery: Delivery) -> Counts:
    name = head.incoming.message.name
    if name == "JW323":
        _refuse_declaration(head, delivery)
        return _load_declaration(cursor, head, delivery)
    letter = letter_of(delivery, head.incoming.body, municipality=head.municipality, provider=head.provider)
    if name == "JW301":
        return _load_allocations(cursor, letter)
    return SMALL[name](letter)


def _load_allocations(cursor: Cursor, letter: Letter) -> Counts:
    judge_allocations(letter)
    counts = LOADERS[DeliveryKind.ALLOCATIONS](cursor, letter.delivery)
    link_granted(letter)
    return counts


def keep_for_answer(message: Message, path: Path) -> None:
    """The file waits encrypted: the answer takes the BSN from it, and nothing else may hold one."""
    message.kept_as = uuid4().hex
    with path.open("rb") as file:
        vault.keep(file, message.kept_as)
    try:
        message.save()
    except Exception:
        vault.discard(message.kept_as)
        raise


def _refuse_for_itself(incoming: Incoming, head: Head, delivery: Delivery) -> None:
    """Levels 1 and 2."""
    level = incoming.findings.level
    if not level:
        return
    findings = [_row(finding, delivery) for finding in incoming.findings.decisive()[:MOST_FINDINGS]]
    first = incoming.findings.decisive()[0]
    if level == CONTENT:
        text = f"Het bericht wordt beantwoord met 0001. {first}"
        raise RefusedMessage(head.message(delivery, BROKEN_RULES), findings, text)
    raise RefusedMessage(None, findings, f"De vorm van het bericht is niet goed. {first}")


def _row(finding: MessageFinding, delivery: Delivery) -> Finding:
    return Finding(
        delivery=delivery,
        row_number=0,
        field=finding.path.rpartition("/")[2][:40],
        code=(finding.code or finding.rule)[:30],
        cause=f"{finding.cause} (regel {finding.line}, {finding.path})"[:400],
        found=finding.found[:200],
        expected=finding.expected[:200],
        next_step="Verbeter het bericht en lever het opnieuw aan.",
    )


def _refuse_header(head: Head, delivery: Delivery) -> None:
    """9056, 8848 and S300: only the header is answered."""
    message = head.message(delivery)
    same = Message.objects.filter(
        sender=message.sender, name=message.name, identification=message.identification
    )
    if same.exclude(refused_with__in=NOT_SENT).exists():
        raise _refusal(
            head, delivery, "9056", message.identification, "een identificatie die niet eerder is gebruikt"
        )
    if message.dated_on > delivery.received_on:
        raise _refusal(head, delivery, "8848", str(message.dated_on), f"uiterlijk {delivery.received_on}")
    if not Municipality.objects.filter(code=head.municipality).exists():
        raise _refusal(head, delivery, "S300", head.municipality, "een gemeente van de regio")


def _refuse_declaration(head: Head, delivery: Delivery) -> None:
    """8848, 9333 and 8214: the declaration counts as not sent. A gap in the periods is allowed (OP284)."""
    agb, signed = head.get("Header/Afzender"), head.get("Declaratie/DeclaratieDagtekening")
    if date.fromisoformat(signed) > delivery.received_on:
        expected = f"uiterlijk {delivery.received_on}"
        raise _refusal(head, delivery, "8848", signed, expected, of_declaration=True)
    known = Declaration.objects.filter(provider__agb=agb)
    number = head.get("Declaratie/DeclaratieNummer")
    refused = RefusedLine.objects.filter(agb=agb, declaration_number=number)
    if known.filter(number=number).exists() or refused.exists():
        expected = "een nummer dat niet eerder is gebruikt"
        raise _refusal(head, delivery, "9333", number, expected, of_declaration=True)
    latest = known.filter(municipality__code=head.municipality).aggregate(latest=Max("period"))["latest"]
    if latest and head.period < latest:
        raise _refusal(head, delivery, "8214", str(head.period), f"{latest} of later", of_declaration=True)


def _refusal(
    head: Head, delivery: Delivery, code: str, found: str, expected: str, *, of_declaration: bool = False
) -> RefusedMessage:
    message, text = head.message(delivery, "" if of_declaration else code), RETOURCODES[code]
    if of_declaration:
        message.declaration_refused_with = code
    finding = Finding(
        delivery=delivery,
        row_number=0,
        field=text.field,
        code=code,
        cause=text.cause,
        found=found,
        expected=expected,
        next_step=text.next_step,
    )
    return RefusedMessage(
        message, [finding], f"{code}: {text.cause} Gevonden: {found}; verwacht: {expected}."
    )


def _load_declaration(cursor: Cursor, head: Head, delivery: Delivery) -> Counts:
    return load_declared_message(
        cursor,
        delivery,
        agb=head.get("Header/Afzender"),
        municipality=head.municipality,
        number=head.get("Declaratie/DeclaratieNummer"),
        declared_on=date.fromisoformat(head.get("Declaratie/DeclaratieDagtekening")),
        period=head.period,
    )
