"""A large JW323, and ways to read it. Needs no database, so that the memory of the reader can be measured."""

import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from lxml import etree

from inkoop.base.bsn import is_bsn
from inkoop.exchange.ijw.reading import open_message
from inkoop.exchange.ijw.sources import sources
from inkoop.exchange.ijw.structure import message
from inkoop.exchange.ijw.tables import message_table
from tests.ijw.cast import TOM, declaration, line

BLOCK = 50  # lines per repetition of the template
CLIENTS = 5_000


def write_large(path: Path, lines: int) -> None:
    """A good JW323 with so many lines, a multiple of 50; the clients get them in equal parts."""
    template = [line(f"R7777777{n:02}", ToewijzingNummer=f"7777777{n:02}") for n in range(BLOCK)]
    text = declaration(path, {TOM: template}, total=(str(lines * 5000), "D")).read_text(encoding="utf-8")
    begin, end = text.index("<jw323:Client>"), text.index("</jw323:Clienten>")
    client = text[begin:end]
    inside, after = client.index("<jw323:Prestatie>"), client.index("</jw323:Prestaties>")
    bsns = cycle([str(n) for n in range(int(TOM), 999_999_990) if is_bsn(str(n))][:CLIENTS])
    blocks = max(1, lines // BLOCK // CLIENTS)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text[:begin])
        for first in range(0, lines // BLOCK, blocks):
            file.write(client[:inside].replace(TOM, next(bsns)))
            for number in range(first, min(first + blocks, lines // BLOCK)):
                file.write(client[inside:after].replace("7777777", str(1_000_000 + number)))
            file.write(client[after:])
        file.write(text[end:])


def rows(path: Path) -> Iterator[list[str]]:
    """Our reader with levels 1 and 2, up to the rows for the staging table."""
    (source,) = sources(path)
    incoming = open_message(source)
    yield from message_table(incoming).rows
    if incoming.findings.level:
        raise ValueError(str(incoming.findings.decisive()[0]))


def iterparse_alone(path: Path) -> None:
    """Lines and clients are thrown away as they come; no value is taken."""
    space = f"{{{message('JW323').namespace}}}"
    for _, element in etree.iterparse(path, events=("end",), tag=(f"{space}Prestatie", f"{space}Client")):
        previous, parent = element.getprevious(), element.getparent()
        if previous is not None and parent is not None:
            parent.remove(previous)
        element.clear(keep_tail=True)


def peak() -> int:
    """The most memory that this process has had, in MB."""
    found = re.search(r"VmHWM:\s+([0-9]+)", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) // 1024 if found else 0
