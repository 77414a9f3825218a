"""Accepting a line after all that was refused at level 4, and taking that back, while the answer has not gone out.

The line is booked in its own declaration, as if it had been accepted at once: it counts from the day on which the
message was received. The counts of the delivery follow, and ``changes`` tells whoever computes that its lines are not
what they were.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from contracts.choices import DebitCredit
from contracts.models import Declaration, DeclarationLine, RefusedLine
from contracts.retourcodes import RETOURCODES
from inkoop.base.choices import Severity
from inkoop.base.models import Delivery, Finding, User
from inkoop.base.signals import delivery_loaded
from inkoop.base.sql import LOCK_ONE_LOAD
from inkoop.exchange import vault
from inkoop.exchange.errors import NotPossible
from inkoop.exchange.models import Message, Overrule
from inkoop.exchange.queries.judged_again import JudgedAgain, judge_again
from inkoop.exchange.services.holds import name_of

PATIENCE = "5s"
BUSY = "Er wordt nu een bestand geladen of een besluit genomen. Probeer het over een minuut opnieuw."


def preview(message: Message, row_number: int) -> JudgedAgain:
    """What overruling would do. Raises NotPossible when it cannot be done."""
    _check_open(message)
    _refused_line(message, row_number)
    return _judged(message, row_number)


def overrule(*, message_id: int, row_number: int, reason: str, by: User) -> Overrule:
    """Books the line. Raises NotPossible; then nothing has changed. Of two people at once the second is told so."""
    with _alone(message_id) as message:
        refused = _refused_line(message, row_number)
        judged = _judged(message, row_number)
        line = _book(judged, message)
        findings = Finding.objects.filter(
            delivery=message.delivery, row_number=row_number, severity=Severity.REFUSED
        )
        before = {
            "line": _plain(refused),
            "findings": list(findings.order_by("pk").values_list("pk", flat=True)),
            **_counts(message),
        }
        findings.update(severity=Severity.WARNING)
        refused.delete()
        _move(message, accepted=1)
        return Overrule.objects.create(
            message=message,
            row_number=row_number,
            line=line,
            allocation=line.allocation,
            amount=line.amount,
            codes=", ".join(refused.codes),
            reason=reason,
            by=by,
            before=before,
            after={"line": line.pk, **_counts(message)},
        )


def take_back(*, overrule_id: int, reason: str, by: User) -> Overrule:
    """Refuses the line again, as it was. Raises NotPossible; then nothing has changed."""
    message_id = Overrule.objects.values_list("message_id", flat=True).get(pk=overrule_id)
    with _alone(message_id) as message:
        decision = Overrule.objects.select_related("undone_by", "line").get(pk=overrule_id)
        line = decision.line
        if line is None:
            raise NotPossible(f"{name_of(decision.undone_by)} heeft dit besluit al teruggenomen.")
        if DeclarationLine.objects.filter(debit=line).exists():
            raise NotPossible(
                "Op deze regel is al een credit aanvaard. Zij kan niet meer worden geweigerd; laat de credit staan."
            )
        decision.line, decision.undone_by, decision.undone_at = None, by, timezone.now()
        decision.undone_because = reason
        decision.save()
        line.delete()
        RefusedLine.objects.create(**decision.before["line"])
        Finding.objects.filter(pk__in=decision.before["findings"]).update(severity=Severity.REFUSED)
        _move(message, accepted=-1)
        return decision


@contextmanager
def _alone(message_id: int) -> Iterator[Message]:
    """In one transaction, beside no load, no answer and no other decision about this message."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_ONE_LOAD])
            message = Message.objects.select_for_update().select_related("delivery").get(pk=message_id)
            _check_open(message)
            yield message
            sent = partial(delivery_loaded.send, Delivery, delivery_id=message.delivery_id)
            transaction.on_commit(sent, robust=True)
    except OperationalError as error:
        raise NotPossible(BUSY) from error


def _check_open(message: Message) -> None:
    if message.answered_at:
        raise NotPossible("Het antwoord op dit bericht is al gegeven; aan zijn regels verandert niets meer.")
    if not message.kept_as:
        raise NotPossible(
            "Het bestand van dit bericht wordt niet meer bewaard, dus een regel kan er niet meer uit worden aanvaard."
        )


def _refused_line(message: Message, row_number: int) -> RefusedLine:
    refused = RefusedLine.objects.filter(delivery_id=message.delivery_id, row_number=row_number).first()
    if refused:
        return refused
    standing = message.overrules.filter(row_number=row_number, undone_at=None).select_related("by").first()
    if standing:
        when = timezone.localtime(standing.at)
        raise NotPossible(
            f"{name_of(standing.by)} heeft deze regel al aanvaard op {when:%d-%m-%Y om %H:%M}; er verandert niets."
        )
    raise NotPossible("Deze regel is niet geweigerd, dus er is niets te besluiten.")


def _judged(message: Message, row_number: int) -> JudgedAgain:
    try:
        judged = judge_again(message, row_number)
    except vault.LostFile:
        raise NotPossible("Het bewaarde bestand is niet te lezen. Vraag het bericht opnieuw op.") from None
    if judged.line.debit_credit == DebitCredit.CREDIT:
        raise NotPossible(
            "Een credit wordt alleen om technische redenen geweigerd (IV085); daar is geen besluit over."
        )
    if judged.in_the_way:
        raise NotPossible(_in_the_way(judged.in_the_way))
    return judged


def _in_the_way(codes: list[str]) -> str:
    causes = " ".join(f"{code}: {RETOURCODES[code].cause}" for code in codes if code in RETOURCODES)
    return (
        f"Deze regel kan niet alsnog worden aanvaard. {causes} Dat is geen afspraak waarvan de regio kan afwijken: "
        "het blijkt uit het bericht zelf of uit eerdere berichten."
    )


def _book(judged: JudgedAgain, message: Message) -> DeclarationLine:
    line, allocation = judged.line, judged.allocation
    if allocation is None:
        raise NotPossible(_in_the_way(["9338"]))
    declaration = Declaration.objects.get(
        delivery_id=message.delivery_id, provider__agb=line.agb, number=line.declaration
    )
    return DeclarationLine.objects.create(
        declaration=declaration,
        row_number=line.row,
        provider_id=declaration.provider_id,
        municipality_id=allocation.municipality_id,
        client_id=allocation.client_id,
        allocation=allocation,
        declared_on=line.declared_on,
        received_on=declaration.received_on,
        month=line.begin.replace(day=1),
        begin=line.begin,
        end=line.end,
        volume=line.volume,
        tariff=line.tariff,
        amount=line.amount,
        category=line.category,
        product_code=line.code,
        unit=line.unit,
        debit_credit=line.debit_credit,
        reference=line.reference,
    )


def _move(message: Message, *, accepted: int) -> None:
    """Moves rows from refused to accepted, or back when negative."""
    Delivery.objects.filter(pk=message.delivery_id).update(
        rows_accepted=F("rows_accepted") + accepted,
        rows_refused=F("rows_refused") - accepted,
        changes=F("changes") + 1,
    )
    message.delivery.refresh_from_db()


def _counts(message: Message) -> dict[str, int | None]:
    return {"accepted": message.delivery.rows_accepted, "refused": message.delivery.rows_refused}


def _plain(refused: RefusedLine) -> dict[str, Any]:
    """The line as it can be kept and made again, but for its own number."""
    encoder = DjangoJSONEncoder()
    fields = [field for field in RefusedLine._meta.concrete_fields if not field.primary_key]
    return {field.attname: _value(encoder, getattr(refused, field.attname)) for field in fields}


def _value(encoder: DjangoJSONEncoder, value: Any) -> Any:
    return value if isinstance(value, str | int | list | None) else encoder.default(value)
