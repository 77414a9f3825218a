"""One small region for the tests of the import, and how a test delivers a file to it."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection

from inkoop.base.choices import DeliveryKind
from inkoop.base.models import Delivery, Finding
from inkoop.exchange.services import Receipt, receive

JANUARY, MARCH, APRIL, MAY = date(2025, 1, 10), date(2025, 3, 12), date(2025, 4, 12), date(2025, 5, 12)

HEADERS = {
    "gemeenten": "gemeentecode;naam",
    "aanbieders": "agb;naam;kvk;rechtsvorm;segment;plaats;email",
    "productcodes": (
        "productcode;productcategorie;omschrijving;eenheid;zorgvorm;gewichtsklasse;bekostiging;max_duur_dagen;"
        "opleidingsniveau;verlengd"
    ),
    "contracten": "contractnummer;agb;inkoopvorm;begin;eind;opties;opzegtermijn_maanden;gemeentecodes",
    "tarieven": "contractnummer;productcode;begin;eind;tarief;eenheid",
    "toewijzingen": (
        "gemeentecode;toewijzingnummer;client;geboortemaand;agb;productcategorie;productcode;toewijzingsdatum;"
        "toewijzingstijd;ingangsdatum;einddatum;volume;eenheid;frequentie;budget;reden_wijziging;verwijzer;"
        "verwijzer_naam;team"
    ),
    "ibps": (
        "ibp;gemeentecode;toewijzingnummers;bedrag;ingangsdatum;einddatum;vastgesteld_door;vastgesteld_op;"
        "kindklasse;systeemklasse;versie"
    ),
    "starts": "gemeentecode;toewijzingnummer;begindatum",
    "stops": "gemeentecode;toewijzingnummer;einddatum;reden",
    "declaraties": (
        "agb;gemeentecode;declaratienummer;dagtekening;referentienummer;vorig_referentienummer;client;"
        "toewijzingnummer;productcategorie;productcode;periode_begin;periode_eind;volume;eenheid;tarief;bedrag;"
        "debet_credit"
    ),
    "tevredenheid": (
        "agb;gemeentecode;periode_begin;periode_eind;vraag;wie;setversie;uitgenodigd;ingevuld;som"
    ),
}

# A row of each kind that is accepted as it is.
ROWS: dict[str, dict[str, Any]] = {
    "gemeenten": {"gemeentecode": "9003", "naam": "Cranendijk"},
    "aanbieders": {"agb": "00000033", "naam": "Drie", "segment": "groot"},
    "productcodes": {"productcode": "H309", "productcategorie": "45", "eenheid": "04"},
    "contracten": {"contractnummer": "C3", "agb": "00000011", "begin": "2026-01-01", "eind": "2026-12-31"},
    "tarieven": {
        "contractnummer": "C1",
        "productcode": "H302",
        "begin": "2026-01-01",
        "tarief": 7600,
        "eenheid": "04",
    },
    "toewijzingen": {
        "gemeentecode": "9001",
        "toewijzingnummer": "50",
        "client": "kind-e",
        "agb": "00000011",
        "productcategorie": "45",
        "productcode": "H301",
        "toewijzingsdatum": "2025-01-01",
        "toewijzingstijd": "09:00",
        "ingangsdatum": "2025-01-01",
        "einddatum": "2025-12-31",
        "volume": 10,
        "eenheid": "04",
        "frequentie": "4",
    },
    "ibps": {
        "ibp": "I9",
        "gemeentecode": "9001",
        "toewijzingnummers": "1",
        "bedrag": 40_000,
        "ingangsdatum": "2025-01-01",
        "einddatum": "2025-12-31",
        "vastgesteld_door": "gemeente",
        "versie": 1,
    },
    "starts": {"gemeentecode": "9001", "toewijzingnummer": "1", "begindatum": "2025-01-06"},
    "stops": {"gemeentecode": "9001", "toewijzingnummer": "1", "einddatum": "2025-02-28", "reden": "31"},
    "declaraties": {
        "agb": "00000011",
        "gemeentecode": "9001",
        "declaratienummer": "D1",
        "dagtekening": "2025-03-05",
        "referentienummer": "R1",
        "client": "kind-a",
        "toewijzingnummer": "1",
        "productcategorie": "45",
        "productcode": "H301",
        "periode_begin": "2025-02-01",
        "periode_eind": "2025-02-28",
        "volume": 5,
        "eenheid": "04",
        "tarief": 7_500,
        "bedrag": 37_500,
        "debet_credit": "D",
    },
    "tevredenheid": {
        "agb": "00000011",
        "gemeentecode": "9001",
        "periode_begin": "2024-07-01",
        "periode_eind": "2024-12-31",
        "vraag": "nut",
        "wie": "ouder",
        "setversie": 7,
        "uitgenodigd": 40,
        "ingevuld": 20,
        "som": 150,
    },
}

# Changes of a line of a declaration.
FUTURE = {"dagtekening": "2025-03-13"}
FEBRUARY_10 = {"periode_begin": "2025-02-10"}
JUNE = {"periode_begin": "2025-06-01", "periode_eind": "2025-06-30", "dagtekening": "2025-07-01"}
BUDGET = {"toewijzingnummer": "2", "client": "kind-b"}
UNKNOWN = {"toewijzingnummer": "9"}


def row(kind: str, **changes: Any) -> dict[str, Any]:
    """The row of the kind that is accepted as it is, with changes; of a line the amount follows volume and tariff."""
    made = ROWS[kind] | changes
    if kind == "declaraties" and "bedrag" not in changes and made["tarief"] != "":
        made["bedrag"] = int(made["volume"]) * int(made["tarief"])
    return made


def line(**changes: Any) -> dict[str, Any]:
    return row("declaraties", **changes)


def credit(debit: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The credit that takes back a line, in a next declaration."""
    as_credit = {
        "debet_credit": "C",
        "vorig_referentienummer": debit["referentienummer"],
        "referentienummer": f"{debit['referentienummer']}C",
        "declaratienummer": f"{debit['declaratienummer']}C",
    }
    return debit | as_credit | changes


def table(kind: str, rows: list[dict[str, Any]], *, header: str = "") -> str:
    header = header or HEADERS[kind]
    lines = (";".join(str(cells.get(name, "")) for name in header.split(";")) for cells in rows)
    return "\n".join([header, *lines, ""])


def with_bsn(kind: str, rows: list[dict[str, Any]]) -> str:
    """A table that names youths by BSN."""
    return table(kind, rows, header=HEADERS[kind].replace(";client;", ";bsn;"))


def deliver_text(
    text: str | bytes, *, name: str = "levering.csv", received_on: date = MARCH, **options: Any
) -> Receipt:
    """Receives a file with this content. In one test several files are loaded in one transaction, which a load
    is not made for: the temporary tables of the load before are taken away first.
    """
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return receive(path, received_on=received_on, **options)


def deliver(kind: str, *rows: dict[str, Any], received_on: date = MARCH, **options: Any) -> Delivery:
    """Receives rows of a kind; without rows the row that is accepted as it is."""
    text = table(kind, list(rows) or [ROWS[kind]])
    return deliver_text(text, received_on=received_on, kind=DeliveryKind(kind), **options).delivery


def counts(delivery: Delivery) -> tuple[int | None, int | None, int | None]:
    """Accepted, refused and unchanged."""
    return delivery.rows_accepted, delivery.rows_refused, delivery.rows_unchanged


def codes(delivery: Delivery) -> dict[int, list[str]]:
    """The codes that refuse a row, by row number."""
    return _codes(delivery, "fout")


def warnings(delivery: Delivery) -> dict[int, list[str]]:
    return _codes(delivery, "let op")


def _codes(delivery: Delivery, severity: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    findings = Finding.objects.filter(delivery=delivery, severity=severity).order_by(
        "row_number", "code", "id"
    )
    for number, code in findings.values_list("row_number", "code"):
        found.setdefault(number, []).append(code)
    return found


def lay_ground() -> None:
    """Two municipalities, two providers, codes, contracts, tariffs and four allocations, received in January.

    Allocations of municipality 9001 to provider 00000011: 1 (ten hours a month of H301), 2 (generic, a budget of
    EUR 1,000), 3 (aspecific in category 45, a budget); to the other provider: 4 (in category 44).
    """
    deliver(
        "gemeenten", *[row("gemeenten", gemeentecode=code) for code in ("9001", "9002")], received_on=JANUARY
    )
    deliver(
        "aanbieders",
        row("aanbieders", agb="00000011"),
        row("aanbieders", agb="00000022"),
        received_on=JANUARY,
    )
    deliver(
        "productcodes",
        row("productcodes", productcode="H301"),
        row("productcodes", productcode="H302"),
        row("productcodes", productcode="H441", productcategorie="44", eenheid="14"),
        row("productcodes", productcode="H451", productcategorie="45", eenheid="83"),
        received_on=JANUARY,
    )
    deliver(
        "contracten",
        row("contracten", contractnummer="C1", begin="2024-01-01", eind="2026-12-31"),
        row(
            "contracten",
            contractnummer="C2",
            agb="00000022",
            begin="2024-01-01",
            eind="",
            gemeentecodes="9001",
        ),
        received_on=JANUARY,
    )
    deliver(
        "tarieven",
        row("tarieven", productcode="H301", begin="2024-01-01", tarief=7_500),
        row("tarieven", productcode="H302", begin="2024-01-01", eind="2025-12-31", tarief=8_000),
        row("tarieven", productcode="H441", begin="2024-01-01", tarief=20_000, eenheid="14"),
        row(
            "tarieven",
            contractnummer="C2",
            productcode="H441",
            begin="2024-01-01",
            tarief=21_000,
            eenheid="14",
        ),
        received_on=JANUARY,
    )
    budget = {"volume": "", "eenheid": "", "frequentie": "", "productcode": "", "budget": 100_000}
    deliver(
        "toewijzingen",
        row("toewijzingen", toewijzingnummer="1", client="kind-a"),
        row("toewijzingen", toewijzingnummer="2", client="kind-b", **budget, productcategorie=""),
        row("toewijzingen", toewijzingnummer="3", client="kind-a", **budget),
        row(
            "toewijzingen",
            toewijzingnummer="4",
            client="kind-d",
            agb="00000022",
            **budget,
            productcategorie="44",
        ),
        received_on=JANUARY,
    )
