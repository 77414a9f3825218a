"""The rules inside a JW301."""

import re
from collections.abc import Iterator

from inkoop.exchange.ijw.findings import Finding
from inkoop.exchange.ijw.reading import Node
from inkoop.exchange.ijw.rules.common import (
    at,
    broken,
    check_birth,
    check_bsn,
    check_no_overlap,
    check_no_size_without_code,
    check_not_after,
    check_order,
    check_product,
    check_size,
    check_unique,
    dated,
    is_removed,
)

POSTCODE = re.compile("[1-9][0-9]{3}[A-Z]{2}")
PERMANENT = ("01", "02", "03")
WITH_PARTNER, WITHOUT_PARTNER = ("1", "2", "3", "4"), ("1", "6")


def allocation_findings(body: Node) -> Iterator[Finding]:
    client, day = at(body, "Client"), dated(body)
    yield from check_bsn(client)
    yield from _person(client, day)
    if client.get("Naam/NaamGebruik") == "6":
        yield broken("CS318", at(client, "Naam/NaamGebruik"))
    if client.has("Communicatie") and (client.get("Communicatie/Vorm") == "1") != client.has(
        "Communicatie/Taal"
    ):
        yield broken("CD007", at(client, "Communicatie"), f"vorm {client.get('Communicatie/Vorm')}")
    yield from _contacts(client, day)
    yield from _products(list(client.each("ToegewezenProducten/ToegewezenProduct")), day)


def _person(person: Node, day: str) -> Iterator[Finding]:
    yield from check_birth(person, day)
    allowed = WITH_PARTNER if person.has("Naam/Partnernaam") else WITHOUT_PARTNER
    if person.get("Naam/NaamGebruik") not in allowed:
        yield broken("CS050", at(person, "Naam/NaamGebruik"))


def _contacts(client: Node, day: str) -> Iterator[Finding]:
    contacts = list(client.each("Contactgegevens/Contact"))
    relations = list(client.each("Relaties/Relatie"))
    if not any(contact.get("Soort") in PERMANENT for contact in contacts):
        yield broken("TR061", at(client, "Contactgegevens"), "geen van deze soorten")
    yield from check_unique(contacts, ("Soort",))
    yield from check_unique(relations, ("Nummer",))
    for relation in relations:
        yield from _person(relation, day)
        yield from _contact(at(relation, "Contact"))
    for contact in contacts:
        yield from _contact(contact)


def _contact(contact: Node) -> Iterator[Finding]:
    kind, address = contact.get("Soort"), contact.find("Adres")
    if not contact.has("Telefoon") and not (contact.has("Adres/Huis") and contact.has("Adres/Postcode")):
        yield broken("TR006", contact, "geen van beide")
    if contact.has("Periode") and kind != "04":
        yield broken("CD009", at(contact, "Periode"), f"een periode bij soort {kind}")
    yield from check_order(at(contact, "Periode"), "Begindatum", "Einddatum")
    if address:
        yield from _address(address, kind)


def _address(address: Node, kind: str) -> Iterator[Finding]:
    is_dutch = address.get("LandCode") == "NL"
    if address.has("Postcode") != address.has("LandCode"):
        yield broken("CD005", address, "een van beide")
    if is_dutch and not address.has("Huis"):
        yield broken("CD025", address, "geen huis")
    if kind in ("01", "03") and not address.has("Postcode"):
        yield broken("CD034", address, "geen postcode")
    if is_dutch and address.has("Postcode") and not POSTCODE.fullmatch(address.get("Postcode")):
        yield broken("CS089", at(address, "Postcode"))


def _products(products: list[Node], day: str) -> Iterator[Finding]:
    yield from check_unique(products, ("ToewijzingNummer",))
    remaining = [product for product in products if not is_removed(product)]
    yield from check_no_overlap(remaining, "TR302", "Ingangsdatum")
    for product in products:
        yield from check_product(product)
        yield from check_size(product, "CS338")
        yield from check_no_size_without_code(product, "CD080")
        yield from check_order(product, "Ingangsdatum", "Einddatum")
        yield from check_not_after([product.find("Toewijzingsdatum")], day)
        yield from _reason(product)


def _reason(product: Node) -> Iterator[Finding]:
    reason = product.find("RedenWijziging")
    if reason and reason.text == "13" and product.get("Ingangsdatum") != product.get("Einddatum"):
        yield broken("CS335", reason)
    if reason and reason.text == "01":
        yield broken("CS336", reason)
