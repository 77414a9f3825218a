"""Signals from a comparison with peers. A signal explains itself and is a reason for a talk, never a finding."""

from decimal import Decimal

from django.utils import timezone

from contracts.choices import CATEGORIES
from inkoop.base.dutch import euro, number, percent
from inkoop.base.dutch import month as written_month
from inkoop.base.models import Delivery
from inkoop.base.parameters import value_at
from kpis.choices import Direction, FigureUnit, SignalRule, indicator_of
from kpis.models import Computation, Signal
from kpis.queries.behaviour import Window
from kpis.queries.known import RULES_VERSION
from kpis.queries.outliers import Outlier, outliers

KEY = ("provider", "rule", "indicator", "window_from", "window_to")
CHANGING = (
    "rule_version",
    "peildatum",
    "computation",
    "newest_delivery",
    "numerator",
    "denominator",
    "value",
    "peer_group",
    "n_peers",
    "median_peers",
    "robust_z",
    "threshold",
    "is_mature",
    "direction",
    "reading",
    "updated_at",
    "lapsed_at",
)


def bring_signals_up_to_date(
    *, computation: Computation, window: Window, newest_delivery: Delivery | None
) -> int:
    """Makes the signals of a window equal to those of its newest computation; returns how many stand.

    Running twice changes nothing. A signal that no longer stands keeps its row, with ``lapsed_at``. An
    older peildatum never changes the signals of a newer one. Runs in the transaction of the computation.
    """
    of_window = Signal.objects.filter(rule=SignalRule.PEERS, window_from=window.first, window_to=window.last)
    if of_window.filter(peildatum__gt=window.peildatum).exists():
        return 0
    threshold = value_at("signal_z", window.peildatum)
    standing = [
        _signal(outlier, computation, window, threshold, newest_delivery)
        for outlier in outliers(computation.pk)
    ]
    Signal.objects.bulk_create(standing, update_conflicts=True, unique_fields=KEY, update_fields=CHANGING)
    names = {(signal.provider_id, signal.indicator) for signal in standing}
    gone = [
        signal.pk
        for signal in of_window.filter(lapsed_at__isnull=True)
        if (signal.provider_id, signal.indicator) not in names
    ]
    of_window.filter(pk__in=gone).update(lapsed_at=timezone.now(), peildatum=window.peildatum)
    return len(standing)


def _signal(
    outlier: Outlier,
    computation: Computation,
    window: Window,
    threshold: Decimal,
    newest_delivery: Delivery | None,
) -> Signal:
    signal = Signal(
        provider_id=outlier.provider_id,
        rule=SignalRule.PEERS,
        rule_version=RULES_VERSION,
        indicator=outlier.indicator,
        window_from=window.first,
        window_to=window.last,
        first_seen_on=window.peildatum,
        peildatum=window.peildatum,
        computation=computation,
        newest_delivery=newest_delivery,
        numerator=outlier.numerator,
        denominator=outlier.denominator,
        value=outlier.value,
        peer_group=_group_text(outlier),
        n_peers=outlier.n_peers,
        median_peers=outlier.median_peers,
        robust_z=outlier.robust_z,
        threshold=threshold,
        is_mature=True,
        direction=Direction.HIGH if outlier.robust_z > 0 else Direction.LOW,
    )
    signal.reading = reading(signal)
    return signal


def reading(signal: Signal) -> str:
    """The signal in plain Dutch: what, against whom, over which months, as of when, and what it is not."""
    indicator = indicator_of(signal.indicator)
    higher = "hoger" if signal.direction == Direction.HIGH else "lager"
    return (
        f"{indicator.name[0].upper()}{indicator.name[1:]} is {_written(signal.value, indicator.unit)}: {higher} dan "
        f"bij vergelijkbare aanbieders ({signal.peer_group}). Hun mediaan is "
        f"{_written(signal.median_peers, indicator.unit)} (n = {signal.n_peers}); de robuuste z is "
        f"{number(signal.robust_z, 1)}, de grens {number(signal.threshold, 1)}. Dienstmaanden "
        f"{written_month(signal.window_from)} t/m {written_month(signal.window_to)}, alle rijp, naar de stand van "
        f"{signal.peildatum:%d-%m-%Y}. Dit is een aanleiding voor een gesprek, geen bevinding."
    )


def _group_text(outlier: Outlier) -> str:
    return f"segment {outlier.segment}, vooral {CATEGORIES.get(outlier.dominant, outlier.dominant)}"[:120]


def _written(value: Decimal, unit: str) -> str:
    if unit == FigureUnit.CENTS:
        return euro(value)
    if unit == FigureUnit.SHARE:
        return percent(value)
    if unit == FigureUnit.DAYS:
        return f"{number(value, 1)} dagen"
    return number(value, 0 if unit == FigureUnit.COUNT else 2)
