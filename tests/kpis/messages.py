"""Starts, stops and kinds of products for a region drawn at random."""

from dataclasses import replace
from datetime import timedelta

from contracts import models
from contracts.rules.facts import CareStop, ProductCode
from kpis.rules.snapshot import ProductCodeVersion
from kpis.rules.trajectories import CareStart
from tests.kpis.random_ledger import CODES, FIRST
from tests.kpis.tables import Tables

FORMS = ("ambulant", "ambulant", "verblijf")
REASONS = ("02", "20", "31", "31", "32", "38")


def with_messages(made, rng):
    """Product codes with a care form, and starts and stops of some allocations; shorter, so that there are gaps."""
    codes = [
        ProductCodeVersion(ProductCode(code, "45", "04", care_form=form), FIRST, 1)
        for code, form in zip(CODES, FORMS, strict=True)
    ]
    short = [
        replace(one, end=one.end and min(one.end, one.begin + timedelta(days=rng.randrange(120))))
        for one in made.allocations
    ]
    starts, stops = {}, {}
    for sequence, one in enumerate(short):
        key = (one.municipality, one.number)
        if rng.random() < 0.6:
            begin = one.begin + timedelta(days=rng.randrange(-10, 60))
            starts[*key, begin] = CareStart(*key, begin, one.received_on, sequence, withdrawn(one, rng))
        if rng.random() < 0.5:
            end, reason = one.begin + timedelta(days=rng.randrange(-5, 200)), rng.choice(REASONS)
            stops[*key, end, reason] = CareStop(
                *key, end, reason, one.received_on, sequence, withdrawn(one, rng)
            )
    ledger = replace(made, product_codes=codes, allocations=short, stops=list(stops.values()))
    return ledger, list(starts.values())


def withdrawn(one, rng):
    """Seldom a day after that of receipt."""
    return one.received_on + timedelta(days=rng.randrange(1, 200)) if rng.random() < 0.1 else None


def write(ledger, starts=()):
    tables = Tables()
    tables.write(ledger)
    for start in starts:
        models.CareStart.objects.create(
            allocation=tables.allocations[start.municipality, start.allocation],
            begin=start.begin,
            withdrawn_on=start.withdrawn_on,
            **tables.received("starts", start),
        )
    for stop in sorted(ledger.stops, key=lambda one: (one.received_on, one.sequence)):
        models.CareStop.objects.create(
            allocation=tables.allocations[stop.municipality, stop.allocation],
            end=stop.end,
            reason=stop.reason,
            withdrawn_on=stop.withdrawn_on,
            **tables.received("stops", stop),
        )
    return tables
