"""The KPIs of the region with their lights, and how they moved over the last quarters."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Count

from contracts.rules.small_cells import is_small
from inkoop.base.dutch import counted, figure
from inkoop.base.periods import add_months, last_of_month
from inkoop.reports.content import Cell, Column, Hidden, Light, Measured, Picture, Row, Section, Table, Unit
from inkoop.reports.services.money_sections import missing
from kpis.choices import ComputationName, FigureUnit, KpiColour, KpiDirection, KpiLevel
from kpis.models import Computation, KpiValue, KpiVersion
from kpis.queries.kpis import versions_in_force

QUARTERS_SHOWN, MONTHS_OF_QUARTER = 4, 3
UNITS = {
    FigureUnit.CENTS: Unit.CENTS,
    FigureUnit.COUNT: Unit.COUNT,
    FigureUnit.DAYS: Unit.NUMBER,
    FigureUnit.SHARE: Unit.SHARE,
    FigureUnit.INDEX: Unit.NUMBER,
    FigureUnit.GRADE: Unit.NUMBER,
}
LIGHTS = {
    KpiColour.RED: Light("rood", "buiten de norm"),
    KpiColour.ORANGE: Light("oranje", "let op"),
    KpiColour.GREEN: Light("groen", "goed"),
    KpiColour.NONE: Light("", "zonder oordeel"),
    KpiColour.NOT_MEASURABLE: Light("", "niet te meten"),
}
Values = Mapping[date, Mapping[int, KpiValue]]


def kpi_section(peildatum: date) -> Section:
    """Of every KPI in force: the last quarter ends that were computed, now, target and light. Four queries."""
    key, title = "kpis", "KPI's met stoplicht en trend"
    days = [*quarter_ends(peildatum), peildatum]
    computations = {
        row.peildatum: row
        for row in Computation.objects.filter(name=ComputationName.KPIS, peildatum__in=days).exclude(
            fingerprint=""
        )
    }
    if peildatum not in computations:
        return missing(key, title, "KPI's")
    values = _values(computations)
    versions = list(versions_in_force(peildatum))
    earlier = [day for day in days[:-1] if day in computations]
    red = _red_providers(computations[peildatum])
    columns = (
        Column("KPI"),
        *[Column(f"{day:%d-%m-%Y}", Unit.NUMBER) for day in earlier],
        Column("Nu", Unit.NUMBER),
        Column("Streefwaarde", Unit.NUMBER),
        Column("Stand"),
        Column("Trend"),
        Column("Aanbieders buiten de norm", Unit.COUNT),
    )
    rows = tuple(_row(one, values, [*earlier, peildatum], red[one.pk]) for one in versions)
    lights = _by_light(versions, values, [*earlier[-1:], peildatum])
    meaning = Table(
        "Wat de KPI's meten",
        (Column("KPI"), Column("Waarom"), Column("Hoe geteld")),
        tuple((str(one.kpi), one.kpi.why, one.formula) for one in versions),
    )
    return Section(
        key,
        title,
        tuple(_sentences(versions, values[peildatum])),
        (Table("Stand per KPI", columns, rows), lights, meaning),
        (
            Picture(
                "Hoeveel KPI's op groen, oranje en rood staan",
                tuple(range(1, len(lights.columns))),
                "Aantal KPI's per stand.",
                table=1,
            ),
        ),
        "Elke KPI heeft een versie met grenzen; op de grens zelf geldt de betere kant. Een KPI zonder cijfers is niet "
        "te meten, nooit goed. Trend vergelijkt met het vorige kwartaaleinde dat is berekend.",
    )


def quarter_ends(peildatum: date) -> list[date]:
    """The last ends of quarters before the peildatum, oldest first."""
    first = date(peildatum.year, (peildatum.month - 1) // MONTHS_OF_QUARTER * MONTHS_OF_QUARTER + 1, 1)
    firsts = [add_months(first, -MONTHS_OF_QUARTER * back) for back in range(QUARTERS_SHOWN, 0, -1)]
    return [last_of_month(add_months(one, MONTHS_OF_QUARTER - 1)) for one in firsts]


def _values(computations: Mapping[date, Computation]) -> Values:
    """Per day and KPI the value of the region."""
    found: dict[date, dict[int, KpiValue]] = {day: {} for day in computations}
    rows = KpiValue.objects.filter(computation__in=computations.values(), level=KpiLevel.REGION, key="")
    for row in rows.select_related("version", "computation"):
        found[row.computation.peildatum][row.version.kpi_id] = row
    return found


def _red_providers(computation: Computation) -> Counter[int]:
    rows = KpiValue.objects.filter(
        computation=computation, level=KpiLevel.PROVIDER, colour=KpiColour.RED
    ).order_by()
    return Counter(dict(rows.values_list("version").annotate(Count("pk"))))


def _row(version: KpiVersion, values: Values, days: Sequence[date], red: int) -> Row:
    found = [values[day].get(version.kpi_id) for day in days]
    now, before = (
        found[-1],
        next((one for one in reversed(found[:-1]) if one and one.value is not None), None),
    )
    return (
        version.kpi.name,
        *[_cell(one, version) for one in found],
        _measured(version.target, version),
        LIGHTS[KpiColour(now.colour)] if now else LIGHTS[KpiColour.NOT_MEASURABLE],
        _trend(version, before, now),
        red if KpiLevel.PROVIDER in version.levels else None,
    )


def _cell(row: KpiValue | None, version: KpiVersion) -> Cell:
    if row is None:
        return None
    if version.what.counts == "cliënten" and is_small(row.n):
        return Hidden.SMALL
    return _measured(row.value, version)


def _measured(value: Decimal | None, version: KpiVersion) -> Cell:
    return None if value is None else Measured(value, UNITS[version.what.unit])


def _trend(version: KpiVersion, before: KpiValue | None, now: KpiValue | None) -> str:
    """In words; empty = nothing to compare."""
    if now is None or before is None or now.value is None or before.value is None:
        return ""
    if now.value == before.value:
        return "gelijk"
    rises = now.value > before.value
    if version.direction == KpiDirection.NONE:
        return "hoger" if rises else "lager"
    return "beter" if rises == (version.direction == KpiDirection.HIGHER) else "slechter"


def _by_light(versions: Sequence[KpiVersion], values: Values, days: Sequence[date]) -> Table:
    counts: dict[date, Counter[str]] = defaultdict(Counter)
    for day in days:
        for one in versions:
            found = values[day].get(one.kpi_id)
            counts[day][found.colour if found else KpiColour.NOT_MEASURABLE] += 1
    columns = (Column("Stand"), *[Column(f"{day:%d-%m-%Y}", Unit.COUNT) for day in days])
    rows: tuple[Row, ...] = tuple(
        (light.text, *[counts[day][colour] for day in days]) for colour, light in LIGHTS.items()
    )
    total: Row = ("Samen", *[counts[day].total() for day in days])
    return Table("KPI's naar stand", columns, rows, total)


def _sentences(versions: Sequence[KpiVersion], now: Mapping[int, KpiValue]) -> list[str]:
    colours = Counter(found.colour for one in versions if (found := now.get(one.kpi_id)))
    if not versions:
        return ["Er is nog geen KPI in gebruik."]
    text = (
        f"Van {counted(len(versions), 'KPI', 'KPI’s')} {'staat' if colours[KpiColour.GREEN] == 1 else 'staan'} er "
        f"{colours[KpiColour.GREEN]} goed, vragen er {colours[KpiColour.ORANGE]} aandacht en vallen er "
        f"{colours[KpiColour.RED]} buiten de norm."
    )
    red = [
        f"{one.kpi.name} ({figure(found.value, one.what.unit)}, streefwaarde {figure(one.target, one.what.unit)})"
        for one in versions
        if (found := now.get(one.kpi_id)) and found.colour == KpiColour.RED
    ]
    return [text, *([f"Buiten de norm: {'; '.join(red)}."] if red else [])]
