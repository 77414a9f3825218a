"""Writing down the outcome: accepted lines, refused lines and their findings."""

from dataclasses import asdict

from psycopg import Cursor

from contracts.retourcodes import RETOURCODES, RULES
from inkoop.exchange.loaders.declarations.judgement import EXPLAINED, SOUND_LINES
from inkoop.exchange.loaders.declarations.load import Load
from inkoop.exchange.loaders.statistics import analyse_briefly, refresh_statistics

# What refuses which line; a code once per line.
REFUSED_CODES = """
CREATE TEMP TABLE refused_code ON COMMIT DROP AS
SELECT row_number, unnest(codes) AS code FROM doubtful WHERE codes <> '{}'
UNION SELECT row_number, unnest(codes) FROM judged_credit WHERE codes <> '{}'
UNION SELECT row_number, '9389' FROM repeat
UNION SELECT row_number, code FROM turn WHERE code IS NOT NULL
"""

DECLARATIONS = """
INSERT INTO contracts_declaration (id, provider_id, municipality_id, number, declared_on, delivery_id, received_on)
SELECT id, provider_id, municipality_id, number, declared_on, %(delivery)s, %(received_on)s
FROM staged_declaration
WHERE id IS NOT NULL
"""

# Lines that turned out not to go together with others of this load or of before.
OUT = """
DELETE FROM contracts_declarationline l USING (
    SELECT row_number FROM repeat UNION SELECT row_number FROM turn WHERE code IS NOT NULL
) r
WHERE l.id = %(last_id)s + r.row_number
"""

ACCEPTED = """
INSERT INTO contracts_declarationline (
    id, declaration_id, row_number, provider_id, municipality_id, client_id, allocation_id, declared_on,
    received_on, month, begin, "end", volume, tariff, amount, debit_id, category, product_code, unit,
    debit_credit, reference)
SELECT %(last_id)s + j.row_number, j.declaration_id, j.row_number, j.provider_id, j.municipality_id, j.client_id,
    j.allocation_id, j.dagtekening, %(received_on)s, j.month, j.periode_begin, j.periode_eind, j.volume, j.tarief,
    j.bedrag, c.debit_id,
    j.productcategorie, j.productcode, j.eenheid, j.debet_credit, j.referentienummer
FROM doubtful j
LEFT JOIN judged_credit c ON c.row_number = j.row_number
WHERE j.row_number NOT IN (SELECT row_number FROM refused_code)
"""

REFUSED = """
INSERT INTO contracts_refusedline (
    delivery_id, row_number, received_on, provider_id, municipality_id, municipality_code, agb, declaration_number,
    declared_on, reference, allocation_number, category, product_code, month, amount, debit_credit, codes)
SELECT %(delivery)s, e.row_number, %(received_on)s, p.id, m.id, coalesce(e.gemeentecode, ''),
    coalesce(e.agb, ''), coalesce(e.declaratienummer, ''),
    e.dagtekening, coalesce(e.referentienummer, ''), coalesce(e.toewijzingnummer, ''),
    coalesce(e.productcategorie, ''), coalesce(e.productcode, ''), e.month, e.bedrag, coalesce(e.debet_credit, ''),
    r.codes
FROM explained e
JOIN (SELECT row_number, array_agg(code ORDER BY code) AS codes FROM refused_code GROUP BY row_number) r
    ON r.row_number = e.row_number
LEFT JOIN providers_provider p ON p.agb = e.agb
LEFT JOIN base_municipality m ON m.code = e.gemeentecode
"""

# Per code: the field, what was found and what was expected, as a person reads it.
DETAILS = """
SELECT j.row_number, c.code, d.*
FROM refused_code c
JOIN explained j ON j.row_number = c.row_number
LEFT JOIN turn t ON t.row_number = j.row_number
LEFT JOIN known_allocation a ON a.id = j.allocation_id
LEFT JOIN contracts_productcode pc ON pc.code = j.productcode
LEFT JOIN providers_provider ap ON ap.id = j.allocation_provider_id
CROSS JOIN LATERAL (SELECT CASE WHEN a.unit = '04' THEN ' minuten' END AS in_minutes) u
CROSS JOIN LATERAL (SELECT
    CASE c.code
        WHEN '0611' THEN coalesce(j.tarief::text, 'geen tarief')
        WHEN '8021' THEN j.referentienummer
        WHEN '8017' THEN coalesce(j.vorig_referentienummer, 'geen')
        WHEN '8187' THEN 'een andere cliënt'
        WHEN '8848' THEN j.dagtekening::text
        WHEN '9307' THEN j.periode_begin::text
        WHEN '9308' THEN j.periode_eind::text
        WHEN '9321' THEN j.volume::text
        WHEN '9322' THEN format('%%s na eerder %%s%%s', t.wanted, t.used_before, in_minutes)
        WHEN '9333' THEN j.declaratienummer
        WHEN '9338' THEN j.toewijzingnummer
        WHEN '9339' THEN j.productcategorie
        WHEN '9340' THEN j.productcode
        WHEN '9341' THEN j.eenheid
        WHEN '9346' THEN j.bedrag::text
        WHEN '9369' THEN format('%%s na eerder %%s', t.wanted, t.used_before)
        WHEN '9384' THEN j.toewijzingnummer
        WHEN '9387' THEN j.periode_begin::text
        WHEN '9388' THEN j.periode_eind::text
        WHEN '9389' THEN format('%%s %%s t/m %%s', j.productcode, j.periode_begin, j.periode_eind)
        WHEN '9390' THEN j.vorig_referentienummer
        WHEN 'S300' THEN j.gemeentecode
        WHEN 'S329' THEN format('%%s bij categorie %%s', j.productcode, j.productcategorie)
    END AS found,
    CASE c.code
        WHEN '0611' THEN coalesce(j.due_tariff::text, 'een contract met een tarief voor deze code op deze dag')
        WHEN '8021' THEN 'een nummer dat niet eerder is aangeleverd'
        WHEN '8017' THEN 'een eerder goedgekeurde debetregel met dezelfde gegevens'
        WHEN '8187' THEN 'de cliënt van de toewijzing'
        WHEN '8848' THEN format('uiterlijk %%s', %(received_on)s::date)
        WHEN '9307' THEN format('op of na %%s', j.a_begin)
        WHEN '9308' THEN format('op of voor %%s', j.a_end)
        WHEN '9321' THEN format('hoogstens %%s', j.due_volume)
        WHEN '9322' THEN format('samen hoogstens %%s%%s', t.most, in_minutes)
        WHEN '9333' THEN 'een declaratienummer dat niet eerder is gebruikt'
        WHEN '9338' THEN
            CASE WHEN ap.id IS NULL THEN 'een bestaande toewijzing' ELSE 'een toewijzing aan deze aanbieder' END
        WHEN '9339' THEN j.a_category
        WHEN '9340' THEN j.a_code
        WHEN '9341' THEN coalesce(nullif(j.a_unit, ''), j.agreed_unit)
        WHEN '9346' THEN j.due_amount::text
        WHEN '9369' THEN format('samen hoogstens %%s', t.most)
        WHEN '9384' THEN 'een toewijzing die niet is verwijderd'
        WHEN '9387' THEN greatest(j.month, j.a_begin)::text
        WHEN '9388' THEN least(j.month_end, j.a_end)::text
        WHEN '9389' THEN 'eerst een credit van de eerdere regel'
        WHEN '9390' THEN 'een regel die nog niet is gecrediteerd'
        WHEN 'S300' THEN 'een gemeente van de regio'
        WHEN 'S329' THEN coalesce('categorie ' || pc.category_id, 'een code uit de productlijst')
    END AS expected
) d
WHERE c.code <> '0001'
"""

# Form findings of the reader and rules inside the row: each its own line, all under 0001.
IN_ROW = """
SELECT row_number, coalesce(field, '') AS field, coalesce(rule, '') AS rule, found, expected FROM staged_finding
UNION ALL
SELECT j.row_number, '', r.rule, '', ''
FROM explained j CROSS JOIN LATERAL unnest(j.rules) AS r (rule)
"""

FINDINGS = f"""
INSERT INTO base_finding (delivery_id, row_number, severity, field, code, cause, found, expected, next_step)
SELECT %(delivery)s, d.row_number, 'fout', t.field, d.code, t.cause, left(coalesce(d.found, ''), 200),
    left(coalesce(d.expected, ''), 200), t.next_step
FROM ({DETAILS}) d JOIN retourcode_text t ON t.code = d.code
UNION ALL
SELECT %(delivery)s, i.row_number, 'fout', coalesce(nullif(i.field, ''), t.field), '0001', t.cause,
    coalesce(i.found, ''), coalesce(nullif(i.expected, ''), t.expected), t.next_step
FROM ({IN_ROW}) i JOIN rule_text t ON t.rule = i.rule
"""


def book_sound(cursor: Cursor, load: Load) -> int:
    """The declarations, and the lines that break no rule by themselves; returns the number of these."""
    cursor.execute(DECLARATIONS, asdict(load))
    refresh_statistics(cursor, "contracts_declaration", cursor.rowcount)
    cursor.execute(SOUND_LINES, asdict(load))
    booked = cursor.rowcount
    refresh_statistics(cursor, "contracts_declarationline", booked)
    return booked


def book_doubtful(cursor: Cursor, load: Load) -> int:
    """The other rows that nothing refuses; returns how many lines that makes more, or less."""
    cursor.execute(REFUSED_CODES)
    analyse_briefly(cursor, "refused_code")
    cursor.execute(OUT, asdict(load))
    out = cursor.rowcount
    cursor.execute(ACCEPTED, asdict(load))
    return cursor.rowcount - out


def refuse(cursor: Cursor, load: Load) -> int:
    """Returns the number of refused lines."""
    parameters = asdict(load)
    cursor.execute(EXPLAINED, parameters)
    refused = cursor.rowcount
    if refused:
        analyse_briefly(cursor, "explained (row_number)")
        cursor.execute(REFUSED, parameters)
        _stage_texts(cursor)
        cursor.execute(FINDINGS, parameters)
    return refused


def _stage_texts(cursor: Cursor) -> None:
    cursor.execute(
        "CREATE TEMP TABLE retourcode_text (code text, field text, cause text, next_step text) ON COMMIT DROP"
    )
    cursor.executemany(
        "INSERT INTO retourcode_text VALUES (%s, %s, %s, %s)",
        [(code, text.field, text.cause, text.next_step) for code, text in RETOURCODES.items()],
    )
    cursor.execute(
        "CREATE TEMP TABLE rule_text (rule text, field text, cause text, expected text, next_step text) ON COMMIT DROP"
    )
    cursor.executemany(
        "INSERT INTO rule_text VALUES (%s, %s, %s, %s, %s)",
        [(rule, text.field, text.cause, text.expected, text.next_step) for rule, text in RULES.items()],
    )
