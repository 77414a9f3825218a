"""The published schemas as a second opinion on the form, where an installation has them.

They are no part of this project: a setting names the folder with basisschema.xsd and jw301.xsd and so on. Whatever
a message says about where to find a schema is taken out of it first.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from lxml import etree

from inkoop.exchange.ijw.findings import FORM, MOST_KEPT, Finding, Unreadable
from inkoop.exchange.ijw.sources import Source
from inkoop.exchange.ijw.structure import Message

LARGE = 4 << 20
Entry = etree._LogEntry  # noqa: SLF001  # the only name that lxml has for it

HINT = re.compile(rb"""\s[\w.-]+:(?:schemaLocation|noNamespaceSchemaLocation)\s*=\s*(?:"[^"]*"|'[^']*')""")
APPINFO = "{http://www.w3.org/2001/XMLSchema}annotation/{http://www.w3.org/2001/XMLSchema}appinfo"
NO_SCHEMA = "Het schema {} is niet te lezen: {}. Zet IJW_SCHEMAS op de map met de gepubliceerde schema's."


def official_findings(source: Source, message: Message, folder: Path) -> Iterator[Finding]:
    """What the published schema finds, in its own words; nothing when the message is valid.

    For a message that our own check found correct: it may hold hints in its root only. In a large message the
    schema cannot say on which line.
    """
    schema = _schema(folder, message.name)
    begin, rest = b"", source.blocks()
    for block in rest:
        begin += block if begin else HINT.sub(b"", block)
        if len(begin) > LARGE:
            break
    log = (
        _validate_large(schema, message, chain([begin], rest))
        if len(begin) > LARGE
        else _validate(schema, begin)
    )
    for entry in log[:MOST_KEPT]:
        yield Finding(
            FORM, "schema", "", entry.line, f"Volgens het gepubliceerde schema: {_words(entry.message)}"
        )


def _validate(schema: etree.XMLSchema, content: bytes) -> list[Entry]:
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False)
    schema.validate(etree.fromstring(content, parser))
    return list(schema.error_log)


def _validate_large(schema: etree.XMLSchema, message: Message, blocks: Iterator[bytes]) -> list[Entry]:
    etree.clear_error_log()
    parser = etree.XMLPullParser(
        events=("end",),
        tag=f"{{{message.namespace}}}Client",
        schema=schema,
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        for block in blocks:
            parser.feed(block)
            for _, element in parser.read_events():
                _empty(element)
        parser.close()
    except etree.XMLSyntaxError as error:
        return [entry for entry in error.error_log if entry.domain == etree.ErrorDomains.SCHEMASV]
    return []


def published_versions(folder: Path, message: Message) -> tuple[str, str]:
    """Versions of the shared and the message schema, as the schema itself states them (IV034)."""
    info = _tree(folder, message.name).find(APPINFO)
    shared = f"{{{message.release.shared}}}"
    if info is None:
        return message.release.xsd
    basis = info.findtext(f"{shared}BasisschemaXsdVersie") or message.release.xsd[0]
    own = info.findtext(f"{shared}BerichtXsdVersie") or message.release.xsd[1]
    return basis, own


@cache
def _schema(folder: Path, name: str) -> etree.XMLSchema:
    try:
        return etree.XMLSchema(_tree(folder, name))
    except etree.XMLSchemaParseError as error:
        raise Unreadable(NO_SCHEMA.format(name, error)) from None


def _tree(folder: Path, name: str) -> "etree._ElementTree[etree._Element]":
    path = folder / f"{name.lower()}.xsd"
    try:
        return etree.parse(path, etree.XMLParser(no_network=True, resolve_entities=False))
    except (OSError, etree.XMLSyntaxError) as error:
        raise Unreadable(NO_SCHEMA.format(path.name, error)) from None


def _empty(element: "etree._Element") -> None:
    parent, previous = element.getparent(), element.getprevious()
    if parent is not None and previous is not None:
        parent.remove(previous)
    element.clear(keep_tail=True)


def _words(message: str) -> str:
    """Without values, which may say something about a person."""
    return re.sub(r"The value '.*?'", "The value", re.sub(r"\{http[^}]*\}", "", message))[:300]
