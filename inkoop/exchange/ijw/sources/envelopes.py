"""Transport envelopes: StUF-GGk on the side of the municipality, VECOZO VSP on the side of the provider."""

import binascii
from collections.abc import Iterator
from xml.parsers import expat

from inkoop.exchange.ijw.findings import Unreadable
from inkoop.exchange.ijw.sources.prolog import Root

SOAP = ("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope")
GGK = "http://www.stufstandaarden.nl/sectormodel/ggk/"
VECOZO = "http://schemas.vecozo.nl/berichtuitwisseling/messages/"
PAYLOADS = ((GGK, "bericht"), (VECOZO, "Data"))

DEEPEST = 32
SPACE = b" \t\r\n"


def is_envelope(root: Root) -> bool:
    return root.namespace.startswith(GGK) or (root.namespace in SOAP and root.name == "Envelope")


def payload(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The decoded content of the one payload element. Raises Unreadable."""
    parts = _Parts()
    waiting = b""
    for block in blocks:
        parts.feed(block)
        waiting += parts.taken().translate(None, SPACE)
        whole = len(waiting) // 4 * 4
        if whole:
            yield _decoded(waiting[:whole])
            waiting = waiting[whole:]
    parts.close()
    if waiting:
        raise _no_base64()


def _decoded(text: bytes) -> bytes:
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except binascii.Error:
        raise _no_base64() from None


def _no_base64() -> Unreadable:
    return Unreadable("De inhoud van de envelop is geen geldige base64. Lever de envelop volledig aan.")


class _Parts:
    """Collects the text of the payload element while the envelope streams by."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._depth = self._found = self._inside = 0
        self._parser = expat.ParserCreate("utf-8", " ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def feed(self, block: bytes) -> None:
        self._parse(block, final=False)

    def close(self) -> None:
        self._parse(b"", final=True)
        if self._found != 1:
            raise Unreadable(f"De envelop bevat {self._found} berichten.", expected="één bericht")

    def taken(self) -> bytes:
        text = "".join(self._text)
        self._text.clear()
        try:
            return text.encode("ascii")
        except UnicodeEncodeError:
            raise _no_base64() from None

    def _parse(self, block: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(block, final)
        except expat.ExpatError as error:
            raise Unreadable("De envelop is geen geldige XML.", line=error.lineno) from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST or self._inside:
            raise Unreadable("De envelop is dieper genest dan mag.", line=self._parser.CurrentLineNumber)
        space, _, local = name.rpartition(" ")
        if any(space.startswith(start) and local == element for start, element in PAYLOADS):
            self._found, self._inside = self._found + 1, self._depth

    def _end(self, name: str) -> None:
        if self._inside == self._depth:
            self._inside = 0
        self._depth -= 1

    def _data(self, text: str) -> None:
        if self._inside:
            self._text.append(text)

    def _refuse_doctype(self, *_: object) -> None:
        raise Unreadable("De envelop bevat een DOCTYPE. Dat staat de standaard niet toe.")
