"""A message as the table of a delivery: the same columns as the file of that kind, so the same judgement."""

from collections.abc import Iterator
from pathlib import Path

from inkoop.base.choices import DeliveryKind
from inkoop.exchange.errors import BrokenFile
from inkoop.exchange.ijw.checking import judged_batches
from inkoop.exchange.ijw.findings import Unreadable
from inkoop.exchange.ijw.reading import Incoming, Node, open_message
from inkoop.exchange.ijw.sources import sources
from inkoop.exchange.readers import Table

KINDS = {
    "JW301": DeliveryKind.ALLOCATIONS,
    "JW305": DeliveryKind.STARTS,
    "JW307": DeliveryKind.STOPS,
    "JW315": DeliveryKind.REQUESTS,
    "JW317": DeliveryKind.REQUESTS,
    "JW319": DeliveryKind.ANSWERS,
    "JW323": DeliveryKind.DECLARATIONS,
}
DECLARATION_COLUMNS = [
    *(
        "agb",
        "gemeentecode",
        "declaratienummer",
        "dagtekening",
        "bsn",
        "referentienummer",
        "vorig_referentienummer",
    ),
    *("toewijzingnummer", "productcategorie", "productcode", "periode_begin", "periode_eind"),
    *("volume", "eenheid", "tarief", "bedrag", "debet_credit"),
]
ALLOCATION_PATHS = {
    "toewijzingnummer": "ToewijzingNummer",
    "productcategorie": "Product/Categorie",
    "productcode": "Product/Code",
    "toewijzingsdatum": "Toewijzingsdatum",
    "toewijzingstijd": "Toewijzingstijd",
    "ingangsdatum": "Ingangsdatum",
    "einddatum": "Einddatum",
    "volume": "Omvang/Volume",
    "eenheid": "Omvang/Eenheid",
    "frequentie": "Omvang/Frequentie",
    "budget": "Budget",
    "reden_wijziging": "RedenWijziging",
}
ALLOCATION_COLUMNS = ["gemeentecode", "agb", "bsn", "geboortemaand", *ALLOCATION_PATHS]
MONTH_KNOWN = ("", "1")  # DatumGebruik: known, or only the day unknown

IN_TABLES = ("JW301", "JW323")
"""Messages of which the products go along the staging table."""

CLIENT = "Client"
PRODUCTS = {
    "JW301": ("Client/ToegewezenProducten/ToegewezenProduct",),
    "JW305": ("Client/StartProducten/StartProduct",),
    "JW307": ("Client/StopProducten/StopProduct",),
    "JW315": ("Client/AangevraagdeProducten/AangevraagdProduct",),
    "JW317": (
        "Client/Verzoek",
        "Client/Verzoek/OngewijzigdeProducten/OngewijzigdProduct",
        "Client/Verzoek/TeWijzigenProducten/TeWijzigenProduct",
        "Client/Verzoek/NieuweProducten/NieuwProduct",
    ),
    "JW319": ("Antwoord",),
}


def products_of(body: Node) -> Iterator[tuple[int, Node]]:
    """The classes that are judged apart, numbered from 1; findings and answers go by this number."""
    nodes = (node for paths in PRODUCTS.values() for path in paths for node in body.each(path))
    return enumerate(nodes, 1)


def class_path(body: Node, number: int) -> str:
    """Where the class with this number stands; 0 is the client."""
    client = body.find(CLIENT)
    return dict(products_of(body))[number].path if number else client.path if client else ""


def single_message(path: Path) -> Incoming:
    """The one message in the file. Raises BrokenFile."""
    found = sources(path)
    if len(found) != 1:
        raise BrokenFile(f"De zip bevat {len(found)} berichten. Lever elk bericht als een eigen bestand aan.")
    incoming = open_message(found[0])
    if incoming.message.name not in KINDS:
        raise BrokenFile(
            f"Een {incoming.message.name} ({incoming.message.title}) wordt niet geladen; alleen {', '.join(KINDS)}."
        )
    return incoming


def place_in_order(path: Path) -> tuple[DeliveryKind, str]:
    """The kind of a message and its dagtekening, by its begin."""
    incoming = single_message(path)
    try:
        next(incoming.batches(), None)
    except Unreadable:
        return KINDS[incoming.message.name], ""
    return KINDS[incoming.message.name], incoming.header.get("BerichtIdentificatie/Dagtekening")


def message_table(incoming: Incoming, *, schemas: Path | None = None) -> Table:
    """Of a JW301 or a JW323.

    ``incoming.findings`` are complete once all rows were read; the rows of a message that fails mean nothing.
    """
    if incoming.message.name == "JW323":
        return Table(DECLARATION_COLUMNS, _declared(incoming, schemas))
    return Table(ALLOCATION_COLUMNS, _allocated(incoming, schemas))


def read_whole(incoming: Incoming, *, schemas: Path | None = None) -> None:
    """Of a small message: ``incoming.body`` and ``incoming.findings`` are complete afterwards."""
    for _ in judged_batches(incoming, schemas=schemas):
        pass


def _declared(incoming: Incoming, schemas: Path | None) -> Iterator[list[str]]:
    head: list[str] = []
    for batch in judged_batches(incoming, schemas=schemas):
        if not head:
            body = incoming.body
            head = [
                body.get("Header/Afzender"),
                body.get("Header/Ontvanger"),
                body.get("Declaratie/DeclaratieNummer"),
                body.get("Declaratie/DeclaratieDagtekening"),
            ]
        begin = [*head, batch.bsn]
        for line in batch.lines:
            yield [*begin, *(value or "" for value in line)]


def _allocated(incoming: Incoming, schemas: Path | None) -> Iterator[list[str]]:
    read_whole(incoming, schemas=schemas)
    if incoming.findings.level:
        return
    body = incoming.body
    client = body.find(CLIENT) or body
    is_known = client.get("Geboortedatum/DatumGebruik") in MONTH_KNOWN
    month = client.get("Geboortedatum/Datum")[:7] if is_known else ""
    head = [body.get("Header/Afzender"), body.get("Header/Ontvanger"), client.get("Bsn"), month]
    for _, product in products_of(body):
        yield [*head, *(product.get(path) for path in ALLOCATION_PATHS.values())]
