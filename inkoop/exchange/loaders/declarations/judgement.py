"""The rules that one line can break, alone or against what was known before the delivery."""

from psycopg import Cursor

from inkoop.base.models import Delivery
from inkoop.exchange.loaders.declarations.known import SUNDAY

# Rules inside a row (level 2): the names of those broken, separated by spaces.
IN_ROW_RULES = """
concat_ws(' ',
    CASE WHEN s.declaratienummer !~ '^[a-zA-Z0-9]{1,12}$' THEN 'CS319' END,
    CASE WHEN s.periode_begin < DATE '2021-01-01' THEN 'CS100' END,
    CASE WHEN s.periode_begin > s.dagtekening THEN 'TR134' END,
    CASE WHEN s.periode_eind < s.periode_begin OR s.periode_eind > s.dagtekening THEN 'TR137' END,
    CASE WHEN date_trunc('month', s.periode_begin) <> date_trunc('month', s.periode_eind) THEN 'CS337' END,
    CASE WHEN s.periode_eind < s.dagtekening - interval '60 months' THEN 'TR335' END,
    CASE WHEN (s.eenheid = '83') = (s.tarief IS NOT NULL) THEN 'CD087' END,
    CASE WHEN s.eenheid = '83' AND s.bedrag <> s.volume THEN 'CS339' END,
    CASE WHEN s.bedrag = 0 AND s.debet_credit = 'C' THEN 'CS325' END,
    CASE WHEN (s.debet_credit = 'C') = (s.vorig_referentienummer IS NULL) THEN 'CD060' END
)
"""

# The stage row and all that is known of it. ``state`` says how far the row may be judged.
FACTS = f"""
SELECT f.*,
       CASE
         WHEN f.malformed OR f.rules <> '' THEN '0001'
         WHEN f.debet_credit = 'C' THEN 'credit'
         WHEN NOT f.code_fits THEN 'S329'
         WHEN f.municipality_id IS NULL THEN 'S300'
         WHEN f.allocation_id IS NULL OR f.allocation_provider_id IS DISTINCT FROM f.provider_id THEN '9338'
         WHEN f.client <> f.a_client THEN '8187'
         WHEN f.a_reason = '13' THEN '9384'
         ELSE 'open'
       END AS state
FROM (
    SELECT s.*, {IN_ROW_RULES} AS rules,
           date_trunc('month', s.periode_begin)::date AS month,
           (date_trunc('month', s.periode_begin) + interval '1 month - 1 day')::date AS month_end,
           coalesce(pc.category_id = s.productcategorie, false) AS code_fits,
           d.provider_id, d.municipality_id, coalesce(d.taken, false) AS taken,
           a.id AS allocation_id, a.client_id, a.provider_id AS allocation_provider_id,
           a.client AS a_client, a.reason AS a_reason, a.category AS a_category, a.product_code AS a_code,
           a.begin AS a_begin, a."end" AS a_end, a.unit AS a_unit, a.frequency AS a_frequency,
           a.measure AS a_measure, a.is_output AS a_is_output, a.last_week_on AS a_last_week_on,
           t.cents AS agreed_cents, t.unit AS agreed_unit,
           coalesce(t.unit = '04' AND s.eenheid = '01', false) AS by_the_minute,
           rr.row_number IS NOT NULL AS repeated
    FROM stage s
    LEFT JOIN staged_declaration d ON d.agb = s.agb AND d.number = s.declaratienummer
        AND d.municipality = s.gemeentecode AND d.declared_on = s.dagtekening
    LEFT JOIN contracts_productcode pc ON pc.code = s.productcode
    LEFT JOIN known_allocation a ON a.municipality = s.gemeentecode AND a.number = s.toewijzingnummer
    LEFT JOIN known_tariff t ON t.provider_id = d.provider_id AND t.code = s.productcode
        AND s.periode_begin BETWEEN t.begin AND t."end"
        AND (cardinality(t.municipality_ids) = 0 OR d.municipality_id = ANY (t.municipality_ids))
    LEFT JOIN repeated_reference rr ON rr.row_number = s.row_number
) f
"""

# What the agreement asks for: the tariff (rounded per minute), the amount, the most in this period (9321).
EXPECTED = f"""
SELECT f.*,
       CASE WHEN f.by_the_minute THEN (2 * f.agreed_cents + 60) / 120 ELSE f.agreed_cents END AS due_tariff,
       CASE
         WHEN f.eenheid = '83' THEN NULL
         WHEN f.by_the_minute THEN (2 * f.agreed_cents * f.volume + 60) / 120
         ELSE f.volume * f.tarief
       END AS due_amount,
       f.a_measure / CASE WHEN f.a_unit = '04' AND f.eenheid = '04' THEN 60 ELSE 1 END * CASE f.a_frequency
         WHEN '1' THEN f.periode_eind - f.periode_begin + 1
         WHEN '4' THEN 1
         WHEN '2' THEN CASE
           WHEN f.a_is_output THEN
             (f.periode_eind - {SUNDAY}) / 7 - (f.periode_begin - 1 - {SUNDAY}) / 7
             + coalesce(extract(isodow FROM f.a_end) <> 7
                 AND f.a_last_week_on BETWEEN f.periode_begin AND f.periode_eind, false)::int
           ELSE ((f.periode_eind - extract(isodow FROM f.periode_eind)::int)
                 - (f.periode_begin - extract(isodow FROM f.periode_begin)::int)) / 7 + 1
         END
       END AS due_volume,
       f.state = 'open' AND f.periode_begin < f.a_begin AS begins_outside,
       f.state = 'open' AND f.periode_eind > coalesce(f.a_end, 'infinity') AS ends_outside,
       f.state = 'open' AND f.a_category <> '' AND f.a_category <> f.productcategorie AS other_category,
       f.state = 'open' AND f.a_code <> '' AND f.a_code <> f.productcode AS other_code,
       f.state = 'open' AND coalesce(CASE
         WHEN f.a_unit <> '' THEN f.eenheid <> f.a_unit AND NOT (f.a_unit = '04' AND f.eenheid = '01')
         ELSE f.eenheid <> f.agreed_unit AND NOT f.by_the_minute
       END, false) AS other_unit
FROM ({FACTS}) f
"""

JUDGED = f"""
CREATE TEMP TABLE judged ON COMMIT DROP AS
SELECT e.*, NULL::bigint AS debit_id, CASE
    WHEN e.state IN ('0001', 'S329') THEN ARRAY[e.state]
    WHEN e.state IN ('9338', '8187', '9384') THEN
        CASE WHEN e.repeated THEN ARRAY['8021', e.state] ELSE ARRAY[e.state] END
    WHEN e.state = 'credit' THEN array_remove(ARRAY[
        CASE WHEN e.repeated THEN '8021' END,
        CASE WHEN e.dagtekening > %(received_on)s THEN '8848' END,
        CASE WHEN e.taken THEN '9333' END,
        CASE WHEN e.municipality_id IS NULL THEN 'S300' END
    ], NULL)
    ELSE array_remove(ARRAY[
        CASE WHEN e.eenheid <> '83' AND e.state = 'open' AND e.tarief IS DISTINCT FROM e.due_tariff THEN '0611' END,
        CASE WHEN e.repeated THEN '8021' END,
        CASE WHEN e.dagtekening > %(received_on)s THEN '8848' END,
        CASE WHEN e.begins_outside THEN '9307' END,
        CASE WHEN e.ends_outside THEN '9308' END,
        CASE WHEN e.volume > e.due_volume AND e.state = 'open' AND NOT (
            e.begins_outside OR e.ends_outside OR e.other_code OR e.other_unit) THEN '9321' END,
        CASE WHEN e.taken THEN '9333' END,
        CASE WHEN e.other_category THEN '9339' END,
        CASE WHEN e.other_code THEN '9340' END,
        CASE WHEN e.other_unit THEN '9341' END,
        CASE WHEN e.bedrag <> e.due_amount THEN '9346' END,
        CASE WHEN e.state = 'open' AND NOT (e.begins_outside OR e.ends_outside)
            AND e.periode_begin <> greatest(e.month, e.a_begin) THEN '9387' END,
        CASE WHEN e.state = 'open' AND NOT (e.begins_outside OR e.ends_outside)
            AND e.periode_eind <> least(e.month_end, e.a_end) THEN '9388' END,
        CASE WHEN e.state = 'S300' THEN 'S300' END
    ], NULL)
END AS codes
FROM ({EXPECTED}) e
"""

# A credit repeats its debit in every field but the references (IV091).
CREDITS = """
CREATE TEMP TABLE judged_credit ON COMMIT DROP AS
SELECT j.row_number, l.id AS debit_id,
       CASE WHEN (
           l.municipality_id = j.municipality_id AND l.allocation_id = j.allocation_id
           AND l.client_id = j.client_id AND j.client = j.a_client
           AND l.category = j.productcategorie AND l.product_code = j.productcode
           AND l.begin = j.periode_begin AND l."end" = j.periode_eind
           AND l.volume = j.volume AND l.unit = j.eenheid
           AND l.tariff IS NOT DISTINCT FROM j.tarief AND l.amount = j.bedrag
       ) IS NOT TRUE THEN ARRAY['8017'] ELSE '{}' END
       || CASE WHEN c.id IS NOT NULL THEN ARRAY['9390'] ELSE '{}' END AS codes
FROM judged j
LEFT JOIN contracts_declarationline l ON l.provider_id = j.provider_id
    AND l.reference = j.vorig_referentienummer AND l.debit_credit = 'D' AND l.received_on <= %(received_on)s
LEFT JOIN contracts_declarationline c ON c.debit_id = l.id
WHERE j.state = 'credit'
"""

CREDIT_CODES = """
UPDATE judged j SET debit_id = c.debit_id, codes = j.codes || c.codes
FROM judged_credit c WHERE c.row_number = j.row_number
"""

# Of several credits of one debit in this delivery the first good one counts.
CREDITED_TWICE = """
UPDATE judged j SET codes = j.codes || ARRAY['9390']
FROM (
    SELECT debit_id, min(row_number) AS first_row FROM judged
    WHERE state = 'credit' AND codes = '{}' GROUP BY debit_id
) first
WHERE j.state = 'credit' AND j.debit_id = first.debit_id AND j.row_number > first.first_row
    AND NOT j.codes @> ARRAY['9390']
"""

# A debit of the same key was accepted before and is not taken back, also not by this delivery (9389).
TAKEN_BACK = """
CREATE TEMP TABLE taken_back ON COMMIT DROP AS
SELECT debit_id FROM judged WHERE state = 'credit' AND codes = '{}'
"""

REPEATS = """
CREATE TEMP TABLE repeat ON COMMIT DROP AS
SELECT DISTINCT j.row_number
FROM judged j
JOIN contracts_declarationline l ON l.allocation_id = j.allocation_id AND l.month = j.month
    AND l.category = j.productcategorie AND l.product_code = j.productcode
    AND l.begin = j.periode_begin AND l."end" = j.periode_eind AND l.debit_credit = 'D'
WHERE j.state = 'open'
    AND NOT EXISTS (SELECT 1 FROM contracts_declarationline c WHERE c.debit_id = l.id)
    AND NOT EXISTS (SELECT 1 FROM taken_back t WHERE t.debit_id = l.id)
"""

REPEAT_CODES = """
UPDATE judged j SET codes = j.codes || ARRAY['9389'] FROM repeat r WHERE r.row_number = j.row_number
"""


def judge_lines(cursor: Cursor, delivery: Delivery) -> None:
    cursor.execute(JUDGED, {"received_on": delivery.received_on})
    cursor.execute("ANALYZE judged (allocation_id, state, row_number, debit_id)")


def judge_credits(cursor: Cursor, delivery: Delivery) -> None:
    """Credits are tested on 8021, 8017 and 9390 only, and on what concerns their whole declaration."""
    cursor.execute(CREDITS, {"received_on": delivery.received_on})
    cursor.execute(CREDIT_CODES)
    cursor.execute(CREDITED_TWICE)


def judge_repeats(cursor: Cursor) -> None:
    cursor.execute(TAKEN_BACK)
    cursor.execute("ANALYZE taken_back")
    cursor.execute(REPEATS)
    cursor.execute(REPEAT_CODES)
