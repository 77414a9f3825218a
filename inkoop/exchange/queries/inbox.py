"""The inbox: where each message stands, what comes next, and which are due."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from contracts.models import CareRequest, RequestDecision
from contracts.models.requests import PENDING
from inkoop.base.choices import DeliveryStatus
from inkoop.base.models import Municipality, User
from inkoop.exchange.choices import MessageStatus
from inkoop.exchange.models import Hold, Message
from providers.models import Provider

IS_KEPT = ~Q(kept_as="")
REFUSED = ~Q(refused_with="") | ~Q(declaration_refused_with="")
UNFINISHED = [DeliveryStatus.WAITING, DeliveryStatus.LOADING]


@dataclass(frozen=True, slots=True)
class Due:
    """How many messages should have been answered or decided on before today, and how many must be today."""

    overdue: int
    today: int


def to_do(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Those whose file waits: for the answer, for a decision on a request in it, or for the message about that."""
    return messages.filter(IS_KEPT, Q(answered_at=None) | _asks_a_decision() | _has_unsent())


def _asks_a_decision() -> Exists:
    pending = CareRequest.objects.filter(delivery=OuterRef("delivery"), status__in=PENDING)
    return Exists(pending.order_by())


def _has_unsent() -> Exists:
    return Exists(
        RequestDecision.objects.filter(request__delivery=OuterRef("delivery"), sent_at=None).order_by()
    )


def standing_holds() -> QuerySet[Hold]:
    return Hold.objects.filter(released_at=None)


def with_status(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Adds ``status``, a MessageStatus. The first condition that holds decides."""
    held = standing_holds().filter(message=OuterRef("pk"))
    answered = Q(answered_at__isnull=False)
    status = Case(
        When(answered & Q(kept_as=""), then=Value(MessageStatus.ANSWERED)),
        When(kept_as="", then=Value(MessageStatus.EXPIRED)),
        When(answered & _has_unsent(), then=Value(MessageStatus.TO_SEND)),
        When(Q(Exists(held)) | _asks_a_decision(), then=Value(MessageStatus.AWAITS_DECISION)),
        When(answered, then=Value(MessageStatus.ANSWERED)),
        When(REFUSED, then=Value(MessageStatus.REFUSED)),
        When(delivery__status__in=UNFINISHED, then=Value(MessageStatus.RECEIVED)),
        default=Value(MessageStatus.JUDGED),
        output_field=CharField(),
    )
    return messages.annotate(status=status)


def with_sender(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Adds ``sender_name``: of the provider or the municipality; empty when neither is known."""
    provider = Provider.objects.filter(agb=OuterRef("sender")).values("name")
    municipality = Municipality.objects.filter(code=OuterRef("sender")).values("name")
    return messages.annotate(
        sender_name=Coalesce(Subquery(provider[:1]), Subquery(municipality[:1]), Value(""))
    )


def found(term: str) -> Q:
    """By identification or code of the sender, in full, or by a part of the name of the sender."""
    named = Provider.objects.filter(name__icontains=term).values("agb")
    places = Municipality.objects.filter(name__icontains=term).values("code")
    return Q(identification=term) | Q(sender=term) | Q(sender__in=named) | Q(sender__in=places)


def due(user: User, *, today: date) -> Due:
    """Of the messages that this user may see. One query."""
    counts = to_do(Message.objects.visible_to(user)).aggregate(
        overdue=Count("pk", filter=Q(do_by__lt=today)), today=Count("pk", filter=Q(do_by=today))
    )
    return Due(**counts)
