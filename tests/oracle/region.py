"""A region as of a peildatum: its deliveries loaded one by one, every line judged on its day."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from contracts.rules.books import Books
from contracts.rules.facts import Line
from contracts.rules.findings import MALFORMED, Finding, MalformedRow, Outcome
from contracts.rules.judgement import ReferenceData, load
from kpis.rules.snapshot import Ledger, Snapshot, SubmittedRow, as_of
from tests.oracle.fields import Fields
from tests.oracle.files import DeliveredFile, delivered_files
from tests.oracle.registers import Registers, Stamp


@dataclass(frozen=True)
class Rejection:
    """One row of ``afwijzingen``: a code of a refused row, with its causes in words."""

    agb: str
    declaration: str
    reference: str
    code: str
    cause: str


class Region:
    """Everything loaded so far: the registers, the books, and every submitted row."""

    def __init__(self) -> None:
        self.kept = Registers()
        self.books = Books()
        self.lines: list[Line] = []
        self.submitted: list[SubmittedRow] = []
        self.rejections: list[Rejection] = []
        self.refused: dict[str, int] = {}  # rows refused per kind
        self._rows = 0

    def load(self, file: DeliveredFile) -> None:
        """Loads one delivery."""
        if file.kind == "declaraties":
            self._load_declarations(file)
            return
        for row in file.rows():
            self._rows += 1
            if not self.kept.take(file.kind, row, Stamp(file.received_on, self._rows)):
                self._count_refused(file.kind)

    def ledger(self) -> Ledger:
        """All that was loaded, for the rules."""
        return Ledger(
            providers=self.kept.providers,
            product_codes=self.kept.product_codes,
            contracts=self.kept.contracts,
            tariffs=self.kept.tariffs,
            allocations=self.kept.allocations,
            stops=self.kept.stops,
            ibps=self.kept.ibps,
            lines=self.lines,
            submitted=self.submitted,
        )

    def _load_declarations(self, file: DeliveredFile) -> None:
        rows = {row.row: row for row in file.rows()}
        lines = [to_line(row, file) for row in rows.values() if not row.malformed]
        malformed = [to_malformed(row) for row in rows.values() if row.malformed]
        outcomes = load(self.books, lines, self._reference(), file.received_on, malformed)
        for outcome in outcomes:
            self._keep(outcome, rows[outcome.row], file.received_on)

    def _reference(self) -> ReferenceData:
        """What was loaded before this delivery."""
        kept = self.kept
        return ReferenceData(kept.municipalities, kept.products, kept.versions, kept.contracts, kept.tariffs)

    def _keep(self, outcome: Outcome, row: Fields, received_on: date) -> None:
        self.submitted.append(to_submitted(row, outcome.codes, received_on))
        if outcome.accepted and isinstance(outcome.line, Line):
            self.lines.append(outcome.line)
            return
        self._count_refused("declaraties")
        self.rejections += rejections(outcome, row)

    def _count_refused(self, kind: str) -> None:
        self.refused[kind] = self.refused.get(kind, 0) + 1


def read_region(directory: Path, peildatum: date) -> Region:
    """The region of the deliveries received on or before the peildatum."""
    region = Region()
    for file in delivered_files(directory, peildatum):
        region.load(file)
    return region


def read_snapshot(directory: Path, peildatum: date) -> Snapshot:
    """The snapshot of a region of files as of the peildatum."""
    return as_of(read_region(directory, peildatum).ledger(), peildatum)


def to_line(row: Fields, file: DeliveredFile) -> Line:
    """A well-formed row as a line; the lines of one delivery share its sequence."""
    return Line(
        agb=row["agb"],
        municipality=row["gemeentecode"],
        declaration=row["declaratienummer"],
        declared_on=row["dagtekening"],
        reference=row["referentienummer"],
        previous_reference=row["vorig_referentienummer"],
        client=row["person"],
        allocation=row["toewijzingnummer"],
        category=row["productcategorie"],
        code=row["productcode"],
        begin=row["periode_begin"],
        end=row["periode_eind"],
        volume=row["volume"],
        unit=row["eenheid"],
        tariff=row["tarief"],
        amount=row["bedrag"],
        debit_credit=row["debet_credit"],
        received_on=file.received_on,
        sequence=file.sequence,
        row=row.row,
    )


def to_malformed(row: Fields) -> MalformedRow:
    """A row that cannot be read as a line, with what could be read of it."""
    return MalformedRow(
        row=row.row,
        agb=row["agb"],
        reference=row["referentienummer"],
        declaration=row["declaratienummer"],
        municipality=row["gemeentecode"],
        declared_on=row["dagtekening"],
        findings=tuple(Finding(MALFORMED, "", name, "", "") for name in row.malformed),
    )


def to_submitted(row: Fields, codes: tuple[str, ...], received_on: date) -> SubmittedRow:
    """A row with its outcome; texts are empty and days None where they could not be read."""
    return SubmittedRow(
        agb=row["agb"] or "",
        municipality=row["gemeentecode"] or "",
        declaration=row["declaratienummer"] or "",
        reference=row["referentienummer"] or "",
        allocation=row["toewijzingnummer"] or "",
        category=row["productcategorie"] or "",
        code=row["productcode"] or "",
        begin=row["periode_begin"],
        declared_on=row["dagtekening"],
        received_on=received_on,
        codes=codes,
    )


def rejections(outcome: Outcome, row: Fields) -> list[Rejection]:
    """What is reported of a refused row: every code once, with all its causes."""
    causes: dict[str, list[str]] = {}
    for finding in outcome.findings:
        text = f"{finding.rule} {finding.field}: {finding.found}".strip()
        causes.setdefault(finding.code, []).append(text)
    names = (row["agb"] or "", row["declaratienummer"] or "", row["referentienummer"] or "")
    return [Rejection(*names, code, "; ".join(texts)) for code, texts in causes.items()]
