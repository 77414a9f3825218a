"""The begin of an XML file, looked at before any parser sees it: no DOCTYPE, UTF-8 only, and the root element."""

import re
from dataclasses import dataclass

from inkoop.exchange.ijw.findings import Unreadable

LONGEST_PROLOG = 64 * 1024

DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?(<\?xml[ \t\r\n][^>]{0,200}\?>)?")
ENCODING = re.compile(rb"encoding[ \t\r\n]*=[ \t\r\n]*[\"']([^\"'>]*)[\"']")
NOTHING = re.compile(rb"[ \t\r\n]+|<!--.*?-->|<\?(?!xml[ \t\r\n]).*?\?>", re.DOTALL)
ROOT = re.compile(rb"<([^\s/>!?]{1,200})((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)
SPACES = re.compile(rb"xmlns(?::([^\s=]+))?[ \t\r\n]*=[ \t\r\n]*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass(frozen=True, slots=True)
class Root:
    namespace: str
    name: str


def root_of(begin: bytes) -> Root:
    """The root element of a file that begins with these bytes. Raises Unreadable, also for a DOCTYPE."""
    declared = DECLARATION.match(begin)
    place = declared.end() if declared else 0
    if declared and declared[1]:
        _require_utf8(declared[1])
    while passed := NOTHING.match(begin, place):
        place = passed.end()
    if begin[place : place + 9].upper() == b"<!DOCTYPE":
        raise Unreadable("Het bestand bevat een DOCTYPE. Dat staat de standaard niet toe.")
    root = ROOT.match(begin, place)
    if root is None:
        raise Unreadable(
            "Het bestand is geen XML-bericht. Controleer of dit het juiste bestand is en of het volledig is.",
            expected="XML in UTF-8",
            found="een ander soort bestand" if begin.strip() else "een leeg bestand",
        )
    return _root(root[1], root[2])


def _require_utf8(declaration: bytes) -> None:
    encoding = ENCODING.search(declaration)
    if encoding and encoding[1].lower() not in (b"utf-8", b"utf8"):
        found = encoding[1].decode("ascii", "replace")[:40]
        raise Unreadable("Het bericht heeft een andere codering dan UTF-8.", found=found, expected="UTF-8")


def _root(qualified: bytes, attributes: bytes) -> Root:
    prefix, _, name = qualified.rpartition(b":")
    spaces = {found[1] or b"": found[2] or found[3] or b"" for found in SPACES.finditer(attributes)}
    return Root(spaces.get(prefix, b"").decode("utf-8", "replace"), name.decode("utf-8", "replace"))
