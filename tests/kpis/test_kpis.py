"""KPIs computed in sets equal those of the rules, on regions, surveys, tasks and reviews drawn at random."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from random import Random

import pytest
from django.utils import timezone

from contracts.models import ContractVersion
from inkoop.base.models import Municipality
from kpis.models import (
    Computation,
    FlowMonth,
    FlowOutcome,
    IbpOverrunRate,
    IndicatorValue,
    Kpi,
    KpiTask,
    KpiValue,
    KpiVersion,
    Review,
    Reviewer,
    ReviewInvitation,
    ReviewRound,
)
from kpis.rules.kpis import Definition, Fact, Figure, Place, figures
from kpis.services import ensure, kpis
from kpis.services.starter_set import deliver_starter_set
from providers.models import Provider, SurveyResult
from tests.kpis.messages import with_messages, write
from tests.kpis.random_ledger import FIRST, random_ledger

pytestmark = pytest.mark.django_db

QUARTERS = [date(year, month, 1) for year in (2024, 2025) for month in (1, 4, 7, 10)]
CLIENTS, OF_DENOMINATOR = ("DG04", "DG06", "DG06S", "DG07"), ("DG05", "DG09")


def at_noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


def add_surveys(rng, delivery):
    for provider in Provider.objects.all():
        for _ in range(rng.randrange(4)):
            begin = rng.choice(QUARTERS)
            answered = rng.randrange(30)
            question = rng.choice(["nut", "zonder_hulp", "doelen"])
            SurveyResult.objects.update_or_create(
                provider=provider,
                municipality=None,
                begin=begin,
                end=begin + timedelta(days=89),
                question=question,
                respondent=rng.choice(["jeugdige", "ouder"]),
                received_on=begin + timedelta(days=rng.randrange(60, 300)),
                defaults={
                    "set_version": 7,
                    "invited": answered + rng.randrange(20),
                    "answered": answered,
                    "total": answered * rng.randint(1, 10) if question == "nut" else rng.randint(0, answered),
                    "delivery": delivery,
                    "row_number": 1,
                },
            )


def add_tasks(rng):
    asked = list(Kpi.objects.filter(source__in=["aanbieder", "cbs"]))
    for provider in [*Provider.objects.all(), None]:
        for kpi in asked:
            if (provider is None) != (kpi.source == "cbs"):
                continue
            for begin in rng.sample(QUARTERS, 2):
                done = rng.random() < 0.7
                KpiTask.objects.create(
                    kpi=kpi,
                    provider=provider,
                    period_from=begin,
                    period_to=begin + timedelta(days=89),
                    due_on=begin + timedelta(days=120),
                    state="aanvaard" if done else "ingediend",
                    numerator=rng.randrange(20),
                    denominator=rng.randrange(20, 40),
                    submitted_at=at_noon(begin),
                    judged_on=begin + timedelta(days=rng.randrange(90, 200)) if done else None,
                )


def add_reviews(rng, municipality):
    reviewers = [
        Reviewer.objects.create(name=f"P{n}", email=f"p{n}@gemeente.example", municipality=municipality)
        for n in range(5)
    ]
    for quarter in QUARTERS:
        opens = quarter + timedelta(days=95)
        round_ = ReviewRound.objects.create(
            quarter=quarter, opens_on=opens, closes_on=opens + timedelta(days=21)
        )
        for reviewer in reviewers:
            submitted = at_noon(opens + timedelta(days=rng.randrange(20))) if rng.random() < 0.7 else None
            invitation = ReviewInvitation.objects.create(
                round=round_, reviewer=reviewer, submitted_at=submitted
            )
            for provider in Provider.objects.all():
                if rng.random() < 0.6:
                    Review.objects.create(invitation=invitation, provider=provider, score=rng.randint(1, 10))


def year_before(peildatum):
    return date(peildatum.year - 1, peildatum.month, 1) + timedelta(days=31)


def facts_by_rule(peildatum, computed):
    """Per measure or id of a KPI: (agb or None, numerator, denominator, n, known, known_of), read row by row."""
    found = defaultdict(list)
    agb = dict(Provider.objects.values_list("pk", "agb"))
    since = year_before(peildatum).replace(day=1) - timedelta(days=1)
    for facts in (
        behaviour_facts(computed["declaratiegedrag"], agb),
        flow_facts(computed["stromen"]),
        ibp_facts(computed["ibp"]),
        survey_facts(peildatum, since, agb),
        review_facts(peildatum, since, agb),
        task_facts(peildatum, since, agb),
    ):
        for measure, row in facts:
            found[measure].append(row)
    return found


def behaviour_facts(computation, agb):
    rows = list(IndicatorValue.objects.filter(computation=computation, part=""))
    clients = {row.provider_id: int(row.value) for row in rows if row.indicator == "DG02"}
    for row in rows:
        if row.numerator is not None and row.indicator in CLIENTS + OF_DENOMINATOR:
            n = clients[row.provider_id] if row.indicator in CLIENTS else row.denominator
            yield row.indicator, (agb[row.provider_id], row.numerator, row.denominator, n, None, None)


def flow_facts(computation):
    for row in FlowOutcome.objects.filter(computation=computation, scope="aanbieder", care_form=""):
        known = (row.reasons_known, row.ended + row.imputed)
        yield "uitval", (row.key, row.stopped_by_client, row.reasons_counted, row.reasons_counted, *known)
        for measure, top, under in (
            ("duur", row.days, row.ended),
            ("lang", row.long, row.ended),
            ("wacht", row.wait_over, row.wait_judged),
            ("stil", row.silent, row.running),
        ):
            yield measure, (row.key, top, under, under, None, None)
    for row in FlowMonth.objects.filter(computation=computation, care_form="").exclude(scope="gemeente"):
        yield "herhaald", (row.key or None, row.repeated, row.entered, row.entered, None, None)
        yield "balans", (row.key or None, row.left - row.entered, row.entered, row.entered, None, None)


def ibp_facts(computation):
    for row in IbpOverrunRate.objects.filter(computation=computation).exclude(dimension="cel"):
        key = row.key if row.dimension == "aanbieder" else None
        yield "ibp", (key, row.overrun, row.ended, row.ended, None, None)


def survey_facts(peildatum, since, agb):
    newest = {}
    known = SurveyResult.objects.filter(received_on__lte=peildatum, end__gt=since, end__lte=peildatum)
    for row in known.order_by("received_on"):
        newest[row.provider_id, row.begin, row.question, row.respondent] = row
    for row in newest.values():
        yield row.question, (agb[row.provider_id], row.total, row.answered, row.answered, None, None)
        if row.question == "nut":
            yield "respons", (agb[row.provider_id], row.answered, row.invited, row.invited, None, None)


def review_facts(peildatum, since, agb):
    for row in Review.objects.select_related("invitation__round"):
        sent = row.invitation.submitted_at
        if sent and sent.date() <= peildatum and since < row.invitation.round.quarter <= peildatum:
            yield "oordeel", (agb[row.provider_id], row.score, 1, 1, None, None)
            yield "onvoldoende", (agb[row.provider_id], int(row.score <= 5), 1, 1, None, None)


def task_facts(peildatum, since, agb):
    last = {}
    for row in KpiTask.objects.filter(state="aanvaard", judged_on__lte=peildatum).order_by("period_to"):
        if since < row.period_to <= peildatum:
            last[row.kpi_id, row.provider_id] = row
    for (kpi_id, provider), row in last.items():
        yield kpi_id, (agb.get(provider), row.numerator, row.denominator, row.denominator, None, None)


def by_rule(peildatum, computed):
    found = facts_by_rule(peildatum, computed)
    definitions, facts = [], []
    for version in KpiVersion.objects.filter(state="in gebruik").select_related("kpi"):
        definitions.append(
            Definition(
                version.kpi.code,
                version.measure,
                version.direction,
                version.minimum_n,
                tuple(version.levels),
                version.green,
                version.red,
                version.target,
            )
        )
        source = version.kpi_id if version.measure in {"opgave", "cbs"} else version.measure
        facts += [Fact(version.kpi.code, *row) for row in found[source]]
    places = []
    for provider in Provider.objects.all():
        segments = list(provider.segments.filter(received_on__lte=peildatum).order_by("received_on", "pk"))
        if not segments:
            continue
        numbers = ContractVersion.objects.filter(
            contract__provider=provider, received_on__lte=peildatum
        ).values_list("contract__number", flat=True)
        places.append(Place(provider.agb, segments[-1].segment, tuple(sorted(set(numbers)))))
    return figures(definitions, facts, places, least_known=Fraction(4, 5))


def by_sql(computation):
    rows = KpiValue.objects.filter(computation=computation).select_related("version__kpi")
    return [
        Figure(
            row.version.kpi.code,
            row.level,
            row.key,
            row.numerator,
            row.denominator,
            row.n,
            row.value,
            row.colour,
        )
        for row in rows
    ]


def in_order(rows):
    return sorted(rows, key=lambda row: (row.code, row.level, row.key))


@pytest.mark.parametrize("seed", range(4))
def test_sql_equals_the_rules_on_random_regions(seed):
    rng = Random(seed)  # noqa: S311 -- a drawn region, nothing secret
    peildatum = FIRST + timedelta(days=rng.randrange(250, 760))
    ledger, starts = with_messages(random_ledger(rng), rng)
    write(ledger, starts)
    deliver_starter_set(valid_from=date(2023, 1, 1), use=True, by=None, today=peildatum)
    KpiVersion.objects.update(minimum_n=rng.choice([1, 3]))
    add_surveys(rng, Provider.objects.earliest("pk").delivery)
    add_tasks(rng)
    add_reviews(rng, municipality())
    computation = ensure(kpis(peildatum))
    computed = {row.name: row for row in Computation.objects.all()}
    found = in_order(by_sql(computation))
    assert found == in_order(by_rule(peildatum, computed))
    assert {row.colour for row in found} >= {"nvt", "rood"}


def municipality():
    return Municipality.objects.get_or_create(
        code="9999", defaults={"name": "Proefdorp", "received_on": FIRST}
    )[0]
