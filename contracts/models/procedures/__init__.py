from contracts.models.procedures.applications import (
    Answer,
    Application,
    ApplicationQuerySet,
    OfferedPrice,
)
from contracts.models.procedures.assessments import (
    Assessment,
    Consensus,
    Judgement,
    Letter,
    Score,
    Verdict,
)
from contracts.models.procedures.decisions import Decision
from contracts.models.procedures.procedure import (
    Assessor,
    Criterion,
    EntryWindow,
    Lot,
    LotProduct,
    Milestone,
    Procedure,
    Requirement,
)

__all__ = [
    "Answer",
    "Application",
    "ApplicationQuerySet",
    "Assessment",
    "Assessor",
    "Consensus",
    "Criterion",
    "Decision",
    "EntryWindow",
    "Judgement",
    "Letter",
    "Lot",
    "LotProduct",
    "Milestone",
    "OfferedPrice",
    "Procedure",
    "Requirement",
    "Score",
    "Verdict",
]
