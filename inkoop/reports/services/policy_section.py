"""Policy goals against their reference year, and what is done for them with which money."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from contracts.rules.small_cells import is_small
from inkoop.base.dutch import counted
from inkoop.base.parameters import value_at
from inkoop.reports.content import (
    Cell,
    Column,
    Hidden,
    Light,
    Measured,
    Picture,
    Row,
    Section,
    Table,
    Unit,
    add_up,
)
from inkoop.reports.services.kpi_section import UNITS
from inkoop.reports.services.shielding import UseKey
from kpis.choices import FigureUnit, GoalIndicator, UseDimension
from kpis.models import PolicyGoal, PolicyMeasure
from kpis.queries.policy import Progress, Year, progress_of_all

LIGHTS = {
    "gehaald": Light("groen", "gehaald"),
    "op koers": Light("groen", "op koers"),
    "achter": Light("rood", "achter op de lijn"),
    "nvt": Light("", "nog niet te zeggen"),
}


def policy_section(peildatum: date, hidden: set[UseKey]) -> Section:
    """Goals of the whole region; ``hidden``: what of the use of care may not be shown. Five queries at most."""
    title = "Beleidsdoelen tegenover het referentiejaar"
    goals = list(
        PolicyGoal.objects.filter(municipality=None)
        .select_related("area")
        .prefetch_related("values")
        .order_by("area__name", "number")
    )
    found = progress_of_all(goals, peildatum, int(value_at("mature_after", peildatum)))
    measures = list(PolicyMeasure.objects.select_related("area").order_by("area__name", "name"))
    if not found and not measures:
        return Section("beleid", title, ("Er zijn nog geen beleidsdoelen vastgelegd.",))
    tables = [_goals(found, hidden), _years(found, hidden)]
    if measures:
        tables.append(_measures(measures))
    return Section(
        "beleid",
        title,
        tuple(_sentences(found)),
        tuple(tables),
        (Picture("Afgelegd deel van de weg naar het doel", (7,), "Hoe ver elk doel is."),),
        "De lijn loopt recht van het referentiejaar naar het doeljaar. Een jaar telt pas mee als alle maanden ervan "
        "rijp zijn. Afgelegd is het deel van de weg van de referentie naar het doel; onder nul is het verder weg.",
    )


def _goals(found: Sequence[Progress], hidden: set[UseKey]) -> Table:
    columns = (
        Column("Doel"),
        Column("Probleemgebied"),
        Column("Taak"),
        Column("Referentie", Unit.NUMBER),
        Column("Doelwaarde", Unit.NUMBER),
        Column("Laatste hele jaar", Unit.NUMBER),
        Column("Volgens de lijn", Unit.NUMBER),
        Column("Afgelegd", Unit.SHARE),
        Column("Stand"),
    )
    return Table("Stand per doel", columns, tuple(_goal_row(one, hidden) for one in found))


def _goal_row(found: Progress, hidden: set[UseKey]) -> Row:
    goal, newest = found.goal, found.newest
    reference = next((year for year in found.years if year.year == goal.reference_year), None)
    cells = (_value(goal, reference, hidden), _value(goal, newest, hidden))
    is_hidden = Hidden.SMALL in cells
    return (
        f"{goal.text} ({goal.reference_year}-{goal.target_year})",
        goal.area.name,
        goal.get_scale_display(),
        cells[0],
        Hidden.SMALL if is_hidden and goal.change is not None else _measured(goal, found.target),
        cells[1],
        Hidden.SMALL if is_hidden else _measured(goal, newest.line if newest else None),
        Hidden.SMALL if is_hidden else _share(found, newest),
        LIGHTS[newest.standing if newest else "nvt"],
    )


def _years(found: Sequence[Progress], hidden: set[UseKey]) -> Table:
    """Every year of every goal; a year that is not whole yet is left out."""
    years = sorted({one.year for goal in found for one in goal.years})
    columns = (Column("Doel"), *[Column(str(year), Unit.NUMBER) for year in years])
    rows = []
    for one in found:
        of_year = {year.year: year for year in one.years if year.is_whole}
        rows.append((one.goal.text, *[_value(one.goal, of_year.get(year), hidden) for year in years]))
    return Table("Waarde per jaar", columns, tuple(rows))


def _measures(measures: Iterable[PolicyMeasure]) -> Table:
    columns = (
        Column("Maatregel"),
        Column("Probleemgebied"),
        Column("Taak"),
        Column("Status"),
        Column("Geld", Unit.CENTS),
        Column("Besteed", Unit.CENTS),
        Column("Stand van zaken"),
    )
    rows = tuple(
        (
            one.name,
            one.area.name,
            one.get_scale_display(),
            one.get_status_display(),
            one.cents,
            one.spent,
            one.progress,
        )
        for one in measures
    )
    return Table("Maatregelen", columns, rows, add_up(rows, columns, "Samen"))


def _value(goal: PolicyGoal, year: Year | None, hidden: set[UseKey]) -> Cell:
    if year is None or year.value is None:
        return None
    if goal.indicator == GoalIndicator.CLIENTS and is_small(int(year.value)):
        return Hidden.SMALL
    if goal.indicator != GoalIndicator.HAND and _rests_on_hidden(goal, year.year, hidden):
        return Hidden.SMALL
    return _measured(goal, year.value)


def _rests_on_hidden(goal: PolicyGoal, year: int, hidden: set[UseKey]) -> bool:
    """Whether a hidden row of the region would follow from the figure of a goal."""
    parts = [(UseDimension.CATEGORY, one) for one in goal.categories]
    parts += [(UseDimension.PRODUCT_CODE, one) for one in goal.product_codes]
    return any(("", year, dimension.value, part) in hidden for dimension, part in parts)


def _measured(goal: PolicyGoal, value: Decimal | None) -> Cell:
    return None if value is None else Measured(value, UNITS[FigureUnit(goal.unit)])


def _share(found: Progress, newest: Year | None) -> Decimal | None:
    """0 = still at the reference, 1 = at the target."""
    if newest is None or newest.value is None or found.reference is None or found.target is None:
        return None
    way = found.target - found.reference
    return (newest.value - found.reference) / way if way else None


def _sentences(found: Sequence[Progress]) -> list[str]:
    standings = [one.newest.standing for one in found if one.newest and one.newest.standing != "nvt"]
    if not standings:
        return ["Van geen enkel doel is al te zeggen of het op koers ligt."]
    good = sum(one in {"gehaald", "op koers"} for one in standings)
    return [
        (
            f"Van {counted(len(standings), 'doel is', 'doelen is')} de stand bekend: {good} gehaald of op koers, "
            f"{len(standings) - good} achter op de lijn."
        )
    ]
