"""Agreements and the figures by which they are tested."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet

from contracts.choices import DeadlineKind
from contracts.queries.deadlines import Due
from inkoop.base.dutch import figure
from kpis.choices import INDICATORS, AgreementResult, ComputationName, Split, indicator_of
from kpis.models import Agreement, AgreementTest, Computation, IndicatorValue
from kpis.rules.talks import result_of

WARN_MONTHS = (1, 0)
"""An agreement runs for months: a mail a month before and one on the day itself."""


@dataclass(frozen=True, slots=True)
class Measured:
    """``value`` None = not measurable; ``peildatum`` None = never computed."""

    value: Decimal | None
    peildatum: date | None


def figure_choices() -> list[tuple[str, str]]:
    """Figures of a provider that an agreement can be tested by."""
    return [(one.code, f"{one.code} {one.name}") for one in INDICATORS.values()]


def figure_name(code: str) -> str:
    return indicator_of(code).name


def in_unit(code: str, value: Decimal | None) -> str:
    return figure(value, indicator_of(code).unit)


def measured(*, provider_id: int, code: str, on: date) -> Measured:
    """The figure of a provider by the newest computation with a peildatum on or before the day. Two queries."""
    computation = newest_behaviour(on)
    if computation is None:
        return Measured(None, None)
    row = IndicatorValue.objects.filter(
        computation=computation, provider=provider_id, part="", indicator=code
    ).first()
    return Measured(row.value if row else None, computation.peildatum)


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
