"""KPIs in use, client surveys, two review rounds, tasks of providers and policy goals, all from a fixed seed."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from inkoop.base.choices import DeliveryKind
from inkoop.base.models import Municipality, User
from inkoop.base.periods import add_months
from inkoop.base.services import record_by_hand
from kpis.models import (
    Kpi,
    KpiTask,
    PolicyArea,
    PolicyGoal,
    PolicyMeasure,
    PolicyValue,
    Review,
    Reviewer,
    ReviewIncident,
    ReviewInvitation,
    ReviewRound,
)
from kpis.rules.tasks import newest_period
from kpis.services.starter_set import deliver_starter_set
from providers.models import Provider, SurveyResult

SURVEYED, ROUNDS, PER_PLACE, SCORED = 60, 3, 3, 8
WORDS = (
    "Goede samenwerking, snel contact.",
    "Evaluaties komen pas na herhaald vragen.",
    "Hulp sluit goed aan bij het gezin.",
    "",
)


@transaction.atomic
def lay(users: Mapping[str, User], today: date) -> bool:
    """Once; False = there are KPIs already, or no providers."""
    providers = list(Provider.objects.order_by("agb"))
    if Kpi.objects.exists() or not providers:
        return False
    rng, manager = Random(20), users["contractmanager"]
    deliver_starter_set(valid_from=date(today.year - 2, 1, 1), use=True, by=manager, today=today)
    _surveys(rng, providers[:SURVEYED], manager, today)
    _tasks(rng, providers[:SURVEYED], manager, today)
    _reviews(rng, providers, manager, today)
    _policy(manager, today)
    return True


def _surveys(rng: Random, providers: list[Provider], by: User, today: date) -> None:
    rows: list[SurveyResult] = []
    for back in range(1, 4):
        begin, end = newest_period("halfjaar", add_months(today, -6 * (back - 1)))
        delivery = record_by_hand(
            kind=DeliveryKind.SATISFACTION,
            what=f"cliëntmeting {begin:%Y-%m}",
            rows=4 * len(providers),
            received_on=min(today, end + timedelta(days=30)),
            by=by,
        )
        for provider in providers:
            level = rng.gauss(7.4, 0.6)
            for who in ("jeugdige", "ouder"):
                invited = rng.randint(10, 60)
                answered = rng.randint(invited // 5, invited // 2)
                grades = sum(min(10, max(1, round(rng.gauss(level, 1.2)))) for _ in range(answered))
                helped = sum(rng.random() < 0.68 for _ in range(answered))
                for question, total in (("nut", grades), ("zonder_hulp", helped)):
                    rows.append(
                        SurveyResult(
                            provider=provider,
                            begin=begin,
                            end=end,
                            question=question,
                            respondent=who,
                            set_version=7,
                            invited=invited,
                            answered=answered,
                            total=total,
                            delivery=delivery,
                            row_number=len(rows) % (4 * len(providers)) + 1,
                            received_on=delivery.received_on,
                        )
                    )
    SurveyResult.objects.bulk_create(rows)


def _tasks(rng: Random, providers: list[Provider], by: User, today: date) -> None:
    rows = []
    for kpi in Kpi.objects.filter(source="aanbieder"):
        rhythm = kpi.versions.get().rhythm
        begin, end = newest_period(rhythm, today)
        for provider in providers:
            fate = rng.random()
            state = "aanvaard" if fate < 0.6 else "ingediend" if fate < 0.75 else "open"
            filled = state != "open"
            under = rng.randint(8, 40)
            rows.append(
                KpiTask(
                    kpi=kpi,
                    provider=provider,
                    period_from=begin,
                    period_to=end,
                    due_on=end + timedelta(days=60),
                    state=state,
                    numerator=round(under * min(1, rng.uniform(0.7, 1.05))) if filled else None,
                    denominator=under if filled else None,
                    note="Steekproef door onze kwaliteitsmedewerker." if filled else "",
                    submitted_at=_noon(min(today, end + timedelta(days=40))) if filled else None,
                    judged_by=by if state == "aanvaard" else None,
                    judged_on=min(today, end + timedelta(days=50)) if state == "aanvaard" else None,
                )
            )
    KpiTask.objects.bulk_create(rows)


def _reviews(rng: Random, providers: list[Provider], by: User, today: date) -> None:
    reviewers = [
        Reviewer(
            name=f"Jeugdprofessional {place.name} {number}",
            email=f"jp{place.code}-{number}@jeugdteam.example",
            municipality=place,
        )
        for place in Municipality.objects.all()
        for number in range(1, PER_PLACE + 1)
    ]
    Reviewer.objects.bulk_create(reviewers)
    levels = {provider.pk: rng.gauss(7, 0.9) for provider in providers}
    known = {one.municipality_id: rng.sample(providers, min(SCORED * 3, len(providers))) for one in reviewers}
    newest = newest_period("kwartaal", today)[0]
    for back in range(ROUNDS):
        quarter = add_months(newest, -3 * back)
        opens = today - timedelta(days=9) if back == 0 else add_months(quarter, 3) + timedelta(days=6)
        _round(rng, (quarter, opens), reviewers, known, levels, is_open=back == 0, by=by)
    for provider, reviewer in zip(rng.sample(providers, 3), reviewers, strict=False):
        ReviewIncident.objects.create(
            provider=provider,
            municipality=reviewer.municipality,
            reviewer=reviewer,
            happened_on=today - timedelta(days=12),
            reported_on=today - timedelta(days=10),
            text="Twee keer kwam een afspraak zonder bericht te vervallen.",
            by=by,
        )


def _round(
    rng: Random,
    days: tuple[date, date],
    reviewers: list[Reviewer],
    known: Mapping[int, list[Provider]],
    levels: Mapping[int, float],
    *,
    is_open: bool,
    by: User,
) -> None:
    quarter, opens = days
    made = ReviewRound.objects.create(
        quarter=quarter, opens_on=opens, closes_on=opens + timedelta(days=21), by=by
    )
    invitations = [
        ReviewInvitation(
            round=made,
            reviewer=one,
            sent_at=_noon(opens),
            submitted_at=_noon(opens + timedelta(days=rng.randint(1, 8)))
            if rng.random() < (0.4 if is_open else 0.75)
            else None,
        )
        for one in reviewers
    ]
    ReviewInvitation.objects.bulk_create(invitations)
    Review.objects.bulk_create(
        Review(
            invitation=invitation,
            provider=provider,
            score=min(10, max(1, round(rng.gauss(levels[provider.pk], 1)))),
            text=rng.choice(WORDS),
        )
        for invitation in invitations
        if invitation.submitted_at
        for provider in rng.sample(known[invitation.reviewer.municipality_id], SCORED)
    )


def _policy(by: User, today: date) -> None:
    first = today.year - 2
    area = PolicyArea.objects.create(
        name="Individuele begeleiding",
        ist="Er is lokaal weinig lichte, kortdurende ondersteuning; gezinnen komen daardoor in begeleiding terecht.",
        soll="Basisondersteuning is voor iedereen dichtbij beschikbaar; begeleiding is er voor wie haar nodig heeft.",
    )
    spend = PolicyGoal.objects.create(
        area=area,
        number=1,
        text="30% minder uitgaven aan individuele begeleiding",
        scale="regionaal",
        indicator="uitgaven",
        unit="eurocent",
        indicator_text="Gedeclareerd op begeleiding (productcategorie 45).",
        categories=["45"],
        reference_year=first,
        target_year=first + 3,
        change="-0.3",
        responsible=by,
    )
    PolicyGoal.objects.create(
        area=area,
        number=2,
        text="50% minder jeugdigen in individuele begeleiding",
        scale="regionaal",
        indicator="jeugdigen",
        indicator_text="Jeugdigen met een declaratie op begeleiding (productcategorie 45).",
        categories=["45"],
        reference_year=first,
        target_year=first + 3,
        change="-0.5",
        responsible=by,
    )
    buddies = PolicyGoal.objects.create(
        area=area,
        number=3,
        text="40 maatjestrajecten door vrijwilligers",
        scale="lokaal",
        indicator="hand",
        indicator_text="Maatjestrajecten die zijn gestart.",
        reference_year=first,
        target_year=first + 3,
        target=40,
    )
    for year, value in ((first, 8), (first + 1, 21)):
        PolicyValue.objects.create(goal=buddies, year=year, value=value, source="Opgave lokale teams", by=by)
    stay = PolicyArea.objects.create(
        name="Verblijf",
        ist="Er is regionaal een tekort aan verblijfsplekken en jeugdigen stromen te langzaam door.",
        soll="Jeugdigen wonen zo thuis mogelijk; wie verblijf nodig heeft, krijgt het in de regio.",
    )
    PolicyGoal.objects.create(
        area=stay,
        number=1,
        text="20% minder beroep op verblijf",
        scale="regionaal",
        indicator="jeugdigen",
        indicator_text="Jeugdigen met een declaratie op verblijf (productcategorieën 43 en 44).",
        categories=["43", "44"],
        reference_year=first,
        target_year=first + 3,
        change="-0.2",
    )
    made = PolicyMeasure.objects.create(
        area=area,
        name="Praktijkondersteuner jeugd bij de huisarts",
        explanation="Lichte hulp in de praktijk van de huisarts, in plaats van een verwijzing.",
        scale="regionaal",
        status="loopt",
        begin=date(first, 9, 1),
        cents=42_500_000,
        spent=28_100_000,
        responsible="Regionaal projectteam",
        progress="In 14 van de 22 praktijken gestart.",
    )
    made.goals.add(spend)
    PolicyMeasure.objects.create(
        area=stay,
        name="Gezinshuizen uitbreiden",
        scale="regionaal",
        status="gepland",
        begin=date(today.year + 1, 1, 1),
        cents=15_000_000,
        responsible="Inkoop",
    )


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
