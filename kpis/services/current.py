"""The figures that everybody looks at: those of today, in their usual windows."""

from collections.abc import Callable
from datetime import date

from inkoop.base.models import User
from kpis.choices import ComputationName
from kpis.models import Computation
from kpis.services import asked as asking
from kpis.services.asked import Asked
from kpis.services.computing import ensure
from kpis.services.progress import Report

USUAL: dict[ComputationName, Callable[[date], Asked]] = {
    ComputationName.IBP: asking.ibps,
    ComputationName.BEHAVIOUR: asking.behaviour,
    ComputationName.MONTH_SERIES: asking.month_series,
}
"""What everybody waits for, in the order in which it is wanted."""

STEERING: dict[ComputationName, Callable[[date], Asked]] = {
    ComputationName.DEPTH: asking.depth,
    ComputationName.CHANGE: asking.change,
    ComputationName.FLOW: asking.flow,
    ComputationName.SHIFT: asking.shift,
    ComputationName.REFERRERS: asking.referrers,
    ComputationName.FORECAST: asking.forecast,
    ComputationName.KPIS: asking.kpis,
    ComputationName.USE: asking.use,
}
"""What to steer by; it costs more, and nothing else waits for it."""

CURRENT = USUAL | STEERING


def compute_behaviour(
    *, peildatum: date, by: User | None = None, report: Report | None = None
) -> Computation:
    """Declaratiegedrag over the usual window, whole providers, with their signals."""
    return ensure(asking.behaviour(peildatum), by=by, report=report)


def compute_ibps(*, peildatum: date, by: User | None = None, report: Report | None = None) -> Computation:
    """The states of all IBPs and the overrun rates."""
    return ensure(asking.ibps(peildatum), by=by, report=report)


def compute_month_series(
    *, peildatum: date, by: User | None = None, report: Report | None = None
) -> Computation:
    """The maandreeks over its usual window."""
    return ensure(asking.month_series(peildatum), by=by, report=report)


def compute_all(
    *, peildatum: date, by: User | None = None, report: Report | None = None
) -> list[Computation]:
    """All usual figures as of a peildatum, each in a transaction of its own. Computes only what has changed."""
    return [ensure(ask(peildatum), by=by, report=report) for ask in USUAL.values()]


def compute_steering(
    *, peildatum: date, by: User | None = None, report: Report | None = None
) -> list[Computation]:
    """The figures to steer by, over their usual windows."""
    return [ensure(ask(peildatum), by=by, report=report) for ask in STEERING.values()]


def compute_current(name: ComputationName, *, peildatum: date) -> Computation:
    """One of the computations of ``CURRENT``, so that several workers can share them.

    What it stands on is computed first, or waited for when another worker is at it.
    """
    return ensure(CURRENT[name](peildatum))
