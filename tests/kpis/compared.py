"""The exports of the tables beside those of the rules, from one ledger."""

import csv
from collections.abc import Iterable
from datetime import date
from io import StringIO

from contracts.rules.periods import add_months
from kpis.choices import ComputationName, Split
from kpis.models import Computation
from kpis.queries.exports import csv_blocks
from kpis.rules import behaviour as behaviour_rules
from kpis.rules.ibp import ibp_statuses
from kpis.rules.months import behaviour_window
from kpis.rules.parameters import DEFAULTS, Parameters
from kpis.rules.series import series, series_window
from kpis.rules.snapshot import Ledger, as_of
from kpis.services import Asked, behaviour, depth, ensure, ibps, month_series
from tests.oracle import exports

SPLITS = (Split.NONE, Split.CATEGORY, Split.PRODUCT_CODE, Split.MUNICIPALITY)
Rows = list[list[str]]


def computed(asked: Asked) -> Rows:
    """The export of the product; what is not there yet is computed."""
    computation = ensure(asked)
    if asked.name == ComputationName.BEHAVIOUR and not asked.split:
        ensure(depth(asked.peildatum, asked.first, asked.last))
    return exported(computation)


def exported(computation: Computation) -> Rows:
    """The export of figures that are there."""
    text = b"".join(csv_blocks(ComputationName(computation.name), {"computation": computation.pk})).decode()
    return list(csv.reader(StringIO(text), delimiter=";"))


def computed_tables(peildatum: date, first: date | None = None, last: date | None = None) -> dict[str, Rows]:
    """Every export but afwijzingen, over its usual window or the months given."""
    asked = {f"declaratiegedrag {split}": behaviour(peildatum, first, last, split) for split in SPLITS}
    asked |= {"ibp": ibps(peildatum), "maandreeks": month_series(peildatum, first, last)}
    return {name: computed(wanted) for name, wanted in asked.items()}


def expected_tables(
    ledger: Ledger,
    peildatum: date,
    first: date | None = None,
    last: date | None = None,
    parameters: Parameters = DEFAULTS,
) -> dict[str, Rows]:
    """The same by the rules."""
    snapshot = as_of(ledger, peildatum)
    window = behaviour_window(peildatum, first, last, parameters)
    tables: dict[str, Iterable[list[str]]] = {}
    for split in SPLITS:
        rows = behaviour_rules.rows(snapshot, window, split.value or None, parameters)
        tables[f"declaratiegedrag {split}"] = map(exports.behaviour_cells, rows)
    tables["ibp"] = map(exports.ibp_cells, ibp_statuses(snapshot, parameters))
    months = series(snapshot, series_window(snapshot, first, last), parameters)
    tables["maandreeks"] = map(exports.series_cells, months)
    headers = (exports.BEHAVIOUR,) * len(SPLITS) + (exports.IBP, exports.SERIES)
    return {
        name: [header.split(";"), *rows] for (name, rows), header in zip(tables.items(), headers, strict=True)
    }


def some_window(months: int) -> tuple[date, date]:
    """A window in the years of the random regions."""
    first = add_months(date(2024, 1, 1), months % 13)
    return first, add_months(first, 3 + months % 10)
