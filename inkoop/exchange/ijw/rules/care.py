"""The rules inside a JW305 and a JW307."""

from collections.abc import Iterator

from inkoop.exchange.ijw.findings import Finding
from inkoop.exchange.ijw.reading import Node
from inkoop.exchange.ijw.rules.common import (
    at,
    broken,
    check_birth,
    check_bsn,
    check_not_after,
    check_order,
    check_unique,
    dated,
)

START_KEY = ("ToewijzingNummer", "Product/Categorie", "Product/Code", "Begindatum")
STOP_KEY = (*START_KEY, "Einddatum", "RedenBeeindiging")
FIRST_OR_REMOVAL = ("1", "3")


def start_findings(body: Node) -> Iterator[Finding]:
    products = list(body.each("Client/StartProducten/StartProduct"))
    yield from _client(body, products, START_KEY)
    yield from check_not_after((product.find("Begindatum") for product in products), dated(body))


def stop_findings(body: Node) -> Iterator[Finding]:
    products = list(body.each("Client/StopProducten/StopProduct"))
    yield from _client(body, products, STOP_KEY)
    for product in products:
        yield from check_order(product, "Begindatum", "Einddatum", "TR018")
    yield from check_not_after((product.find("Einddatum") for product in products), dated(body))


def _client(body: Node, products: list[Node], key: tuple[str, ...]) -> Iterator[Finding]:
    client = at(body, "Client")
    yield from check_bsn(client)
    yield from check_birth(client, dated(body))
    yield from check_unique(products, key)
    for product in products:
        if product.get("StatusAanlevering") not in FIRST_OR_REMOVAL:
            yield broken("CS058", at(product, "StatusAanlevering"))
