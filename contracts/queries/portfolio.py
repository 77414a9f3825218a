"""All contracts by the day on which they end."""

from dataclasses import dataclass
from datetime import date

from contracts.choices import ContractStatus
from contracts.queries.register import RegisterRow

QUARTERS = 12
GOING_ON = (ContractStatus.RUNNING, ContractStatus.PLANNED, ContractStatus.ENDING)


@dataclass(frozen=True)
class Quarter:
    """Contracts that end in it; ``extendable`` of them have an option left. ``declared`` in cents.

    ``begin`` None: later than the quarters shown, or open-ended.
    """

    label: str
    begin: date | None
    rows: list[RegisterRow]

    @property
    def extendable(self) -> int:
        return sum(bool(row.contract.options) for row in self.rows)  # type: ignore[attr-defined]  # annotated

    @property
    def final(self) -> int:
        return len(self.rows) - self.extendable

    @property
    def declared(self) -> int:
        return sum(row.declared for row in self.rows)


def going_on(rows: list[RegisterRow]) -> list[RegisterRow]:
    """Contracts that run or are to begin, the first end first; open-ended ones last."""
    kept = [row for row in rows if row.contract.status in GOING_ON]  # type: ignore[attr-defined]  # annotated
    return sorted(kept, key=lambda row: (end_of(row) or date.max, row.contract.number))


def end_of(row: RegisterRow) -> date | None:
    found: date | None = row.contract.end  # type: ignore[attr-defined]  # annotated
    return found


def quarters(rows: list[RegisterRow], *, today: date) -> list[Quarter]:
    """The quarters from this one on, and after them what ends later or never. Together: all rows."""
    first = quarter_number(today)
    listed: dict[int, list[RegisterRow]] = {number: [] for number in range(first, first + QUARTERS)}
    later: list[RegisterRow] = []
    never: list[RegisterRow] = []
    for row in rows:
        end = end_of(row)
        (never if end is None else listed.get(quarter_number(end), later)).append(row)
    found = [Quarter(label_of(number), begin_of(number), group) for number, group in listed.items()]
    return [*found, Quarter("later", None, later), Quarter("onbepaalde tijd", None, never)]


def quarter_number(day: date) -> int:
    """Quarters since the year 0."""
    return day.year * 4 + (day.month - 1) // 3


def begin_of(number: int) -> date:
    return date(number // 4, number % 4 * 3 + 1, 1)


def label_of(number: int) -> str:
    return f"{number // 4} K{number % 4 + 1}"
