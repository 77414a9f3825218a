"""Individual budget ceilings: a raise is a new version, a known version never changes."""

from psycopg import Cursor

from inkoop.base.models import Delivery
from inkoop.base.sql import row_count
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.loaders.findings import find, good_rows, refuse_malformed

FIX_ROW = "Verbeter de rij en lever haar opnieuw aan."

LINKED = """
CREATE TEMP TABLE linked ON COMMIT DROP AS
SELECT s.row_number, s.ibp, s.gemeentecode, m.id AS municipality_id, n.number, a.id AS allocation_id, a.client_id
FROM stage s
CROSS JOIN LATERAL regexp_split_to_table(s.toewijzingnummers, ' +') AS n (number)
LEFT JOIN base_municipality m ON m.code = s.gemeentecode
LEFT JOIN contracts_allocation a ON a.municipality_id = m.id AND a.number = n.number
WHERE NOT s.malformed
"""

ROWS = """
SELECT s.row_number, s.ibp AS code, l.municipality_id, l.client_id, coalesce(s.versie, 1) AS version,
       s.bedrag AS amount, s.ingangsdatum AS begin, s.einddatum AS "end", coalesce(s.vastgesteld_door, '') AS set_by,
       s.vastgesteld_op AS set_on, coalesce(s.kindklasse, '') AS child_class,
       coalesce(s.systeemklasse, '') AS system_class, l.links
FROM stage s
JOIN (
    SELECT row_number, min(municipality_id) AS municipality_id, min(client_id) AS client_id,
           array_agg(DISTINCT allocation_id ORDER BY allocation_id) AS links
    FROM linked GROUP BY row_number
) l USING (row_number)
WHERE NOT s.malformed
"""

CONTENT = 'amount, begin, "end", set_by, set_on, child_class, system_class'

KNOWN_VERSIONS = """
CREATE TEMP TABLE known_version ON COMMIT DROP AS
SELECT i.code, v.version, ROW(v.amount, v.begin, v."end", v.set_by::text, v.set_on,
       v.child_class::text, v.system_class::text, (
           SELECT array_agg(allocation_id ORDER BY allocation_id) FROM contracts_ibplink WHERE ibp_version_id = v.id
       ))::text AS content
FROM contracts_ibp i JOIN contracts_ibpversion v ON v.ibp_id = i.id
WHERE i.code IN (SELECT ibp FROM stage)
"""

CANDIDATES = """
CREATE TEMP TABLE candidate ON COMMIT DROP AS
SELECT *, ROW(amount, begin, "end", set_by, set_on, child_class, system_class, links)::text AS content
FROM good
"""

OTHER_CLIENT = """
SELECT row_number, 'een andere cliënt of gemeente' AS found, 'die van de eerdere versie' AS expected
FROM (
    SELECT c.row_number, ROW(c.client_id, c.municipality_id) AS own, coalesce(
               CASE WHEN i.id IS NOT NULL THEN ROW(i.client_id, i.municipality_id) END,
               first_value(ROW(c.client_id, c.municipality_id)) OVER (PARTITION BY c.code ORDER BY c.row_number)
           ) AS owner
    FROM candidate c LEFT JOIN contracts_ibp i ON i.code = c.code
) c
WHERE own <> owner
"""

# What a version says never changes: known before, or set by the first row of the file that is not refused.
OTHER_CONTENT = """
SELECT row_number, 'versie ' || version AS found, 'een hoger versienummer' AS expected
FROM (
    SELECT c.row_number, c.version, c.content, coalesce(k.content,
        first_value(c.content) OVER (PARTITION BY c.code, c.version ORDER BY c.row_number)) AS first_content
    FROM candidate c LEFT JOIN known_version k ON k.code = c.code AND k.version = c.version
    WHERE c.row_number NOT IN (
        SELECT row_number FROM base_finding WHERE delivery_id = %(delivery)s AND severity = 'fout')
) c
WHERE content <> first_content
"""

NEW_IBPS = """
INSERT INTO contracts_ibp (code, municipality_id, client_id)
SELECT DISTINCT ON (code) code, municipality_id, client_id FROM good ORDER BY code, row_number
ON CONFLICT (code) DO NOTHING
"""

NEW_VERSIONS = f"""
INSERT INTO contracts_ibpversion (ibp_id, version, {CONTENT}, delivery_id, row_number, received_on)
SELECT i.id, g.version, g.amount, g.begin, g."end", g.set_by, g.set_on, g.child_class, g.system_class, %(delivery)s,
    g.row_number, %(received_on)s
FROM good g JOIN contracts_ibp i ON i.code = g.code
ORDER BY g.row_number
ON CONFLICT (ibp_id, version) DO NOTHING
"""

NEW_LINKS = """
INSERT INTO contracts_ibplink (ibp_version_id, allocation_id)
SELECT v.id, unnest(g.links)
FROM contracts_ibpversion v JOIN good g ON g.row_number = v.row_number
WHERE v.delivery_id = %(delivery)s
"""


def load_ibps(cursor: Cursor, delivery: Delivery) -> Counts:
    refuse_malformed(cursor, delivery)
    cursor.execute(LINKED)
    _find_bad_links(cursor, delivery)
    _find_bad_values(cursor, delivery)
    good_rows(cursor, delivery, ROWS)
    cursor.execute(KNOWN_VERSIONS)
    cursor.execute(CANDIDATES)
    _find_bad_versions(cursor, delivery)
    cursor.execute("DROP TABLE good")
    refused = good_rows(cursor, delivery, "SELECT * FROM candidate")
    refused_parameters = {"delivery": delivery.pk, "received_on": delivery.received_on}
    cursor.execute(NEW_IBPS)
    cursor.execute(NEW_VERSIONS, refused_parameters)
    accepted = cursor.rowcount
    cursor.execute(NEW_LINKS, refused_parameters)
    good = row_count(cursor, "good")
    return Counts(accepted=accepted, refused=refused, unchanged=good - accepted)


def _find_bad_links(cursor: Cursor, delivery: Delivery) -> None:
    find(
        cursor,
        delivery,
        "SELECT DISTINCT row_number, gemeentecode AS found, 'een gemeente van de regio' AS expected FROM linked"
        " WHERE municipality_id IS NULL",
        code="S300",
        field="gemeentecode",
        cause="De gemeente is niet bekend.",
        next_step="Controleer de gemeentecode of lever eerst de gemeente aan.",
    )
    find(
        cursor,
        delivery,
        "SELECT row_number, number AS found, 'een bestaande toewijzing' AS expected FROM linked"
        " WHERE municipality_id IS NOT NULL AND allocation_id IS NULL",
        code="onbekende-toewijzing",
        field="toewijzingnummers",
        cause="Bij deze gemeente is geen toewijzing met dit nummer bekend.",
        next_step="Controleer het nummer, of lever eerst de toewijzing aan.",
    )
    find(
        cursor,
        delivery,
        "SELECT row_number, count(DISTINCT client_id) || ' cliënten' AS found, 'één cliënt' AS expected FROM linked"
        " GROUP BY row_number HAVING count(DISTINCT client_id) > 1",
        code="meer-clienten",
        field="toewijzingnummers",
        cause="De toewijzingen van dit IBP zijn van verschillende cliënten.",
        next_step="Een IBP is van één cliënt: verdeel de toewijzingen over meer IBP's.",
    )


def _find_bad_values(cursor: Cursor, delivery: Delivery) -> None:
    find(
        cursor,
        delivery,
        "SELECT row_number, einddatum AS found, 'op of na ' || ingangsdatum AS expected FROM stage"
        " WHERE NOT malformed AND einddatum < ingangsdatum",
        code="eind-voor-begin",
        field="einddatum",
        cause="Het IBP eindigt voor het begint.",
        next_step=FIX_ROW,
    )
    find(
        cursor,
        delivery,
        "SELECT row_number, vastgesteld_door AS found, 'een verwijzer of de gemeente' AS expected FROM stage"
        " WHERE NOT malformed AND lower(vastgesteld_door) = 'aanbieder'",
        code="door-aanbieder",
        field="vastgesteld_door",
        cause="Een IBP wordt nooit door de aanbieder zelf vastgesteld.",
        next_step="Laat de verwijzer of de gemeente het IBP vaststellen.",
    )


def _find_bad_versions(cursor: Cursor, delivery: Delivery) -> None:
    find(
        cursor,
        delivery,
        OTHER_CLIENT,
        code="andere-client",
        field="ibp",
        cause="Dit IBP is van een andere cliënt of gemeente.",
        next_step="Geef elk traject een eigen IBP-nummer.",
    )
    find(
        cursor,
        delivery,
        OTHER_CONTENT,
        code="versie-bestaat",
        field="versie",
        cause="Deze versie van het IBP bestaat al, met andere inhoud.",
        next_step="Lever een wijziging aan onder een hoger versienummer.",
    )
