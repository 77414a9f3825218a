"""Writes the exports of the demo and checks that they say the same, to the cent."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.management.base import CommandError
from django.db.models import Sum

from inkoop.base.dutch import counted, euro
from inkoop.demo.steps.results import Figures
from inkoop.desk.queries.municipalities import budget_use, total
from kpis import services
from kpis.models import IbpStatus

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Exports:
    """The rows of the files; four small ones of a demo region."""

    behaviour: list[Row]
    ibps: list[Row]
    months: list[Row]
    rejections: list[Row]


def write(folder: Path, peildatum: date) -> Exports:
    folder.mkdir(parents=True, exist_ok=True)
    wanted: dict[str, services.Asked | date] = {
        "declaratiegedrag": services.behaviour(peildatum),
        "ibp": services.ibps(peildatum),
        "maandreeks": services.month_series(peildatum),
        "afwijzingen": peildatum,
    }
    paths = [services.write_export(asked, folder / f"{name}.csv") for name, asked in wanted.items()]
    return Exports(*(_rows(path) for path in paths))


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def reconciled(exports: Exports, figures: Figures) -> Iterator[str]:
    """One line per total that is the same everywhere; raises CommandError where one is not."""
    first, last = figures.window
    yield _same(
        f"gedeclareerd {first:%m-%Y} t/m {last:%m-%Y}",
        {
            "declaratiegedrag.csv": _sum(exports.behaviour, "teller", indicator="DG01"),
            "maandreeks.csv": _sum(_between(exports.months, first, last), "gedeclareerd"),
            "de tabel per gemeente": total(budget_use(figures.months, first, last)).declared,
        },
    )
    states = IbpStatus.objects.filter(computation=figures.ibps)
    yield _same(
        "overschrijding van alle IBP's",
        {
            "ibp.csv": _sum(exports.ibps, "overschrijding"),
            "de lijst met IBP's": states.aggregate(total=Sum("overrun"))["total"] or 0,
        },
    )
    yield f"  {counted(len(exports.rejections), 'geweigerde regel', 'geweigerde regels')} staan in afwijzingen.csv."


def _sum(rows: list[Row], column: str, **only: str) -> int:
    chosen = (row for row in rows if all(row[name] == value for name, value in only.items()))
    return sum(int(row[column] or 0) for row in chosen)


def _between(rows: list[Row], first: date, last: date) -> list[Row]:
    return [row for row in rows if f"{first:%Y-%m}" <= row["maand"] <= f"{last:%Y-%m}"]


def _same(what: str, found: dict[str, int]) -> str:
    if len(set(found.values())) > 1:
        amounts = "; ".join(f"{place}: {euro(cents)}" for place, cents in found.items())
        raise CommandError(f"De uitkomsten sluiten niet aan. {what}: {amounts}.")
    *places, last = found
    return f"  {what}: {euro(found[last])} in {', '.join(places)} en {last}."
