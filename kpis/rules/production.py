"""Productieverantwoording: what a provider says it delivered in a year, beside what was declared and accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DUE = (3, 1)
"""Before or on 1 March of the year after (month, day), as regions ask of their providers."""


@dataclass(frozen=True, slots=True)
class Line:
    """An accepted line. ``cents`` as it counts: negative for a credit."""

    product_code: str
    client: int
    cents: int


@dataclass(frozen=True, slots=True)
class Produced:
    """``clients``: youths with more declared than taken back; ``cents``: declared less credits."""

    clients: int
    cents: int


def due_on(year: int) -> date:
    return date(year + 1, *DUE)


def newest_year(today: date) -> int:
    """The newest calendar year that is over."""
    return today.year - 1


def produced(lines: Iterable[Line]) -> dict[str, Produced]:
    """Per product code, of lines of one provider in one year."""
    net: dict[tuple[str, int], int] = {}
    for line in lines:
        key = (line.product_code, line.client)
        net[key] = net.get(key, 0) + line.cents
    found: dict[str, Produced] = {}
    for (code, _), cents in net.items():
        known = found.get(code, Produced(0, 0))
        found[code] = Produced(known.clients + (cents > 0), known.cents + cents)
    return found
