"""Allocations (toewijzingen): every new content is a new version; nothing is overwritten."""

from psycopg import Cursor

from inkoop.base.models import Delivery
from inkoop.base.sql import row_count
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.loaders.findings import SOUND, find, good_rows, refuse_malformed
from inkoop.exchange.loaders.statistics import refresh_statistics

FIX_ROW = "Verbeter de rij en lever haar opnieuw aan."

ROWS = """
SELECT s.row_number, m.id AS municipality_id, s.toewijzingnummer AS number, s.client,
       to_date(left(s.geboortemaand, 7), 'YYYY-MM') AS birth_month, p.id AS provider_id,
       coalesce(s.productcategorie, '') AS category, coalesce(s.productcode, '') AS product_code,
       s.toewijzingsdatum AS issued_on, coalesce(s.toewijzingstijd, '00:00') AS issued_at,
       s.ingangsdatum AS begin, s.einddatum AS "end", s.volume, coalesce(s.eenheid, '') AS unit,
       coalesce(s.frequentie, '') AS frequency, s.budget, coalesce(s.reden_wijziging, '') AS reason,
       coalesce(s.verwijzer, '') AS referrer_type, coalesce(s.verwijzer_naam, '') AS referrer_name,
       coalesce(s.team, '') AS team
FROM stage s
JOIN base_municipality m ON m.code = s.gemeentecode
JOIN providers_provider p ON p.agb = s.agb
WHERE NOT s.malformed
"""

# The client of an allocation never changes: known before, or set by the first sound row of the file.
OTHER_CLIENT = f"""
SELECT row_number, 'een andere cliënt' AS found, 'de cliënt van de toewijzing' AS expected
FROM (
    SELECT s.row_number, s.client, coalesce(c.pseudonym, first_value(s.client) OVER (
        PARTITION BY s.gemeentecode, s.toewijzingnummer ORDER BY s.row_number)) AS owner
    FROM (SELECT * FROM stage WHERE {SOUND}) s
    JOIN base_municipality m ON m.code = s.gemeentecode
    LEFT JOIN contracts_allocation a ON a.municipality_id = m.id AND a.number = s.toewijzingnummer
    LEFT JOIN contracts_client c ON c.id = a.client_id
) s
WHERE client <> owner
"""

INCOMPLETE = """
SELECT row_number, concat_ws(' ', volume, eenheid, frequentie) AS found, 'volume, eenheid en frequentie' AS expected
FROM stage WHERE NOT malformed AND num_nonnulls(volume, eenheid, frequentie) IN (1, 2)
"""

CONTENT = """provider_id, category, product_code, issued_on, issued_at, begin, "end", volume, unit, frequency,
    budget, reason, referrer_type, referrer_name"""

NEW_CLIENTS = """
INSERT INTO contracts_client (pseudonym) SELECT DISTINCT client FROM good
ON CONFLICT (pseudonym) DO NOTHING
"""

BIRTH_MONTHS = """
UPDATE contracts_client c SET birth_month = g.birth_month
FROM (
    SELECT DISTINCT ON (client) client, birth_month FROM good WHERE birth_month IS NOT NULL
    ORDER BY client, row_number DESC
) g
WHERE c.pseudonym = g.client AND c.birth_month IS DISTINCT FROM g.birth_month
"""

NEW_TEAMS = """
INSERT INTO base_team (municipality_id, name) SELECT DISTINCT municipality_id, team FROM good WHERE team <> ''
ON CONFLICT (municipality_id, name) DO NOTHING
"""

NEW_ALLOCATIONS = """
INSERT INTO contracts_allocation (municipality_id, number, client_id)
SELECT DISTINCT g.municipality_id, g.number, c.id FROM good g JOIN contracts_client c ON c.pseudonym = g.client
ON CONFLICT (municipality_id, number) DO NOTHING
"""

# ``newest``: what counts on the day of receipt among versions of the same date and time, before this file.
VERSIONS = """
CREATE TEMP TABLE version ON COMMIT DROP AS
SELECT g.*, a.id AS allocation_id, t.id AS team_id,
       ROW(g.provider_id, g.category, g.product_code, g.begin, g."end", g.volume, g.unit, g.frequency, g.budget,
           g.reason, g.referrer_type, g.referrer_name, t.id)::text AS content,
       v.content AS newest
FROM good g
JOIN contracts_allocation a ON a.municipality_id = g.municipality_id AND a.number = g.number
LEFT JOIN base_team t ON t.municipality_id = g.municipality_id AND t.name = g.team
LEFT JOIN LATERAL (
    SELECT ROW(v.provider_id, v.category, v.product_code, v.begin, v."end", v.volume, v.unit, v.frequency, v.budget,
               v.reason, v.referrer_type, v.referrer_name, v.team_id)::text AS content
    FROM contracts_allocationversion v
    WHERE v.allocation_id = a.id AND v.issued_on = g.issued_on AND v.issued_at = g.issued_at
        AND v.received_on <= %(received_on)s
    ORDER BY v.received_on DESC, v.id DESC LIMIT 1
) v ON true
"""

CHANGED = """
CREATE TEMP TABLE changed ON COMMIT DROP AS
SELECT * FROM (
    SELECT version.*, coalesce(lag(content) OVER same, newest) AS before
    FROM version
    WINDOW same AS (PARTITION BY allocation_id, issued_on, issued_at ORDER BY row_number)
) v
WHERE before IS DISTINCT FROM content
"""

NEW_VERSIONS = f"""
INSERT INTO contracts_allocationversion (allocation_id, {CONTENT}, team_id, delivery_id, row_number, received_on)
SELECT allocation_id, {CONTENT}, team_id, %(delivery)s, row_number, %(received_on)s FROM changed ORDER BY row_number
"""


def load_allocations(cursor: Cursor, delivery: Delivery) -> Counts:
    refuse_malformed(cursor, delivery)
    _find_unknown(cursor, delivery)
    _find_contradictions(cursor, delivery)
    _find_other_clients(cursor, delivery)
    refused = good_rows(cursor, delivery, ROWS)
    parameters = {"delivery": delivery.pk, "received_on": delivery.received_on}
    cursor.execute("ANALYZE good")
    cursor.execute(NEW_CLIENTS)
    refresh_statistics(cursor, "contracts_client", cursor.rowcount)
    for statement in (BIRTH_MONTHS, NEW_TEAMS, NEW_ALLOCATIONS):
        cursor.execute(statement)
    refresh_statistics(cursor, "contracts_allocation", cursor.rowcount)
    cursor.execute(VERSIONS, parameters)
    cursor.execute(CHANGED)
    _warn(cursor, delivery)
    cursor.execute(NEW_VERSIONS, parameters)
    accepted = cursor.rowcount
    refresh_statistics(cursor, "contracts_allocationversion", accepted)
    good = row_count(cursor, "good")
    return Counts(accepted=accepted, refused=refused, unchanged=good - accepted)


def _find_unknown(cursor: Cursor, delivery: Delivery) -> None:
    find(
        cursor,
        delivery,
        "SELECT s.row_number, s.gemeentecode AS found, 'een gemeente van de regio' AS expected FROM stage s"
        " LEFT JOIN base_municipality m ON m.code = s.gemeentecode WHERE NOT s.malformed AND m.id IS NULL",
        code="S300",
        field="gemeentecode",
        cause="De gemeente is niet bekend.",
        next_step="Controleer de gemeentecode of lever eerst de gemeente aan.",
    )
    find(
        cursor,
        delivery,
        "SELECT s.row_number, s.agb AS found, 'een bekende aanbieder' AS expected FROM stage s"
        " LEFT JOIN providers_provider p ON p.agb = s.agb WHERE NOT s.malformed AND p.id IS NULL",
        code="onbekende-aanbieder",
        field="agb",
        cause="De aanbieder is niet bekend.",
        next_step="Lever eerst de aanbieder aan en daarna deze toewijzing.",
    )


def _find_contradictions(cursor: Cursor, delivery: Delivery) -> None:
    find(
        cursor,
        delivery,
        "SELECT row_number, einddatum AS found, 'op of na ' || ingangsdatum AS expected FROM stage"
        " WHERE NOT malformed AND einddatum < ingangsdatum",
        code="eind-voor-begin",
        field="einddatum",
        cause="De toewijzing eindigt voor zij begint.",
        next_step=FIX_ROW,
    )
    find(
        cursor,
        delivery,
        "SELECT row_number, 'volume en budget' AS found, 'een van beide' AS expected FROM stage"
        " WHERE NOT malformed AND volume IS NOT NULL AND budget IS NOT NULL",
        code="CD077",
        field="budget",
        cause="CD077: een toewijzing heeft een volume of een budget, niet allebei.",
        next_step=FIX_ROW,
    )
    find(
        cursor,
        delivery,
        INCOMPLETE,
        code="omvang-onvolledig",
        field="volume",
        cause="De omvang is niet volledig.",
        next_step="Vul volume, eenheid en frequentie alle drie, of geen van drieën.",
    )


def _find_other_clients(cursor: Cursor, delivery: Delivery) -> None:
    find(
        cursor,
        delivery,
        OTHER_CLIENT,
        code="andere-client",
        field="client",
        cause="Dit toewijzingnummer is van een andere cliënt.",
        next_step="Controleer het toewijzingnummer; een nummer hoort bij één cliënt.",
    )


def _warn(cursor: Cursor, delivery: Delivery) -> None:
    """Accepted, but worth knowing: the version counts as the standard says."""
    find(
        cursor,
        delivery,
        "SELECT row_number, 'andere inhoud' AS found, 'een nieuwere datum of tijd' AS expected FROM changed"
        " WHERE before IS NOT NULL",
        code="zelfde-tijdstip",
        field="toewijzingsdatum",
        severity="let op",
        cause=(
            "Deze versie heeft dezelfde datum en tijd als een eerdere, met andere inhoud. "
            "De laatst ontvangen versie telt."
        ),
        next_step="Vraag de gemeente welke versie geldt.",
    )
    find(
        cursor,
        delivery,
        "SELECT c.row_number, c.product_code AS found, 'een code uit de productlijst' AS expected FROM changed c"
        " LEFT JOIN contracts_productcode pc ON pc.code = c.product_code WHERE c.product_code <> '' AND pc.id IS NULL",
        code="S329",
        field="productcode",
        severity="let op",
        cause="De productcode staat niet in de productlijst; declaraties op deze toewijzing worden geweigerd.",
        next_step="Lever de productcode aan of laat de toewijzing verbeteren.",
    )
    find(
        cursor,
        delivery,
        "SELECT row_number, 'geen einddatum' AS found, 'een einddatum' AS expected FROM changed"
        " WHERE \"end\" IS NULL AND (budget IS NOT NULL OR frequency = '2')",
        code="CD075",
        field="einddatum",
        severity="let op",
        cause="CD075/CD076: bij een budget of een weekfrequentie hoort een einddatum.",
        next_step="Laat de gemeente de toewijzing aanvullen.",
    )
