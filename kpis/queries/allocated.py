"""What was allocated to one provider, per month."""

from datetime import date

from django.db import connection, transaction

from kpis.queries.steps import Step, make
from kpis.queries.value import VALUE_STEPS, value_values

OWN = Step("touched", source="touched_by_provider")
PER_MONTH = """
    SELECT month, round(sum(whole + coalesce(fraction, 0)))::bigint
    FROM pg_temp.allocation_value
    WHERE provider_id = %s AND whole IS NOT NULL
    GROUP BY month
"""
OF_PART = """
    SELECT v.month, round(sum(v.whole + coalesce(v.fraction, 0)))::bigint
    FROM pg_temp.allocation_value v
    JOIN pg_temp.current_allocation a ON a.allocation_id = v.allocation_id
    WHERE v.provider_id = %(provider)s AND v.whole IS NOT NULL
        AND (%(category)s::smallint IS NULL OR a.category = %(category)s)
        AND (%(product)s = '' OR a.product_code = %(product)s)
    GROUP BY v.month
"""
WITHOUT_VALUE = """
    SELECT count(DISTINCT allocation_id)
    FROM pg_temp.allocation_value
    WHERE provider_id = %s AND whole IS NULL
"""


def allocated_per_month(
    provider_id: int, first: date, last: date, *, peildatum: date
) -> tuple[dict[date, int], int]:
    """Cents of allocation value W per month, and how many allocations have no W in one of the months.

    By the same steps as the indicators, so the same W. Cost: that of the allocations that are or were of
    this provider.
    """
    values = {**value_values(peildatum, first, last, only_touched=True), "provider": provider_id}
    with transaction.atomic(), connection.cursor() as cursor:
        for step in (OWN, *VALUE_STEPS):
            make(cursor, step, values)
        cursor.execute(PER_MONTH, [provider_id])
        per_month = dict(cursor.fetchall())
        cursor.execute(WITHOUT_VALUE, [provider_id])
        (without_value,) = cursor.fetchone()
    return per_month, without_value


def allocated_of_part(
    provider_id: int, first: date, last: date, *, peildatum: date, category: str = "", product: str = ""
) -> dict[date, int]:
    """Cents of allocation value W per month of one provider, of one category or product when named.

    An allocation without a W, and one of a category only when a product is asked, count for nothing.
    """
    values = {**value_values(peildatum, first, last, only_touched=True), "provider": provider_id}
    asked = {"provider": provider_id, "category": int(category) if category else None, "product": product}
    with transaction.atomic(), connection.cursor() as cursor:
        for step in (OWN, *VALUE_STEPS):
            make(cursor, step, values)
        cursor.execute(OF_PART, asked)
        return dict(cursor.fetchall())
