from kpis.services.asked import Asked, WrongWindow, behaviour, ibps, month_series
from kpis.services.computing import ensure
from kpis.services.current import compute_all, compute_behaviour, compute_ibps, compute_month_series
from kpis.services.exporting import write_export
from kpis.services.progress import Report

__all__ = [
    "Asked",
    "Report",
    "WrongWindow",
    "behaviour",
    "compute_all",
    "compute_behaviour",
    "compute_ibps",
    "compute_month_series",
    "ensure",
    "ibps",
    "month_series",
    "write_export",
]
