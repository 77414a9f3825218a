"""The rules inside a JW315, a JW317 and a JW319."""

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
    check_order,
    check_product,
    check_size,
    check_unique,
    dated,
)

WITH_CODE_OR_NAME = ("02", "03", "04", "05")
REFUSED, UNDER_INVESTIGATION = "1", "2"
OTHER_MUNICIPALITY = "8"
NEW_PRODUCT_KEY = ("GewensteIngangsdatum", "Product/Categorie", "Product/Code")


def request_findings(body: Node) -> Iterator[Finding]:
    """JW315."""
    client, begin, end = at(body, "Client"), "ToewijzingIngangsdatum", "ToewijzingEinddatum"
    products = list(client.each("AangevraagdeProducten/AangevraagdProduct"))
    yield from check_bsn(client)
    yield from check_birth(client, dated(body))
    yield from check_unique(products, ("ReferentieAanbieder",), "TR383")
    yield from check_no_overlap(products, "TR386", begin, end)
    for product in products:
        yield from check_product(product, end=end)
        yield from check_size(product, "CS343", end=end)
        yield from check_no_size_without_code(product, "CD095", end=end)
        yield from check_order(product, begin, end)
        if product.has("BeschikkingNummer") != product.has("BeschikkingIngangsdatum"):
            yield broken("CD043", product, "een van beide")
        yield from _referrer(at(product, "Verwijzer"))


def _referrer(referrer: Node) -> Iterator[Finding]:
    kind, code, name = referrer.get("Type"), referrer.find("ZorgverlenerCode"), referrer.find("Naam")
    if kind not in WITH_CODE_OR_NAME:
        if code:
            yield broken("CD068", code)
        return
    if code and name:
        yield broken("CD066", name, "een naam en een AGB-code")
    if not code and not name:
        yield broken("CD067", referrer, "geen van beide")


def change_findings(body: Node) -> Iterator[Finding]:
    """JW317."""
    request = at(body, "Client/Verzoek")
    same = list(request.each("OngewijzigdeProducten/OngewijzigdProduct"))
    changed = list(request.each("TeWijzigenProducten/TeWijzigenProduct"))
    new = list(request.each("NieuweProducten/NieuwProduct"))
    yield from check_bsn(at(body, "Client"))
    if not same and not changed:
        yield broken("TR352", request, "geen toewijzing")
    if not changed and not new:
        yield broken("TR353", request, "alleen ongewijzigde producten")
    yield from check_unique(same, ("ToewijzingNummer",))
    yield from check_unique(changed, ("ToewijzingNummer",))
    for product in changed:
        yield from check_product(product, new=False)
        yield from _changed(product)
    yield from _new(new, dated(body))


def _changed(product: Node) -> Iterator[Finding]:
    yield from check_size(product, "CS338")
    yield from check_order(product, "GewensteIngangsdatum", "Einddatum")


def _new(products: list[Node], day: str) -> Iterator[Finding]:
    yield from check_unique(products, NEW_PRODUCT_KEY)
    yield from check_no_overlap(products, "TR410", "GewensteIngangsdatum")
    for product in products:
        yield from check_product(product)
        yield from check_no_size_without_code(product, "CD096")
        yield from _changed(product)
        if product.get("GewensteIngangsdatum") <= day:
            yield broken("TR380", at(product, "GewensteIngangsdatum"))


def answer_findings(body: Node) -> Iterator[Finding]:
    """JW319."""
    answer = at(body, "Antwoord")
    reason, place = answer.find("RedenAfwijzingVerzoek"), answer.find("Woonplaatsbeginsel")
    if answer.get("VerzoekAntwoord") == REFUSED and not reason:
        yield broken("CD085", answer, "geen reden")
    if answer.get("VerzoekAntwoord") == UNDER_INVESTIGATION and reason:
        yield broken("CD086", reason)
    if reason and reason.text == OTHER_MUNICIPALITY and not place:
        yield broken("TR377", reason, "geen gemeente")
    if place and not (reason and reason.text == OTHER_MUNICIPALITY):
        yield broken("TR409", place, "een gemeente")
