"""Shift of care in Dutch sentences. Values in, text out."""

from decimal import Decimal

from inkoop.base.dutch import counted, euro, number, percent
from inkoop.desk.queries.shift import CLASSES, NOWHERE, Grid, Shifts, case_mix, category_name


def of_classes(grid: Grid) -> list[str]:
    """Who became heavier or lighter, and the case-mix before and now."""
    stayed = [(b, a, grid.clients(b, a)) for b in CLASSES for a in CLASSES]
    both = sum(n for _, _, n in stayed)
    if not both:
        return ["Geen cliënt had in beide periodes hulp met een bekende klasse."]
    heavier = sum(n for before, after, n in stayed if after > before)
    lighter = sum(n for before, after, n in stayed if after < before)
    then = {b: sum(grid.clients(b, a) for a in grid.cells) for b in CLASSES}
    now = {a: sum(grid.clients(b, a) for b in grid.cells) for a in CLASSES}
    return [
        (
            f"Van {counted(both, 'cliënt', 'cliënten')} met hulp in beide periodes ging "
            f"{percent(Decimal(heavier) / both)} naar een zwaardere klasse en {percent(Decimal(lighter) / both)} naar "
            "een lichtere."
        ),
        (
            f"De zwaarte-index ging van {_index(then)} naar {_index(now)}: nieuwe cliënten en cliënten die weggingen "
            "tellen daarin mee."
        ),
    ]


def _index(numbers: dict[str, int]) -> str:
    return number(case_mix(numbers), 2)


def of_waterbed(found: Shifts) -> list[str]:
    """Whether what one category lost came back in others."""
    aimed = found.aimed
    if aimed is None:
        return ["In deze categorie is in geen van beide periodes iets gedeclareerd."]
    name = category_name(found.target)
    if aimed.moved >= 0:
        return [
            f"{name} daalde niet: het verschil is {euro(aimed.moved)}. Er is dus niets om elders terug te zien."
        ]
    drop = -aimed.moved
    if found.elsewhere <= 0:
        return [
            (
                f"{name} daalde met {euro(drop)}. De andere categorieën stegen samen niet (verschil "
                f"{euro(found.elsewhere)}): geen aanwijzing voor een waterbed."
            )
        ]
    sentences = [
        (
            f"{name} daalde met {euro(drop)}; de andere categorieën stegen samen met {euro(found.elsewhere)}, dat is "
            f"{percent(Decimal(found.elsewhere) / drop)} van de daling."
        ),
    ]
    own = found.own.get(found.target)
    if own is not None and own.moved < 0:
        sentences.append(
            f"Bij de {counted(own.clients_before, 'cliënt', 'cliënten')} die deze hulp eerder "
            f"{'had' if own.clients_before == 1 else 'hadden'}, daalde zij met {euro(-own.moved)} en veranderden de "
            f"andere categorieën samen met {euro(found.elsewhere_own)}."
        )
    sentences.append(
        "Dit zijn bedragen naast elkaar, geen oorzaak: groei van de andere hulp kan ook een andere reden hebben."
    )
    return sentences


def cell_name(axis_names: dict[str, str], cell: str) -> str:
    return "geen hulp" if cell == NOWHERE else axis_names.get(cell, category_name(cell))
