"""What was declared and accepted in a year per product code, to set beside what the provider says."""

from datetime import date

from django.db import connection

from contracts.models import DeclarationLine
from kpis.rules.production import Produced
from providers.models import Provider

PER_CODE = """
    SELECT product_code, count(*) FILTER (WHERE net > 0), sum(net)::bigint
    FROM (
        SELECT product_code, sum(CASE debit_credit WHEN 'C' THEN -amount ELSE amount END) AS net
        FROM {lines}
        WHERE provider_id = %(provider)s AND month BETWEEN %(first)s AND %(last)s AND received_on <= %(on)s
        GROUP BY product_code, client_id
    ) AS per_client
    GROUP BY product_code
    ORDER BY product_code
"""


def produced_per_code(provider: Provider, year: int, *, on: date) -> dict[str, Produced]:
    """Service months of the year, as received on or before the day; rule ``produced``. One query."""
    values: dict[str, int | date] = {
        "provider": provider.pk,
        "first": date(year, 1, 1),
        "last": date(year, 12, 1),
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(PER_CODE.format(lines=DeclarationLine._meta.db_table), values)
        return {code: Produced(clients, cents) for code, clients, cents in cursor.fetchall()}
