"""Why a talk with a provider comes sooner: a KPI is red, or the newest review is negative."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from inkoop.base.dutch import number
from inkoop.base.parameters import values_at
from kpis.choices import KpiColour, KpiLevel
from kpis.models import KpiValue, Review
from kpis.queries.kpis import newest_kpis


def troubled_providers(*, today: date) -> dict[int, list[str]]:
    """Provider -> what is wrong, in words, as of the newest figures on or before the day. Four queries at most."""
    found: dict[int, list[str]] = defaultdict(list)
    for value in _red(today).select_related("version__kpi").order_by("version__kpi__code"):
        if value.provider_id:
            found[value.provider_id].append(f"KPI {value.version.kpi.name} is rood")
    for provider, (quarter, mean) in negative_reviews(today=today).items():
        words = (
            f"Oordeel van jeugdprofessionals over het {quarter_name(quarter)} is negatief ({number(mean, 1)})"
        )
        found[provider].append(words)
    return dict(found)


def red_per_provider(*, today: date) -> dict[int, int]:
    """Provider -> how many KPIs are red, as of the newest figures on or before the day. Two queries."""
    counted = _red(today).order_by().values_list("provider").annotate(Count("pk"))
    return {provider: many for provider, many in counted if provider}


def _red(today: date) -> QuerySet[KpiValue]:
    computation = newest_kpis(today)
    if computation is None:
        return KpiValue.objects.none()
    return KpiValue.objects.filter(computation=computation, level=KpiLevel.PROVIDER, colour=KpiColour.RED)


def negative_reviews(*, today: date) -> dict[int, tuple[date, Decimal]]:
    """Provider -> quarter and mean score, where the newest quarter with enough reviews is negative. Two queries."""
    parameters = values_at(today)
    rows = (
        Review.objects.filter(invitation__submitted_at__date__lte=today)
        .order_by()
        .values_list("provider", "invitation__round__quarter")
        .annotate(n=Count("pk"), total=Sum("score"))
        .filter(n__gte=int(parameters["review_minimum"]))
        .order_by("invitation__round__quarter")
    )
    newest = {provider: (quarter, Decimal(total) / n) for provider, quarter, n, total in rows}
    limit = parameters["review_negative"]
    return {provider: found for provider, found in newest.items() if found[1] < limit}


def quarter_name(first: date) -> str:
    return f"{first.month // 3 + 1}e kwartaal {first.year}"
