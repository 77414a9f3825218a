"""What is known on the day of receipt: declarations, allocations with their limits, agreed tariffs."""

from psycopg import Cursor

from inkoop.base.models import Delivery
from inkoop.exchange.loaders.statistics import analyse_briefly, size

# A Sunday and a Monday before every date that can occur: whole divisions count Sundays, and weeks.
SUNDAY = "DATE '1899-12-31'"
MONDAY = "DATE '1900-01-01'"

MANY = (
    8  # rows that name an eighth of the allocations: then reading all of them is faster than looking them up
)

# Number taken: used by this provider before, also in rows that were refused, or in this delivery by a declaration
# with another head that came first. What can be booked gets its id here, so that its lines need not look it up.
DECLARATIONS = """
CREATE TEMP TABLE staged_declaration ON COMMIT DROP AS
SELECT k.*, CASE
         WHEN NOT taken AND number_fits AND provider_id IS NOT NULL AND municipality_id IS NOT NULL
         THEN nextval((SELECT pg_get_serial_sequence('contracts_declaration', 'id')::regclass))
       END AS id
FROM (
    SELECT g.*, p.id AS provider_id, m.id AS municipality_id,
           (SELECT d.id FROM contracts_declaration d WHERE d.provider_id = p.id AND d.number = g.number) IS NOT NULL
           OR r.agb IS NOT NULL
           OR g.first_row > min(g.first_row) OVER (PARTITION BY g.agb, g.number) AS taken,
           g.number ~ '^[a-zA-Z0-9]{1,12}$' AS number_fits
    FROM (
        SELECT agb, declaratienummer AS number, gemeentecode AS municipality, dagtekening AS declared_on,
               min(row_number) AS first_row
        FROM stage
        WHERE agb IS NOT NULL AND declaratienummer IS NOT NULL AND gemeentecode IS NOT NULL AND dagtekening IS NOT NULL
        GROUP BY agb, declaratienummer, gemeentecode, dagtekening
    ) g
    LEFT JOIN providers_provider p ON p.agb = g.agb
    LEFT JOIN base_municipality m ON m.code = g.municipality
    LEFT JOIN (SELECT DISTINCT agb, declaration_number FROM contracts_refusedline) r
        ON r.agb = g.agb AND r.declaration_number = g.number
    ORDER BY g.first_row
) k
"""

# The version in force of every allocation that the delivery names, or of all when it has more rows, with the most that
# may be declared on it in all (NULL = no such limit): cents for a budget, minutes for hours, else its own unit.
NAMED = """
    (SELECT DISTINCT gemeentecode, toewijzingnummer FROM stage WHERE NOT malformed) s
    JOIN base_municipality m ON m.code = s.gemeentecode
    JOIN contracts_allocation a ON a.municipality_id = m.id AND a.number = s.toewijzingnummer
"""
ALL = "contracts_allocation a JOIN base_municipality m ON m.id = a.municipality_id"
ALLOCATIONS = f"""
CREATE TEMP TABLE known_allocation ON COMMIT DROP AS
SELECT v.*, "end" AS end_day,
       EXISTS (SELECT FROM contracts_productcode p WHERE p.code = product_code AND p.category_id = category)
           AS code_fits,
       CASE
         WHEN budget IS NOT NULL THEN budget
         WHEN frequency = '6' THEN measure
         WHEN "end" IS NULL THEN NULL
         WHEN frequency = '1' THEN measure * ("end" - begin + 1)
         WHEN frequency = '4' THEN measure * (
             (date_part('year', "end") - date_part('year', begin)) * 12
             + date_part('month', "end") - date_part('month', begin) + 1)::int
         WHEN frequency = '2' AND is_output THEN measure * (
             ("end" - {SUNDAY}) / 7 - (begin - 1 - {SUNDAY}) / 7
             + (("end" - {SUNDAY}) %% 7 <> 0)::int)
         WHEN frequency = '2' THEN measure * (
             ("end" - {MONDAY}) / 7 - (begin - {MONDAY}) / 7 + 1)
       END AS most,
       -- the day whose week is the last to be declared: last Sunday inside, else the end itself
       CASE
         WHEN "end" - ("end" - {SUNDAY}) %% 7 >= begin THEN "end" - ("end" - {SUNDAY}) %% 7 ELSE "end"
       END AS last_week_on
FROM (
    SELECT DISTINCT ON (v.allocation_id)
           a.id, m.code AS municipality, a.number, a.client_id, c.pseudonym AS client, v.provider_id,
           v.category, v.product_code, v.begin, v."end", v.volume, v.unit, v.frequency, v.budget, v.reason,
           v.unit IN ('82', '83') AS is_output,
           v.volume * CASE WHEN v.unit = '04' THEN 60 ELSE 1 END AS measure
    FROM {{named}}
    JOIN contracts_client c ON c.id = a.client_id
    JOIN contracts_allocationversion v ON v.allocation_id = a.id
    WHERE v.received_on <= %(received_on)s
    ORDER BY v.allocation_id, v.issued_on DESC, v.issued_at DESC, v.received_on DESC, v.id DESC
) v
"""

# Agreed tariffs inside the contract terms in force, as known on the day of receipt.
TARIFFS = """
CREATE TEMP TABLE known_tariff ON COMMIT DROP AS
SELECT c.provider_id, pc.code, pc.category_id AS category, t.cents, t.unit, v.municipality_ids,
       greatest(t.begin, v.begin) AS begin,
       least(coalesce(t."end", 'infinity'), coalesce(v."end", 'infinity')) AS "end"
FROM (
    SELECT DISTINCT ON (contract_id) * FROM contracts_contractversion
    WHERE received_on <= %(received_on)s
    ORDER BY contract_id, received_on DESC, id DESC
) v
JOIN contracts_contract c ON c.id = v.contract_id
JOIN contracts_tariff t ON t.contract_id = c.id
    AND t.received_on <= %(received_on)s
    AND (t.superseded_on IS NULL OR t.superseded_on > %(received_on)s)
JOIN contracts_productcode pc ON pc.id = t.product_code_id
"""

# Another bit for each of 57 months in a row, for one product code; {month} is the first day of a month.
MONTH_NUMBER = f"({{month}} - {MONDAY}) / 28"
MONTH_BIT = f"1::bigint << ({MONTH_NUMBER} & 63)"
CODE_BIT = f"1::bigint << (({MONTH_NUMBER} # hashtext({{code}})) & 63)"

# The days on which a period may begin, with their month.
CALENDAR = """
CREATE TEMP TABLE calendar ON COMMIT DROP AS
SELECT day, month, (month + interval '1 month')::date - 1 AS month_end
FROM (
    SELECT day::date, date_trunc('month', day)::date AS month
    FROM generate_series(timestamp '2021-01-01', %(received_on)s, interval '1 day') day
) d
"""

# References that fall: handed in before, or earlier in this delivery. Of the latter only those that share their hash
# with another row are compared, and mostly none does: sorting the hashes shows that faster than grouping them. Those
# of one provider are looked up together: they stand side by side in the index.
HASH = "hashtextextended(referentienummer, hashtext(agb))"
REPEATED_REFERENCES = f"""
CREATE TEMP TABLE repeated_reference ON COMMIT DROP AS
WITH named AS MATERIALIZED (
    SELECT row_number, agb, referentienummer FROM stage
    WHERE (SELECT count(hash) <> count(DISTINCT hash) FROM (SELECT {HASH} AS hash FROM stage OFFSET 0) h)
        AND {HASH} IN (
            SELECT {HASH} FROM stage
            WHERE agb IS NOT NULL AND referentienummer IS NOT NULL
            GROUP BY 1 HAVING count(*) > 1
        )
), handed_in AS MATERIALIZED (
    SELECT n.agb, l.reference
    FROM (
        SELECT p.id, p.agb, s.numbers
        FROM (
            SELECT agb, array_agg(referentienummer) AS numbers FROM stage
            WHERE referentienummer IS NOT NULL AND EXISTS (SELECT FROM contracts_declarationline)
            GROUP BY agb
        ) s JOIN providers_provider p ON p.agb = s.agb
    ) n
    CROSS JOIN LATERAL (
        SELECT reference FROM contracts_declarationline WHERE provider_id = n.id AND reference = ANY (n.numbers)
        OFFSET 0
    ) l
)
SELECT row_number FROM (
    SELECT row_number, min(row_number) OVER (PARTITION BY agb, referentienummer) AS first_row FROM named
) n WHERE row_number > first_row
UNION
SELECT s.row_number FROM stage s JOIN handed_in h ON h.agb = s.agb AND h.reference = s.referentienummer
UNION
SELECT s.row_number FROM stage s JOIN contracts_refusedline r ON r.agb = s.agb AND r.reference = s.referentienummer
WHERE EXISTS (SELECT FROM contracts_refusedline)
"""

# What was accepted before on each allocation: how much of its limit is used on the day of receipt, and in which months
# it has lines at all. An allocation in minutes may have been one in hours when the line was accepted.
USED = f"""
CREATE TEMP TABLE used_allocation ON COMMIT DROP AS
SELECT a.id, l.used, l.months
FROM known_allocation a
CROSS JOIN LATERAL (  -- each in its own place in the index: the planner would rather read the index as a whole
    SELECT sum(
               CASE
                 WHEN a.budget IS NOT NULL THEN amount WHEN unit = '04' THEN volume * 60::bigint ELSE volume
               END * CASE debit_credit WHEN 'D' THEN 1 ELSE -1 END
           ) FILTER (WHERE received_on <= %(received_on)s)::bigint AS used,
           bit_or({MONTH_BIT.format(month="month")}) AS months
    FROM contracts_declarationline
    WHERE allocation_id = a.id
) l
WHERE l.months IS NOT NULL AND EXISTS (SELECT FROM contracts_declarationline)
"""


def look_up(cursor: Cursor, delivery: Delivery) -> None:
    rows, allocations = size(cursor, "stage"), size(cursor, "contracts_allocation")
    known = {
        "staged_declaration": DECLARATIONS,
        "known_allocation": ALLOCATIONS.format(named=ALL if rows > allocations else NAMED),
        "known_tariff": TARIFFS,
        "calendar": CALENDAR,
        "repeated_reference": REPEATED_REFERENCES,
        "used_allocation": USED,
    }
    for table, statement in known.items():
        # the planner takes the rows to name few different allocations, and would look up each of them
        reads_all = table == "known_allocation" and rows * MANY > allocations
        cursor.execute(f"SET LOCAL enable_nestloop = {'off' if reads_all else 'DEFAULT'}")
        cursor.execute(statement, {"received_on": delivery.received_on})
        analyse_briefly(cursor, table)
