from kpis.models.computations import Computation
from kpis.models.ibps import IbpOverrunRate, IbpStatus
from kpis.models.indicators import IndicatorValue
from kpis.models.months import MonthValue
from kpis.models.signals import Signal
from kpis.models.totals import (
    AllocationMonth,
    BookedDay,
    CategoryMonth,
    IbpMonth,
    ProviderMonth,
    ReceivedMonth,
    TotalsState,
)

__all__ = [
    "AllocationMonth",
    "BookedDay",
    "CategoryMonth",
    "Computation",
    "IbpMonth",
    "IbpOverrunRate",
    "IbpStatus",
    "IndicatorValue",
    "MonthValue",
    "ProviderMonth",
    "ReceivedMonth",
    "Signal",
    "TotalsState",
]
