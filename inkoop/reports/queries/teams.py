"""The use of care of the jeugdteams of one municipality: read from its lines, as kpis computes that of the whole."""

from datetime import date

from django.db import connection

from inkoop.base.models import Municipality
from kpis.models import CareUse

TEAM_USE = """
    WITH said AS (
        SELECT DISTINCT ON (v.allocation_id)
            v.allocation_id, coalesce(nullif(v.category, ''), 'generiek') AS category, v.referrer_type AS referrer,
            coalesce(t.name, '') AS team
        FROM contracts_allocation a
        JOIN contracts_allocationversion v ON v.allocation_id = a.id
        LEFT JOIN base_team t ON t.id = v.team_id
        WHERE a.municipality_id = %(place)s AND v.received_on <= %(peildatum)s
        ORDER BY v.allocation_id, v.issued_on DESC, v.issued_at DESC, v.received_on DESC, v.id DESC
    ), fact AS (
        SELECT
            coalesce(s.team, '') AS team, extract(year FROM l.month)::int AS year, l.client_id, l.product_code,
            coalesce(nullif(p.care_form, ''), s.category, l.category) AS care_form,
            coalesce(s.referrer, '') AS referrer,
            sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END)::bigint AS cents,
            min(l.begin) AS begin, max(l."end") AS "end"
        FROM contracts_declarationline l
        LEFT JOIN said s USING (allocation_id)
        LEFT JOIN contracts_productcode p ON p.code = l.product_code
        WHERE l.municipality_id = %(place)s AND l.received_on <= %(peildatum)s
            AND l.month BETWEEN %(first)s AND %(last)s
        GROUP BY 1, 2, 3, 4, 5, 6
    ), used AS (
        SELECT f.team, f.year, d.dimension, d.part, f.client_id, sum(f.cents)::bigint AS cents,
            max(f."end") - min(f.begin) + 1 AS days
        FROM fact f
        CROSS JOIN LATERAL (
            VALUES ('geheel', ''), ('productcode', f.product_code), ('zorgvorm', f.care_form),
                ('verwijzer', f.referrer)
        ) d (dimension, part)
        GROUP BY 1, 2, 3, 4, 5
    )
    SELECT team, year, dimension, part, count(*), count(*) FILTER (WHERE cents > 0),
        coalesce(sum(days) FILTER (WHERE cents > 0), 0), sum(cents)::bigint
    FROM used
    GROUP BY 1, 2, 3, 4"""


def team_uses(
    municipality: Municipality, *, peildatum: date, first: date, last: date
) -> dict[str, list[CareUse]]:
    """Per team ('' = unknown) rows that are not kept: its use per year and part. One query, over one municipality."""
    values: dict[str, int | date] = {
        "place": municipality.pk,
        "peildatum": peildatum,
        "first": first,
        "last": last,
    }
    found: dict[str, list[CareUse]] = {}
    with connection.cursor() as cursor:
        cursor.execute(TEAM_USE, values)
        for team, year, dimension, part, youths, clients, days, cents in cursor.fetchall():
            found.setdefault(team, []).append(
                CareUse(
                    municipality_code=municipality.code, year=year, dimension=dimension, part=part,
                    youths=youths, clients=clients, days=days, declared=cents,
                )
            )  # fmt: skip
    return found
