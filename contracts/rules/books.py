"""What was received before: the history against which a new delivery is judged."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from contracts.rules.allocations import measured
from contracts.rules.codes import CREDIT
from contracts.rules.facts import Line
from contracts.rules.findings import MalformedRow, Outcome

Reference = tuple[str, str]  # (agb, referentienummer)
AllocationKey = tuple[str, str]  # (municipality, allocation number)
DebitKey = tuple[str, str, str, str, date, date]


class Books:
    """Accepted debits and credits, used references and declaration numbers, and running sums.

    Empty at first; ``judgement.load`` fills it, delivery by delivery. Outcomes never change.
    """

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self._references: set[Reference] = set()
        self._declarations: set[tuple[str, str]] = set()
        self._debits: dict[Reference, Line] = {}
        self._credits: dict[Reference, Line] = {}
        self._standing: dict[DebitKey, Line] = {}
        self._on_allocation: dict[AllocationKey, list[Line]] = defaultdict(list)

    def copy(self) -> "Books":
        """Books that can go on without changing these."""
        other = Books()
        other.outcomes = list(self.outcomes)
        other._references, other._declarations = set(self._references), set(self._declarations)
        other._debits, other._credits = dict(self._debits), dict(self._credits)
        other._standing = dict(self._standing)
        for key, lines in self._on_allocation.items():
            other._on_allocation[key] = list(lines)
        return other

    def accepted(self) -> list[Line]:
        """The accepted lines, in the order in which they were judged."""
        lines = (outcome.line for outcome in self.outcomes if outcome.accepted)
        return [line for line in lines if isinstance(line, Line)]

    def is_reference_used(self, agb: str, reference: str) -> bool:
        """True when any row of an earlier delivery had this reference, also a refused one."""
        return (agb, reference) in self._references

    def is_declaration_used(self, agb: str, declaration: str) -> bool:
        """True when any row of an earlier delivery had this number, also a refused one."""
        return (agb, declaration) in self._declarations

    def debit(self, agb: str, reference: str) -> Line | None:
        """The accepted debit with this reference, credited or not; None when there is none."""
        return self._debits.get((agb, reference))

    def credit_of(self, debit: Line) -> Line | None:
        """The accepted credit of a debit; None when it still stands."""
        return self._credits.get((debit.agb, debit.reference))

    def standing_debit(self, line: Line) -> Line | None:
        """The accepted and uncredited debit with the same key as ``line`` (9389)."""
        return self._standing.get(debit_key(line))

    def volume_on(self, line: Line, day: date) -> int:
        """Accepted volume on the allocation of ``line`` received by ``day``, less credits.

        In units of ``allocations.measured``, so hours and minutes add up.
        """
        lines = self._lines_on(line, day)
        return sum(_sign(other) * measured(other.volume, other.unit) for other in lines)

    def amount_on(self, line: Line, day: date) -> int:
        """Accepted cents on the allocation of ``line`` received by ``day``, less credits."""
        return sum(other.signed for other in self._lines_on(line, day))

    def book(self, line: Line) -> None:
        """Books an accepted line."""
        self._on_allocation[line.municipality, line.allocation].append(line)
        if line.debit_credit == CREDIT:
            self._book_credit(line)
        else:
            self._debits[line.agb, line.reference] = line
            self._standing[debit_key(line)] = line

    def close(self, outcomes: Iterable[Outcome]) -> None:
        """Ends a delivery: from now on its references and declaration numbers are used."""
        for outcome in outcomes:
            self.outcomes.append(outcome)
            self._use_names(outcome.line)

    def _book_credit(self, credit: Line) -> None:
        debit = self._debits[credit.agb, credit.previous_reference or ""]
        self._credits[debit.agb, debit.reference] = credit
        self._standing.pop(debit_key(debit), None)

    def _use_names(self, line: Line | MalformedRow) -> None:
        if line.agb and line.reference:
            self._references.add((line.agb, line.reference))
        if line.agb and line.declaration:
            self._declarations.add((line.agb, line.declaration))

    def _lines_on(self, line: Line, day: date) -> list[Line]:
        lines = self._on_allocation.get((line.municipality, line.allocation), [])
        return [other for other in lines if other.received_on <= day]


def debit_key(line: Line) -> DebitKey:
    """What may be declared once: allocation, category, code and ProductPeriode (TR389)."""
    return (
        line.municipality,
        line.allocation,
        line.category,
        line.code,
        line.begin,
        line.end,
    )


def _sign(line: Line) -> int:
    return -1 if line.debit_credit == CREDIT else 1
