"""The views for BI: what each is called, what its columns mean, and how it is read from the tables.

Nobody who reads them can write, and few youths are hidden as in reports. No view has a row per youth: who looks at
single youths needs a reason (Regeling Jeugdwet, par. 6b) that is written down, and a database notes no reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from inkoop.reports.rules.suppression import VERSION

SCHEMA = "bi"
ROLE = "inkoop_bi"
"""Who may read, in the database."""


@dataclass(frozen=True)
class View:
    """``columns``: name and meaning, in the order of the query; ``sql`` selects them."""

    name: str
    says: str
    columns: Mapping[str, str]
    sql: str


PLACE = {"gemeentecode": "CBS-code van de gemeente"}
PROVIDER = {"agb": "AGB-code van de aanbieder"}
DAY = {"peildatum": "alleen wat toen ontvangen was, telt mee"}
MONTH = {"maand": "eerste dag van de maand"}
CODE = {
    "productcode": "code van het product",
    "productcategorie": "productcategorie (twee cijfers) of generiek",
}
KEPT = "NULL als er 1 t/m 9 jeugdigen achter staan"
BOUND = f"{KEPT}, of als dat uit het totaal van de maand zou volgen"

NEWEST = """
    SELECT DISTINCT ON (name) id, name, peildatum FROM kpis_computation
    WHERE fingerprint <> '' AND split = '' ORDER BY name, peildatum DESC, window_to DESC, window_from"""
MONTHS_WITH_HIDDEN = f"""
    SELECT w.*, bool_or(w.few) OVER whole_month AND (w.few OR w.smaller < 2 OR w.youths_smaller < 10) AS hidden
    FROM (
        SELECT v.*, n.peildatum, v.clients < 10 AND (v.clients > 0 OR v.declared <> 0) AS few,
            count(*) OVER smaller AS smaller, coalesce(sum(v.clients) OVER smaller, 0) AS youths_smaller
        FROM kpis_monthvalue v
        JOIN ({NEWEST}) n ON n.id = v.computation_id
        WINDOW smaller AS (
            PARTITION BY v.computation_id, v.municipality_id, v.month ORDER BY v.clients, v.category
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )
    ) w
    WINDOW whole_month AS (PARTITION BY w.computation_id, w.municipality_id, w.month)"""
"""Reports tell the whole of a month, so beside few youths the next smallest are hidden, until ten are."""
SHIELDED = f"encode(sha256(convert_to('{VERSION} ' || k.fingerprint, 'UTF8')), 'hex')"

VIEWS = (
    View(
        "gemeenten",
        "De gemeenten van de regio.",
        {**PLACE, "naam": "naam"},
        "SELECT code, name FROM base_municipality",
    ),
    View(
        "aanbieders",
        "De aanbieders.",
        {
            **PROVIDER,
            "naam": "naam",
            "segment": "strategisch, groot of overig",
            "plaats": "plaats",
            "status": "stand",
        },
        "SELECT agb, name, segment, city, status FROM providers_provider",
    ),
    View(
        "producten",
        "De producten van de regio.",
        {
            **CODE,
            "omschrijving": "omschrijving",
            "eenheid": "iJw-eenheid",
            "zorgvorm": "zorgvorm",
            "gewichtsklasse": "zwaarte, 1 is licht",
            "bekostiging": "inspanningsgericht, outputgericht of taakgericht",
        },
        """SELECT code, category_id, description, unit, care_form, weight_class, funding
        FROM contracts_productcode WHERE merged_into_id IS NULL""",
    ),
    View(
        "contracten",
        "De contracten met de voorwaarden die het laatst bekend werden.",
        {
            "contractnummer": "nummer",
            **PROVIDER,
            "inkoopvorm": "open_house, aanbesteding of incidenteel",
            "begin": "eerste dag",
            "eind": "laatste dag; NULL = zonder eind",
        },
        """SELECT DISTINCT ON (c.id) c.number, p.agb, v.form, v.begin, v."end"
        FROM contracts_contract c
        JOIN providers_provider p ON p.id = c.provider_id
        JOIN contracts_contractversion v ON v.contract_id = c.id
        ORDER BY c.id, v.received_on DESC, v.id DESC""",
    ),
    View(
        "budgetten",
        "De geldende budgetten van gemeenten.",
        {**PLACE, "jaar": "kalenderjaar", "productcategorie": "leeg = alles", "budget": "eurocent"},
        """SELECT DISTINCT ON (b.municipality_id, b.year, b.category) m.code, b.year, b.category, b.cents
        FROM kpis_budget b JOIN base_municipality m ON m.id = b.municipality_id
        ORDER BY b.municipality_id, b.year, b.category, b.set_on DESC""",
    ),
    View(
        "maandreeks",
        "Toegewezen en gedeclareerd per gemeente, productcategorie en maand; de nieuwste berekening.",
        {
            **DAY,
            **PLACE,
            "productcategorie": "twee cijfers, of generiek",
            **MONTH,
            "clienten": f"jeugdigen met een toewijzing; {BOUND}",
            "indicatiewaarde": f"waarde van de toewijzingen, eurocent; {BOUND}",
            "gedeclareerd": f"eurocent; {BOUND}",
            "verwacht": f"gedeclareerd als alles binnen is, eurocent; {BOUND}",
        },
        f"""SELECT v.peildatum, m.code, v.category, v.month,
            CASE WHEN v.hidden THEN NULL ELSE v.clients END, CASE WHEN v.hidden THEN NULL ELSE v.value END,
            CASE WHEN v.hidden THEN NULL ELSE v.declared END, CASE WHEN v.hidden THEN NULL ELSE v.expected END
        FROM ({MONTHS_WITH_HIDDEN}) v
        JOIN base_municipality m ON m.id = v.municipality_id""",
    ),
    View(
        "gebruik",
        "Gebruik per gemeente, jaar en deel, afgeschermd zoals in de rapportages; de nieuwste berekening.",
        {
            **DAY,
            "gemeentecode": "CBS-code; leeg = de hele regio",
            "jaar": "kalenderjaar",
            "uitgesplitst_naar": "geheel, productcode, zorgvorm, verwijzer of team",
            "deel": "waarvan; leeg = onbekend, of alles",
            "afgeschermd": "waar: de cijfers worden niet getoond",
            "clienten": "unieke jeugdigen; NULL = afgeschermd",
            "dagen": "dagen van die jeugdigen samen; NULL = afgeschermd",
            "gedeclareerd": "eurocent; NULL = afgeschermd",
        },
        f"""SELECT n.peildatum, u.municipality_code, u.year, u.dimension, u.part, s.hidden,
            CASE WHEN s.hidden THEN NULL ELSE u.clients END, CASE WHEN s.hidden THEN NULL ELSE u.days END,
            CASE WHEN s.hidden THEN NULL ELSE u.declared END
        FROM kpis_careuse u
        JOIN ({NEWEST}) n ON n.id = u.computation_id
        JOIN kpis_computation k ON k.id = n.id
        LEFT JOIN reports_shielding h ON h.computation_id = k.id AND h.fingerprint = {SHIELDED}
        CROSS JOIN LATERAL (
            SELECT h.computation_id IS NULL OR EXISTS (
                SELECT FROM reports_hiddenuse x
                WHERE (x.computation_id, x.municipality_code, x.year, x.dimension, x.part)
                    = (u.computation_id, u.municipality_code, u.year, u.dimension, u.part)
            ) AS hidden
        ) s
        WHERE u.dimension <> 'categorie'""",
    ),
    View(
        "declaratiegedrag",
        "Declaratiegedrag per aanbieder; de nieuwste berekening.",
        {
            **DAY,
            **PROVIDER,
            "indicator": "code, bijvoorbeeld DG03",
            "waarde": "in de eenheid van de indicator",
            "mediaan_peers": "mediaan van vergelijkbare aanbieders",
            "robuuste_z": "afstand tot die mediaan",
            "signaal": "waar: reden voor een gesprek",
        },
        f"""SELECT n.peildatum, p.agb, v.indicator, v.value, v.median_peers, v.robust_z, v.signal
        FROM kpis_indicatorvalue v
        JOIN ({NEWEST}) n ON n.id = v.computation_id
        JOIN providers_provider p ON p.id = v.provider_id
        WHERE v.indicator <> 'DG15' AND NOT EXISTS (
            SELECT FROM kpis_indicatorvalue few
            WHERE few.computation_id = v.computation_id AND few.provider_id = v.provider_id AND few.part = ''
                AND few.indicator = 'DG02' AND few.numerator BETWEEN 1 AND 9
        )""",
    ),
    View(
        "kpis",
        "De KPI's van de regio en de segmenten; de nieuwste berekening.",
        {
            **DAY,
            "kpi": "code",
            "naam": "naam",
            "niveau": "regio of segment",
            "sleutel": "leeg = de hele regio, anders het segment",
            "waarde": f"in de eenheid van de KPI; {KEPT}",
            "streefwaarde": "in dezelfde eenheid",
            "kleur": "groen, oranje, rood, geen of nvt",
        },
        f"""SELECT n.peildatum, k.code, k.name, v.level, v.key,
            CASE WHEN v.n BETWEEN 1 AND 9 THEN NULL ELSE v.value END, w.target, v.colour
        FROM kpis_kpivalue v
        JOIN ({NEWEST}) n ON n.id = v.computation_id
        JOIN kpis_kpiversion w ON w.id = v.version_id
        JOIN kpis_kpi k ON k.id = w.kpi_id
        WHERE v.level IN ('regio', 'segment')""",
    ),
)
