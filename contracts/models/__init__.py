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
from contracts.models.declarations import Declaration, DeclarationLine, RefusedLine
from contracts.models.requests import CareRequest, RequestDecision, RequestedProduct

__all__ = [
    "Allocation",
    "AllocationVersion",
    "CareRequest",
    "CareStart",
    "CareStop",
    "Client",
    "Contract",
    "ContractVersion",
    "Declaration",
    "DeclarationLine",
    "Ibp",
    "IbpLink",
    "IbpVersion",
    "ProductCategory",
    "ProductCode",
    "RefusedLine",
    "RequestDecision",
    "RequestedProduct",
    "Tariff",
]
