"""The figures that everybody looks at: those of today, in their usual windows."""

from datetime import date

from inkoop.base.models import User
from kpis.models import Computation
from kpis.services import asked as asking
from kpis.services.computing import ensure
from kpis.services.progress import Report

STEERING = (
    asking.depth,
    asking.change,
    asking.flow,
    asking.shift,
    asking.referrers,
    asking.forecast,
    asking.kpis,
    asking.use,
)


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
    return [
        compute(peildatum=peildatum, by=by, report=report)
        for compute in (compute_ibps, compute_behaviour, compute_month_series)
    ]


def compute_steering(
    *, peildatum: date, by: User | None = None, report: Report | None = None
) -> list[Computation]:
    """The figures to steer by, over their usual windows; they cost more, and nothing else waits for them."""
    return [ensure(ask(peildatum), by=by, report=report) for ask in STEERING]
