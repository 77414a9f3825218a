from kpis.models.agreements import Agreement, AgreementTest
from kpis.models.budgets import Budget
from kpis.models.changes import SpendingChange
from kpis.models.computations import Computation
from kpis.models.evaluations import IbpDecision, IbpEvaluation, IbpExplanation, IbpRaise
from kpis.models.flows import FlowMonth, FlowOutcome, FlowTransition
from kpis.models.forecasts import ForecastError, ForecastMonth
from kpis.models.ibps import IbpOverrunRate, IbpStatus
from kpis.models.indicators import IndicatorValue
from kpis.models.kpi import Kpi, KpiValue, KpiVersion
from kpis.models.kpi_tasks import KpiTask, TaskPaper
from kpis.models.ladder import EscalationMove, EscalationStep
from kpis.models.meetings import AgendaItem, Attendee, Meeting
from kpis.models.months import MonthValue
from kpis.models.policy import PolicyArea, PolicyGoal, PolicyMeasure, PolicyValue
from kpis.models.production import Production, ProductionLine
from kpis.models.reviews import Review, Reviewer, ReviewIncident, ReviewInvitation, ReviewRound
from kpis.models.shifts import ReferrerUse, ShiftCategory, ShiftTransition
from kpis.models.signals import Signal, SignalAttachment, SignalJudgement, SignalReply, SignalSighting
from kpis.models.snapshots import ReportSnapshot
from kpis.models.totals import (
    AllocationMonth,
    BookedDay,
    CategoryMonth,
    IbpMonth,
    ProviderMonth,
    ReceivedMonth,
    TotalsState,
)
from kpis.models.uses import CareUse

__all__ = [
    "AgendaItem",
    "Agreement",
    "AgreementTest",
    "AllocationMonth",
    "Attendee",
    "BookedDay",
    "Budget",
    "CareUse",
    "CategoryMonth",
    "Computation",
    "EscalationMove",
    "EscalationStep",
    "FlowMonth",
    "FlowOutcome",
    "FlowTransition",
    "ForecastError",
    "ForecastMonth",
    "IbpDecision",
    "IbpEvaluation",
    "IbpExplanation",
    "IbpMonth",
    "IbpOverrunRate",
    "IbpRaise",
    "IbpStatus",
    "IndicatorValue",
    "Kpi",
    "KpiTask",
    "KpiValue",
    "KpiVersion",
    "Meeting",
    "MonthValue",
    "PolicyArea",
    "PolicyGoal",
    "PolicyMeasure",
    "PolicyValue",
    "Production",
    "ProductionLine",
    "ProviderMonth",
    "ReceivedMonth",
    "ReferrerUse",
    "ReportSnapshot",
    "Review",
    "ReviewIncident",
    "ReviewInvitation",
    "ReviewRound",
    "Reviewer",
    "ShiftCategory",
    "ShiftTransition",
    "Signal",
    "SignalAttachment",
    "SignalJudgement",
    "SignalReply",
    "SignalSighting",
    "SpendingChange",
    "TaskPaper",
    "TotalsState",
]
