"""What is known on a peildatum, and a fingerprint of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery, Sum

from contracts.models import DeclarationLine
from inkoop.base.choices import DeliveryStatus
from inkoop.base.models import Delivery
from providers.models import Provider

RULES_VERSION = 2
"""Goes up with every change of a calculation, so that figures of the earlier rules are computed again."""


@dataclass(frozen=True, slots=True)
class Known:
    """The loaded deliveries received on or before a peildatum; ``newest`` is None when there are none."""

    newest: Delivery | None
    deliveries: int
    fingerprint: str


def loaded(peildatum: date) -> QuerySet[Delivery]:
    """The deliveries that count on the peildatum."""
    return Delivery.objects.filter(status=DeliveryStatus.LOADED, is_trial=False, received_on__lte=peildatum)


def is_followed(delivery_id: int) -> bool:
    """True when another delivery was loaded after this one, and nobody decided about its lines since."""
    finished = Delivery.objects.filter(pk=delivery_id).values("finished_at")
    later = Delivery.objects.filter(status=DeliveryStatus.LOADED, is_trial=False, finished_at__gt=finished)
    return later.exists() and Delivery.objects.filter(pk=delivery_id, changes=0).exists()


def known_at(peildatum: date, parameters: Mapping[str, Decimal], *asked: object) -> Known:
    """What figures follow from: the deliveries, the parameters in force, the rules, and what was asked.

    Loaded deliveries change by decisions of people only, which they count; so with that their number, sum and newest
    id name the set. Two queries.
    """
    deliveries = loaded(peildatum)
    counted = deliveries.aggregate(
        number=Count("id"), newest=Max("id"), total=Sum("id"), changes=Sum("changes")
    )
    in_force = {name: f"{value:f}" for name, value in sorted(parameters.items())}
    named = [RULES_VERSION, *map(str, counted.values()), in_force, str(peildatum), *map(str, asked)]
    return Known(
        newest=deliveries.order_by("received_on", "id").last(),
        deliveries=counted["number"],
        fingerprint=hashlib.sha256(json.dumps(named).encode()).hexdigest(),
    )


def first_service_month(peildatum: date) -> date | None:
    """The first service month with an accepted line; None without lines. One query, one look per provider."""
    own = DeclarationLine.objects.filter(provider=OuterRef("pk"), received_on__lte=peildatum).order_by(
        "month"
    )
    providers = Provider.objects.annotate(first_month=Subquery(own.values("month")[:1]))
    first: date | None = providers.aggregate(first=Min("first_month"))["first"]
    return first
