"""What people say about a signal: the provider explains first, a contract manager judges afterwards."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from contracts.services.procedures.refusal import Refused, refuse_when
from inkoop.base.bsn import holds_bsn
from inkoop.base.dutch import long_date
from inkoop.base.models import User
from inkoop.base.parameters import value_at
from kpis.choices import ReplyChannel, Verdict
from kpis.models import Signal, SignalAttachment, SignalJudgement, SignalReply
from kpis.rules.signals import heard_from

LARGEST_ATTACHMENT = 10 * 1024 * 1024
ATTACHMENT_KINDS = (".pdf", ".docx", ".xlsx", ".odt", ".ods", ".txt", ".csv", ".png", ".jpg")
NO_BSN = (
    "In de tekst lijkt een burgerservicenummer te staan. Haal het weg: uitleg gaat over het cijfer, niet over een "
    "kind."
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it came in."""

    file_name: str
    content: bytes


@transaction.atomic
def reply_to_signal(
    *,
    signal: Signal,
    text: str,
    by: User,
    channel: ReplyChannel = ReplyChannel.PORTAL,
    attachment: Attachment | None = None,
) -> SignalReply:
    """The explanation of the provider, with at most one file; a later reply stands beside it.

    Raises Refused when the text is empty or holds a BSN, when the file is of a kind that is not kept or too large,
    and when the signal has lapsed. Who may reply is up to the page.
    """
    text = text.strip()
    refuse_when("" if text else "Schrijf een uitleg.")
    refuse_when(NO_BSN if holds_bsn(text) else "")
    refuse_when(_fault_of(attachment))
    held = _standing(signal)
    reply = SignalReply.objects.create(
        signal=held, text=text, channel=channel, peildatum=held.peildatum, value=held.value, by=by
    )
    if attachment:
        SignalAttachment.objects.create(
            reply=reply,
            file_name=attachment.file_name[-200:],
            sha256=sha256(attachment.content).hexdigest(),
            size=len(attachment.content),
            data=attachment.content,
        )
    return reply


@transaction.atomic
def judge_signal(*, signal: Signal, verdict: Verdict, reason: str, by: User) -> SignalJudgement:
    """A verdict with its reason, about the figures as they are now. The newest counts; earlier ones stay.

    Raises Refused without a reason, with a BSN in it, when the signal has lapsed, and when it would be found valid
    before the provider explained or had the time for it.
    """
    reason = reason.strip()
    refuse_when("" if reason else "Schrijf waarom u zo oordeelt.")
    refuse_when(NO_BSN if holds_bsn(reason) else "")
    held = _standing(signal)
    if verdict == Verdict.FOUNDED:
        refuse_when(_not_heard(held))
    return SignalJudgement.objects.create(
        signal=held, verdict=verdict, reason=reason, peildatum=held.peildatum, value=held.value, by=by
    )


def hearing_until(signal: Signal) -> date:
    """From this day on a signal may be found valid without a reply."""
    days = int(value_at("signal_reply_days", signal.peildatum))
    return heard_from(signal.stood_since, days)


def _not_heard(signal: Signal) -> str:
    if signal.replies.filter(peildatum__gte=signal.stood_since).exists():
        return ""
    until = hearing_until(signal)
    if timezone.localdate() >= until:
        return ""
    return (
        f"De aanbieder heeft nog niets uitgelegd en kan dat tot {long_date(until)} doen. Kies tot die dag "
        "‘in onderzoek’, of leg vast wat de aanbieder al heeft gezegd."
    )


def _standing(signal: Signal) -> Signal:
    """Held until the end of the transaction, so that the figures are those that are judged."""
    held = Signal.objects.select_for_update().get(pk=signal.pk)
    if held.lapsed_at is not None:
        raise Refused("Dit signaal is vervallen: het cijfer wijkt niet meer af. Er valt niets te beoordelen.")
    return held


def _fault_of(attachment: Attachment | None) -> str:
    if attachment is None:
        return ""
    if not attachment.file_name.lower().endswith(ATTACHMENT_KINDS):
        return (
            f"Dit soort bestand wordt niet bewaard. Kies {', '.join(kind[1:] for kind in ATTACHMENT_KINDS)}."
        )
    if len(attachment.content) > LARGEST_ATTACHMENT:
        return "Het bestand is groter dan 10 MB. Verklein het of splits het."
    if not attachment.content:
        return "Het bestand is leeg. Kies een ander."
    return ""
