"""Outcomes of client surveys, as counts per provider, period and question."""

from psycopg import Cursor

from inkoop.base.models import Delivery
from inkoop.base.sql import row_count
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.loaders.findings import find, good_rows, refuse_malformed

ROWS = """
FROM stage s
LEFT JOIN providers_provider p ON p.agb = s.agb
LEFT JOIN base_municipality m ON m.code = s.gemeentecode
WHERE NOT s.malformed
"""
KEY = "agb, gemeentecode, periode_begin, periode_eind, vraag, wie"
LEAST_OF_A_GRADE, MOST_OF_A_GRADE = 1, 10

# What is already known as it is here is unchanged; of one key the newest received row counts.
NEW = """
INSERT INTO providers_surveyresult (
    provider_id, municipality_id, begin, "end", question, respondent, set_version, invited, answered, total,
    delivery_id, row_number, received_on)
SELECT g.provider_id, g.municipality_id, g.periode_begin, g.periode_eind, g.vraag, g.wie, g.setversie,
    g.uitgenodigd, g.ingevuld, g.som, %(delivery)s, g.row_number, %(received_on)s
FROM good g
LEFT JOIN LATERAL (
    SELECT r.set_version, r.invited, r.answered, r.total
    FROM providers_surveyresult r
    WHERE r.provider_id = g.provider_id
        AND r.municipality_id IS NOT DISTINCT FROM g.municipality_id
        AND r.begin = g.periode_begin AND r."end" = g.periode_eind
        AND r.question = g.vraag AND r.respondent = g.wie
        AND r.received_on <= %(received_on)s
    ORDER BY r.received_on DESC, r.id DESC
    LIMIT 1
) k ON true
WHERE (k.set_version, k.invited, k.answered, k.total)
    IS DISTINCT FROM (g.setversie::integer, g.uitgenodigd::integer, g.ingevuld::integer, g.som::integer)
ORDER BY g.row_number
ON CONFLICT (provider_id, municipality_id, begin, "end", question, respondent, received_on) DO UPDATE
SET set_version = excluded.set_version, invited = excluded.invited, answered = excluded.answered,
    total = excluded.total, delivery_id = excluded.delivery_id, row_number = excluded.row_number
"""


def load_satisfaction(cursor: Cursor, delivery: Delivery) -> Counts:
    """A correction is a later row; within one day of receipt it replaces the earlier."""
    refuse_malformed(cursor, delivery)
    _unknown(cursor, delivery)
    _contradictory(cursor, delivery)
    _double(cursor, delivery)
    refused = good_rows(cursor, delivery, f"SELECT s.*, p.id AS provider_id, m.id AS municipality_id {ROWS}")
    cursor.execute(NEW, {"delivery": delivery.pk, "received_on": delivery.received_on})
    accepted = cursor.rowcount
    good = row_count(cursor, "good")
    return Counts(accepted=accepted, refused=refused, unchanged=good - accepted)


def _unknown(cursor: Cursor, delivery: Delivery) -> None:
    find(
        cursor,
        delivery,
        f"SELECT s.row_number, s.agb AS found, 'een bekende aanbieder' AS expected {ROWS} AND p.id IS NULL",
        code="onbekend",
        field="agb",
        cause="Deze aanbieder is niet bekend.",
        next_step="Controleer de AGB-code, of lever eerst de aanbieder aan.",
    )
    find(
        cursor,
        delivery,
        "SELECT s.row_number, s.gemeentecode AS found, 'een bekende gemeente, of leeg' AS expected"
        f" {ROWS} AND s.gemeentecode IS NOT NULL AND m.id IS NULL",
        code="onbekend",
        field="gemeentecode",
        cause="Deze gemeente is niet bekend.",
        next_step="Controleer de code, of laat haar leeg als de uitkomst voor alle gemeenten samen is.",
    )


def _contradictory(cursor: Cursor, delivery: Delivery) -> None:
    find(
        cursor,
        delivery,
        "SELECT s.row_number, s.periode_eind AS found, 'op of na ' || s.periode_begin AS expected"
        f" {ROWS} AND s.periode_eind < s.periode_begin",
        code="ongeldig",
        field="periode_eind",
        cause="De periode eindigt voordat zij begint.",
        next_step="Verbeter de periode en lever de rij opnieuw aan.",
    )
    find(
        cursor,
        delivery,
        "SELECT s.row_number, s.ingevuld AS found, 'hoogstens ' || s.uitgenodigd AS expected"
        f" {ROWS} AND s.ingevuld > s.uitgenodigd",
        code="ongeldig",
        field="ingevuld",
        cause="Er zijn meer antwoorden dan uitgenodigden.",
        next_step="Controleer beide aantallen en lever de rij opnieuw aan.",
    )
    find(
        cursor,
        delivery,
        "SELECT s.row_number, s.som AS found, CASE s.vraag WHEN 'nut' THEN 'tussen ' || s.ingevuld || ' en ' ||"
        f" s.ingevuld * {MOST_OF_A_GRADE} ELSE 'hoogstens ' || s.ingevuld END AS expected {ROWS} AND NOT CASE s.vraag"
        f" WHEN 'nut' THEN s.som BETWEEN s.ingevuld * {LEAST_OF_A_GRADE} AND s.ingevuld * {MOST_OF_A_GRADE}"
        " ELSE s.som <= s.ingevuld END",
        code="ongeldig",
        field="som",
        cause="De som past niet bij het aantal antwoorden.",
        next_step="Bij nut is het de som van de cijfers (1 t/m 10), bij andere vragen het aantal gunstige antwoorden.",
    )


def _double(cursor: Cursor, delivery: Delivery) -> None:
    find(
        cursor,
        delivery,
        f"SELECT row_number, vraag AS found, 'één rij' AS expected FROM (SELECT row_number, vraag, row_number() OVER"
        f" (PARTITION BY {KEY} ORDER BY row_number) AS place FROM stage WHERE NOT malformed) d WHERE place > 1",
        code="dubbel",
        field="vraag",
        cause="Deze uitkomst staat al eerder in het bestand.",
        next_step="Haal de dubbele rij weg en lever haar zo nodig verbeterd opnieuw aan.",
    )
