"""Referrers and schools by name, and who stands out among them."""

from collections.abc import Sequence

from contracts.rules.small_cells import SMALLEST_SHOWN, is_small
from inkoop.base.dutch import counted, long_date
from inkoop.base.models import Municipality
from inkoop.reports.content import Cell, Column, Hidden, Light, Picture, Row, Section, Table, Unit
from inkoop.reports.queries.names import names_of, part_name
from inkoop.reports.services.money_sections import missing
from inkoop.reports.services.shielding import fewest
from kpis.choices import FlowScope, ReferrerLevel, UseDimension
from kpis.models import Computation, ReferrerUse

SCHOOL = "school"
STANDS_OUT = Light("oranje", "duurder dan vergelijkbare")


def referrers_section(referrers: Computation | None, municipality: Municipality) -> Section:
    """Those by name with enough clients, per kind, the others together. Two queries at most."""
    title = "Verwijzers en scholen bij naam"
    if referrers is None:
        return missing("namen", title, "verwijzers")
    rows = ReferrerUse.objects.filter(
        computation=referrers,
        scope=FlowScope.MUNICIPALITY,
        key=municipality.code,
        level=ReferrerLevel.REFERRER,
    )
    found = list(rows.order_by("kind", "-declared", "name"))
    names = {**names_of(UseDimension.REFERRER), SCHOOL: "school"}
    kinds = sorted({one.kind for one in found}, key=lambda kind: part_name(names, kind))
    cells: list[Row] = []
    for kind in kinds:
        named, other = apart([one for one in found if one.kind == kind])
        cells += [_row(one, part_name(names, kind)) for one in named]
        cells += _rest(other, part_name(names, kind))
    columns = (
        Column("Verwijzer"),
        Column("Soort"),
        Column("Begonnen", Unit.COUNT),
        Column("Cliënten", Unit.COUNT),
        Column("Gedeclareerd", Unit.CENTS),
        Column("Per cliënt", Unit.CENTS),
        Column("Opvallend"),
    )
    outliers = sum(row[6] == STANDS_OUT for row in cells)
    schools = sum(one.kind == SCHOOL for one in found)
    window = ""
    if referrers.window_from and referrers.window_to:
        window = f" Dienstmaanden {referrers.window_from:%m-%Y} t/m {referrers.window_to:%m-%Y}."
    return Section(
        "namen",
        title,
        (
            (
                f"Er verwezen {counted(schools, 'school', 'scholen')}; "
                f"{counted(outliers, 'verwijzer valt', 'verwijzers vallen')} op door de kosten per cliënt."
            ),
        ),
        (Table(title, columns, tuple(cells)),) if cells else (),
        (Picture("Gedeclareerd per verwijzer", (4,), "Gedeclareerd op wat een verwijzer verwees."),)
        if cells
        else (),
        f"Naar de stand van {long_date(referrers.peildatum)}.{window} Begonnen: cliënten van wie in die maanden hulp "
        "begon. Wie weinig jeugdigen verwees, staat bij de overige. Opvallend is een vraag, geen oordeel.",
    )


def apart(found: Sequence[ReferrerUse]) -> tuple[list[ReferrerUse], list[ReferrerUse]]:
    """Who is named, and the others together; among those are never so few that one could be known."""
    named = [one for one in found if not is_small(fewest(one.started, one.clients))]
    other = [one for one in found if one not in named]
    while other and named and (len(other) == 1 or sum(one.clients for one in other) < SMALLEST_SHOWN):
        other.insert(0, named.pop())
    return named, other


def _row(one: ReferrerUse, kind: str) -> Row:
    return (
        one.name or "onbekend",
        kind,
        one.started,
        one.clients,
        one.declared,
        one.cost,
        STANDS_OUT if one.is_outlier else "",
    )


def _rest(other: Sequence[ReferrerUse], kind: str) -> list[Row]:
    if not other:
        return []
    cents: Cell = sum(one.declared for one in other)
    if sum(one.clients for one in other) < SMALLEST_SHOWN:
        cents = Hidden.SMALL
    return [(f"Overige ({kind}): {len(other)}", kind, None, None, cents, None, "")]
