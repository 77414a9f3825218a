"""What is found wrong with a message, in words for the person who has to repair it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from inkoop.base.bsn import is_bsn
from inkoop.exchange.errors import BrokenFile

FORM, CONTENT = 1, 2
"""Levels of control (IV088): the form of the message, and the rules inside it."""

MOST_KEPT = 1_000
LONGEST_SHOWN = 120
BSN_LENGTH = 9

PERSONAL = {
    # who
    "Bsn",
    "Achternaam",
    "Datum",
    "Geslacht",
    "Taal",
    "Voorletters",
    "Voornamen",
    "Voorvoegsel",
    # where
    "Emailadres",
    "Huisletter",
    "Huisnummer",
    "HuisnummerToevoeging",
    "Organisatie",
    "Plaatsnaam",
    "Postcode",
    "Straatnaam",
    "Telefoonnummer",
    # in what situation
    "Commentaar",
    "JuridischeStatus",
    "WettelijkeVertegenwoordiging",
}
"""Elements whose value says something about a person: never shown."""

DIGITS = re.compile(r"[0-9]{9,}")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """``rule`` is the name in the standard, or of our own check on the form; ``path`` and ``line`` say where."""

    level: int
    rule: str
    path: str
    line: int
    cause: str
    found: str = ""
    expected: str = ""

    @property
    def code(self) -> str:
        """The retourcode; a fault in the form has none, since it is answered outside the standard."""
        return "0001" if self.level == CONTENT else ""

    def __str__(self) -> str:
        place = ", ".join([f"regel {self.line}"] * bool(self.line) + [self.path] * bool(self.path))
        values = f" Gevonden: {self.found or 'niets'}; verwacht: {self.expected}." if self.expected else ""
        return f"{place}{': ' if place else ''}{self.cause}{values}"


class Unreadable(BrokenFile):
    """The file holds no message that can be read to its end."""

    def __init__(
        self, cause: str, *, line: int = 0, path: str = "", found: str = "", expected: str = ""
    ) -> None:
        self.finding = Finding(FORM, "bestand", path, line, cause, found, expected)
        super().__init__(str(self.finding))


@dataclass(slots=True)
class Findings:
    """Counts every finding per level and keeps the first of them."""

    kept: list[Finding] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=lambda: {FORM: 0, CONTENT: 0})

    def add(self, finding: Finding) -> None:
        self.counts[finding.level] += 1
        if self.counts[finding.level] <= MOST_KEPT:
            self.kept.append(finding)

    @property
    def level(self) -> int:
        """The level on which the message fails; 0 = not at all. Faults in the form come first."""
        return next((level for level in (FORM, CONTENT) if self.counts[level]), 0)

    def decisive(self) -> list[Finding]:
        """The findings of the level on which the message fails, in the order of the file."""
        return sorted(self._of(self.level), key=lambda finding: finding.line)

    def _of(self, level: int) -> Iterator[Finding]:
        return (finding for finding in self.kept if finding.level == level)


def shown(element: str, value: str) -> str:
    """A value as a finding may show it: on one line, cut off, and nothing about a person."""
    if element in PERSONAL:
        return "een waarde die hier niet wordt getoond"
    line = DIGITS.sub(_without_bsn, CONTROL.sub(" ", value))
    return f"'{line[:LONGEST_SHOWN]}…'" if len(line) > LONGEST_SHOWN else f"'{line}'" if line else ""


def _without_bsn(digits: re.Match[str]) -> str:
    found = digits[0]
    starts = range(min(len(found), LONGEST_SHOWN) - BSN_LENGTH + 1)
    return "…" if any(is_bsn(found[start : start + BSN_LENGTH]) for start in starts) else found
