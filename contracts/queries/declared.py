"""What was declared under which contract. A line does not name its contract; place, day and product do."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

# A line belongs to the contract of its provider that holds for its municipality on its first day. Of several, the
# one that has a tariff for its product; then the one that began last. Without any it belongs to none (NULL).
# Most providers have one contract; their lines need no choice, which is most of the work.
DECLARED = """
WITH term AS (
    SELECT DISTINCT ON (v.contract_id)
        v.contract_id, c.provider_id, v.begin, coalesce(v."end", '9999-12-30') AS "end", v.municipality_ids
    FROM contracts_contractversion v
    JOIN contracts_contract c ON c.id = v.contract_id
    WHERE c.provider_id = ANY (%(providers)s) AND v.received_on <= %(as_of)s
    ORDER BY v.contract_id, v.received_on DESC, v.id DESC
),
priced AS (
    SELECT DISTINCT t.contract_id, p.code
    FROM contracts_tariff t
    JOIN contracts_productcode p ON p.id = t.product_code_id
    WHERE t.contract_id IN (SELECT contract_id FROM term) AND t.received_on <= %(as_of)s
),
alone AS (
    SELECT min(contract_id) AS contract_id FROM term GROUP BY provider_id HAVING count(*) = 1
),
single AS (
    SELECT term.* FROM term JOIN alone USING (contract_id)
),
line AS (
    SELECT provider_id, municipality_id, category, product_code, month, begin,
           sum(CASE debit_credit WHEN 'C' THEN -amount ELSE amount END) AS cents
    FROM contracts_declarationline
    WHERE provider_id = ANY (%(providers)s) AND month BETWEEN %(first)s AND %(last)s AND received_on <= %(as_of)s
        AND provider_id NOT IN (SELECT provider_id FROM single)
    GROUP BY 1, 2, 3, 4, 5, 6
)
SELECT contract_id, category, product_code, month, sum(cents)::bigint
FROM (
    SELECT t.contract_id, l.category, l.product_code, l.month, l.cents
    FROM line l
    LEFT JOIN LATERAL (
        SELECT e.contract_id
        FROM term e
        LEFT JOIN priced p ON p.contract_id = e.contract_id AND p.code = l.product_code
        WHERE e.provider_id = l.provider_id AND l.begin BETWEEN e.begin AND e."end"
            AND (e.municipality_ids = '{}' OR l.municipality_id = ANY (e.municipality_ids))
        ORDER BY p.code IS NULL, e.begin DESC, e.contract_id
        LIMIT 1
    ) t ON true
    UNION ALL
    SELECT CASE
               WHEN d.begin BETWEEN o.begin AND o."end"
                   AND (o.municipality_ids = '{}' OR d.municipality_id = ANY (o.municipality_ids))
               THEN o.contract_id
           END,
           d.category, d.product_code, d.month,
           CASE d.debit_credit WHEN 'C' THEN -d.amount ELSE d.amount END
    FROM contracts_declarationline d
    JOIN single o ON o.provider_id = d.provider_id
    WHERE d.month BETWEEN %(first)s AND %(last)s AND d.received_on <= %(as_of)s
) booked
GROUP BY 1, 2, 3, 4
ORDER BY 1, 4, 2, 3
"""


@dataclass(frozen=True)
class DeclaredMonth:
    """Cents, credits taken off, of one service month."""

    category: str
    product_code: str
    month: date
    cents: int


def declared_by_contract(
    providers: Iterable[int], *, first: date, last: date, as_of: date
) -> dict[int | None, list[DeclaredMonth]]:
    """Per contract; under None what no contract covers. One query; the parts add up to the whole."""
    asked: dict[str, Any] = {
        "providers": sorted(set(providers)),
        "first": first,
        "last": last,
        "as_of": as_of,
    }
    found: dict[int | None, list[DeclaredMonth]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(DECLARED, asked)
        for contract, *values in cursor.fetchall():
            found[contract].append(DeclaredMonth(*values))
    return found
