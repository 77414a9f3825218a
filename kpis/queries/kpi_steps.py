"""The steps of the KPIs. They stand on declaratiegedrag, flow and IBPs of the same peildatum."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, Max
from django.utils import timezone

from inkoop.base.periods import add_months, first_of_month
from kpis.models import KpiTask, Review
from kpis.queries.kpis import versions_in_force
from kpis.queries.steps import Step, Values

FIGURE_STEPS = (
    Step("kpi_version"),
    Step("kpi_place"),
    Step("kpi_measure"),
    Step("kpi_fact"),
    Step("kpi_figure"),
)
KPI_STEPS = (*FIGURE_STEPS, "write_kpis")
YEAR = 12


def kpi_values(
    peildatum: date,
    versions: Iterable[int],
    parameters: Mapping[str, Decimal],
    *,
    behaviour: int,
    flow: int,
    ibps: int,
) -> Values:
    """The values that the steps are run with; the last three are ids of computations."""
    return {
        "peildatum": peildatum,
        "since": year_before(peildatum),
        "until": timezone.make_aware(datetime.combine(peildatum + timedelta(days=1), time())),
        "versions": list(versions),
        "least_known": parameters["reasons_known"],
        "insufficient": parameters["review_insufficient"],
        "behaviour": behaviour,
        "flow": flow,
        "ibps": ibps,
    }


def year_before(peildatum: date) -> date:
    """The last day before the twelve months that end with the month of the peildatum."""
    return add_months(first_of_month(peildatum), 1 - YEAR) - timedelta(days=1)


def basis_of(peildatum: date) -> list[object]:
    """What KPIs follow from beside deliveries and parameters: versions, and what was supplied and reviewed.

    Three queries.
    """
    versions = versions_in_force(peildatum).values_list("pk", "valid_to")
    tasks = KpiTask.objects.filter(judged_on__lte=peildatum).aggregate(
        number=Count("pk"), newest=Max("judged_on"), submitted=Max("submitted_at")
    )
    reviews = Review.objects.filter(invitation__submitted_at__isnull=False).aggregate(
        number=Count("pk"), newest=Max("invitation__submitted_at")
    )
    return [*sorted(versions), *tasks.values(), *reviews.values()]


def in_force(peildatum: date) -> list[int]:
    return list(versions_in_force(peildatum).values_list("pk", flat=True))
