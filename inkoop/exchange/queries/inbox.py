"""The inbox: where each message stands, and which are due."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from inkoop.base.choices import DeliveryStatus
from inkoop.base.models import Municipality, User
from inkoop.exchange.choices import MessageStatus
from inkoop.exchange.models import Hold, Message
from providers.models import Provider

TO_ANSWER = Q(answered_at=None) & ~Q(kept_as="")
REFUSED = ~Q(refused_with="") | ~Q(declaration_refused_with="")
UNFINISHED = [DeliveryStatus.WAITING, DeliveryStatus.LOADING]


@dataclass(frozen=True, slots=True)
class Due:
    """How many messages should have been answered before today, and how many must be today."""

    overdue: int
    today: int


def to_answer(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Those whose file waits for the answer."""
    return messages.filter(TO_ANSWER)


def standing_holds() -> QuerySet[Hold]:
    return Hold.objects.filter(released_at=None)


def with_status(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Adds ``status``, a MessageStatus. The first condition that holds decides."""
    held = standing_holds().filter(message=OuterRef("pk"))
    status = Case(
        When(answered_at__isnull=False, then=Value(MessageStatus.ANSWERED)),
        When(kept_as="", then=Value(MessageStatus.EXPIRED)),
        When(Exists(held), then=Value(MessageStatus.AWAITS_DECISION)),
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
    counts = to_answer(Message.objects.visible_to(user)).aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=today)), today=Count("pk", filter=Q(due_on=today))
    )
    return Due(**counts)
