"""Reading and judging a message by itself: levels 1 and 2. Nothing that is wrong with a file ends in an exception."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inkoop.exchange.ijw.findings import FORM, Finding, Unreadable
from inkoop.exchange.ijw.official import official_findings
from inkoop.exchange.ijw.reading import Batch, Incoming, Node, open_message
from inkoop.exchange.ijw.rules import line_rules, whole_findings
from inkoop.exchange.ijw.sources import Source, sources


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one message. ``level`` 0 = nothing wrong; ``count`` counts also findings that are not kept."""

    name: str
    message: str
    header: Node
    lines: int
    level: int
    count: int
    findings: list[Finding]

    @property
    def answer(self) -> str:
        """The retourcode for the message as a whole; empty for a fault in the form, which has none."""
        return {0: "", FORM: ""}.get(self.level, "0001")


def judged_batches(incoming: Incoming, *, schemas: Path | None = None) -> Iterator[Batch]:
    """The lines of a message, with the rules inside the message tested on the way.

    At the end ``incoming.findings`` are complete. Raises Unreadable.
    """
    rules = line_rules(incoming)
    opened = False
    for batch in incoming.batches():
        if rules:
            if not opened:
                rules.open()
                opened = True
            rules.lines(batch)
        yield batch
    if schemas and not incoming.findings.level:
        for finding in official_findings(incoming.source, incoming.message, schemas):
            incoming.findings.add(finding)
    if incoming.findings.level == FORM:
        return
    if rules:
        rules.close()
    else:
        for finding in whole_findings(incoming):
            incoming.findings.add(finding)


def check_file(path: Path, *, schemas: Path | None = None) -> Iterator[Report]:
    """A report for each message in the file; for a file that cannot be read one report that says so."""
    try:
        for source in sources(path):
            yield check_source(source, schemas=schemas)
    except Unreadable as error:
        yield _unreadable(path.name, error)


def check_source(source: Source, *, schemas: Path | None = None) -> Report:
    try:
        incoming = open_message(source)
    except Unreadable as error:
        return _unreadable(source.name, error)
    lines = 0
    try:
        for batch in judged_batches(incoming, schemas=schemas):
            lines += len(batch.lines)
    except Unreadable as error:
        incoming.findings.add(error.finding)
    found = incoming.findings
    level = found.level
    return Report(
        source.name,
        incoming.message.name,
        incoming.header,
        lines,
        level,
        found.counts.get(level, 0),
        found.decisive(),
    )


def _unreadable(name: str, error: Unreadable) -> Report:
    return Report(name, "", Node("Header", "", 0), 0, FORM, 1, [error.finding])
