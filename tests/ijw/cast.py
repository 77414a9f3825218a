"""Messages for tests, made with our own writer. BSNs from the test range only."""

from datetime import date
from typing import Any

from inkoop.exchange.ijw.structure import message
from inkoop.exchange.ijw.writing import Origin, header_values, whole_file, write_message

AGB, PLACE = "42420001", "0384"
TOM, EVA, ALI = "999900006", "999900018", "999900031"
DATED = date(2026, 5, 6)
MONTH = ("2026-04-01", "2026-04-30")
OTHER = {"Product": {"Categorie": "45", "Code": "45A04"}}


def origin(name: str, **changes: Any) -> Origin:
    sender, receiver = (AGB, PLACE) if message(name).to_municipality else (PLACE, AGB)
    given: dict[str, Any] = {
        "sender": sender,
        "receiver": receiver,
        "identification": "B1",
        "dated_on": DATED,
    }
    return Origin(**given | changes)


def write(path, name, body, **changes):
    made = message(name)
    with whole_file(path) as file:
        write_message(file, made, header_values(made, origin(name, **changes)), body)
    return path


def line(reference="R1", **changes):
    """A line of 4 hours at 12.50 in April 2026. None takes a value away; "Bedrag" and "DebetCredit" are the amount."""
    previous = changes.pop("VorigReferentieNummer", None)
    begin, end = changes.pop("Begindatum", MONTH[0]), changes.pop("Einddatum", MONTH[1])
    amount = {"Bedrag": changes.pop("Bedrag", "5000"), "DebetCredit": changes.pop("DebetCredit", "D")}
    made = {
        "ProductReferentie": {"ReferentieNummer": reference}
        | ({"VorigReferentieNummer": previous} if previous else {}),
        "ToewijzingNummer": "10072",
        "ProductCategorie": "45",
        "ProductCode": "45A03",
        "ProductPeriode": {"Begindatum": begin, "Einddatum": end},
        "GeleverdVolume": "4",
        "Eenheid": "04",
        "ProductTarief": "1250",
        "IngediendBedrag": amount,
    } | changes
    return {name: value for name, value in made.items() if value is not None}


def declaration(path, clients, *, period=MONTH, number="DN001", signed="2026-05-06", total=None, **changes):
    """A JW323 with the lines per BSN; the total is their sum, unless given as (amount, sign)."""
    lines = [one["IngediendBedrag"] for lines in clients.values() for one in lines]
    cents = sum(int(one["Bedrag"]) * (1 if one["DebetCredit"] == "D" else -1) for one in lines)
    amount, sign = total or (str(abs(cents)), "C" if cents < 0 else "D")
    body = {
        "DeclaratieNummer": number,
        "DeclaratiePeriode": {"Begindatum": period[0], "Einddatum": period[1]},
        "DeclaratieDagtekening": signed,
        "TotaalIngediendBedrag": {"TotaalBedrag": amount, "DebetCredit": sign},
        "Clienten": {
            "Client": [{"Bsn": bsn, "Prestaties": {"Prestatie": lines}} for bsn, lines in clients.items()]
        },
    }
    return write(path, "JW323", {"Declaratie": body}, **changes)


def person(*, bsn=TOM, born="2010-02-14", full=False):
    name = {"Geslachtsnaam": {"Achternaam": "Wit", "Voorvoegsel": "de"}}
    if full:
        name["NaamGebruik"] = "1"
    return {"Bsn": bsn, "Geboortedatum": {"Datum": born}, "Geslacht": "1", "Naam": name}


def contact(kind="03", **changes):
    address = {
        "Huis": {"Huisnummer": "9"},
        "Postcode": "9999XX",
        "Straatnaam": "Kerklaan",
        "Plaatsnaam": "Aarveld",
        "LandCode": "NL",
    }
    made = {"Soort": kind, "Adres": address} | changes
    return {name: value for name, value in made.items() if value is not None}


def allocated(number="300201", **changes):
    made = {
        "ToewijzingNummer": number,
        "Product": {"Categorie": "45", "Code": "45A03"},
        "Toewijzingsdatum": "2026-04-01",
        "Toewijzingstijd": "12:34:56",
        "Ingangsdatum": "2026-04-01",
        "Einddatum": "2026-07-14",
        "Omvang": {"Volume": "2", "Eenheid": "04", "Frequentie": "2"},
    } | changes
    return {name: value for name, value in made.items() if value is not None}


def allocation(path, products, *, client=None, contacts=None, **changes):
    body = person(full=True) | (client or {})
    body["Contactgegevens"] = {"Contact": contacts or [contact()]}
    body["ToegewezenProducten"] = {"ToegewezenProduct": products}
    return write(path, "JW301", {"Client": body}, **changes)


def started(number="300201", **changes):
    made = {
        "ToewijzingNummer": number,
        "Product": {"Categorie": "45", "Code": "45A03"},
        "ToewijzingIngangsdatum": "2026-04-01",
        "Begindatum": "2026-04-03",
        "StatusAanlevering": "1",
    } | changes
    return {name: value for name, value in made.items() if value is not None}


def start(path, products, *, client=None, **changes):
    body = person() | (client or {}) | {"StartProducten": {"StartProduct": products}}
    return write(path, "JW305", {"Client": body}, **changes)


def stopped(number="300201", **changes):
    return started(number) | {"RedenBeeindiging": "31", "Einddatum": "2026-04-30"} | changes


def stop(path, products, *, client=None, **changes):
    body = person() | (client or {}) | {"StopProducten": {"StopProduct": products}}
    return write(path, "JW307", {"Client": body}, **changes)


def requested(reference="A1", **changes):
    made = {
        "ReferentieAanbieder": reference,
        "Product": {"Categorie": "45", "Code": "45A03"},
        "ToewijzingIngangsdatum": "2026-05-01",
        "ToewijzingEinddatum": "2026-10-31",
        "Omvang": {"Volume": "2", "Eenheid": "04", "Frequentie": "2"},
        "Verwijzer": {"Type": "01"},
    } | changes
    return {name: value for name, value in made.items() if value is not None}


def request(path, products, *, client=None, **changes):
    body = person() | (client or {}) | {"AangevraagdeProducten": {"AangevraagdProduct": products}}
    return write(path, "JW315", {"Client": body}, **changes)


def wanted(**changes):
    made = {
        "Product": {"Categorie": "45", "Code": "45A03"},
        "GewensteIngangsdatum": "2026-06-01",
        "Einddatum": "2026-10-31",
        "Omvang": {"Volume": "2", "Eenheid": "04", "Frequentie": "2"},
    } | changes
    return {name: value for name, value in made.items() if value is not None}


def change(path, *, same=(), changed=(), new=(), bsn=TOM, reference="V1", **changes):
    body = {"ReferentieAanbieder": reference, "RedenVerzoek": "1"}
    if same:
        body["OngewijzigdeProducten"] = {
            "OngewijzigdProduct": [{"ToewijzingNummer": number} for number in same]
        }
    if changed:
        body["TeWijzigenProducten"] = {"TeWijzigenProduct": list(changed)}
    if new:
        body["NieuweProducten"] = {"NieuwProduct": list(new)}
    return write(path, "JW317", {"Client": {"Bsn": bsn, "Verzoek": body}}, **changes)


def answer(path, identification="B1", **changes):
    made = {"ReferentieAanbieder": "A1", "VerzoekAntwoord": "1", "RedenAfwijzingVerzoek": "3"} | changes
    return write(
        path,
        "JW319",
        {"Antwoord": {name: value for name, value in made.items() if value is not None}},
        identification=identification,
    )
