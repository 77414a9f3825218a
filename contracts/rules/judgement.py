"""The outcome of a delivery of declarations: which rows are accepted, and why others are not.

First the credits, then the debits (OP366), each in row order; a row that is accepted counts for
the rows after it. Which findings stand together: formulas, section 11.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from contracts.rules import line_checks
from contracts.rules.allocations import Allocations, measured, total_limit
from contracts.rules.books import Books
from contracts.rules.codes import CREDIT
from contracts.rules.facts import AllocationVersion, ContractVersion, Line, ProductCode, Tariff
from contracts.rules.findings import (
    BEGINS_OUTSIDE,
    BUDGET_EXCEEDED,
    CREDITED_BEFORE,
    DATED_IN_FUTURE,
    DEBIT_STANDS,
    ENDS_OUTSIDE,
    NO_DEBIT,
    OTHER_CODE,
    OTHER_UNIT,
    TOTAL_VOLUME_EXCEEDED,
    UNKNOWN_MUNICIPALITY,
    Finding,
    MalformedRow,
    Outcome,
    dutch_day,
    euros,
)
from contracts.rules.form import form_findings
from contracts.rules.names import Row, declaration_findings, reference_findings
from contracts.rules.tariffs import AgreedTariffs

HIDE_VOLUME = frozenset({BEGINS_OUTSIDE, ENDS_OUTSIDE, OTHER_CODE, OTHER_UNIT})

# What a credit shares with its debit, besides provider and client: the column, and how to write it.
CREDIT_REPEATS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "municipality": ("gemeentecode", str),
    "allocation": ("toewijzingnummer", str),
    "category": ("productcategorie", str),
    "code": ("productcode", str),
    "begin": ("periode_begin", dutch_day),
    "end": ("periode_eind", dutch_day),
    "volume": ("volume", str),
    "unit": ("eenheid", str),
    "tariff": ("tarief", euros),
    "amount": ("bedrag", euros),
}


@dataclass(frozen=True)
class ReferenceData:
    """Everything but declarations that was loaded when a delivery is judged.

    Of allocations, contracts and tariffs only what was received by the day of the delivery
    counts, so later facts may be among them. Municipalities and products are those known then.
    """

    municipalities: Collection[str]
    products: Mapping[str, ProductCode]
    allocations: Allocations
    contracts: Collection[ContractVersion]
    tariffs: Collection[Tariff]
    _agreed: dict[date, AgreedTariffs] = field(default_factory=dict, compare=False, repr=False)

    def agreed_tariffs(self, day: date) -> AgreedTariffs:
        """The agreed tariffs as known on ``day``."""
        if day not in self._agreed:
            self._agreed[day] = AgreedTariffs(self.contracts, self.tariffs, day)
        return self._agreed[day]


def load(
    books: Books,
    lines: Collection[Line],
    facts: ReferenceData,
    received_on: date,
    malformed: Collection[MalformedRow] = (),
) -> list[Outcome]:
    """Judges one delivery and books it; one outcome for every row, in row order.

    ``received_on`` is the day of receipt of all its rows. Running sums and the debits of credits
    (8017, 9322, 9369) look at what was received up to and including that day; uniqueness (8021,
    9333, 9389, 9390) at everything in the books.
    """
    delivery = _opened(books, (*lines, *malformed), facts, received_on)
    outcomes = [Outcome(row, row.findings) for row in malformed]
    for line in _in_turn(lines):
        findings = tuple(delivery.findings(line))
        outcomes.append(Outcome(line, findings))
        if not findings:
            books.book(line)
    outcomes.sort(key=lambda outcome: outcome.row)
    books.close(outcomes)
    return outcomes


def judge(
    books: Books,
    lines: Collection[Line],
    facts: ReferenceData,
    received_on: date,
    malformed: Collection[MalformedRow] = (),
) -> list[Outcome]:
    """The outcomes that ``load`` would give, without booking anything."""
    return load(books.copy(), lines, facts, received_on, malformed)


def _in_turn(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.debit_credit != CREDIT, line.row))


def _opened(books: Books, rows: Collection[Row], facts: ReferenceData, received_on: date) -> "_Delivery":
    used_references = reference_findings(rows, books)
    used_declarations = declaration_findings(rows, books)
    return _Delivery(books, facts, received_on, used_references, used_declarations)


@dataclass(frozen=True)
class _Delivery:
    """One delivery while it is judged; the used names (8021, 9333) by row."""

    books: Books
    facts: ReferenceData
    received_on: date
    used_references: Mapping[int, Finding]
    used_declarations: Mapping[int, Finding]

    def findings(self, line: Line) -> list[Finding]:
        """All findings of a row that are reported together; 0001 stands alone."""
        broken = form_findings(line)
        if broken:
            return broken
        if line.debit_credit == CREDIT:
            return [*self._general(line), *self._of_credit(line)]
        return self._of_debit(line)

    def _of_debit(self, line: Line) -> list[Finding]:
        """S329 stands alone and comes first; without municipality there is no allocation."""
        wrong_code = list(line_checks.code_findings(line, self.facts.products))
        if wrong_code:
            return wrong_code
        if not self._knows_municipality(line):
            return [*self._general(line), *line_checks.amount_findings(line, None)]
        return self._of_placed_debit(line)

    def _of_placed_debit(self, line: Line) -> list[Finding]:
        """Beside 9338, 8187 and 9384 only 8021; the sums only for rows without a finding."""
        allocation = self.facts.allocations.current(line.municipality, line.allocation, self.received_on)
        misplaced = list(line_checks.target_findings(line, allocation))
        if misplaced or allocation is None:
            return [*misplaced, *self._reference(line)]
        found = [*self._general(line), *self._against(line, allocation), *self._standing(line)]
        return found or self._sums(line, allocation)

    def _against(self, line: Line, allocation: AllocationVersion) -> list[Finding]:
        tariff = self.facts.agreed_tariffs(self.received_on).agreed(
            line.agb, line.municipality, line.code, line.begin
        )
        found = [
            *line_checks.period_findings(line, allocation),
            *line_checks.product_findings(line, allocation),
            *line_checks.unit_findings(line, allocation, tariff),
        ]
        if HIDE_VOLUME.isdisjoint(finding.code for finding in found):
            found += line_checks.volume_findings(line, allocation)
        found += line_checks.tariff_findings(line, tariff)
        found += line_checks.amount_findings(line, tariff)
        return found

    def _general(self, line: Line) -> Iterator[Finding]:
        """8021, 8848, S300 and 9333: about the row and its declaration, for debit and credit."""
        yield from self._reference(line)
        if line.declared_on > self.received_on:
            found, limit = dutch_day(line.declared_on), dutch_day(self.received_on)
            yield Finding(DATED_IN_FUTURE, "TR135", "dagtekening", found, f"uiterlijk {limit}")
        if not self._knows_municipality(line):
            found, expected = line.municipality, "een gemeentecode van de regio"
            yield Finding(UNKNOWN_MUNICIPALITY, "TR378", "gemeentecode", found, expected)
        if line.row in self.used_declarations:
            yield self.used_declarations[line.row]

    def _knows_municipality(self, line: Line) -> bool:
        return line.municipality in self.facts.municipalities

    def _reference(self, line: Line) -> Iterator[Finding]:
        if line.row in self.used_references:
            yield self.used_references[line.row]

    def _of_credit(self, credit: Line) -> list[Finding]:
        """8017 and 9390."""
        debit = self.books.debit(credit.agb, credit.previous_reference or "")
        if debit is None or debit.received_on > self.received_on:
            found = credit.previous_reference or ""
            expected = "de referentie van een eerder goedgekeurde debetregel"
            return [Finding(NO_DEBIT, "TR323", "vorig_referentienummer", found, expected)]
        return [*_differences(credit, debit), *self._credited_before(debit)]

    def _credited_before(self, debit: Line) -> Iterator[Finding]:
        """9390: the debit has an accepted credit already."""
        earlier = self.books.credit_of(debit)
        if earlier is not None:
            found = f"al gecrediteerd met {earlier.reference}"
            expected = "één credit per debetregel"
            yield Finding(CREDITED_BEFORE, "TR390", "vorig_referentienummer", found, expected)

    def _standing(self, line: Line) -> Iterator[Finding]:
        """9389: the same key was accepted before and is not credited."""
        standing = self.books.standing_debit(line)
        if standing is not None:
            found = f"debetregel {standing.reference} staat al"
            expected = "eerst een credit van die regel"
            yield Finding(DEBIT_STANDS, "TR389", "periode_begin", found, expected)

    def _sums(self, line: Line, allocation: AllocationVersion) -> list[Finding]:
        """What was accepted and this line together exceed the allocation."""
        return [*self._volume_sum(line, allocation), *self._amount_sum(line, allocation)]

    def _volume_sum(self, line: Line, allocation: AllocationVersion) -> Iterator[Finding]:
        """9322 (TR322)."""
        limit = total_limit(allocation)
        volume = self.books.volume_on(line, self.received_on) + measured(line.volume, line.unit)
        if limit is not None and volume > limit:
            found = f"{line_checks.volume_text(volume, line.unit)} in totaal"
            expected = f"hoogstens {line_checks.volume_text(limit, line.unit)}"
            yield Finding(TOTAL_VOLUME_EXCEEDED, "TR322", "volume", found, expected)

    def _amount_sum(self, line: Line, allocation: AllocationVersion) -> Iterator[Finding]:
        """9369: in cents, also where the rule says volume (TR369)."""
        amount = self.books.amount_on(line, self.received_on) + line.amount
        if allocation.budget is not None and amount > allocation.budget:
            found, expected = f"{euros(amount)} in totaal", f"hoogstens {euros(allocation.budget)}"
            yield Finding(BUDGET_EXCEEDED, "TR369", "bedrag", found, expected)


def _differences(credit: Line, debit: Line) -> Iterator[Finding]:
    """8017 for every field in which a credit is not identical to its debit (IV091)."""
    if credit.client != debit.client:
        found, expected = "een andere cliënt", "de cliënt van de debetregel"
        yield Finding(NO_DEBIT, "TR323", "client", found, expected)
    for name, (column, text) in CREDIT_REPEATS.items():
        found, expected = getattr(credit, name), getattr(debit, name)
        if found != expected:
            yield Finding(NO_DEBIT, "TR323", column, text(found), text(expected))
