from kpis.services.asked import (
    Asked,
    WrongWindow,
    behaviour,
    change,
    depth,
    flow,
    forecast,
    ibps,
    kpis,
    month_series,
    referrers,
    shift,
    shift_around,
    use,
)
from kpis.services.computing import ensure
from kpis.services.current import (
    CURRENT,
    compute_all,
    compute_behaviour,
    compute_current,
    compute_ibps,
    compute_month_series,
    compute_steering,
)
from kpis.services.exporting import write_export
from kpis.services.forgetting import forget_passed_computations
from kpis.services.progress import Report
from kpis.services.requesting import compute_requested, request_computation

__all__ = [
    "CURRENT",
    "Asked",
    "Report",
    "WrongWindow",
    "behaviour",
    "change",
    "compute_all",
    "compute_behaviour",
    "compute_current",
    "compute_ibps",
    "compute_month_series",
    "compute_requested",
    "compute_steering",
    "depth",
    "ensure",
    "flow",
    "forecast",
    "forget_passed_computations",
    "ibps",
    "kpis",
    "month_series",
    "referrers",
    "request_computation",
    "shift",
    "shift_around",
    "use",
    "write_export",
]
