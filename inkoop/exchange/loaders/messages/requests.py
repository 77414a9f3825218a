"""A request for an allocation (JW315): every product is a request of its own, to be decided on apart."""

from datetime import date
from typing import Any

from contracts.choices import ProductChange, RequestKind
from contracts.models import CareRequest, Client, RequestedProduct
from contracts.models.requests import PENDING
from inkoop.exchange.ijw.reading import Node
from inkoop.exchange.ijw.tables import products_of
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.loaders.messages.judged import OF_THE_CLIENT, Letter, Verdicts, fits


def load_requests(letter: Letter) -> Counts:
    verdicts, products = Verdicts(letter.delivery), list(products_of(letter.body))
    if letter.provider is None:
        verdicts.refuse_unknown_provider(OF_THE_CLIENT, letter.body.get("Header/Afzender"))
    elif is_pending(letter):
        verdicts.refuse(OF_THE_CLIENT, "9374", "een lopend verzoek", "geen lopend verzoek")
    for number, node in products:
        judge_reference(letter, verdicts, number, node)
        category, code = node.get("Product/Categorie"), node.get("Product/Code")
        if not fits(category, code):
            verdicts.refuse(number, "S329", code, f"een code van categorie {category}")
    refused = verdicts.refused()
    if OF_THE_CLIENT not in refused:
        client = letter.client()
        for number, node in products:
            if number not in refused:
                _book(letter, client, number, node)
    return verdicts.counts(len(products))


def is_pending(letter: Letter) -> bool:
    """TR374: a request of this provider for this youth is neither granted nor refused."""
    pending = CareRequest.objects.filter(status__in=PENDING, municipality=letter.municipality)
    return pending.filter(provider=letter.provider, client__pseudonym=letter.pseudonym).exists()


def judge_reference(letter: Letter, verdicts: Verdicts, number: int, node: Node) -> None:
    """TR347."""
    reference = node.get("ReferentieAanbieder")
    if CareRequest.objects.filter(provider=letter.provider, reference=reference).exists():
        verdicts.refuse(number, "9347", reference, "een referentie die niet eerder is gebruikt")


def _book(letter: Letter, client: Client, number: int, node: Node) -> None:
    request = book_request(
        letter,
        client,
        number,
        node,
        kind=RequestKind.ALLOCATION,
        referrer_type=node.get("Verwijzer/Type"),
        referrer_name=node.get("Verwijzer/Naam"),
        referrer_agb=node.get("Verwijzer/ZorgverlenerCode"),
    )
    RequestedProduct.objects.create(
        request=request,
        place=1,
        change=ProductChange.NEW,
        begin=day_in(node, "ToewijzingIngangsdatum"),
        end=day_in(node, "ToewijzingEinddatum"),
        **product_in(node),
    )


def book_request(letter: Letter, client: Client, number: int, node: Node, **more: Any) -> CareRequest:
    fields = {
        "municipality": letter.municipality,
        "provider": letter.provider,
        "client": client,
        "reference": node.get("ReferentieAanbieder"),
        "dated_on": letter.dated_on,
    }
    return CareRequest.objects.create(**fields, **more, **letter.origin(number))


def day_in(node: Node, path: str) -> date | None:
    return date.fromisoformat(node.get(path)) if node.has(path) else None


def product_in(node: Node) -> dict[str, Any]:
    """Product, omvang and budget as the fields of a requested product."""
    return {
        "category": node.get("Product/Categorie"),
        "product_code": node.get("Product/Code"),
        "volume": number_in(node, "Omvang/Volume"),
        "unit": node.get("Omvang/Eenheid"),
        "frequency": node.get("Omvang/Frequentie"),
        "budget": number_in(node, "Budget"),
    }


def number_in(node: Node, path: str) -> int | None:
    return int(node.get(path)) if node.has(path) else None
