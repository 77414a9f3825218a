"""What reading a file of contracts would do, row by row, before it is done."""

from dataclasses import dataclass
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from import_export.results import RowResult

from contracts.transfer.contracts import ContractResource
from inkoop.base.models import User

WORDS = {
    RowResult.IMPORT_TYPE_NEW: "nieuw contract (concept)",
    RowResult.IMPORT_TYPE_UPDATE: "wijziging",
    RowResult.IMPORT_TYPE_SKIP: "ongewijzigd",
    RowResult.IMPORT_TYPE_INVALID: "klopt niet",
    RowResult.IMPORT_TYPE_ERROR: "klopt niet",
}
REQUIRED = ("contractnummer", "agb", "begin")


@dataclass(frozen=True)
class Difference:
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Fault:
    """``column`` is empty when the whole row is meant. The message says the cause and what to do."""

    column: str
    message: str


@dataclass(frozen=True)
class RowReading:
    number: int
    contract: str
    outcome: str
    differences: list[Difference]
    faults: list[Fault]


@dataclass(frozen=True)
class Reading:
    rows: list[RowReading]
    unknown_columns: list[str]

    @property
    def has_faults(self) -> bool:
        return any(row.faults for row in self.rows)

    @property
    def changes(self) -> int:
        return sum(row.outcome != WORDS[RowResult.IMPORT_TYPE_SKIP] for row in self.rows)


def read_contracts(table: tablib.Dataset, *, file_name: str, by: User, trial: bool) -> Reading:
    """All rows or none: with one fault nothing is kept. Raises ValidationError when columns are missing."""
    missing = [name for name in REQUIRED if name not in table.headers]
    if missing:
        raise ValidationError(
            f"De kolom {', '.join(missing)} ontbreekt in de kopregel. Voeg haar toe, of begin met de export."
        )
    resource = ContractResource()
    result = resource.import_data(
        table,
        dry_run=trial,
        use_transactions=True,
        rollback_on_validation_errors=True,
        user=by,
        file_name=file_name,
    )
    known = {*resource.fields, "reden"}
    names = {field.attribute: name for name, field in resource.fields.items()}
    return Reading(
        rows=[
            _row(number, row, values, resource, names)
            for number, (row, values) in enumerate(zip(result.rows, table.dict, strict=True), start=1)
        ],
        unknown_columns=[name for name in table.headers if name not in known],
    )


def _row(
    number: int, row: RowResult, values: dict[str, Any], resource: ContractResource, names: dict[str, str]
) -> RowReading:
    return RowReading(
        number=number,
        contract=values.get("contractnummer") or "",
        outcome=WORDS.get(row.import_type, "klopt niet"),
        differences=_differences(row, values, resource),
        faults=_faults(row, names),
    )


def _differences(row: RowResult, values: dict[str, Any], resource: ContractResource) -> list[Difference]:
    if row.instance is None or row.import_type == RowResult.IMPORT_TYPE_SKIP:
        return []
    shown = [
        Difference(
            name,
            str(field.export(row.original)) if row.original is not None else "",
            str(field.export(row.instance)),
        )
        for name, field in resource.fields.items()
        if name in values
    ]
    return [one for one in shown if one.before != one.after]


def _faults(row: RowResult, names: dict[str, str]) -> list[Fault]:
    if row.validation_error is not None:
        error = row.validation_error
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        return [
            Fault(names.get(field, ""), message)
            for field, messages in by_field.items()
            for message in messages
        ]
    return [Fault("", f"{error.error}") for error in row.errors]
