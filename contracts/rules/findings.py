"""What is found in a delivery of declarations, in words for the people who must act on it.

``field`` is the column of the delivery; ``found`` and ``expected`` are the two compared values,
in Dutch. Codes are retourcodes WJ001, rules those of iJw 3.2.
"""

from dataclasses import dataclass
from datetime import date

from contracts.rules.facts import Line

NOTHING = "leeg"

MALFORMED = "0001"
TARIFF_DIFFERS = "0611"
NO_DEBIT = "8017"
REFERENCE_USED = "8021"
OTHER_CLIENT = "8187"
DATED_IN_FUTURE = "8848"
BEGINS_OUTSIDE = "9307"
ENDS_OUTSIDE = "9308"
PERIOD_VOLUME_EXCEEDED = "9321"
TOTAL_VOLUME_EXCEEDED = "9322"
DECLARATION_USED = "9333"
NO_ALLOCATION = "9338"
OTHER_CATEGORY = "9339"
OTHER_CODE = "9340"
OTHER_UNIT = "9341"
AMOUNT_DIFFERS = "9346"
BUDGET_EXCEEDED = "9369"
ALLOCATION_WITHDRAWN = "9384"
WRONG_BEGIN = "9387"
WRONG_END = "9388"
DEBIT_STANDS = "9389"
CREDITED_BEFORE = "9390"
UNKNOWN_MUNICIPALITY = "S300"
CODE_OUTSIDE_CATEGORY = "S329"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to refuse a row."""

    code: str
    rule: str
    field: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class MalformedRow:
    """A row that could not be read as a line: refused with 0001 by whoever read it.

    What could be read of it still counts: its reference and its declaration number are used.
    None = not readable. ``findings`` carry code 0001, one for every cause.
    """

    row: int
    agb: str | None
    reference: str | None
    declaration: str | None = None
    municipality: str | None = None
    declared_on: date | None = None
    findings: tuple[Finding, ...] = (Finding(MALFORMED, "", "", "", "een leesbare regel"),)

    def __post_init__(self) -> None:
        if not self.findings:
            raise ValueError("Een onleesbare regel heeft minstens één bevinding met code 0001.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one submitted row; without findings it is accepted."""

    line: Line | MalformedRow
    findings: tuple[Finding, ...] = ()

    @property
    def row(self) -> int:
        """Place of the row in its delivery; 1 = first data row."""
        return self.line.row

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes found, each once, sorted; empty when accepted."""
        return tuple(sorted({finding.code for finding in self.findings}))

    @property
    def accepted(self) -> bool:
        """A row is accepted or refused as a whole."""
        return not self.findings


def euros(cents: int | None) -> str:
    """Cents as people write them: 123456 is "€ 1.234,56"; None is "leeg"."""
    if cents is None:
        return NOTHING
    whole = f"{cents // 100:,}".replace(",", ".")
    return f"€ {whole},{cents % 100:02d}"


def dutch_day(day: date | None) -> str:
    """A day as people write it: "31-12-2025"; None is "leeg"."""
    return NOTHING if day is None else f"{day:%d-%m-%Y}"
