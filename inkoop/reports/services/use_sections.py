"""Sections on who used which care: per product, care form, referrer and team, over the last years."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from contracts.choices import CATEGORIES
from contracts.models import ProductCode
from inkoop.base.dutch import counted, percent, short_euro
from inkoop.reports.content import Cell, Column, Hidden, Picture, Row, Section, Table, Unit
from inkoop.reports.queries.names import names_of, part_name
from inkoop.reports.services.shielding import UseKey, key_of, shield
from kpis.choices import UseDimension
from kpis.models import CareUse, Computation

REGION = ""
STAY, PROTECTION = ("35", "36", "37", "38", "43", "44"), ("47", "48", "49")
HOW_COUNTED = (
    "Cliënten zijn jeugdigen met een positief gedeclareerd bedrag in het jaar, na aftrek van crediteringen; wie "
    "meer dan één soort hulp kreeg, telt bij elke soort en één keer in het totaal. Duur: gemiddeld aantal dagen van "
    "de eerste tot en met de laatste gedeclareerde dag in het jaar. Wat onder weinig jeugdigen staat, is afgeschermd, "
    "met zo nodig een tweede rij, zodat het niet door aftrekken te vinden is; in de totalen telt het mee."
)


@dataclass(frozen=True)
class Uses:
    """The rows of one place, with what may not be shown of any place. ``code``: '' = the region."""

    computation: Computation
    code: str
    rows: list[CareUse]
    hidden: set[UseKey]

    @cached_property
    def years(self) -> list[int]:
        return sorted({row.year for row in self.rows})

    def of(self, dimension: UseDimension) -> dict[str, dict[int, CareUse]]:
        """Per part its row per year."""
        found: dict[str, dict[int, CareUse]] = defaultdict(dict)
        for row in self.rows:
            if row.dimension == dimension:
                found[row.part][row.year] = row
        return dict(found)

    def whole(self, year: int) -> CareUse | None:
        return self.of(UseDimension.WHOLE).get("", {}).get(year)

    def is_hidden(self, row: CareUse) -> bool:
        return key_of(row) in self.hidden


def uses_of(computation: Computation, code: str) -> Uses:
    """Three queries."""
    rows = list(CareUse.objects.filter(computation=computation, municipality_code=code))
    return Uses(computation, code, rows, shield(computation))


def use_section(
    uses: Uses, *, key: str, title: str, dimension: UseDimension, word: str, sentences: Sequence[str] = ()
) -> Section:
    """Per part and year: clients, mean duration, cost; the largest of the newest year first. At most one query."""
    names = names_of(dimension)
    parts = uses.of(dimension)
    newest = uses.years[-1] if uses.years else 0
    order = sorted(parts, key=lambda part: (-_size(uses, parts[part].get(newest)), part_name(names, part)))
    rows = tuple((part_name(names, part), *_cells(uses, parts[part])) for part in order)
    columns = (Column(word), *[column for year in uses.years for column in _columns(year)])
    table = Table(title, columns, rows, total=_total(uses), note=_hidden_note(uses, dimension))
    euros = tuple(place for place, column in enumerate(columns) if column.unit == Unit.CENTS)
    pictures = (Picture(f"Uitgaven per {word.lower()}", euros, f"Uitgaven per {word.lower()} en jaar."),)
    return Section(key, title, tuple(sentences), (table,), pictures if rows else (), HOW_COUNTED)


def kinds_section(uses: Uses) -> Section:
    """Residential placements and protection measures by kind: the rows of those products. Two queries.

    They are rows of the section on products, so nothing is told here that is not told there.
    """
    title = "Verblijf en kinderbeschermingsmaatregelen per soort"
    names = names_of(UseDimension.PRODUCT_CODE)
    kinds = dict(
        ProductCode.objects.filter(category__in=[*STAY, *PROTECTION]).values_list("code", "category_id")
    )
    parts = {part: rows for part, rows in uses.of(UseDimension.PRODUCT_CODE).items() if part in kinds}
    columns = (
        Column("Soort"),
        Column("Productcategorie"),
        *[one for year in uses.years for one in _columns(year)],
    )
    rows = tuple(
        (part_name(names, part), CATEGORIES[kinds[part]], *_cells(uses, parts[part]))
        for part in sorted(parts, key=lambda part: (kinds[part], part_name(names, part)))
    )
    euros = tuple(place for place, column in enumerate(columns) if column.unit == Unit.CENTS)
    return Section(
        "soorten",
        title,
        () if rows else ("In deze jaren is geen verblijf en geen bescherming gedeclareerd.",),
        (Table(title, columns, rows),) if rows else (),
        (Picture("Uitgaven per soort", euros, "Uitgaven aan verblijf en bescherming."),) if rows else (),
        "Een soort is een product. Er staat geen totaal: een jeugdige kan meer soorten hulp hebben, en zonder totaal "
        "volgt een afgeschermde rij niet uit de andere.",
    )


def largest_sentence(uses: Uses, dimension: UseDimension) -> list[str]:
    """Which part cost most in the newest year, if that may be told."""
    if not uses.years:
        return []
    year = uses.years[-1]
    whole = uses.whole(year)
    rows = [found[year] for found in uses.of(dimension).values() if year in found]
    shown = [row for row in rows if not uses.is_hidden(row)]
    if not shown or whole is None or whole.declared <= 0 or uses.is_hidden(whole):
        return []
    top = max(shown, key=lambda row: row.declared)
    name = part_name(names_of(dimension), top.part)
    share = percent(Decimal(top.declared) / whole.declared)
    return [
        (
            f"In {year} ging het meeste naar {name}: {short_euro(top.declared)} van de {short_euro(whole.declared)} "
            f"({share}), voor {counted(top.clients, 'cliënt', 'cliënten')}."
        )
    ]


def _columns(year: int) -> list[Column]:
    return [
        Column(f"{year} cliënten", Unit.COUNT),
        Column(f"{year} dagen", Unit.DAYS),
        Column(f"{year} uitgaven", Unit.CENTS),
    ]


def _cells(uses: Uses, by_year: dict[int, CareUse]) -> Row:
    cells: list[Cell] = []
    for year in uses.years:
        row = by_year.get(year)
        if row is None:
            cells += [0, None, 0]
        elif uses.is_hidden(row):
            cells += [Hidden.SMALL] * 3
        else:
            cells += [row.clients, row.mean_days, row.declared]
    return tuple(cells)


def _total(uses: Uses) -> Row:
    return ("Samen (unieke cliënten)", *_cells(uses, uses.of(UseDimension.WHOLE).get("", {})))


def _hidden_note(uses: Uses, dimension: UseDimension) -> str:
    """The share of the newest year's euros that is not shown per part."""
    if not uses.years:
        return ""
    year = uses.years[-1]
    rows = [found[year] for found in uses.of(dimension).values() if year in found]
    hidden = [row for row in rows if uses.is_hidden(row)]
    whole = sum(row.declared for row in rows)
    if not hidden or whole <= 0:
        return ""
    share = percent(Decimal(sum(row.declared for row in hidden)) / whole)
    return f"Afgeschermd in {year}: {counted(len(hidden), 'rij', 'rijen')}, samen {share} van de uitgaven."


def _size(uses: Uses, row: CareUse | None) -> int:
    """By which rows are put in order; a hidden one between two others would tell its size."""
    return row.declared if row and not uses.is_hidden(row) else 0
