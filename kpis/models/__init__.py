from kpis.models.computations import Computation
from kpis.models.ibps import IbpOverrunRate, IbpStatus
from kpis.models.indicators import IndicatorValue
from kpis.models.months import MonthValue
from kpis.models.signals import Signal
from kpis.models.totals import BookedDay, ProviderMonth, ReceivedMonth, TotalsState, UnpricedAllocation

__all__ = [
    "BookedDay",
    "Computation",
    "IbpOverrunRate",
    "IbpStatus",
    "IndicatorValue",
    "MonthValue",
    "ProviderMonth",
    "ReceivedMonth",
    "Signal",
    "TotalsState",
    "UnpricedAllocation",
]
