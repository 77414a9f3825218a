"""Agreements and the figures by which they are tested."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from contracts.choices import DeadlineKind
from contracts.queries.deadlines import Due
from inkoop.base.dutch import figure
from kpis.choices import (
    INDICATORS,
    AgreementResult,
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
