"""Agreements and the figures by which they are tested."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from contracts.choices import DeadlineKind
from contracts.queries.deadlines import Due
from inkoop.base.dutch import figure
from kpis.choices import (
    INDICATORS,
    AgreementResult,
    Aim,
    ComputationName,
    FigureUnit,
    KpiLevel,
    Split,
)
from kpis.models import (
    Agreement,
    AgreementTest,
    Computation,
    IndicatorValue,
    KpiValue,
    KpiVersion,
)
from kpis.queries.kpis import newest_kpis, versions_in_force
from kpis.rules.talks import result_of

WARN_MONTHS = (1, 0)
"""An agreement runs for months: a mail a month before and one on the day itself."""


@dataclass(frozen=True, slots=True)
class Measured:
    """``value`` None = not measurable; ``peildatum`` None = never computed."""

    value: Decimal | None
    peildatum: date | None


def figure_choices() -> list[tuple[str, str]]:
    """KPIs in use, and figures of declaratiegedrag, that an agreement can be tested by. One query."""
    listed = [(one.kpi.code, str(one.kpi)) for one in versions_in_force(timezone.localdate())]
    return listed + [(one.code, f"{one.code} {one.name}") for one in INDICATORS.values()]


RESULTS = """
WITH behaviour AS (
    SELECT id, peildatum FROM kpis_computation
    WHERE name = %(behaviour)s AND split = %(whole)s AND peildatum <= %(on)s AND fingerprint <> ''
    ORDER BY peildatum DESC, window_to DESC, window_from LIMIT 1
),
kpi AS (
    SELECT id, peildatum FROM kpis_computation
    WHERE name = %(kpis)s AND peildatum <= %(on)s AND fingerprint <> '' ORDER BY peildatum DESC LIMIT 1
),
measured AS (
    SELECT a.id, a.baseline, a.target, b.peildatum, v.value, CASE a.aim WHEN %(up)s THEN 1 ELSE -1 END AS sign
    FROM kpis_agreement a
    LEFT JOIN behaviour b ON true
    LEFT JOIN kpis_indicatorvalue v
        ON v.computation_id = b.id AND v.provider_id = a.provider_id AND v.part = '' AND v.indicator = a.figure
    WHERE a.id = ANY (%(agreements)s) AND a.figure = ANY (%(indicators)s)
    UNION ALL
    SELECT a.id, a.baseline, a.target, k.peildatum, v.value, CASE a.aim WHEN %(up)s THEN 1 ELSE -1 END
    FROM kpis_agreement a
    LEFT JOIN kpi k ON true
    LEFT JOIN (
        SELECT kv.computation_id, kv.provider_id, kpi.code, kv.value
        FROM kpis_kpivalue kv
        JOIN kpis_kpiversion version ON version.id = kv.version_id
        JOIN kpis_kpi kpi ON kpi.id = version.kpi_id
        WHERE kv.level = %(provider)s
    ) v ON v.computation_id = k.id AND v.provider_id = a.provider_id AND v.code = a.figure
    WHERE a.id = ANY (%(agreements)s) AND a.figure <> ALL (%(indicators)s)
)
SELECT id, value, peildatum,
       CASE
           WHEN value IS NULL OR target IS NULL THEN 'nvt'
           WHEN sign * (value - target) >= 0 THEN 'gehaald'
           WHEN baseline IS NULL THEN 'niet'
           WHEN sign * (target - baseline) > 0
               AND sign * (value - baseline) >= %(partly)s * sign * (target - baseline) THEN 'deels'
           ELSE 'niet'
       END
FROM measured ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Tested:
    """What the figure of a day says of one agreement (key)."""

    agreement: int
    value: Decimal | None
    peildatum: date | None
    proposed: AgreementResult


def results_on(agreements: Iterable[int], on: date, partly: Decimal) -> list[Tested]:
    """Of agreements (keys) with a figure: its value on the day and what follows, all in one query; by key."""
    asked: dict[str, Any] = {
        "agreements": list(agreements),
        "on": on,
        "partly": partly,
        "indicators": list(INDICATORS),
        "behaviour": ComputationName.BEHAVIOUR,
        "kpis": ComputationName.KPIS,
        "whole": Split.NONE,
        "provider": KpiLevel.PROVIDER,
        "up": Aim.UP,
    }
    with connection.cursor() as cursor:
        cursor.execute(RESULTS, asked)
        return [
            Tested(agreement, value, peildatum, AgreementResult(proposed))
            for agreement, value, peildatum, proposed in cursor.fetchall()
        ]


Known = Mapping[str, tuple[str, str]]


def known_figures() -> dict[str, tuple[str, str]]:
    """Code -> name and unit, of indicators and of the newest version of each KPI. One query."""
    found = {one.code: (one.name, str(one.unit)) for one in INDICATORS.values()}
    for version in KpiVersion.objects.select_related("kpi").order_by("kpi_id", "number"):
        found[version.kpi.code] = (version.kpi.name, str(version.what.unit))
    return found


def figure_name(code: str, known: Known) -> str:
    return known[code][0] if code in known else code


def in_unit(code: str, value: Decimal | None, known: Known) -> str:
    """A value as people read it, in the unit of its figure."""
    return figure(value, known[code][1] if code in known else FigureUnit.COUNT)


def measured(*, provider_id: int, code: str, on: date) -> Measured:
    """The figure of a provider by the newest computation with a peildatum on or before the day. Two queries."""
    computation = newest_behaviour(on) if code in INDICATORS else newest_kpis(on)
    if computation is None:
        return Measured(None, None)
    if code in INDICATORS:
        rows = IndicatorValue.objects.filter(provider=provider_id, part="", indicator=code)
        found = rows.filter(computation=computation).values_list("value", flat=True).first()
    else:
        values = KpiValue.objects.filter(
            provider=provider_id, level=KpiLevel.PROVIDER, version__kpi__code=code
        )
        found = values.filter(computation=computation).values_list("value", flat=True).first()
    return Measured(found, computation.peildatum)


def newest_behaviour(on: date) -> Computation | None:
    """Declaratiegedrag of whole providers as of the newest peildatum on or before the day, the last window of it."""
    found = Computation.objects.filter(
        name=ComputationName.BEHAVIOUR, split=Split.NONE, peildatum__lte=on
    ).exclude(fingerprint="")
    return found.order_by("-peildatum", "-window_to", "window_from").first()


def outcome(agreement: Agreement, value: Decimal | None, partly: Decimal) -> AgreementResult:
    return AgreementResult(
        result_of(
            aim=agreement.aim,
            baseline=_exact(agreement.baseline),
            target=_exact(agreement.target),
            value=_exact(value),
            partly=Fraction(partly),
        )
    )


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def to_test(*, today: date) -> QuerySet[Agreement]:
    """Open, with a figure, and not tested on or after the test date, which has come."""
    tested = AgreementTest.objects.filter(agreement=OuterRef("pk"), tested_on__gte=OuterRef("test_on"))
    due = Agreement.objects.filter(result=AgreementResult.OPEN, test_on__lte=today).exclude(figure="")
    return due.exclude(Exists(tested)).order_by("pk")


def for_next_agenda(provider_id: int, *, since: date | None) -> QuerySet[Agreement]:
    """Open agreements, and those that were settled after the last talk."""
    own = Agreement.objects.filter(provider=provider_id)
    still_open = own.filter(result=AgreementResult.OPEN)
    if since is None:
        return still_open.order_by("test_on", "pk")
    return (still_open | own.filter(result_on__gt=since)).order_by("test_on", "pk")


def agreement_dates(_: date) -> Iterator[Due]:
    """When a measure is to be ready and when it is tested, of every open agreement."""
    listed = Agreement.objects.filter(result=AgreementResult.OPEN)
    for one in listed.select_related("owner", "provider"):
        ready = f"Verbeterafspraak gereed: {one}"
        yield Due(one, DeadlineKind.AGREEMENT, one.due_on, one.owner, ready, None, one.provider, WARN_MONTHS)
        test = f"Verbeterafspraak toetsen: {one}"
        yield Due(one, DeadlineKind.TEST, one.test_on, one.owner, test, None, one.provider, WARN_MONTHS)
