"""A message while it streams in. Memory does not grow with the file.

The lines are thrown away as soon as they are read; the rest of the message is small, and a part of it that is not
is refused. Level 1: everything is checked against the structure on the way.
"""

from collections.abc import Iterator

from lxml import etree

from inkoop.exchange.ijw.findings import Finding, Findings, Unreadable
from inkoop.exchange.ijw.reading.nodes import Node
from inkoop.exchange.ijw.reading.repeated import Batch, Repeated
from inkoop.exchange.ijw.reading.skimming import Skimmer
from inkoop.exchange.ijw.reading.tree import TreeReader, XmlElement
from inkoop.exchange.ijw.sources import Source
from inkoop.exchange.ijw.structure import BY_NAMESPACE, CURRENT, Message

LARGEST_PART = 4 << 20
LARGE_OWNER = 1 << 20
NO_TAG = "{}geen"
STANDARD = "http://www.istandaarden.nl/"


def open_message(source: Source) -> "Incoming":
    """Recognises the message by its namespace. Raises Unreadable."""
    root = source.root()
    message = BY_NAMESPACE.get(root.namespace)
    if message is None or root.name != message.root.name:
        raise _unknown(root.namespace)
    return Incoming(source, message)


def _unknown(namespace: str) -> Unreadable:
    if namespace.startswith(STANDARD):
        return Unreadable(
            "Dit bericht is van een soort of release die niet wordt verwerkt.",
            found=namespace[:120],
            expected=f"een bericht van iJw {CURRENT.name}",
        )
    return Unreadable(
        "Het bestand is geen iJw-bericht.", found=namespace[:120], expected=f"iJw {CURRENT.name}"
    )


class Incoming:
    """One message and what is wrong with its form.

    ``body`` holds the begin of the message (so its header) when the first line comes, and at the end the whole
    message but its lines.
    """

    def __init__(self, source: Source, message: Message) -> None:
        self.source = source
        self.message = message
        self.findings = Findings()
        self.body = Node(message.root.name, "", 0)
        self._reader = TreeReader(message, self.findings.add)
        self._repeated = Repeated(message, self._reader) if message.repeated else None

    @property
    def header(self) -> Node:
        return self.body.find("Header") or Node("Header", "", 0)

    def path(self, owner_number: int, in_owner: int = 0) -> str:
        """Where an owner stands, or a line of it."""
        return self._repeated.path(owner_number, in_owner) if self._repeated else ""

    def batches(self) -> Iterator[Batch]:
        """Reads the message to its end, once; yields its lines, none for a message without such.

        Raises Unreadable where there is no way to go on.
        """
        repeated = self._repeated
        parser = _parser(repeated.tag if repeated else NO_TAG)
        try:
            if repeated:
                yield from self._lines(parser, repeated)
            else:
                self._feed_all(parser)
            root = parser.close()
        except etree.XMLSyntaxError as error:
            raise _no_xml(self._reader.line_in_file(error.lineno or 0)) from None
        if root.getroottree().docinfo.doctype:
            raise Unreadable("Het bericht bevat een DOCTYPE. Dat staat de standaard niet toe.")
        self.body = self._reader.read(root, self.message.root, f"/{self.message.root.name}")

    def _lines(self, parser: "etree.XMLPullParser", repeated: Repeated) -> Iterator[Batch]:
        skimmer, feed = Skimmer(repeated), Feeding(self, parser, repeated)
        for block in self.source.blocks():
            rest = block
            if not skimmer.is_open:
                head, rest = skimmer.cut(block)
                yield from feed(head)
                if rest and not skimmer.begin(feed.ended):
                    yield from feed(rest)
                    continue
            if skimmer.is_open:
                yield from skimmer.take(rest)
                yield from feed(skimmer.left())
        yield from feed(skimmer.close())

    def _feed_all(self, parser: "etree.XMLPullParser") -> None:
        size = 0
        for block in self.source.blocks():
            size += len(block)
            _refuse_large(size)
            parser.feed(block)

    def begin_with(self, element: XmlElement) -> None:
        """The begin of the message, when its first owner comes."""
        if not self.body.children:
            root = element.getroottree().getroot()
            self.body = TreeReader(self.message, _ignore).read(root, self.message.root, "")


class Feeding:
    """Gives text to the parser and yields the lines that come out. ``ended``: the owner that ended with it."""

    def __init__(self, incoming: Incoming, parser: "etree.XMLPullParser", repeated: Repeated) -> None:
        self._incoming = incoming
        self._parser = parser
        self._repeated = repeated
        self._waiting = 0
        self.ended: XmlElement | None = None

    def __call__(self, text: bytes) -> Iterator[Batch]:
        if not text:
            return
        self.ended = None
        self._parser.feed(text)
        self._waiting += len(text)
        for event, element in self._parser.read_events():
            self._waiting = 0
            if event == "end":
                yield from self._repeated.end(element)
                self.ended = element
                continue
            self._incoming.begin_with(element)
            self._repeated.begin(element)
            self.ended = None
        if self._waiting > LARGE_OWNER:
            for batch in self._repeated.relieve():
                self._waiting = 0
                yield batch
        _refuse_large(self._waiting)


def _ignore(finding: Finding) -> None:
    """The same will be found again when the message is complete."""


def _refuse_large(size: int) -> None:
    if size > LARGEST_PART:
        raise Unreadable(
            f"Een deel van het bericht is groter dan {LARGEST_PART >> 20} MB.",
            expected="een bericht van gewone omvang",
        )


def _parser(tag: str) -> "etree.XMLPullParser":
    return etree.XMLPullParser(
        events=("start", "end"),
        tag=tag,
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _no_xml(line: int) -> Unreadable:
    return Unreadable(
        "Het bericht is geen geldige XML. Vaak is het afgebroken of staat er een teken in dat niet mag.",
        line=line,
    )
