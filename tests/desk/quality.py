"""KPIs, reviews, client surveys and policy goals, of the small region of the cast."""

from datetime import date

from django.utils import timezone

from contracts.models import AllocationVersion
from kpis.models import (
    KpiTask,
    KpiVersion,
    PolicyArea,
    PolicyGoal,
    PolicyMeasure,
    PolicyValue,
    Review,
    Reviewer,
    ReviewIncident,
)
from kpis.services import ensure, kpis
from kpis.services.reviews import link_of, open_round
from kpis.services.starter_set import deliver_starter_set
from providers.models import SurveyResult
from tests.desk.cast import PEILDATUM


def quality(made, rows=1):
    """``rows`` of everything. ``made.invitations``: the first is not submitted, the others are."""
    AllocationVersion.objects.update(end=None)  # at work today, whatever day that is
    deliver_starter_set(valid_from=date(2024, 1, 1), use=True, by=None, today=PEILDATUM)
    KpiVersion.objects.update(minimum_n=1)
    ensure(kpis(PEILDATUM))
    today = timezone.localdate()
    for number in range(rows + 1):
        Reviewer.objects.create(
            name=f"Jeugdprofessional {number}",
            email=f"jp{number}@team.example",
            municipality=made.municipality,
        )
    for year in range(2023, 2023 + rows):
        made.round = open_round(quarter=date(year, 1, 1), opens_on=today, by=None)
    made.invitations = list(made.round.invitations.order_by("pk"))
    for invitation in made.invitations[1:]:
        invitation.submitted_at = timezone.now()
        invitation.save()
    for number, provider in enumerate(made.providers[:rows]):
        _add(made, number, provider, today)
    return made


def path_of(invitation):
    return "/" + link_of(invitation).split("/", 3)[3]


def _add(made, number, provider, today):
    Review.objects.create(invitation=made.invitations[1], provider=provider, score=4)
    made.incident = ReviewIncident.objects.create(
        provider=provider,
        municipality=made.municipality,
        reviewer=Reviewer.objects.first(),
        happened_on=today,
        reported_on=today,
        text="Een afspraak verviel zonder bericht.",
    )
    for question, total in (("nut", 80), ("zonder_hulp", 7)):
        SurveyResult.objects.create(
            provider=provider,
            begin=date(2025, 1, 1),
            end=date(2025, 6, 30),
            question=question,
            respondent="ouder",
            set_version=7,
            invited=40,
            answered=10,
            total=total,
            delivery=made.delivery,
            row_number=number + 1,
            received_on=PEILDATUM,
        )
    KpiTask.objects.create(
        kpi_id=KpiVersion.objects.get(kpi__code="K18").kpi_id,
        provider=provider,
        period_from=date(2025, 1, 1),
        period_to=date(2025, 6, 30),
        due_on=date(2025, 9, 1),
    )
    area = PolicyArea.objects.create(name=f"Gebied {number}", ist="Veel.", soll="Minder.")
    made.goal = PolicyGoal.objects.create(
        area=area,
        number=1,
        text=f"Doel {number}",
        scale="lokaal",
        indicator="hand",
        indicator_text="Maatjes.",
        reference_year=2024,
        target_year=2026,
        target=40,
    )
    for year, value in ((2024, 10), (2025, 21)):
        PolicyValue.objects.create(goal=made.goal, year=year, value=value, source="opgave")
    measure = PolicyMeasure.objects.create(
        area=area, name=f"Maatregel {number}", scale="lokaal", status="loopt", cents=100_000
    )
    measure.goals.add(made.goal)
