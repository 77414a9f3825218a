"""Sections on money: budget and forecast, allocated beside declared, and why spending changed."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from contracts.rules.small_cells import is_small
from inkoop.base.dutch import month as written_month
from inkoop.base.dutch import percent, short_euro, short_month
from inkoop.base.models import Municipality
from inkoop.reports.content import Cell, Column, Hidden, Picture, Row, Section, Table, Unit, add_up
from inkoop.reports.services.use_sections import Uses
from kpis.choices import ChangeDimension, ForecastKind
from kpis.models import Budget, Computation, ForecastError, ForecastMonth, MonthValue, SpendingChange
from kpis.models.forecasts import QUARTER

ALL = ""
CAUSES = (
    ("aantal cliënten", "by_clients"),
    ("volume per cliënt", "by_volume"),
    ("prijs", "by_price"),
    ("nieuwe producten", "by_new"),
    ("vervallen producten", "by_gone"),
    ("vaste bedragen", "by_fixed"),
)


def budget_section(forecast: Computation | None, municipality: Municipality | None) -> Section:
    """Budget used, obligated, expected and left at the end of the year. Three queries."""
    title = "Budget en prognose"
    if forecast is None or forecast.window_from is None:
        return missing("budget", title, "prognose")
    year = forecast.window_from.year
    declared, ibnr, committed, inflow = _forecast_sums(forecast, municipality)
    expected = declared + ibnr + committed + inflow
    budget = _budget(forecast, municipality, year)
    rows: list[Row] = [
        ("Gedeclareerd tot nu toe", declared),
        ("Nog te declareren over maanden die voorbij zijn", ibnr),
        ("Nog te leveren op lopende toewijzingen", committed),
        ("Nieuwe instroom", inflow),
    ]
    table = Table(
        f"Stand van {year}",
        (Column("Onderdeel"), Column("Bedrag", Unit.CENTS)),
        tuple(rows),
        total=("Verwacht over het hele jaar", expected),
    )
    left = None if budget is None else budget - expected
    against = Table(
        "Tegen het budget",
        (Column("Onderdeel"), Column("Bedrag", Unit.CENTS), Column("Deel van het budget", Unit.SHARE)),
        (
            ("Budget", budget, None if budget is None else Decimal(1)),
            ("Gebruikt (gedeclareerd)", declared, _share(declared, budget)),
            ("Verplicht (nog op toewijzingen)", ibnr + committed, _share(ibnr + committed, budget)),
            ("Verwachte nieuwe instroom", inflow, _share(inflow, budget)),
            ("Naar verwachting over", left, _share(left, budget)),
        ),
        note="" if budget is not None else "Er is voor dit jaar geen budget bekend.",
    )
    return Section(
        "budget",
        title,
        tuple(_budget_sentences(year, expected, budget) + _accuracy(forecast, municipality)),
        (table, against),
        (
            Picture(
                f"Opbouw van {year}", (1,), "Gedeclareerd, nog te declareren, verplicht en nieuwe instroom."
            ),
        ),
        "De prognose telt op: gedeclareerd, wat over verstreken maanden nog komt, wat op lopende toewijzingen nog "
        "geleverd wordt, en nieuwe instroom naar het patroon van de afgelopen jaren.",
    )


def accuracy_section(forecast: Computation | None, municipality: Municipality | None) -> Section:
    """The forecasts of the last quarters beside what became known of them. One query."""
    title = "Hoe goed waren eerdere prognoses"
    if forecast is None:
        return missing("trefzekerheid", title, "prognose")
    columns = (
        Column("Gemaakt op"),
        Column("Prognose voor het kwartaal", Unit.CENTS),
        Column("Nu bekend", Unit.CENTS),
        Column("Verschil", Unit.CENTS),
        Column("Afwijking", Unit.SHARE),
    )
    rows = tuple(
        (f"{made_on:%d-%m-%Y}", told, known, told - known, _share(told - known, known))
        for made_on, told, known in _errors(forecast, municipality)
    )
    return Section(
        "trefzekerheid",
        title,
        tuple(_accuracy(forecast, municipality)),
        (Table(title, columns, rows),) if rows else (),
        (Picture("Prognose en wat bekend werd", (1, 2), "Per kwartaal de prognose en wat nu bekend is."),)
        if rows
        else (),
        "Elke prognose is gemaakt op de dag voor het kwartaal begon, met alleen wat toen ontvangen was, en staat naast "
        "wat nu over dat kwartaal bekend is. Van het laatste kwartaal komen er nog declaraties bij.",
    )


def months_section(months: Computation | None, municipality: Municipality | None, last: int) -> Section:
    """Allocation value beside declared, per month; the newest ``last`` months. One query."""
    title = "Toegewezen en gedeclareerd per maand"
    if months is None:
        return missing("maanden", title, "maandreeks")
    rows = MonthValue.objects.filter(computation=months, month__lte=months.peildatum)
    if municipality:
        rows = rows.filter(municipality=municipality)
    sums = (
        rows.order_by()
        .values("month")
        .annotate(Sum("value"), Sum("declared"), Sum("clients_without_invoice"), Sum("value_without_invoice"))
        .order_by("-month")[:last]
    )
    found = tuple(_month_row(row) for row in reversed(sums))
    columns = (
        Column("Maand"),
        Column("Toegewezen", Unit.CENTS),
        Column("Gedeclareerd", Unit.CENTS),
        Column("Verzilverd", Unit.SHARE),
        Column("Cliënten zonder factuur", Unit.COUNT),
        Column("Hun toegewezen waarde", Unit.CENTS),
    )
    total = add_up(found, columns, "Samen")
    table = Table(title, columns, found, total=(*total[:4], None, total[5]))
    return Section(
        "maanden",
        title,
        (),
        (table,),
        (Picture(title, (1, 2), "Per maand de waarde van de toewijzingen en wat gedeclareerd is."),),
        "Toegewezen: de waarde van de toewijzingen die in de maand gelden. Cliënten zonder factuur zijn per "
        "productcategorie geteld. De nieuwste maanden zijn nog niet compleet: er komen nog declaraties bij.",
    )


def change_section(change: Computation | None, municipality: Municipality | None) -> Section:
    """The six parts of the change, to the cent. One query."""
    title = "Waarom veranderden de uitgaven"
    dimension = ChangeDimension.MUNICIPALITY if municipality else ChangeDimension.REGION
    key = municipality.code if municipality else ALL
    whole = SpendingChange.objects.filter(
        computation=change, dimension=dimension, key=key, is_whole=True
    ).first()
    if change is None or change.window_from is None or change.window_to is None or whole is None:
        return missing("verandering", title, "verandering van uitgaven")
    if is_small(whole.clients_before) or is_small(whole.clients_after):
        return Section("verandering", title, ("Afgeschermd: het gaat om te weinig jeugdigen.",))
    rows = tuple((name, getattr(whole, field)) for name, field in CAUSES)
    span = f"{written_month(change.window_from)} t/m {written_month(change.window_to)}"
    moved = whole.declared_after - whole.declared_before
    table = Table(
        "Oorzaken",
        (Column("Oorzaak"), Column("Bedrag", Unit.CENTS)),
        rows,
        total=("Verandering", moved),
    )
    verb = "gestegen" if moved > 0 else "gedaald"
    sentences = (
        (
            f"De uitgaven over {span} zijn {verb} van {short_euro(whole.declared_before)} naar "
            f"{short_euro(whole.declared_after)}; het aantal jeugdigen ging van {whole.clients_before} naar "
            f"{whole.clients_after}."
        ),
    )
    return Section(
        "verandering",
        title,
        sentences,
        (table,),
        (Picture("Oorzaken van de verandering", (1,), "De delen waaruit de verandering bestaat."),),
        "Vergeleken met dezelfde maanden ervoor. Per product is gedeclareerd = cliënten × volume per cliënt × prijs; "
        "de delen tellen op de cent op tot de verandering (LMDI).",
    )


def settlement_years(uses: Uses) -> dict[int, int]:
    """Per year what was declared, in cents."""
    return {year: whole.declared for year in uses.years if (whole := uses.whole(year))}


def missing(key: str, title: str, what: str) -> Section:
    return Section(
        key,
        title,
        (f"Op deze peildatum is dit nog niet berekend ({what}). Vraag de regio om de berekening.",),
    )


def _month_row(row: Mapping[str, Any]) -> Row:
    value, declared, without = row["value__sum"], row["declared__sum"], row["clients_without_invoice__sum"]
    own: list[Cell] = [without, row["value_without_invoice__sum"]]
    if is_small(without):
        own = [Hidden.SMALL] * 2
    return (short_month(row["month"]), value, declared, _share(declared, value), *own)


def _forecast_sums(forecast: Computation, municipality: Municipality | None) -> tuple[int, int, int, int]:
    rows = ForecastMonth.objects.filter(computation=forecast)
    if municipality:
        rows = rows.filter(municipality=municipality)
    sums: dict[str, int] = defaultdict(int)
    for row in rows.order_by().values("kind").annotate(Sum("declared"), Sum("committed"), Sum("inflow")):
        sums["declared"] += row["declared__sum"]
        sums["inflow"] += row["inflow__sum"]
        sums["committed" if row["kind"] == ForecastKind.TO_COME else "ibnr"] += row["committed__sum"]
    return sums["declared"], sums["ibnr"], sums["committed"], sums["inflow"]


def _budget(forecast: Computation, municipality: Municipality | None, year: int) -> int | None:
    """As of the peildatum; None = not known of all municipalities asked for."""
    rows = Budget.objects.filter(year=year, set_on__lte=forecast.peildatum).order_by("set_on")
    if municipality:
        rows = rows.filter(municipality=municipality)
    newest = {(row.municipality_id, row.category): row.cents for row in rows}
    per_place: dict[int, int] = defaultdict(int)
    for (place, category), cents in newest.items():
        if category and (place, ALL) not in newest:
            per_place[place] += cents
    per_place |= {place: cents for (place, category), cents in newest.items() if not category}
    return sum(per_place.values()) if per_place else None


def _budget_sentences(year: int, expected: int, budget: int | None) -> list[str]:
    if not budget:
        return [f"Over heel {year} wordt {short_euro(expected)} verwacht."]
    left = budget - expected
    word = "minder dan" if left >= 0 else "meer dan"
    return [
        (
            f"Over heel {year} wordt {short_euro(expected)} verwacht: {short_euro(abs(left))} {word} het budget van "
            f"{short_euro(budget).rstrip('.')}."
        )
    ]


def _accuracy(forecast: Computation, municipality: Municipality | None) -> list[str]:
    """How wrong the forecasts of the last quarters were."""
    errors = [
        abs(Decimal(told - known) / known) for _, told, known in _errors(forecast, municipality) if known > 0
    ]
    if not errors:
        return ["Hoe goed eerdere prognoses waren, is nog niet te zeggen."]
    mean = percent(sum(errors, Decimal(0)) / len(errors))
    return [f"De prognoses van de laatste {len(errors)} kwartalen zaten er gemiddeld {mean} naast."]


def _errors(forecast: Computation, municipality: Municipality | None) -> list[tuple[date, int, int]]:
    """Per quarter: made on, forecast and what is known now, in cents; oldest first."""
    rows = ForecastError.objects.filter(computation=forecast, ahead__range=QUARTER)
    if municipality:
        rows = rows.filter(municipality=municipality)
    sums = rows.order_by("made_on").values_list("made_on").annotate(Sum("forecast"), Sum("known"))
    return [(made_on, told, known) for made_on, told, known in sums]


def _share(part: int | None, whole: int | None) -> Decimal | None:
    return Decimal(part) / whole if part is not None and whole else None
