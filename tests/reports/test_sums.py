"""Parts equal headlines to the cent in every section of every report, over random regions; unknown is a row."""

from datetime import date
from itertools import count
from random import Random

import pytest

from inkoop.base.models import Municipality
from inkoop.reports.choices import SettlementKey
from inkoop.reports.content import Unit
from inkoop.reports.services.building import municipality_report, region_report
from inkoop.reports.services.settlement_report import settlement_report
from kpis.services import behaviour, ensure, ibps, month_series, referrers
from tests.kpis.cast import PEILDATUM, allocation, ledger, line
from tests.kpis.tables import Tables
from tests.reports import cast

CODES = ("45A04", "45A05", "45A06")
MONTHS = ("2024-03", "2024-11", "2025-02", "2025-03")
UNIQUE = ("producten", "zorgvormen", "verwijzers", "teams", "gemeenten")
"""Of these the clients of the parts are not those of the whole: somebody with two kinds of help is one client."""


def lay_random(seed):
    """Three municipalities; some youths without a known referrer or team, some with two products, some credited."""
    rng, numbers = Random(seed), count(1)  # noqa: S311 -- a region drawn from a seed, nothing secret
    allocations, lines = [], []
    for place in cast.PLACES:
        for youth in range(rng.randint(45, 70)):
            for code in rng.sample(CODES, rng.choice((1, 1, 2))):
                number = str(next(numbers))
                client = f"{place}-{youth}"
                allocations.append(
                    allocation(
                        number, municipality=place, client=client, code=code, begin=date(2024, 1, 1),
                        referrer=rng.choice(("02", "02", "03", "")), team=rng.choice(("Noord", "Zuid", "")),
                    )
                )  # fmt: skip
                lines += [
                    line(
                        month, rng.randint(1, 900_000), municipality=place, client=client, allocation=number,
                        code=code, reference=f"R{number}-{month}", declaration=f"D{place}{month}",
                    )
                    for month in rng.sample(MONTHS, rng.randint(1, 4))
                ]  # fmt: skip
    Tables().write(ledger(lines, allocations=allocations))


def additive(section, table):
    """Columns that must add up, by place: euros, and counts of what is counted once."""
    units = {Unit.CENTS} if section.key in UNIQUE else {Unit.CENTS, Unit.COUNT}
    total = table.total or ()
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        if (
            column.unit in units
            and table.total
            and all(isinstance(one, int) for one in [*cells, total[place]])
        ):
            yield column.name, sum(cells), total[place]


def faults(report):
    return [
        (section.key, table.title, name, parts, whole)
        for section in report.sections
        if section.key != "stromen"
        for table in section.tables
        for name, parts, whole in additive(section, table)
        if parts != whole
    ]


def checked(report):
    return sum(1 for section in report.sections for table in section.tables for _ in additive(section, table))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_parts_equal_headlines_in_every_section(seed):
    lay_random(seed)
    use = cast.compute()
    for asked in (behaviour, ibps, month_series, referrers):
        ensure(asked(PEILDATUM))
    reports = [
        municipality_report(place, PEILDATUM) for place in Municipality.objects.filter(code__in=cast.PLACES)
    ]
    region = region_report(PEILDATUM)
    settled = [
        settlement_report(use, 2025, key, date(2024, 12, 31))
        for key in (SettlementKey.OWN_USE, SettlementKey.CLIENTS)
    ]
    for report in (*reports, region, *settled):
        assert faults(report) == [], report.title
        assert checked(report) >= 5, report.title
    year = region.section("gemeenten").tables[0]
    assert [row[2] for row in year.rows] == [
        next(row for row in report.section("producten").tables[0].total[::-1] if row is not None)
        for report in sorted(reports, key=lambda one: one.place)
    ]
    named = [row[0] for report in reports for row in report.section("verwijzers").tables[0].rows]
    assert named.count("onbekend") == len(reports)
    for report in (*reports, region):
        moved = next(table for table in report.section("verandering").tables)
        assert sum(row[1] for row in moved.rows) == moved.total[1]


@pytest.mark.django_db
def test_flow_adds_up_from_begin_to_end():
    lay_random(3)
    cast.compute()
    for row in region_report(PEILDATUM).section("stromen").tables[0].rows:
        if all(isinstance(cell, int) for cell in row[1:]):
            assert row[1] + row[2] - row[3] == row[4]
