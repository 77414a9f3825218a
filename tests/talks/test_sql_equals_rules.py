"""The SQL of the cycle and of the ladder says the same as the rules, on random regions."""

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from contracts.models import Contract, ContractVersion
from inkoop.base.parameters import values_at
from kpis.models import (
    Agreement,
    EscalationMove,
    EscalationStep,
    IndicatorValue,
    KpiValue,
    KpiVersion,
    Meeting,
)
from kpis.queries.talks.agreements import results_on
from kpis.queries.talks.cycle import turns
from kpis.queries.talks.ladder import positions
from kpis.rules.talks import Move, next_talk, position_of, result_of
from kpis.services.starter_set import deliver_starter_set
from providers.models import Provider
from tests.desk.cast import make_computation, make_delivery, person

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
SEGMENTS = ("strategisch", "groot", "overig", "gespecialiseerd")
MONTHS = {"strategisch": 3, "groot": 6}


def some_day(rng, days=900):
    return TODAY - timedelta(days=rng.randrange(days))


def random_providers(rng, count):
    delivery = make_delivery("aanbieders.csv")
    rows = [
        Provider(
            agb=f"99{number:06}",
            name=f"Aanbieder {number}",
            segment=rng.choice(SEGMENTS),
            status=rng.choice(["actief", "actief", "actief", "gestopt"]),
            delivery=delivery,
            row_number=number + 1,
            received_on=date(2024, 1, 1),
        )
        for number in range(count)
    ]
    return Provider.objects.bulk_create(rows), delivery


def random_contracts(rng, providers, delivery):
    """Provider -> what was received of its contracts: (number, received_on, begin, end)."""
    known = defaultdict(list)
    for place, provider in enumerate(providers):
        for number in range(rng.randrange(3)):
            contract = Contract.objects.create(number=f"C{place}-{number}", provider=provider)
            for version in range(rng.randrange(1, 3)):
                received = TODAY + timedelta(days=rng.randrange(-300, 5))
                begin = some_day(rng, 1200)
                end = rng.choice([None, begin + timedelta(days=rng.randrange(1500))])
                row = ContractVersion.objects.create(
                    contract=contract,
                    form="open_house",
                    begin=begin,
                    end=end,
                    delivery=delivery,
                    row_number=1000 * place + 10 * number + version,
                    received_on=received,
                )
                known[provider.pk].append((number, received, row.pk, begin, end))
    return known


def terms_known(versions):
    newest = {}
    for number, received, pk, begin, end in versions:
        if received <= TODAY:
            newest[number] = max(
                newest.get(number, (date.min, 0)), (received, pk, begin, end), key=lambda x: x[:2]
            )
    return [(begin, end) for _, _, begin, end in newest.values()]


@pytest.mark.parametrize("seed", range(4))
def test_the_cycle_equals_the_rule(seed):
    rng = random.Random(seed)  # noqa: S311 -- no secret
    providers, delivery = random_providers(rng, 30)
    known = random_contracts(rng, providers, delivery)
    holder = person("holder")
    talks = defaultdict(list)
    for provider in providers:
        for _ in range(rng.randrange(4)):
            day = some_day(rng) + timedelta(days=20)
            talks[provider.pk].append(day)
            Meeting.objects.create(
                provider=provider,
                state="gehouden",
                first_planned_on=day,
                planned_on=day,
                held_on=day,
                holder=holder,
            )
    troubled = {one.pk: ["rood"] for one in providers if rng.random() < 0.3}
    expected = []
    for provider in providers:
        terms = terms_known(known[provider.pk])
        runs = any(begin <= TODAY and (end is None or end >= TODAY) for begin, end in terms)
        if provider.status != "actief" or not runs:
            continue
        last = max((day for day in talks[provider.pk] if day <= TODAY), default=None)
        due = next_talk(
            last=last,
            since=min(begin for begin, _ in terms),
            months=MONTHS.get(provider.segment, 12),
            yearly=12,
            is_troubled=provider.pk in troubled,
        )
        expected.append((due, provider.pk, last, provider.pk in troubled))
    found = turns(today=TODAY, parameters=values_at(TODAY), troubled=troubled)
    assert [(one.due_on, one.provider_id, one.last_on, one.is_troubled) for one in found] == sorted(
        expected, key=lambda row: row[:2]
    )
    assert len(found) > 5


@pytest.mark.parametrize("seed", range(4))
def test_places_on_the_ladder_equal_the_rule(seed):
    rng = random.Random(seed)  # noqa: S311 -- no secret
    providers, _ = random_providers(rng, 12)
    by, steps = person("holder"), list(EscalationStep.objects.all())
    moves = defaultdict(list)
    for _ in range(60):
        provider, step = rng.choice(providers), rng.choice([None, *steps])
        day = TODAY - timedelta(days=rng.randrange(20))
        made = EscalationMove.objects.create(
            provider=provider, step=step, taken_on=day, until=step and day, reason="reden", by=by
        )
        moves[provider.pk].append(Move(day, made.pk, step.number if step else 0))
    for back in (0, 7, 14):
        day = TODAY - timedelta(days=back)
        expected = {pk: position_of(own, on=day) for pk, own in moves.items()}
        found = {move.provider_id: move.step.number for move in positions(on=day)}
        assert found == {pk: number for pk, number in expected.items() if number}


@pytest.mark.parametrize("seed", [0, 1])
def test_results_of_agreements_equal_the_rule(seed):
    """Indicators and KPIs, some not measured, some without a baseline, on the border of partly as well."""
    rng = random.Random(seed)  # noqa: S311 -- no secret
    providers, delivery = random_providers(rng, 12)
    deliver_starter_set(valid_from=date(2024, 1, 1), use=True, by=None, today=date(2024, 1, 1))
    version = KpiVersion.objects.get(kpi__code="K18")
    known = {}
    for days_ago in (40, 10, -5):
        peildatum = TODAY - timedelta(days=days_ago)
        month = peildatum.replace(day=1)
        behaviour = make_computation(
            "declaratiegedrag", delivery, peildatum=peildatum, window_from=month, window_to=month
        )
        kpis = make_computation("kpis", delivery, peildatum=peildatum)
        for provider in providers:
            one, other = (Decimal(rng.randrange(-4, 5)) / 4 for _ in range(2))
            if rng.random() < 0.8:
                IndicatorValue.objects.create(
                    computation=behaviour, provider=provider, indicator="DG06", value=one, status="ok"
                )
                known["DG06", provider.pk, peildatum] = one
            if rng.random() < 0.8:
                KpiValue.objects.create(
                    computation=kpis,
                    version=version,
                    level="aanbieder",
                    key=provider.agb,
                    provider=provider,
                    n=1,
                    value=other,
                    status="ok",
                    colour="geen",
                )
                known["K18", provider.pk, peildatum] = other
    owner = person("connie")
    made = [
        Agreement.objects.create(
            provider=rng.choice(providers),
            measure="x",
            owner=owner,
            provider_owner="y",
            agreed_on=TODAY,
            due_on=TODAY,
            test_on=TODAY,
            figure=rng.choice(["DG06", "K18"]),
            aim=rng.choice(["hoger", "lager"]),
            baseline=rng.choice([None, Decimal(rng.randrange(-4, 5)) / 4]),
            target=Decimal(rng.randrange(-4, 5)) / 4,
        )
        for _ in range(60)
    ]
    newest = TODAY - timedelta(days=10)
    partly = Decimal("0.5")
    expected = []
    for one in made:
        value = known.get((one.figure, one.provider_id, newest))
        result = result_of(aim=one.aim, baseline=one.baseline, target=one.target, value=value, partly=partly)
        expected.append((one.pk, value, newest, result))
    found = results_on([one.pk for one in made], TODAY, partly)
    assert [(one.agreement, one.value, one.peildatum, one.proposed) for one in found] == expected
    assert {"gehaald", "deels", "niet", "nvt"} == {result for *_, result in expected}
