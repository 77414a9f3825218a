"""The messages of each supported release, built from the tables."""

from inkoop.exchange.ijw.structure.grammar import Base, Element, Group, Message, Release, SimpleType
from inkoop.exchange.ijw.structure.tables import (
    LISTED,
    REPEATED,
    RETOUR_HEADER,
    RETOURCODES,
    SHARED,
    TABLES,
    Table,
)
from inkoop.exchange.ijw.structure.types import SIMPLE, exactly, text

Simple = dict[str, SimpleType]

MARKS: dict[str, tuple[int, int | None]] = {"?": (0, 1), "+": (1, None)}

RELEASES = (
    Release(
        name="3.2",
        version="3",
        subversion="2",
        shared="http://www.istandaarden.nl/ijw/3_2/basisschema/schema",
        namespaces="http://www.istandaarden.nl/ijw/3_2/{}/schema",
        xsd=("1.0.0", "1.0.0"),
        rules="2.10.5",
    ),
)

DECLARATION_NUMBER = {"DeclaratieNummer": text(12, r"[a-zA-Z0-9]+", "1 tot en met 12 letters en cijfers")}


def retour_table(table: Table) -> Table:
    """The retour message: the same groups, each but the plain lists with its own RetourCodes."""
    lists = {name for name, elements in table.items() if elements.endswith("+")}
    body = table["Bericht"].split()[1]
    groups = {
        name: elements if name in lists else f"{elements} RetourCodes"
        for name, elements in table.items()
        if name not in ("Bericht", "Header")
    }
    return groups | {"Bericht": f"Header {body}?", "Header": RETOUR_HEADER, "RetourCodes": RETOURCODES}


def _group(name: str, table: Table, simple: Simple, *, shared: bool) -> Group:
    elements = (SHARED if shared else table)[name]
    return Group(name, tuple(_element(word, table, simple, shared=shared) for word in elements.split()))


def _element(word: str, table: Table, simple: Simple, *, shared: bool) -> Element:
    minimum, maximum = MARKS.get(word[-1], (1, 1))
    name, _, kind = word.rstrip("?+").partition(":")
    return Element(name, _content(kind or name, table, simple, shared=shared), minimum, maximum, shared)


def _content(kind: str, table: Table, simple: Simple, *, shared: bool) -> SimpleType | Group:
    if not shared and kind in table:
        return _group(kind, table, simple, shared=False)
    if kind in SHARED:
        return _group(kind, table, simple, shared=True)
    return simple[kind]


def _simple(code: str, release: Release, *, to_municipality: bool) -> Simple:
    agb, place = SIMPLE["AgbCode"], SIMPLE["Gemeente"]
    sender, receiver = (agb, place) if to_municipality else (place, agb)
    return (
        SIMPLE
        | DECLARATION_NUMBER
        | {
            "BerichtCode": exactly(code),
            "BerichtVersie": exactly(release.version, Base.INTEGER),
            "BerichtSubversie": exactly(release.subversion, Base.INTEGER),
            "Afzender": sender,
            "Ontvanger": receiver,
        }
    )


def _root(table: Table, simple: Simple) -> Element:
    return Element("Bericht", _group("Bericht", table, simple, shared=False))


def _messages(release: Release) -> list[Message]:
    made = []
    for name, code, answer, answer_code, title, to_municipality in LISTED:
        simple = _simple(code, release, to_municipality=to_municipality)
        answered_by = answer or {"JW323": "JW325"}.get(name, "")
        answers = "JW323" if name == "JW325" else ""
        root, repeated = _root(TABLES[name], simple), REPEATED.get(name, ())
        made.append(
            Message(name, code, title, release, root, to_municipality, answered_by, answers, repeated)
        )
        if answer:
            # a retour message keeps the sender and receiver of the message that it answers (IV028)
            simple = _simple(answer_code, release, to_municipality=to_municipality)
            root = _root(retour_table(TABLES[name]), simple)
            retour = f"Retour op {name}"
            made.append(Message(answer, answer_code, retour, release, root, to_municipality, "", name))
    return made


MESSAGES: dict[tuple[str, str], Message] = {
    (release.name, message.name): message for release in RELEASES for message in _messages(release)
}
BY_NAMESPACE = {message.namespace: message for message in MESSAGES.values()}
CURRENT = RELEASES[-1]


def message(name: str, release: str = CURRENT.name) -> Message:
    return MESSAGES[release, name]
