"""Two prices for one product on one day, which may not be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from providers.models import Provider

# Tariffs hold on their own days inside the term of their contract; no municipalities means all of them.
CLASHES = """
WITH held AS (
    SELECT c.number, t.product_code_id, v.municipality_ids,
           daterange(t.begin, t."end", '[]') * daterange(v.begin, v."end", '[]') AS days
    FROM (
        SELECT DISTINCT ON (v.contract_id) v.*
        FROM contracts_contractversion v
        JOIN contracts_contract c ON c.id = v.contract_id
        WHERE c.provider_id = %(provider)s
        ORDER BY v.contract_id, v.received_on DESC, v.id DESC
    ) v
    JOIN contracts_contract c ON c.id = v.contract_id
    JOIN contracts_tariff t ON t.contract_id = v.contract_id AND t.superseded_on IS NULL
    UNION ALL
    SELECT %(number)s, p.product, %(places)s::bigint[],
           daterange(p.first, p.last, '[]') * daterange(%(begin)s::date, %(end)s::date, '[]')
    FROM unnest(%(products)s::bigint[], %(firsts)s::date[], %(lasts)s::date[]) AS p (product, first, last)
)
SELECT x.number, y.number, p.code, lower(x.days * y.days)
FROM held x
JOIN held y ON y.product_code_id = x.product_code_id AND x.number < y.number AND x.days && y.days
    AND (x.municipality_ids = '{}' OR y.municipality_ids = '{}' OR x.municipality_ids && y.municipality_ids)
JOIN contracts_productcode p ON p.id = x.product_code_id
ORDER BY 4, 1, 2, 3
LIMIT 1
"""


@dataclass(frozen=True)
class Planned:
    """A contract that is not there yet: its number, term, municipalities (none = all) and prices.

    ``prices``: product (key), first and last day; None = open-ended.
    """

    number: str
    begin: date
    end: date | None
    places: Sequence[int]
    prices: Sequence[tuple[int, date, date | None]]


@dataclass(frozen=True)
class Clash:
    one: str
    other: str
    code: str
    first_day: date


def clashing_terms(provider: Provider, planned: Planned | None = None) -> Clash | None:
    """The first day on which two contracts of the provider price the same product; None when there is none.

    ``planned`` takes part as if it were in force.
    """
    known = planned or Planned("", date.max, date.max, (), ())
    products, firsts, lasts = zip(*known.prices, strict=True) if known.prices else ((), (), ())
    values: dict[str, Any] = {
        "provider": provider.pk,
        "number": known.number,
        "begin": known.begin,
        "end": known.end,
        "places": list(known.places),
        "products": list(products),
        "firsts": list(firsts),
        "lasts": list(lasts),
    }
    with connection.cursor() as cursor:
        cursor.execute(CLASHES, values)
        row = cursor.fetchone()
    return Clash(*row) if row else None
