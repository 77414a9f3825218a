"""What is asked of a computation: which figures, as of when, over which months."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inkoop.base.dutch import month as written_month
from inkoop.base.parameters import values_at
from inkoop.base.periods import add_months, first_of_month, last_mature_month, last_month_end
from kpis.choices import ComputationName, Split
from kpis.queries.known import first_service_month

MONTHS_AHEAD = 12
YEARS_OF_USE = 3


class WrongWindow(ValueError):
    """The window asked for holds no months."""


@dataclass(frozen=True, slots=True)
class Asked:
    """``first`` and ``last`` are first days of months; None where the figures have no window."""

    name: ComputationName
    peildatum: date
    first: date | None = None
    last: date | None = None
    split: Split = Split.NONE


def behaviour(
    peildatum: date, first: date | None = None, last: date | None = None, split: Split = Split.NONE
) -> Asked:
    """Declaratiegedrag. Default the last 12 mature months; a missing first month makes the window 12 months."""
    parameters = values_at(peildatum)
    last = last or _last_mature(peildatum, parameters)
    first = first or add_months(last, 1 - int(parameters["window_months"]))
    _check(first, last)
    return Asked(ComputationName.BEHAVIOUR, peildatum, first, last, split)


def depth(peildatum: date, first: date | None = None, last: date | None = None) -> Asked:
    """Verdieping of declaratiegedrag over the same months."""
    usual = behaviour(peildatum, first, last)
    return Asked(ComputationName.DEPTH, peildatum, usual.first, usual.last)


def change(peildatum: date, first: date | None = None, last: date | None = None) -> Asked:
    """Verandering van uitgaven: the months of the later period; default those of declaratiegedrag."""
    usual = behaviour(peildatum, first, last)
    return Asked(ComputationName.CHANGE, peildatum, usual.first, usual.last)


def shift(peildatum: date, first: date | None = None, last: date | None = None) -> Asked:
    """Verschuiving: the months after; those before are the equal window. Default those of declaratiegedrag."""
    usual = behaviour(peildatum, first, last)
    return Asked(ComputationName.SHIFT, peildatum, usual.first, usual.last)


def shift_around(peildatum: date, intervention: date) -> Asked:
    """Verschuiving from the month of an intervention t/m the last mature one, as long as the usual window at most."""
    parameters = values_at(peildatum)
    first, newest = first_of_month(intervention), _last_mature(peildatum, parameters)
    if first > newest:
        raise WrongWindow(
            f"Vanaf {written_month(first)} is nog geen maand rijp. Kies een ingreep in of voor "
            f"{written_month(newest)}."
        )
    return shift(peildatum, first, min(newest, add_months(first, int(parameters["window_months"]) - 1)))


def referrers(peildatum: date, first: date | None = None, last: date | None = None) -> Asked:
    """Verwijzers en teams; default the months of declaratiegedrag."""
    usual = behaviour(peildatum, first, last)
    return Asked(ComputationName.REFERRERS, peildatum, usual.first, usual.last)


def flow(peildatum: date, first: date | None = None, last: date | None = None) -> Asked:
    """In-, door- en uitstroom: months that have passed; default the last 12 of them."""
    newest = first_of_month(last_month_end(peildatum))
    last = last or newest
    first = first or add_months(last, 1 - int(values_at(peildatum)["window_months"]))
    _check(first, last)
    if last > newest:
        raise WrongWindow(
            f"De maand {written_month(last)} is op de peildatum nog niet voorbij. "
            f"Kies een laatste maand tot en met {written_month(newest)}."
        )
    return Asked(ComputationName.FLOW, peildatum, first, last)


def forecast(peildatum: date, first: date | None = None, last: date | None = None) -> Asked:
    """Prognose: default the calendar year of the last month asked, else of the peildatum; a year ahead at most."""
    year = (last or first or peildatum).year
    first, last = first or date(year, 1, 1), last or date(year, 12, 1)
    _check(first, last)
    furthest = add_months(last_month_end(peildatum), MONTHS_AHEAD)
    if last > furthest:
        raise WrongWindow(
            f"Verder dan een jaar vooruit is er geen prognose. Kies een laatste maand tot en met "
            f"{written_month(furthest)}."
        )
    return Asked(ComputationName.FORECAST, peildatum, first, last)


def use(peildatum: date, first: date | None = None, last: date | None = None) -> Asked:
    """Gebruik: months that have passed; default those of the calendar year of the last one and the two before."""
    last = last or first_of_month(last_month_end(peildatum))
    first = first or date(last.year + 1 - YEARS_OF_USE, 1, 1)
    _check(first, last)
    return Asked(ComputationName.USE, peildatum, first, last)


def ibps(peildatum: date) -> Asked:
    return Asked(ComputationName.IBP, peildatum)


def kpis(peildatum: date) -> Asked:
    """KPIs have no window of their own; that of the figures they stand on is the usual one."""
    return Asked(ComputationName.KPIS, peildatum)


def month_series(peildatum: date, first: date | None = None, last: date | None = None) -> Asked:
    """Maandreeks. Default from the first service month t/m the month of the peildatum.

    Without a window when nothing has been declared yet and no first month is asked.
    """
    first = first or first_service_month(peildatum)
    if first is None:
        return Asked(ComputationName.MONTH_SERIES, peildatum)
    if last is None:
        last = max(first, first_of_month(peildatum))
    _check(first, last)
    return Asked(ComputationName.MONTH_SERIES, peildatum, first, last)


def is_usual(asked: Asked) -> bool:
    """True for the window that nobody has to ask for, unsplit."""
    return asked in {behaviour(asked.peildatum), depth(asked.peildatum)}


def _last_mature(peildatum: date, parameters: Mapping[str, Decimal]) -> date:
    return last_mature_month(peildatum, int(parameters["mature_after"]))


def _check(first: date, last: date) -> None:
    if last < first:
        raise WrongWindow(
            f"Het venster eindigt ({written_month(last)}) voordat het begint ({written_month(first)}). "
            "Geef met --from een maand op of voor die van --to."
        )
