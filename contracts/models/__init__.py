from contracts.models.allocations import (
    Allocation,
    AllocationVersion,
    CareStart,
    CareStop,
    Client,
    Ibp,
    IbpLink,
    IbpVersion,
)
from contracts.models.catalogue import ProductCategory, ProductCode
from contracts.models.contracts import Contract, ContractVersion, Tariff
from contracts.models.deadlines import CalendarKey, DeadlineAlert, DeadlineMark
from contracts.models.declarations import Declaration, DeclarationLine, RefusedLine
from contracts.models.indexation import IndexationLine, IndexationRun, IndexComponent, IndexPublication
from contracts.models.spending import SpendingRoom, SpendingRoomVersion, SpendingStepTaken
from contracts.models.terms import ContractDecision, ContractDocument, DocumentContent, Instalment, LumpSum

__all__ = [
    "Allocation",
    "AllocationVersion",
    "CalendarKey",
    "CareStart",
    "CareStop",
    "Client",
    "Contract",
    "ContractDecision",
    "ContractDocument",
    "ContractVersion",
    "DeadlineAlert",
    "DeadlineMark",
    "Declaration",
    "DeclarationLine",
    "DocumentContent",
    "Ibp",
    "IbpLink",
    "IbpVersion",
    "IndexComponent",
    "IndexPublication",
    "IndexationLine",
    "IndexationRun",
    "Instalment",
    "LumpSum",
    "ProductCategory",
    "ProductCode",
    "RefusedLine",
    "SpendingRoom",
    "SpendingRoomVersion",
    "SpendingStepTaken",
    "Tariff",
]
