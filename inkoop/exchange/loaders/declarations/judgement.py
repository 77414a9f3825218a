"""The rules that one line can break, alone or against what was known before the delivery."""

from collections.abc import Mapping
from dataclasses import asdict

from psycopg import Cursor

from inkoop.exchange.loaders.declarations.known import MONDAY, MONTH_BIT, SUNDAY
from inkoop.exchange.loaders.declarations.load import Load
from inkoop.exchange.loaders.statistics import analyse_briefly


def any_of(conditions: Mapping[str, str]) -> str:
    return "(" + " OR ".join(f"({condition})" for condition in conditions.values()) + ")"


def names_of(conditions: Mapping[str, str]) -> str:
    """An array of the names whose condition holds. Most lines break nothing, so that is asked first."""
    cases = ", ".join(f"CASE WHEN {condition} THEN '{name}' END" for name, condition in conditions.items())
    return f"CASE WHEN {any_of(conditions)} THEN array_remove(ARRAY[{cases}], NULL) ELSE '{{}}' END"


# Rules inside a row (level 2).
ROW_RULES = {
    "CS319": "NOT f.number_fits",
    "CS100": "f.periode_begin < DATE '2021-01-01'",
    "TR134": "f.periode_begin > f.dagtekening",
    "TR137": "f.periode_eind < f.periode_begin OR f.periode_eind > f.dagtekening",
    "CS337": "f.periode_eind NOT BETWEEN f.month AND f.month_end",
    "TR335": "f.periode_eind < f.dagtekening - interval '60 months'",
    "CD087": "(f.eenheid = '83') = (f.tarief IS NOT NULL)",
    "CS339": "f.eenheid = '83' AND f.bedrag <> f.volume",
    "CS325": "f.bedrag = 0 AND f.debet_credit = 'C'",
    "CD060": "(f.debet_credit = 'C') = (f.vorig_referentienummer IS NULL)",
}

# The most of an allocation in the period of a line (9321); NULL = no such limit.
DUE_VOLUME = f"""
{{allocation}}measure / CASE WHEN {{allocation}}unit = '04' AND {{line}}.eenheid = '04' THEN 60 ELSE 1 END
* CASE {{allocation}}frequency
    WHEN '1' THEN {{line}}.periode_eind - {{line}}.periode_begin + 1
    WHEN '4' THEN 1
    WHEN '2' THEN CASE
      WHEN {{allocation}}is_output THEN
        ({{line}}.periode_eind - {SUNDAY}) / 7 - ({{line}}.periode_begin - 1 - {SUNDAY}) / 7
        + coalesce(({{allocation}}end_day - {SUNDAY}) %% 7 <> 0
            AND {{allocation}}last_week_on BETWEEN {{line}}.periode_begin AND {{line}}.periode_eind, false)::int
      ELSE ({{line}}.periode_eind - {MONDAY}) / 7 - ({{line}}.periode_begin - {MONDAY}) / 7 + 1
    END
  END
"""

AGREED = """
t.provider_id = d.provider_id AND t.code = s.productcode AND d.municipality_id IS NOT NULL
AND s.periode_begin BETWEEN t.begin AND t."end"
AND (cardinality(t.municipality_ids) = 0 OR d.municipality_id = ANY (t.municipality_ids))
"""

# The staged row and all that is known of it. ``state`` says how far the row may be judged: ``open`` and
# ``credit``, or the code that stops it. OFFSET 0 keeps the planner from computing it once per use.
FACTS = f"""
SELECT f.*,
       CASE
         WHEN f.malformed OR {any_of(ROW_RULES)} THEN '0001'
         WHEN f.debet_credit = 'C' THEN 'credit'
         WHEN NOT f.code_fits THEN 'S329'
         WHEN f.municipality_id IS NULL THEN 'S300'
         WHEN f.allocation_id IS NULL OR f.allocation_provider_id IS DISTINCT FROM f.provider_id THEN '9338'
         WHEN f.client <> f.a_client THEN '8187'
         WHEN f.a_reason = '13' THEN '9384'
         ELSE 'open'
       END AS state
FROM (
    SELECT s.*,
           date_trunc('month', s.periode_begin::timestamp)::date AS month,
           (date_trunc('month', s.periode_begin::timestamp) + interval '1 month')::date - 1 AS month_end,
           coalesce(pc.category_id = s.productcategorie, false) AS code_fits,
           d.id AS declaration_id, d.provider_id, d.municipality_id, d.number_fits, coalesce(d.taken, false) AS taken,
           a.id AS allocation_id, a.client_id, a.provider_id AS allocation_provider_id,
           a.client AS a_client, a.reason AS a_reason, a.category AS a_category, a.product_code AS a_code,
           a.begin AS a_begin, a."end" AS a_end, a."end" AS a_end_day, a.unit AS a_unit, a.frequency AS a_frequency,
           a.measure AS a_measure, a.budget AS a_budget, a.is_output AS a_is_output, a.last_week_on AS a_last_week_on,
           t.cents AS agreed_cents, t.unit AS agreed_unit,
           coalesce(t.unit = '04' AND s.eenheid = '01', false) AS by_the_minute,
           rr.row_number IS NOT NULL AS repeated
    FROM {{rows}} s
    LEFT JOIN staged_declaration d ON d.agb = s.agb AND d.number = s.declaratienummer
        AND d.municipality = s.gemeentecode AND d.declared_on = s.dagtekening
    LEFT JOIN contracts_productcode pc ON pc.code = s.productcode
    LEFT JOIN known_allocation a ON a.municipality = s.gemeentecode AND a.number = s.toewijzingnummer
    LEFT JOIN known_tariff t ON {AGREED}
    LEFT JOIN repeated_reference rr ON rr.row_number = s.row_number
) f
OFFSET 0
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
       {DUE_VOLUME.format(line="f", allocation="f.a_")} AS due_volume,
       f.periode_begin < f.a_begin OR f.periode_eind > coalesce(f.a_end, 'infinity') AS is_outside,
       f.a_code <> '' AND f.a_code <> f.productcode AS other_code,
       coalesce(CASE
         WHEN f.a_unit <> '' THEN f.eenheid <> f.a_unit AND NOT (f.a_unit = '04' AND f.eenheid = '01')
         ELSE f.eenheid <> f.agreed_unit AND NOT f.by_the_minute
       END, false) AS other_unit
FROM ({FACTS}) f
"""

# The codes of a line whose municipality is known and that stands on an allocation of its provider and client.
GENERAL = {
    "8021": "e.repeated",
    "8848": "e.dagtekening > %(received_on)s",
    "9333": "e.taken",
}
AMOUNT = {"9346": "e.bedrag <> e.due_amount"}
OPEN = {
    "0611": "e.eenheid <> '83' AND e.tarief IS DISTINCT FROM e.due_tariff",
    "9307": "e.periode_begin < e.a_begin",
    "9308": "e.periode_eind > e.a_end",
    "9321": "e.volume > e.due_volume AND NOT (e.is_outside OR e.other_code OR e.other_unit)",
    "9339": "e.a_category <> '' AND e.a_category <> e.productcategorie",
    "9340": "e.other_code",
    "9341": "e.other_unit",
    "9387": "NOT e.is_outside AND e.periode_begin <> greatest(e.month, e.a_begin)",
    "9388": "NOT e.is_outside AND e.periode_eind <> least(e.month_end, e.a_end)",
}
NO_MUNICIPALITY = {"S300": "e.municipality_id IS NULL"}

# Conditions under which a row breaks no rule, alone or against what was known before; all must be true. They test the
# rules of above at once and more strictly: a row that meets them is good, of the others only ``EXPECTED`` can tell.
SOUND = f"""
NOT s.malformed AND s.debet_credit = 'D' AND s.vorig_referentienummer IS NULL AND k.day IS NOT NULL
AND d.id IS NOT NULL AND s.dagtekening <= %(received_on)s
AND s.periode_eind BETWEEN s.periode_begin AND s.dagtekening AND s.periode_eind > s.dagtekening - 1800
AND a.provider_id = d.provider_id AND a.client = s.client AND a.reason <> '13'
AND s.periode_begin = greatest(k.month, a.begin) AND s.periode_eind = least(k.month_end, a."end")
AND a.category IN ('', s.productcategorie) AND a.product_code IN ('', s.productcode)
AND (t.category = s.productcategorie
    OR a.code_fits AND a.category = s.productcategorie AND a.product_code = s.productcode)
AND CASE
    WHEN s.eenheid = '83' THEN s.tarief IS NULL AND s.bedrag = s.volume
    WHEN t.unit = '04' AND s.eenheid = '01'
    THEN s.tarief = (2 * t.cents + 60) / 120 AND s.bedrag = (2 * t.cents * s.volume + 60) / 120
    ELSE s.tarief = t.cents AND s.bedrag = s.volume * s.tarief
  END
AND CASE
    WHEN a.unit = '' THEN coalesce(s.eenheid = t.unit OR t.unit = '04' AND s.eenheid = '01', true)
    ELSE s.eenheid = a.unit OR a.unit = '04' AND s.eenheid = '01'
  END
AND (a.frequency IN ('', '6') OR coalesce(s.volume <= {DUE_VOLUME.format(line="s", allocation="a.")}, true))
AND s.row_number NOT IN (SELECT row_number FROM repeated_reference)
"""

# What a line takes from its allocation: cents of a budget, else minutes where it is hours, else its own unit.
UNITS = "CASE WHEN {line}.{unit} = '04' THEN {line}.volume * 60 ELSE {line}.volume END"

# The rows that break no rule by themselves are lines at once; that they go together is seen afterwards. OFFSET 0 keeps
# the conditions out of the joins: the planner takes their product for a handful of rows and would loop.
SOUND_LINES = f"""
INSERT INTO contracts_declarationline (
    id, declaration_id, row_number, provider_id, municipality_id, client_id, allocation_id, declared_on,
    received_on, month, begin, "end", volume, tariff, amount, debit_id, category, product_code, unit,
    debit_credit, reference)
SELECT %(last_id)s + row_number, declaration_id, row_number, provider_id, municipality_id, client_id, allocation_id,
    dagtekening, %(received_on)s, month, periode_begin, periode_eind, volume, tarief, bedrag, NULL,
    productcategorie, productcode, eenheid, debet_credit, referentienummer
FROM (
    SELECT s.*, d.id AS declaration_id, d.provider_id, d.municipality_id, a.client_id, a.id AS allocation_id, k.month,
        ({SOUND}) IS TRUE AS sound
    FROM stage s
    LEFT JOIN staged_declaration d ON d.agb = s.agb AND d.number = s.declaratienummer
        AND d.municipality = s.gemeentecode AND d.declared_on = s.dagtekening
    LEFT JOIN known_allocation a ON a.municipality = s.gemeentecode AND a.number = s.toewijzingnummer
    LEFT JOIN known_tariff t ON {AGREED}
    LEFT JOIN calendar k ON k.day = s.periode_begin
    OFFSET 0
) j
WHERE sound
"""

ROWS = "(SELECT * FROM stage WHERE ctid = ANY (ARRAY({places})))"
NOT_SOUND = ROWS.format(
    places="""
    SELECT s.ctid FROM stage s
    LEFT JOIN (SELECT id FROM contracts_declarationline WHERE id > %(last_id)s) l ON l.id = %(last_id)s + s.row_number
    WHERE l.id IS NULL"""
)
REFUSED = ROWS.format(
    places="SELECT ctid FROM stage WHERE row_number IN (SELECT row_number FROM refused_code)"
)

# The rows that are not sound, with the codes they break. ``client_fits``: of a credit.
DOUBTFUL = f"""
CREATE TEMP TABLE doubtful ON COMMIT DROP AS
SELECT e.row_number, e.state,
       CASE
         WHEN e.state = 'open' THEN {names_of(GENERAL | AMOUNT | OPEN)}
         WHEN e.state = 'credit' THEN {names_of(GENERAL | NO_MUNICIPALITY)}
         WHEN e.state = 'S300' THEN {names_of(GENERAL | AMOUNT | NO_MUNICIPALITY)}
         WHEN e.state IN ('9338', '8187', '9384') AND e.repeated THEN ARRAY['8021', e.state]
         ELSE ARRAY[e.state]
       END AS codes,
       e.declaration_id, e.provider_id, e.municipality_id, e.client_id, e.allocation_id,
       e.dagtekening, e.month, e.periode_begin, e.periode_eind, e.volume, e.tarief, e.bedrag,
       e.productcategorie, e.productcode, e.eenheid, e.debet_credit, e.referentienummer,
       e.vorig_referentienummer, e.client = e.a_client AS client_fits,
       {UNITS.format(line="e", unit="eenheid")} AS units, e.a_budget IS NOT NULL AS is_budget
FROM ({EXPECTED.format(rows=NOT_SOUND)}) e
"""

# Debits that may be booked as far as known: those without codes are good so far. Both measures, because which one
# counts is for the allocation to say.
OPEN_LINES = f"""
CREATE TEMP VIEW open_line AS
SELECT l.row_number, true AS good, l.allocation_id, l.month, l.begin AS periode_begin, l."end" AS periode_eind,
       l.category AS productcategorie, l.product_code AS productcode, l.amount AS bedrag,
       {UNITS.format(line="l", unit="unit")} AS units
FROM contracts_declarationline l WHERE l.id > %(last_id)s
UNION ALL
SELECT row_number, codes = '{{}}', allocation_id, month, periode_begin, periode_eind, productcategorie,
       productcode, bedrag, units
FROM doubtful WHERE state = 'open'
"""

# The refused lines with all that their findings tell, and the rules inside the row that they break.
EXPLAINED = f"""
CREATE TEMP TABLE explained ON COMMIT DROP AS
SELECT f.*, CASE WHEN NOT f.malformed THEN {names_of(ROW_RULES)} END AS rules
FROM ({EXPECTED.format(rows=REFUSED)}) f
"""

# A credit repeats its debit in every field but the references (IV091). Of several credits of one debit in
# this delivery the first good one counts.
CREDITS = """
CREATE TEMP TABLE judged_credit ON COMMIT DROP AS
SELECT row_number, debit_id, allocation_id, measure,
       CASE WHEN row_number > first_good THEN codes || ARRAY['9390'] ELSE codes END AS codes
FROM (
    SELECT k.*, min(row_number) FILTER (WHERE codes = '{}') OVER (PARTITION BY debit_id) AS first_good
    FROM (
        SELECT j.row_number, l.id AS debit_id, j.allocation_id,
               CASE WHEN j.is_budget THEN j.bedrag ELSE j.units END AS measure,
               j.codes || CASE WHEN (
                   l.municipality_id = j.municipality_id AND l.allocation_id = j.allocation_id
                   AND l.client_id = j.client_id AND j.client_fits
                   AND l.category = j.productcategorie AND l.product_code = j.productcode
                   AND l.begin = j.periode_begin AND l."end" = j.periode_eind
                   AND l.volume = j.volume AND l.unit = j.eenheid
                   AND l.tariff IS NOT DISTINCT FROM j.tarief AND l.amount = j.bedrag
               ) IS NOT TRUE THEN ARRAY['8017'] ELSE '{}' END
               || CASE WHEN c.id IS NOT NULL THEN ARRAY['9390'] ELSE '{}' END AS codes
        FROM doubtful j
        LEFT JOIN contracts_declarationline l ON l.provider_id = j.provider_id
            AND l.reference = j.vorig_referentienummer AND l.debit_credit = 'D' AND l.received_on <= %(received_on)s
            AND l.id <= %(last_id)s
        LEFT JOIN contracts_declarationline c ON c.debit_id = l.id
        WHERE j.state = 'credit'
    ) k
) k
"""

# Debits in a month in which their allocation has lines already, or may have: only those can repeat one.
LATE_LINES = f"""
CREATE TEMP TABLE late_line ON COMMIT DROP AS
SELECT o.* FROM open_line o JOIN used_allocation u ON u.id = o.allocation_id
WHERE u.months & ({MONTH_BIT.format(month="o.month")}) <> 0
"""

# The debits accepted before that late lines would repeat, once each, and not taken back, also not by this delivery.
STANDING_DEBITS = """
CREATE TEMP TABLE standing_debit ON COMMIT DROP AS
SELECT DISTINCT l.allocation_id, l.category, l.product_code, l.begin, l."end"
FROM (
    SELECT DISTINCT allocation_id, month, productcategorie, productcode, periode_begin, periode_eind FROM late_line
) n
JOIN contracts_declarationline l ON l.allocation_id = n.allocation_id AND l.month = n.month
    AND l.category = n.productcategorie AND l.product_code = n.productcode
    AND l.begin = n.periode_begin AND l."end" = n.periode_eind AND l.debit_credit = 'D'
    AND l.id <= %(last_id)s
LEFT JOIN contracts_declarationline c ON c.debit_id = l.id
WHERE c.id IS NULL
    AND l.id NOT IN (SELECT debit_id FROM judged_credit WHERE codes = '{}')
"""

# 9389: of the standing debits, whichever row names them again.
REPEATS = """
CREATE TEMP TABLE repeat ON COMMIT DROP AS
SELECT j.row_number
FROM late_line j
JOIN standing_debit l ON l.allocation_id = j.allocation_id AND l.category = j.productcategorie
    AND l.product_code = j.productcode AND l.begin = j.periode_begin AND l."end" = j.periode_eind
"""


def judge_doubtful(cursor: Cursor, load: Load) -> None:
    """The rows that are no lines yet, against each rule."""
    cursor.execute(DOUBTFUL, asdict(load))
    analyse_briefly(cursor, "doubtful")
    cursor.execute(OPEN_LINES, asdict(load))


def judge_credits(cursor: Cursor, load: Load) -> None:
    """Credits are tested on 8021, 8017 and 9390 only, and on what concerns their whole declaration."""
    cursor.execute(CREDITS, asdict(load))
    analyse_briefly(cursor, "judged_credit")


def judge_repeats(cursor: Cursor, load: Load) -> None:
    cursor.execute(LATE_LINES)
    analyse_briefly(cursor, "late_line")
    cursor.execute(STANDING_DEBITS, asdict(load))
    analyse_briefly(cursor, "standing_debit")
    cursor.execute(REPEATS)
    analyse_briefly(cursor, "repeat")
