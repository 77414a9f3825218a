"""The register as an OCDS 1.1 release package (Open Contracting Data Standard): one release per contract.

Reasons and documents are internal and are not published.
"""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from contracts.choices import ContractStatus, DecisionKind, ProcurementForm
from contracts.models import ContractDecision, Tariff
from contracts.queries.register import RegisterRow
from contracts.queries.terms import tariffs_on
from contracts.rules.terms import TermError, Terms, extensions, parse_options
from contracts.transfer.register import buyer, euros, supplier
from inkoop.base.choices import ProposalState

METHOD = {
    ProcurementForm.OPEN_HOUSE: "open",
    ProcurementForm.TENDER: "open",
    ProcurementForm.INCIDENTAL: "direct",
}
STATUS = {
    ContractStatus.PLANNED: "pending",
    ContractStatus.RUNNING: "active",
    ContractStatus.ENDING: "active",
    ContractStatus.ENDED: "terminated",
}
AMENDING = (DecisionKind.EXTEND, DecisionKind.ADDENDUM, DecisionKind.NOTICE, DecisionKind.DISSOLVE)


def release_package(found: list[RegisterRow], *, uri: str, made_at: datetime, today: date) -> dict[str, Any]:
    """Contracts that hold or held; a concept is no contract yet. Three queries."""
    rows = [row for row in found if row.contract.status in STATUS]  # type: ignore[attr-defined]  # annotated
    keys = [row.contract.pk for row in rows]
    tariffs, decisions = _tariffs(keys, today), _decisions(keys)
    moment = made_at.isoformat()
    return {
        "uri": uri,
        "version": "1.1",
        "publishedDate": moment,
        "publisher": {"name": settings.ORGANISATION},
        "releases": [
            _release(row, tariffs[row.contract.pk], decisions[row.contract.pk], moment) for row in rows
        ],
    }


def _tariffs(contracts: list[int], today: date) -> dict[int, list[Tariff]]:
    found: dict[int, list[Tariff]] = defaultdict(list)
    current = tariffs_on(Tariff.objects.filter(contract__in=contracts), today, as_of=today)
    for tariff in current.select_related("product_code").order_by("product_code__code"):
        found[tariff.contract_id].append(tariff)
    return found


def _decisions(contracts: list[int]) -> dict[int, list[ContractDecision]]:
    found: dict[int, list[ContractDecision]] = defaultdict(list)
    approved = ContractDecision.objects.filter(
        contract__in=contracts, state=ProposalState.APPROVED, kind__in=AMENDING
    )
    for decision in approved.order_by("id"):
        found[decision.contract_id].append(decision)
    return found


def _release(
    row: RegisterRow, tariffs: list[Tariff], decisions: list[ContractDecision], moment: str
) -> dict[str, Any]:
    contract: Any = row.contract
    number = slugify(contract.number) or str(contract.pk)
    form = ProcurementForm(contract.form)
    period = _period(contract)
    return {
        "ocid": f"{settings.OCDS_PREFIX}-{number}",
        "id": f"{number}-{moment}",
        "date": moment,
        "tag": ["contract"],
        "initiationType": "tender",
        "language": "nl",
        "parties": [buyer() | {"roles": ["buyer"]}, supplier(contract) | {"roles": ["supplier"]}],
        "buyer": buyer(),
        "tender": {
            "id": number,
            "title": f"Jeugdhulp, {form.label}",
            "procurementMethod": METHOD[form],
            "procurementMethodDetails": form.label,
            "mainProcurementCategory": "services",
        },
        "awards": [
            {"id": number, "status": "active", "suppliers": [supplier(contract)], "contractPeriod": period}
        ],
        "contracts": [
            {
                "id": contract.number,
                "awardID": number,
                "title": f"Jeugdhulp door {contract.provider.name}",
                "status": STATUS[contract.status],
                "period": period,
                **_value(row),
                **_filled("items", [_item(tariff) for tariff in tariffs]),
                **_filled("amendments", [_amendment(decision) for decision in decisions]),
                **_predecessor(contract),
            }
        ],
    }


def _period(contract: Any) -> dict[str, str]:
    period = {"startDate": _moment(contract.begin)}
    if contract.end:
        period["endDate"] = _moment(contract.end)
        try:
            options = extensions(Terms(contract.begin, contract.end, parse_options(contract.options or "")))
        except TermError:
            options = []
        period["maxExtentDate"] = _moment(options[-1][1] if options else contract.end)
    return period


def _value(row: RegisterRow) -> dict[str, Any]:
    return {} if row.room is None else {"value": {"amount": euros(row.room), "currency": "EUR"}}


def _item(tariff: Tariff) -> dict[str, Any]:
    code = tariff.product_code
    return {
        "id": str(tariff.pk),
        "description": code.description or code.code,
        "classification": {"scheme": "NL-JW-PRODUCTCODE", "id": code.code},
        "unit": {
            "name": tariff.get_unit_display(),
            "value": {"amount": euros(tariff.cents), "currency": "EUR"},
        },
    }


def _amendment(decision: ContractDecision) -> dict[str, str]:
    return {
        "id": str(decision.pk),
        "date": _moment(decision.decided_on),
        "description": decision.get_kind_display(),
    }


def _predecessor(contract: Any) -> dict[str, Any]:
    if contract.predecessor is None:
        return {}
    number = slugify(contract.predecessor.number) or str(contract.predecessor_id)
    return {
        "relatedProcesses": [
            {
                "id": number,
                "relationship": ["renewalProcess"],
                "scheme": "ocid",
                "identifier": f"{settings.OCDS_PREFIX}-{number}",
            }
        ]
    }


def _filled(name: str, values: list[Any]) -> dict[str, list[Any]]:
    """OCDS wants no empty lists."""
    return {name: values} if values else {}


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
