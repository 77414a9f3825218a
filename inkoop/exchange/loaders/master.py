"""Master data of a few hundred rows: through the import-export resources, by natural key."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from import_export.results import RowResult
from psycopg import Cursor
from tablib import Dataset

from contracts.resources import ProductCodeResource
from inkoop.base.models import Delivery, Finding
from inkoop.base.resources import DeliveredResource, MunicipalityResource
from inkoop.base.sql import one_value
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.loaders.findings import refuse_malformed
from providers.resources import ProviderResource

UNCHANGED = {RowResult.IMPORT_TYPE_SKIP}
REFUSED = {RowResult.IMPORT_TYPE_ERROR, RowResult.IMPORT_TYPE_INVALID}


def load_municipalities(cursor: Cursor, delivery: Delivery) -> Counts:
    return _load(cursor, delivery, MunicipalityResource)


def load_providers(cursor: Cursor, delivery: Delivery) -> Counts:
    return _load(cursor, delivery, ProviderResource)


def load_product_codes(cursor: Cursor, delivery: Delivery) -> Counts:
    return _load(cursor, delivery, ProductCodeResource)


def _load(cursor: Cursor, delivery: Delivery, resource_class: Callable[[], DeliveredResource]) -> Counts:
    refuse_malformed(cursor, delivery)
    cursor.execute("SELECT count(*) FROM stage WHERE malformed")
    malformed = one_value(cursor)
    data = _well_formed(cursor)
    result = resource_class().import_data(
        data, delivery=delivery, use_transactions=False, rollback_on_validation_errors=False
    )
    types = [row.import_type for row in result.rows]
    Finding.objects.bulk_create(_findings(delivery, data, result.rows))
    refused = sum(kind in REFUSED for kind in types)
    unchanged = sum(kind in UNCHANGED for kind in types)
    return Counts(len(types) - refused - unchanged, refused + malformed, unchanged)


def _well_formed(cursor: Cursor) -> Dataset:
    """Only the columns that the file has keep their meaning; an empty value empties the field."""
    cursor.execute("SELECT * FROM stage WHERE NOT malformed ORDER BY row_number")
    headers = [column.name for column in cursor.description or ()]
    rows = (["" if value is None else value for value in row] for row in cursor.fetchall())
    return Dataset(*rows, headers=headers)


def _findings(delivery: Delivery, data: Dataset, rows: list[RowResult]) -> list[Finding]:
    return [
        Finding(
            delivery=delivery,
            row_number=data["row_number"][place],
            code="ongeldig",
            cause=text[:400],
            next_step="Verbeter de rij en lever haar opnieuw aan.",
        )
        for place, row in enumerate(rows)
        for text in _problems(row)
    ]


def _problems(row: RowResult) -> list[str]:
    problems = [str(error.error) for error in row.errors]
    if isinstance(row.validation_error, ValidationError):
        problems += row.validation_error.messages
    return problems
