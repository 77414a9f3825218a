"""Windows of calendar months. A month is written as its first day; windows include both ends ("t/m")."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from contracts.rules.periods import (
    ONE_DAY,
    add_months,
    first_of_month,
    last_mature_month,
    last_of_month,
    months_between,
)
from kpis.rules.parameters import DEFAULTS, Parameters


@dataclass(frozen=True, slots=True)
class Window:
    """The months ``first`` t/m ``last``."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first != first_of_month(self.first) or self.last != first_of_month(self.last):
            raise ValueError("Schrijf een maand van een venster als haar eerste dag.")
        if self.last < self.first:
            raise ValueError("Het venster eindigt voordat het begint.")

    def __contains__(self, month: date | None) -> bool:
        """True for a month of the window; an unknown month is in no window."""
        return month is not None and self.first <= month <= self.last

    def __iter__(self) -> Iterator[date]:
        return (add_months(self.first, step) for step in range(len(self)))

    def __len__(self) -> int:
        return months_between(self.first, self.last) + 1

    @property
    def end(self) -> date:
        """The last day of the last month."""
        return last_of_month(self.last)

    @property
    def days(self) -> int:
        """The number of days in the window."""
        return (self.end - self.first).days + 1

    def previous(self) -> "Window":
        """The window of the same length that ends just before this one."""
        return Window(add_months(self.first, -len(self)), add_months(self.first, -1))


def last_mature_months(peildatum: date, count: int, parameters: Parameters = DEFAULTS) -> Window:
    """The window of the last ``count`` mature months at the peildatum."""
    last = last_mature_month(peildatum, parameters.mature_after)
    return Window(add_months(last, 1 - count), last)


def behaviour_window(
    peildatum: date,
    first: date | None = None,
    last: date | None = None,
    parameters: Parameters = DEFAULTS,
) -> Window:
    """The window of ``declaratiegedrag``; default the last 12 mature months (section 11, "Time").

    A missing ``last`` is the last mature month; a missing ``first`` makes the window 12 months long.
    """
    last = last or last_mature_month(peildatum, parameters.mature_after)
    return Window(first or add_months(last, 1 - parameters.window_months), last)


def mature_part(window: Window, peildatum: date, parameters: Parameters = DEFAULTS) -> Window | None:
    """The mature months of a window; None when it has none."""
    last = min(window.last, last_mature_month(peildatum, parameters.mature_after))
    return Window(window.first, last) if window.first <= last else None


def last_month_end(peildatum: date) -> date:
    """The newest last day of a month on or before the peildatum."""
    return first_of_month(peildatum + ONE_DAY) - ONE_DAY
