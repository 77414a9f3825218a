"""The exports as ``manage.py export`` writes them.

UTF-8, ``;``, a header row, rows sorted by key, lines end with a newline. Empty = no value. How numbers are
written:

- ``teller``, ``noemer``, amounts and counts: integers (W, which may hold a part of a cent, rounded
  half up after the ratio was taken);
- ``waarde``, ``mediaan_peers``, ``robuuste_z``, ``benutting``, ``benutting_oorspronkelijk`` and
  ``volledigheid``: six decimals with a point, half up from the exact value, also for cents and
  counts (DG01 of EUR 1,234.56 is 123456.000000);
- months as JJJJ-MM, days as JJJJ-MM-DD, ``signaal`` as 0 or 1 (0 where there are no peer columns).

Keys: declaratiegedrag (agb, split, indicator); ibp (ibp, gemeentecode); maandreeks (gemeentecode,
productcategorie, maand); afwijzingen (agb, declaratienummer, referentienummer, code), all in order
of code points. ``afwijzingen`` has one row per code of a refused row, with all causes of that code.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from contracts.rules.rounding import half_up
from kpis.rules import behaviour
from kpis.rules.exact import six_decimals
from kpis.rules.ibp import IbpStatus, ibp_statuses
from kpis.rules.months import Window
from kpis.rules.series import SeriesRow, series
from kpis.rules.snapshot import Snapshot
from tests.oracle.region import Rejection

Cells = list[str]

BEHAVIOUR = "agb;split;indicator;teller;noemer;waarde;status;n_peers;mediaan_peers;robuuste_z;signaal"
IBP = (
    "ibp;gemeentecode;bedrag_oorspronkelijk;bedrag_actueel;gedeclareerd;benutting;"
    "benutting_oorspronkelijk;status;maand_80;maand_100;overschrijding;"
    "overschrijding_oorspronkelijk;verwachte_uitputting"
)
SERIES = (
    "gemeentecode;productcategorie;maand;clienten;indicatiewaarde;gedeclareerd;"
    "clienten_zonder_factuur;indicatiewaarde_zonder_factuur;volledigheid;verwacht"
)
REJECTIONS = "agb;declaratienummer;referentienummer;code;oorzaak"


def behaviour_table(snapshot: Snapshot, window: Window, by: str | None = None) -> Iterator[Cells]:
    """``declaratiegedrag`` over a window of months, with its header."""
    yield BEHAVIOUR.split(";")
    for row in behaviour.rows(snapshot, window, by):
        yield behaviour_cells(row)


def behaviour_cells(row: behaviour.Row) -> Cells:
    figure, peers = row.figure, row.comparison
    return [
        row.agb,
        row.part,
        figure.indicator,
        integer(figure.numerator),
        integer(figure.denominator),
        decimal(figure.value),
        figure.status,
        integer(peers.n_peers) if peers else "",
        decimal(peers.median) if peers else "",
        decimal(peers.z) if peers else "",
        "1" if peers and peers.signal else "0",
    ]


def ibp_table(snapshot: Snapshot) -> Iterator[Cells]:
    """``ibp``, with its header."""
    yield IBP.split(";")
    for status in ibp_statuses(snapshot):
        yield ibp_cells(status)


def ibp_cells(status: IbpStatus) -> Cells:
    exhaustion = status.exhaustion
    return [
        status.ibp,
        status.municipality,
        integer(status.original),
        integer(status.current),
        integer(status.used),
        decimal(status.utilisation),
        decimal(status.utilisation_original),
        status.status,
        month(status.month_80),
        month(status.month_100),
        integer(status.overrun),
        integer(status.overrun_original),
        exhaustion.isoformat() if isinstance(exhaustion, date) else exhaustion or "",
    ]


def series_table(snapshot: Snapshot, window: Window | None) -> Iterator[Cells]:
    """``maandreeks`` over a window of months, with its header."""
    yield SERIES.split(";")
    for row in series(snapshot, window):
        yield series_cells(row)


def series_cells(row: SeriesRow) -> Cells:
    return [
        row.municipality,
        row.category,
        month(row.month),
        integer(row.clients),
        integer(row.value),
        integer(row.declared),
        integer(row.without_invoice),
        integer(row.value_without_invoice),
        decimal(row.completeness),
        integer(row.expected),
    ]


def rejections_table(rejections: Iterable[Rejection]) -> Iterator[Cells]:
    """``afwijzingen``, with its header."""
    yield REJECTIONS.split(";")
    found = [[r.agb, r.declaration, r.reference, r.code, r.cause] for r in rejections]
    yield from sorted(found)


def integer(value: int | Fraction | None) -> str:
    return "" if value is None else str(half_up(value))


def decimal(value: Fraction | None) -> str:
    return "" if value is None else f"{six_decimals(value):f}"


def month(value: date | None) -> str:
    return "" if value is None else f"{value:%Y-%m}"
