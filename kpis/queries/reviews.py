"""What jeugdprofessionals said: per provider and quarter, and how many of them answered."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, F, Q, QuerySet, Sum

from contracts.models import AllocationVersion
from inkoop.base.parameters import values_at
from kpis.models import Review, ReviewIncident, ReviewRound
from kpis.rules.exact import six_decimals
from kpis.rules.reviews import is_negative
from providers.models import Provider

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Quarter:
    """The reviews of one provider in one round. ``mean`` None = fewer than the minimum."""

    round: ReviewRound
    n: int
    municipalities: int
    mean: Decimal | None
    is_negative: bool


def rounds_with_response() -> QuerySet[ReviewRound]:
    """Rounds, newest first, with ``invited``, ``sent`` and ``submitted``."""
    return ReviewRound.objects.annotate(
        invited=Count("invitations"),
        sent=Count("invitations", filter=Q(invitations__sent_at__isnull=False)),
        submitted=Count("invitations", filter=Q(invitations__submitted_at__isnull=False)),
    ).order_by("-quarter")


def submitted_reviews(peildatum: date) -> QuerySet[Review]:
    """What counts on a day: reviews of invitations that were submitted by then."""
    return Review.objects.filter(invitation__submitted_at__date__lte=peildatum)


def quarters_of(provider: Provider, peildatum: date) -> list[Quarter]:
    """The reviews of a provider per round, newest first. Three queries."""
    values = values_at(peildatum)
    rows = (
        submitted_reviews(peildatum)
        .filter(provider=provider)
        .order_by()
        .values("invitation__round")
        .annotate(
            n=Count("pk"),
            total=Sum("score"),
            places=Count("invitation__reviewer__municipality", distinct=True),
        )
    )
    rounds = ReviewRound.objects.in_bulk([row["invitation__round"] for row in rows])
    found = []
    for row in rows:
        counts = row["n"] >= values["review_minimum"]
        mean = six_decimals(Fraction(row["total"], row["n"])) if counts else None
        negative = is_negative(mean, below=values["review_negative"])
        found.append(Quarter(rounds[row["invitation__round"]], row["n"], row["places"], mean, negative))
    return sorted(found, key=lambda one: one.round.quarter, reverse=True)


def newest_review_is_negative(provider: Provider, peildatum: date) -> bool:
    """Whether the newest review that counts is negative: a reason to talk sooner."""
    return next((one.is_negative for one in quarters_of(provider, peildatum) if one.mean is not None), False)


def incidents_of(provider: Provider) -> QuerySet[ReviewIncident]:
    """Newest first."""
    rows = ReviewIncident.objects.filter(provider=provider).select_related("municipality", "reviewer")
    return rows.order_by("-reported_on", F("pk").desc())


def providers_to_review(municipality_id: int, today: date) -> QuerySet[Provider]:
    """Providers with an allocation in force in the municipality in the year before today, by name."""
    recent = AllocationVersion.objects.filter(
        Q(end=None) | Q(end__gte=today - YEAR), allocation__municipality=municipality_id, begin__lte=today
    )
    return Provider.objects.filter(pk__in=recent.values("provider")).order_by("name")
