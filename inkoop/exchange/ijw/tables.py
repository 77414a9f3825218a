"""A message as the table of a delivery: the same columns as the file of that kind, so the same judgement."""

from collections.abc import Callable, Iterator
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
START_PATHS = {"toewijzingnummer": "ToewijzingNummer", "begindatum": "Begindatum"}
STOP_PATHS = {"toewijzingnummer": "ToewijzingNummer", "einddatum": "Einddatum", "reden": "RedenBeeindiging"}
REMOVAL = "3"
MONTH_KNOWN = ("", "1")  # DatumGebruik: known, or only the day unknown

PRODUCTS = {
    "JW301": "Client/ToegewezenProducten/ToegewezenProduct",
    "JW305": "Client/StartProducten/StartProduct",
    "JW307": "Client/StopProducten/StopProduct",
}


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
    """``incoming.findings`` are complete once all rows were read; the rows of a message that fails mean nothing."""
    if incoming.message.name == "JW323":
        return Table(DECLARATION_COLUMNS, _declared(incoming, schemas))
    columns, rows = SMALL[incoming.message.name]
    return Table(columns, _small(incoming, rows, schemas))


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


Rows = Callable[[Node], Iterator[list[str]]]


def _small(incoming: Incoming, rows: Rows, schemas: Path | None) -> Iterator[list[str]]:
    for _ in judged_batches(incoming, schemas=schemas):
        pass
    if not incoming.findings.level:
        yield from rows(incoming.body)


def _allocations(body: Node) -> Iterator[list[str]]:
    client = body.find("Client") or body
    is_known = client.get("Geboortedatum/DatumGebruik") in MONTH_KNOWN
    month = client.get("Geboortedatum/Datum")[:7] if is_known else ""
    head = [body.get("Header/Afzender"), body.get("Header/Ontvanger"), client.get("Bsn"), month]
    for product in body.each(PRODUCTS["JW301"]):
        yield [*head, *(product.get(path) for path in ALLOCATION_PATHS.values())]


def _care(name: str, paths: dict[str, str]) -> Rows:
    def rows(body: Node) -> Iterator[list[str]]:
        for product in body.each(PRODUCTS[name]):
            if product.get("StatusAanlevering") == REMOVAL:
                raise BrokenFile(
                    "Het bericht verwijdert een eerdere melding (StatusAanlevering 3). Dat wordt niet verwerkt; "
                    "laat de melding door de berichtenbeheerder herstellen."
                )
            yield [body.get("Header/Ontvanger"), *(product.get(path) for path in paths.values())]

    return rows


SMALL: dict[str, tuple[list[str], Rows]] = {
    "JW301": (["gemeentecode", "agb", "bsn", "geboortemaand", *ALLOCATION_PATHS], _allocations),
    "JW305": (["gemeentecode", *START_PATHS], _care("JW305", START_PATHS)),
    "JW307": (["gemeentecode", *STOP_PATHS], _care("JW307", STOP_PATHS)),
}
