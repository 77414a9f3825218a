"""The whole register as a table: everything that can be read back, and what follows from it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.conf import settings

from contracts.models import Contract
from contracts.queries.register import RegisterRow
from contracts.transfer.contracts import ContractResource

FOLLOWS = (
    "aanbieder",
    "segment",
    "status",
    "opzeggen_uiterlijk",
    "gedeclareerd_12_maanden_eurocent",
    "bestedingsruimte_eurocent",
)


def header() -> list[str]:
    return [*ContractResource.Meta.fields, *FOLLOWS]


def rows(found: list[RegisterRow]) -> Iterator[list[Any]]:
    """Days as JJJJ-MM-DD, amounts in whole eurocents."""
    fields = ContractResource().fields.values()
    for row in found:
        contract: Any = row.contract
        yield [
            *(field.export(contract) for field in fields),
            contract.provider.name,
            contract.provider.segment,
            contract.status,
            contract.notice_by.isoformat() if contract.notice_by else "",
            row.declared,
            row.room,
        ]


def euros(cents: int) -> float:
    """For standards that write amounts in units."""
    return float(Decimal(cents) / 100)


def buyer() -> dict[str, str]:
    return {"id": settings.ORGANISATION_ID or "NL-REGIO", "name": settings.ORGANISATION}


def supplier(contract: Contract) -> dict[str, str]:
    return {"id": f"NL-AGB-{contract.provider.agb}", "name": contract.provider.name}
