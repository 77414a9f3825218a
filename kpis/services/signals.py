"""Signals from a comparison with peers. A signal explains itself and is a reason for a talk, never a finding."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from django.db.models import Q
from django.utils import timezone

from contracts.choices import CATEGORIES
from inkoop.base.dutch import figure, number
from inkoop.base.dutch import month as written_month
from inkoop.base.models import Delivery
from inkoop.base.parameters import values_at
from kpis.choices import DEEP, Direction, FigureUnit, SignalRule, indicator_of
from kpis.models import Computation, Signal, SignalSighting
from kpis.queries.behaviour import Window
from kpis.queries.known import RULES_VERSION
from kpis.queries.outliers import Outlier, outliers
from kpis.rules.peers import GROUPINGS
from kpis.rules.signals import Cause, Deviation, cause_of, causes, stake

KEY = ("provider", "rule", "cause")
FIGURES = (
    "indicator",
    "window_from",
    "window_to",
    "rule_version",
    "numerator",
    "denominator",
    "value",
    "n_peers",
    "median_peers",
    "robust_z",
    "threshold",
    "stake",
)
CHANGING = (
    *FIGURES,
    "companions",
    "returned_on",
    "peildatum",
    "computation",
    "newest_delivery",
    "peer_group",
    "is_mature",
    "direction",
    "reading",
    "updated_at",
    "lapsed_at",
)


def bring_signals_up_to_date(
    *, computation: Computation, window: Window, newest_delivery: Delivery | None, is_deep: bool = False
) -> int:
    """Makes the signals equal to those of the newest computation; returns how many stand.

    ``is_deep``: only those with a cause among the indicators of verdieping, else only the others.
    One signal per provider and cause, whatever the window, so replies and judgements stay with it. Running twice
    changes nothing. A signal that no longer stands keeps its row, with ``lapsed_at``. An older peildatum never
    changes the signals of a newer one. Runs in the transaction of the computation.
    """
    own = Q(cause__in=DEEP)
    of_rule = Signal.objects.filter(own if is_deep else ~own, rule=SignalRule.PEERS)
    if of_rule.filter(peildatum__gt=window.peildatum).exists():
        return 0
    before = {(row.provider_id, row.cause): row for row in of_rule}
    values = values_at(window.peildatum)
    standing = [
        _signal(
            outlier,
            cause,
            computation=computation,
            window=window,
            threshold=values["signal_z"],
            grouping=int(values["peer_grouping"]),
            newest_delivery=newest_delivery,
        )
        for outlier, cause in leading_outliers(
            one for one in outliers(computation.pk) if (one.indicator in DEEP) == is_deep
        )
    ]
    for signal in standing:
        if earlier := before.get((signal.provider_id, signal.cause)):
            signal.first_seen_on = earlier.first_seen_on
            signal.returned_on = _returned_on(earlier, signal)
    Signal.objects.bulk_create(standing, update_conflicts=True, unique_fields=KEY, update_fields=CHANGING)
    names = {(signal.provider_id, signal.cause) for signal in standing}
    gone = [row for key, row in before.items() if row.lapsed_at is None and key not in names]
    of_rule.filter(pk__in=[row.pk for row in gone]).update(
        lapsed_at=timezone.now(), peildatum=window.peildatum
    )
    _keep_sightings(standing, gone, window)
    return len(standing)


def leading_outliers(found: Iterable[Outlier]) -> Iterator[tuple[Outlier, Cause]]:
    """Per provider and cause the outlier that speaks for it; ``found`` in order of provider."""
    for _, group in groupby(found, key=attrgetter("provider_id")):
        own = {one.indicator: one for one in group}
        deviations = [Deviation(code, Fraction(one.robust_z)) for code, one in own.items()]
        for cause in causes(deviations).values():
            yield own[cause.leading], cause


def _signal(
    outlier: Outlier,
    cause: Cause,
    *,
    computation: Computation,
    window: Window,
    threshold: Decimal,
    grouping: int,
    newest_delivery: Delivery | None,
) -> Signal:
    signal = Signal(
        provider_id=outlier.provider_id,
        rule=SignalRule.PEERS,
        rule_version=RULES_VERSION,
        cause=cause_of(outlier.indicator),
        indicator=outlier.indicator,
        companions=list(cause.others),
        window_from=window.first,
        window_to=window.last,
        first_seen_on=window.peildatum,
        peildatum=window.peildatum,
        computation=computation,
        newest_delivery=newest_delivery,
        numerator=outlier.numerator,
        denominator=outlier.denominator,
        value=outlier.value,
        peer_group=_group_text(outlier, grouping),
        n_peers=outlier.n_peers,
        median_peers=outlier.median_peers,
        robust_z=outlier.robust_z,
        threshold=threshold,
        stake=_stake(outlier),
        is_mature=True,
        direction=Direction.HIGH if outlier.robust_z > 0 else Direction.LOW,
    )
    signal.reading = reading(signal)
    return signal


def _stake(outlier: Outlier) -> int | None:
    return stake(
        Fraction(outlier.value),
        Fraction(outlier.median_peers),
        None if outlier.declared is None else int(outlier.declared),
        is_share=indicator_of(outlier.indicator).unit == FigureUnit.SHARE,
    )


def _returned_on(before: Signal, now: Signal) -> date | None:
    """A signal that lapsed on an earlier peildatum comes back; on the same one it had not been away."""
    if before.lapsed_at is not None and before.peildatum < now.peildatum:
        return now.peildatum
    return before.returned_on


def _keep_sightings(standing: list[Signal], gone: list[Signal], window: Window) -> None:
    rows = [
        SignalSighting(
            signal=signal,
            peildatum=window.peildatum,
            stands=True,
            **{name: getattr(signal, name) for name in FIGURES},
        )
        for signal in standing
    ]
    rows += [
        SignalSighting(
            signal=signal,
            peildatum=window.peildatum,
            stands=False,
            indicator=signal.indicator,
            window_from=window.first,
            window_to=window.last,
            rule_version=RULES_VERSION,
            threshold=signal.threshold,
        )
        for signal in gone
    ]
    SignalSighting.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("signal", "peildatum"), update_fields=("stands", *FIGURES)
    )


def reading(signal: Signal) -> str:
    """The signal in plain Dutch: what, against whom, over which months, as of when, and what it is not."""
    indicator = indicator_of(signal.indicator)
    higher = "hoger" if signal.direction == Direction.HIGH else "lager"
    return (
        f"{indicator.name[0].upper()}{indicator.name[1:]} is {figure(signal.value, indicator.unit)}: {higher} dan "
        f"bij vergelijkbare aanbieders ({signal.peer_group}). Hun mediaan is "
        f"{figure(signal.median_peers, indicator.unit)} (n = {signal.n_peers}); de robuuste z is "
        f"{number(signal.robust_z, 1)}, de grens {number(signal.threshold, 1)}. Dienstmaanden "
        f"{written_month(signal.window_from)} t/m {written_month(signal.window_to)}, alle rijp, naar de stand van "
        f"{signal.peildatum:%d-%m-%Y}. Dit is een aanleiding voor een gesprek, geen bevinding."
    )


def _group_text(outlier: Outlier, grouping: int) -> str:
    """With whom it was compared, in words."""
    by_segment, by_category = GROUPINGS[grouping]
    parts = [f"segment {outlier.segment}"] if by_segment else []
    if by_category:
        parts.append(f"vooral {CATEGORIES.get(outlier.dominant, outlier.dominant)}")
    return (", ".join(parts) or "alle aanbieders")[:120]
