"""The results of one review round."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from inkoop.base.parameters import values_at
from kpis.models import Review, ReviewInvitation, ReviewRound
from kpis.rules.exact import six_decimals
from kpis.rules.reviews import is_negative


@dataclass(frozen=True)
class Result:
    """``mean`` None = fewer reviews than the minimum."""

    agb: str
    name: str
    n: int
    places: int
    mean: Decimal | None
    is_negative: bool


def per_municipality(found: ReviewRound) -> QuerySet[ReviewInvitation, Any]:
    """Invited and submitted per municipality, by name."""
    rows = found.invitations.order_by().values("reviewer__municipality__name")
    return rows.annotate(
        invited=Count("pk"), submitted=Count("pk", filter=Q(submitted_at__isnull=False))
    ).order_by("reviewer__municipality__name")


def per_provider(found: ReviewRound, today: date) -> list[Result]:
    """The submitted reviews per provider: those that count first, the lowest mean on top. Two queries."""
    values = values_at(today)
    rows = (
        Review.objects.filter(invitation__round=found, invitation__submitted_at__isnull=False)
        .order_by()
        .values("provider__agb", "provider__name")
        .annotate(
            n=Count("pk"),
            total=Sum("score"),
            places=Count("invitation__reviewer__municipality", distinct=True),
        )
    )
    results = []
    for row in rows:
        counts = row["n"] >= values["review_minimum"]
        mean = six_decimals(Fraction(row["total"], row["n"])) if counts else None
        negative = is_negative(mean, below=values["review_negative"])
        results.append(
            Result(row["provider__agb"], row["provider__name"], row["n"], row["places"], mean, negative)
        )
    return sorted(results, key=lambda one: (one.mean is None, one.mean or 0, one.name))
