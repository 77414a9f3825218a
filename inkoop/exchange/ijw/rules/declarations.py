"""The rules inside a JW323, tested while its lines stream by.

Keys that must be unique are logged as hashes; only when some are suspect the message is read once more to see
which lines they are.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from contracts.rules.periods import add_months
from inkoop.base.bsn import is_bsn
from inkoop.exchange.ijw.findings import CONTENT, MOST_KEPT, Finding, Findings, shown
from inkoop.exchange.ijw.reading import Batch, Incoming, Node, open_message
from inkoop.exchange.ijw.reading.patterns import Line
from inkoop.exchange.ijw.rules.common import at, broken, dated
from inkoop.exchange.ijw.rules.keys import KeyLog, repeated, shared
from inkoop.exchange.ijw.rules.texts import TEXTS

FIRST_DAY = "2021-01-01"
OLDEST_MONTHS = 60
REMEMBERED = 10_000
EURO, CREDIT, DEBIT = "83", "C", "D"

# The values of a line, in the order of the message.
REFERENCE, PREVIOUS, ALLOCATION, CATEGORY, CODE, BEGIN, END, VOLUME, UNIT, TARIFF, AMOUNT, SIGN = range(12)
NAMES = (
    *("ProductReferentie/ReferentieNummer", "ProductReferentie/VorigReferentieNummer", "ToewijzingNummer"),
    *("ProductCategorie", "ProductCode", "ProductPeriode/Begindatum", "ProductPeriode/Einddatum"),
    *("GeleverdVolume", "Eenheid", "ProductTarief", "IngediendBedrag/Bedrag", "IngediendBedrag/DebetCredit"),
)
Broken = tuple[str, int]  # rule, place of the value


class DeclarationRules:
    """``lines`` for every batch, ``close`` at the end. Findings go to the message that is read."""

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming
        self._findings: Findings = incoming.findings
        self._day = self._signed = self._until = self._oldest = ""
        self._periods: dict[tuple[str | None, str | None], tuple[Broken, ...]] = {}
        self._owners, self._references, self._credited, self._debits = KeyLog(), KeyLog(), KeyLog(), KeyLog()
        self.total = 0

    def open(self) -> None:
        """When the header and the begin of the declaration are known."""
        body = self._incoming.body
        self._day = dated(body)
        self._until = body.get("Declaratie/DeclaratiePeriode/Einddatum")
        signed = body.get("Declaratie/DeclaratieDagtekening")
        self._oldest = (
            add_months(date.fromisoformat(signed), -OLDEST_MONTHS).isoformat() if signed > FIRST_DAY else ""
        )

    def lines(self, batch: Batch) -> None:
        if batch.in_owner == 1:
            self._owner(batch)
        add_reference, periods = self._references.add, self._periods
        for place, line in enumerate(batch.lines):
            add_reference(hash(line[REFERENCE]))
            found = periods.get((line[BEGIN], line[END]))
            if found is None:
                found = self._period(line)
            if found or (line[UNIT] == EURO) == (line[TARIFF] is not None):
                self._report(batch, place, (*found, *_price(line)))
            if line[SIGN] == DEBIT:
                self.total += int(line[AMOUNT] or 0)
                self._debits.add(hash(line[ALLOCATION:VOLUME]))
                if line[PREVIOUS] is not None:
                    self._report(batch, place, (("CD060", PREVIOUS),))
            else:
                self._credit(batch, place, line)
            if line[UNIT] == EURO and line[AMOUNT] != line[VOLUME]:
                self._report(batch, place, (("CS339", AMOUNT),))
        self._references.settle()
        self._debits.settle()

    def close(self) -> None:
        """The rules on the declaration as a whole and on its keys; reads the message again when keys are suspect."""
        for finding in self._whole():
            self._findings.add(finding)
        suspects = Suspects(self._owners, self._references, self._credited, self._debits)
        if suspects.any:
            for finding in repeated_keys(self._incoming, suspects):
                self._findings.add(finding)

    def _owner(self, batch: Batch) -> None:
        self._owners.add(hash(batch.bsn))
        self._owners.settle()
        if not is_bsn(batch.bsn):
            path = self._incoming.path(batch.owner_number) + "/Bsn"
            self._findings.add(broken("CS002", Node("Bsn", path, batch.line, batch.bsn)))

    def _credit(self, batch: Batch, place: int, line: Line) -> None:
        self.total -= int(line[AMOUNT] or 0)
        if line[PREVIOUS] is None:
            self._report(batch, place, (("CD060", PREVIOUS),))
        else:
            self._credited.add(hash(line[PREVIOUS]))
            self._credited.settle()
        if line[AMOUNT] == "0":
            self._report(batch, place, (("CS325", SIGN),))

    def _period(self, line: Line) -> tuple[Broken, ...]:
        """The rules on a period, which many lines share."""
        begin, end = line[BEGIN] or "", line[END] or ""
        found = tuple(self._period_rules(begin, end))
        if len(self._periods) > REMEMBERED:
            self._periods.clear()
        self._periods[line[BEGIN], line[END]] = found
        return found

    def _period_rules(self, begin: str, end: str) -> Iterator[Broken]:
        if begin < FIRST_DAY:
            yield "CS100", BEGIN
        if begin > self._day:
            yield "TR134", BEGIN
        if end < begin or end > self._day:
            yield "TR137", END
        if begin[:7] != end[:7]:
            yield "CS337", END
        if end > self._until:
            yield "TR319", END
        if end < self._oldest:
            yield "TR335", END

    def _report(self, batch: Batch, place: int, rules: tuple[Broken, ...]) -> None:
        for rule in rules:
            self._findings.add(line_finding(self._incoming, batch, place, rule))

    def _whole(self) -> Iterator[Finding]:
        body = self._incoming.body
        declaration = at(body, "Declaratie")
        period, total = at(declaration, "DeclaratiePeriode"), at(declaration, "TotaalIngediendBedrag")
        yield from self._declared_period(period)
        amount, sign = total.get("TotaalBedrag"), total.get("DebetCredit")
        if amount == "0" and sign == CREDIT:
            yield broken("CS325", at(total, "DebetCredit"))
        if (amount, sign) not in signed_total(self.total):
            yield broken(
                "TR358",
                total,
                f"{amount} {sign}, terwijl de som {'-' * (self.total < 0)}{abs(self.total)} is",
            )

    def _declared_period(self, period: Node) -> Iterator[Finding]:
        begin, end = period.get("Begindatum"), period.get("Einddatum")
        if not begin or not end:
            return
        last = monthrange(int(begin[:4]), int(begin[5:7]))[1]
        if not begin.endswith("-01") or end != f"{begin[:8]}{last}":
            yield broken("CS340", period, f"{begin} t/m {end}")
        if begin < FIRST_DAY:
            yield broken("CS100", at(period, "Begindatum"))
        if begin > self._day:
            yield broken("TR134", at(period, "Begindatum"))
        if end < begin or end > self._day:
            yield broken("TR137", at(period, "Einddatum"))


def signed_total(total: int) -> set[tuple[str, str]]:
    """How a total is written: debit, or credit when negative."""
    return {(str(abs(total)), CREDIT if total < 0 else DEBIT)} | ({("0", CREDIT)} if not total else set())


def _price(line: Line) -> tuple[Broken, ...]:
    return (("CD087", TARIFF),) if (line[UNIT] == EURO) == (line[TARIFF] is not None) else ()


def line_finding(incoming: Incoming, batch: Batch, place: int, rule: Broken) -> Finding:
    name, value = rule
    cause, expected = TEXTS[name]
    path = f"{incoming.path(batch.owner_number, batch.in_owner + place)}/{NAMES[value]}"
    found = shown("", batch.lines[place][value] or "")
    return Finding(CONTENT, name, path, batch.line_of(place), f"{name}: {cause}", found, expected)


class Suspects:
    """Hashes of keys that may occur twice, or in two roles."""

    def __init__(self, owners: KeyLog, references: KeyLog, credited: KeyLog, debits: KeyLog) -> None:
        self.owners = repeated(owners, MOST_KEPT)
        self.references = repeated(references, MOST_KEPT)
        self.credited = repeated(credited, MOST_KEPT)
        self.debits = repeated(debits, MOST_KEPT)
        self.taken_back = shared(references, credited, MOST_KEPT)
        for log in (owners, references, credited, debits):
            log.close()

    @property
    def any(self) -> bool:
        return any((self.owners, self.references, self.credited, self.debits, self.taken_back))


def repeated_keys(incoming: Incoming, suspects: Suspects) -> Iterator[Finding]:
    """TR101, TR315, TR316 and TR416: reads the message again and looks at the suspect keys only."""
    again = open_message(incoming.source)
    seen: set[object] = set()
    own = _references(open_message(incoming.source), suspects.taken_back) if suspects.taken_back else set()
    for batch in again.batches():
        if batch.in_owner == 1 and hash(batch.bsn) in suspects.owners:
            if batch.bsn in seen:
                yield broken(
                    "TR101", Node("Bsn", incoming.path(batch.owner_number) + "/Bsn", batch.line, batch.bsn)
                )
            seen.add(batch.bsn)
        for place, line in enumerate(batch.lines):
            for rule, key, value in _keys(batch.bsn, line, suspects):
                if key in seen:
                    yield line_finding(incoming, batch, place, (rule, value))
                seen.add(key)
            if line[PREVIOUS] in own:
                yield line_finding(incoming, batch, place, ("TR316", PREVIOUS))


def _references(incoming: Incoming, hashes: set[int]) -> set[str | None]:
    lines = (line for batch in incoming.batches() for line in batch.lines)
    return {line[REFERENCE] for line in lines if hash(line[REFERENCE]) in hashes}


def _keys(bsn: str, line: Line, suspects: Suspects) -> Iterator[tuple[str, object, int]]:
    """The keys of a line that may occur once: the rule, the key and the value to show."""
    if hash(line[REFERENCE]) in suspects.references:
        yield "TR101", ("TR101", bsn, line[REFERENCE], line[PREVIOUS]), REFERENCE
    if line[PREVIOUS] is not None and hash(line[PREVIOUS]) in suspects.credited:
        yield "TR315", ("TR315", line[PREVIOUS]), PREVIOUS
    if line[SIGN] == DEBIT and hash(line[ALLOCATION:VOLUME]) in suspects.debits:
        yield "TR416", ("TR416", *line[ALLOCATION:VOLUME]), BEGIN
