"""What was allocated to one provider, per month."""

from datetime import date

from django.db import connection, transaction

from inkoop.base.periods import last_of_month
from kpis.queries.behaviour import STEPS
from kpis.queries.steps import make_table

VALUE_STEPS = STEPS[: STEPS.index("allocation_month") + 1]
CURRENT = "current_allocation"
OWN = "DELETE FROM pg_temp.current_allocation WHERE provider_id <> %s"
PER_MONTH = """
    SELECT month, round(sum(whole + coalesce(fraction, 0)))::bigint
    FROM pg_temp.allocation_month
    WHERE whole IS NOT NULL
    GROUP BY month
"""
WITHOUT_VALUE = "SELECT count(DISTINCT allocation_id) FROM pg_temp.allocation_month WHERE whole IS NULL"


def allocated_per_month(
    provider_id: int, first: date, last: date, *, peildatum: date
) -> tuple[dict[date, int], int]:
    """Cents of allocation value W per month, and how many allocations have no W in one of the months.

    By the same steps as the indicators, so the same W; after that one the allocations of others are
    left out. Cost: reading the newest version of every allocation of the region.
    """
    values = {
        "peildatum": peildatum,
        "span_first": first,
        "span_last": last,
        "value_from": first,
        "value_until": last_of_month(last),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for step in VALUE_STEPS:
            make_table(cursor, step, values)
            if step == CURRENT:
                cursor.execute(OWN, [provider_id])
        cursor.execute(PER_MONTH)
        per_month = dict(cursor.fetchall())
        cursor.execute(WITHOUT_VALUE)
        (without_value,) = cursor.fetchone()
    return per_month, without_value
