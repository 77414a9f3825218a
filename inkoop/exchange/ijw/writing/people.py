"""Who a JW301 is about: from the request itself, and from a file of the municipality that is read and forgotten.

A JW315 names the youth but no address; a JW317 gives nothing but the BSN. What is missing comes from a CSV with a row
per youth, which the municipality takes from its client registration. Nothing of it is kept.
"""

import csv
from collections.abc import Mapping
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from inkoop.exchange.ijw.reading import Node, Values

COLUMNS = {
    "bsn": "",
    "geboortedatum": "Geboortedatum/Datum",
    "geslacht": "Geslacht",
    "achternaam": "Naam/Geslachtsnaam/Achternaam",
    "voorvoegsel": "Naam/Geslachtsnaam/Voorvoegsel",
    "voornamen": "Naam/Voornamen",
    "voorletters": "Naam/Voorletters",
    "huisnummer": "Huis/Huisnummer",
    "huisletter": "Huis/Huisletter",
    "huisnummer_toevoeging": "Huis/HuisnummerToevoeging",
    "postcode": "Postcode",
    "straat": "Straatnaam",
    "plaats": "Plaatsnaam",
}
NEEDED = ("geboortedatum", "geslacht", "achternaam", "huisnummer", "postcode")
ADDRESS_FROM = list(COLUMNS).index("huisnummer")
UNREADABLE = "Het bestand met personen is niet te lezen. Lever een CSV in UTF-8 aan."
OWN_NAME, REGISTERED_ADDRESS = "1", "01"

Person = Mapping[str, str]


class MissingPerson(Exception):
    """The text says which columns are missing of the youth, without saying who that is."""


def read_people(path: Path) -> dict[str, Person]:
    """By BSN. Raises MissingPerson when it is no such file."""
    try:
        with path.open("rb") as file:
            return people_in(file)
    except OSError:
        raise MissingPerson(UNREADABLE) from None


def people_in(file: BinaryIO) -> dict[str, Person]:
    """By BSN, from a file that is read and not kept. Raises MissingPerson when it is no such file."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        rows = csv.DictReader(text, delimiter=";")
        unknown = set(rows.fieldnames or ()) - set(COLUMNS)
        if unknown or "bsn" not in (rows.fieldnames or ()):
            raise MissingPerson(f"Het bestand met personen heeft de kolommen {';'.join(COLUMNS)}.")
        return {row["bsn"]: {name: value or "" for name, value in row.items()} for row in rows}
    except (UnicodeDecodeError, csv.Error):
        raise MissingPerson(UNREADABLE) from None
    finally:
        text.detach()  # whoever opened the file closes it


def client_values(client: Node, people: Mapping[str, Person]) -> Values:
    """The Client of a JW301 but its products. A filled column goes before what the request says."""
    bsn = client.get("Bsn")
    given = people.get(bsn, {})
    found = {name: given.get(name) or (client.get(path) if path else bsn) for name, path in COLUMNS.items()}
    missing = [name for name in NEEDED if not found[name]]
    if missing:
        raise MissingPerson(
            "Voor de toewijzing ontbreken gegevens van de cliënt die niet in het verzoek staan: "
            f"{', '.join(missing)}. Geef ze mee in het bestand met personen."
        )
    values: Values = {"Bsn": bsn, "Naam": {"NaamGebruik": OWN_NAME}}
    contact: Values = {"Soort": REGISTERED_ADDRESS, "Adres": {"LandCode": "NL"}}
    for place, (name, path) in enumerate(COLUMNS.items()):
        if path and found[name]:
            _put(contact["Adres"] if place >= ADDRESS_FROM else values, path, found[name])
    kind = client.get("Geboortedatum/DatumGebruik")
    if kind and not given.get("geboortedatum"):
        _put(values, "Geboortedatum/DatumGebruik", kind)
    return values | {"Contactgegevens": {"Contact": [contact]}}


def _put(values: object, path: str, value: str) -> None:
    name, _, rest = path.partition("/")
    if not isinstance(values, dict):
        raise TypeError(name)
    if rest:
        _put(values.setdefault(name, {}), rest, value)
    else:
        values[name] = value
