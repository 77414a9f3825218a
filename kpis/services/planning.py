"""How figures are computed: from the running totals where those hold what is known, else from the facts."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial

from inkoop.base.parameters import values_at
from inkoop.base.periods import first_of_month
from kpis.choices import ComputationName, Split
from kpis.queries.behaviour import Window, behaviour_steps, behaviour_values
from kpis.queries.change import CHANGE_STEPS, change_values
from kpis.queries.depth import DEPTH_STEPS, depth_values
from kpis.queries.flow import FLOW_STEPS, flow_values
from kpis.queries.forecast import FORECAST_STEPS, forecast_values
from kpis.queries.ibp import ibp_steps, ibp_values
from kpis.queries.kpi_steps import KPI_STEPS, in_force, kpi_values
from kpis.queries.referrers import REFERRER_STEPS, referrer_values
from kpis.queries.series import series_span, series_steps, series_values
from kpis.queries.shift import SHIFT_STEPS, shift_values
from kpis.queries.steps import Step, Values
from kpis.queries.use import USE_STEPS, use_values
from kpis.services.asked import Asked
from kpis.services.parts import ids_of_kpi_parts, ids_of_parts
from kpis.services.totals import bring_totals_up_to_date, totals_hold

Work = tuple[tuple[Step | str, ...], Values]
Plan = Callable[[], Work]
"""Called inside the transaction of the computation, where it looks whether the totals still hold."""

NO_WORK: Work = ((), {})
STEERING = {
    ComputationName.DEPTH,
    ComputationName.CHANGE,
    ComputationName.FLOW,
    ComputationName.SHIFT,
    ComputationName.REFERRERS,
    ComputationName.FORECAST,
    ComputationName.USE,
}


def plan(asked: Asked) -> Plan:
    """Brings the totals up to date, if the figures can follow from them, and says what is to be run."""
    parameters = values_at(asked.peildatum)
    if asked.name == ComputationName.KPIS:
        return partial(_kpis, asked.peildatum, parameters)
    if asked.name == ComputationName.IBP:
        month = first_of_month(asked.peildatum)
        bring_totals_up_to_date(peildatum=asked.peildatum, first=month, last=month)
        return partial(_ibps, asked.peildatum, parameters)
    if asked.first is None or asked.last is None:
        return lambda: NO_WORK
    window = Window(asked.peildatum, asked.first, asked.last)
    if asked.name == ComputationName.MONTH_SERIES:
        first, last = series_span(window, parameters)
        bring_totals_up_to_date(peildatum=window.peildatum, first=first, last=last)
        return partial(_series, window, parameters)
    if asked.name in STEERING:
        return partial(_steering, asked, window, parameters)
    if asked.split == Split.NONE:
        bring_totals_up_to_date(peildatum=window.peildatum, first=window.first, last=window.last)
    return partial(_behaviour, window, asked.split, parameters)


def _ibps(peildatum: date, parameters: Mapping[str, Decimal]) -> Work:
    month = first_of_month(peildatum)
    return ibp_steps(from_totals=totals_hold(peildatum, month, month)), ibp_values(peildatum, parameters)


def _kpis(peildatum: date, parameters: Mapping[str, Decimal]) -> Work:
    versions = in_force(peildatum)
    return KPI_STEPS, kpi_values(peildatum, versions, parameters, **ids_of_kpi_parts(peildatum))


def _behaviour(window: Window, split: Split, parameters: Mapping[str, Decimal]) -> Work:
    hold = split == Split.NONE and totals_hold(window.peildatum, window.first, window.last)
    return behaviour_steps(split, from_totals=hold), behaviour_values(window, split, parameters)


def _series(window: Window, parameters: Mapping[str, Decimal]) -> Work:
    hold = totals_hold(window.peildatum, *series_span(window, parameters))
    return series_steps(from_totals=hold), series_values(window, parameters)


def _steering(asked: Asked, window: Window, parameters: Mapping[str, Decimal]) -> Work:
    """What the figures to steer by are made with; a prognosis stands on other figures."""
    if asked.name == ComputationName.FORECAST:
        return FORECAST_STEPS, forecast_values(window, parameters, *ids_of_parts(asked))
    steps, values = {
        ComputationName.DEPTH: (DEPTH_STEPS, lambda: depth_values(window, parameters)),
        ComputationName.CHANGE: (CHANGE_STEPS, lambda: change_values(window)),
        ComputationName.FLOW: (FLOW_STEPS, lambda: flow_values(window, parameters)),
        ComputationName.SHIFT: (SHIFT_STEPS, lambda: shift_values(window)),
        ComputationName.REFERRERS: (REFERRER_STEPS, lambda: referrer_values(window, parameters)),
        ComputationName.USE: (USE_STEPS, lambda: use_values(window)),
    }[asked.name]
    return steps, values()
