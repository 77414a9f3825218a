"""The rules inside a JW325."""

from collections.abc import Iterator

from inkoop.base.bsn import is_bsn
from inkoop.exchange.ijw.findings import Finding
from inkoop.exchange.ijw.reading import Batch, Incoming, Node
from inkoop.exchange.ijw.reading.patterns import Line
from inkoop.exchange.ijw.rules.common import at, broken, dated
from inkoop.exchange.ijw.rules.declarations import (
    AMOUNT,
    BEGIN,
    CREDIT,
    END,
    PREVIOUS,
    REFERENCE,
    SIGN,
    Suspects,
    line_finding,
    repeated_keys,
)
from inkoop.exchange.ijw.rules.keys import KeyLog

NOTHING_WRONG = {"0200", "8001"}


class AnswerRules:
    """``open`` when the header is known, ``lines`` for every batch, ``close`` at the end."""

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming
        self._owners, self._references = KeyLog(), KeyLog()
        self._day = ""
        self._returned = 0

    def open(self) -> None:
        self._day = dated(self._incoming.body)

    def lines(self, batch: Batch) -> None:
        if batch.in_owner == 1:
            self._owners.add(hash(batch.bsn))
            if not is_bsn(batch.bsn):
                path = self._incoming.path(batch.owner_number) + "/Bsn"
                self._incoming.findings.add(broken("CS002", Node("Bsn", path, batch.line, batch.bsn)))
        for place, line in enumerate(batch.lines):
            self._references.add(hash(line[REFERENCE]))
            amount = int(line[AMOUNT] or 0)
            self._returned += -amount if line[SIGN] == CREDIT else amount
            for rule in self._line(line):
                self._incoming.findings.add(line_finding(self._incoming, batch, place, rule))
        self._owners.settle()
        self._references.settle()

    def close(self) -> None:
        for finding in self._totals():
            self._incoming.findings.add(finding)
        suspects = Suspects(self._owners, self._references, KeyLog(), KeyLog())
        if suspects.any:
            for finding in repeated_keys(self._incoming, suspects):
                self._incoming.findings.add(finding)

    def _line(self, line: Line) -> Iterator[tuple[str, int]]:
        begin, end = line[BEGIN] or "", line[END] or ""
        if (line[SIGN] == CREDIT) == (line[PREVIOUS] is None):
            yield "CD060", PREVIOUS
        if line[AMOUNT] == "0" and line[SIGN] == CREDIT:
            yield "CS325", SIGN
        if begin > self._day:
            yield "TR134", BEGIN
        if end < begin or end > self._day:
            yield "TR137", END

    def _totals(self) -> Iterator[Finding]:
        answer = self._incoming.body.find("DeclaratieAntwoord")
        if answer is None:
            return
        submitted, granted = at(answer, "TotaalIngediendBedrag"), at(answer, "TotaalToegekendBedrag")
        for total in (submitted, granted):
            if (total.get("TotaalBedrag"), total.get("DebetCredit")) == ("0", CREDIT):
                yield broken("CS325", at(total, "DebetCredit"))
        codes = {code.text for code in answer.each("RetourCodes/RetourCode")}
        rest = _signed(submitted) - self._returned if codes <= NOTHING_WRONG else 0
        if _signed(granted) != rest:
            yield broken(
                "TR342",
                granted,
                f"toegekend {_signed(granted)}, terwijl ingediend min teruggestuurd {rest} is",
            )


def _signed(total: Node) -> int:
    amount = int(total.get("TotaalBedrag") or 0)
    return -amount if total.get("DebetCredit") == CREDIT else amount
