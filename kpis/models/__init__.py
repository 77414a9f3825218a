from kpis.models.computations import Computation
from kpis.models.ibps import IbpOverrunRate, IbpStatus
from kpis.models.indicators import IndicatorValue
from kpis.models.months import MonthValue
from kpis.models.signals import Signal

__all__ = ["Computation", "IbpOverrunRate", "IbpStatus", "IndicatorValue", "MonthValue", "Signal"]
