"""Sections on who came and went, how a municipality compares, and how good the figures are."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Sum

from contracts.rules.small_cells import SMALLEST_SHOWN, is_small
from inkoop.base.dutch import counted, long_date, number, percent, short_month
from inkoop.base.models import Finding, Municipality
from inkoop.base.periods import first_of_month
from inkoop.reports.content import Cell, Column, Hidden, Measured, Picture, Row, Section, Table, Unit
from inkoop.reports.queries.sources import Sources
from inkoop.reports.rules.suppression import Sum as Together
from inkoop.reports.rules.suppression import hidden_rows
from inkoop.reports.services.money_sections import missing
from inkoop.reports.services.shielding import UseKey, fewest, key_of
from inkoop.reports.services.use_sections import REGION, Uses
from kpis.choices import FlowScope, UseDimension
from kpis.models import CareUse, Computation, FlowMonth, MonthValue

COMPARABLE = 3
GENERAL_PRACTITIONER, UNKNOWN = "02", ""
STAY = "verblijf"
COMPARED = (
    ("Gemiddelde kosten per cliënt", Unit.CENTS),
    ("Gemiddelde duur in het jaar (dagen)", Unit.DAYS),
    ("Deel van de uitgaven naar verblijf", Unit.SHARE),
    ("Deel van de uitgaven via de huisarts", Unit.SHARE),
)
NEWEST_MONTHS = 6


def flow_section(flow: Computation | None, municipality: Municipality | None) -> Section:
    """In, out and in care per month; begin + in - uit = eind. One query."""
    title = "In- en uitstroom"
    if flow is None:
        return missing("stromen", title, "stromen")
    scope = FlowScope.MUNICIPALITY if municipality else FlowScope.REGION
    key = municipality.code if municipality else ""
    rows = list(
        FlowMonth.objects.filter(computation=flow, scope=scope, key=key, care_form="").order_by("month")
    )
    people = {row.month: fewest(row.entered, row.left) for row in rows}
    totals = Together("jaar", tuple(people))
    hidden = hidden_rows(people | {"jaar": sum(row.entered + row.left for row in rows)}, [totals])
    columns = (
        Column("Maand"),
        Column("Begin", Unit.COUNT),
        Column("In", Unit.COUNT),
        Column("Uit", Unit.COUNT),
        Column("Eind", Unit.COUNT),
    )
    table = Table(
        title, columns, tuple(_flow_row(row, row.month in hidden) for row in rows), _flow_total(rows)
    )
    return Section(
        "stromen",
        title,
        tuple(_flow_sentences(rows)),
        (table,),
        (Picture("In en uit per maand", (2, 3), "Jeugdigen die in zorg kwamen en die eruit gingen."),),
        "Unieke jeugdigen. Wie lang niets van zich laat horen, geldt als vertrokken. Maanden waarin weinig jeugdigen "
        "kwamen of gingen, zijn voor in en uit afgeschermd.",
    )


def comparison_section(uses: Uses, municipality: Municipality) -> Section:
    """Beside the region and the municipalities nearest in number of clients. Two queries."""
    places = dict(Municipality.objects.values_list("code", "name"))
    rows = list(CareUse.objects.filter(computation=uses.computation))
    year = max((row.year for row in rows), default=0)
    of_year = [row for row in rows if row.year == year]
    wholes = {row.municipality_code: row for row in of_year if row.dimension == UseDimension.WHOLE}
    own = wholes.get(municipality.code)
    if own is None:
        return Section("vergelijking", "Vergelijking", ("Er is dit jaar niets gedeclareerd.",))
    near = sorted(
        (code for code in wholes if code not in {REGION, municipality.code}),
        key=lambda code: (abs(wholes[code].clients - own.clients), code),
    )[:COMPARABLE]
    columns = (
        Column("Wat"),
        *[Column(name, Unit.NUMBER) for name in (municipality.name, "Hele regio", "Vergelijkbaar")],
    )
    groups = ([municipality.code], [REGION], near)
    figures = [_figures_of(of_year, codes, uses.hidden) for codes in groups]
    names = ", ".join(places.get(code, code) for code in near)
    compared = tuple(
        (name, *[_measured(figure[place], unit) for figure in figures])
        for place, (name, unit) in enumerate(COMPARED)
    )
    title = f"Vergeleken met de regio, {year}"
    return Section(
        "vergelijking",
        title,
        (f"Vergelijkbaar: {names or 'geen'}, de gemeenten met het meest gelijke aantal cliënten.",),
        (Table(title, columns, compared),),
        (),
        "Vergelijkbaar: het gemiddelde van die gemeenten samen. Een afwijking is een vraag, geen oordeel: de ene "
        "gemeente heeft andere inwoners en een andere toegang dan de andere.",
    )


def quality_section(sources: Sources, uses: Uses, municipality: Municipality | None) -> Section:
    """How complete and how sure the figures are. Two queries at most."""
    rows: list[Row] = []
    if sources.months:
        rows += _completeness(sources.months, municipality)
    sentences = [f"Alle cijfers zijn naar de stand van {long_date(sources.peildatum)}."]
    newest = next((one.newest_delivery for one in sources.all if one.newest_delivery), None)
    if newest:
        refused = Finding.objects.filter(delivery=newest).values("row_number").distinct().count()
        sentences.append(
            f"De nieuwste aanlevering erin is {newest.file_name}, ontvangen op {long_date(newest.received_on)}; "
            f"daarin {counted(refused, 'rij', 'rijen')} met een bevinding."
        )
    sentences += _unknowns(uses)
    columns = (Column("Maand"), Column("Al binnen", Unit.SHARE), Column("Verwacht", Unit.CENTS))
    tables = (Table("Volledigheid van de nieuwste maanden", columns, tuple(rows)),) if rows else ()
    return Section(
        "kwaliteit",
        "Kwaliteit van de cijfers",
        tuple(sentences),
        tables,
        (),
        f"Aantallen van 1 tot en met {SMALLEST_SHOWN - 1} jeugdigen worden niet getoond. Volledigheid: welk deel van "
        "een maand naar verwachting al gedeclareerd is, naar hoe laat declaraties eerder binnenkwamen.",
    )


def _flow_row(row: FlowMonth, hide: bool) -> Row:  # noqa: FBT001 -- said by its only caller
    moved: list[Cell] = [Hidden.SMALL] * 2 if hide else [row.entered, row.left]
    ends: list[Cell] = [Hidden.SMALL if is_small(one) else one for one in (row.begin, row.end)]
    return (short_month(row.month), ends[0], *moved, ends[1])


def _flow_total(rows: Sequence[FlowMonth]) -> Row | None:
    if not rows:
        return None
    entered, left = sum(row.entered for row in rows), sum(row.left for row in rows)
    cells = (rows[0].begin, entered, left, rows[-1].end)
    return ("Hele periode", *[Hidden.SMALL if is_small(one) else one for one in cells])


def _flow_sentences(rows: Sequence[FlowMonth]) -> list[str]:
    if not rows:
        return []
    entered, left = sum(row.entered for row in rows), sum(row.left for row in rows)
    if is_small(entered) or is_small(left):
        return []
    word = "meer" if entered > left else "minder" if entered < left else "evenveel"
    return [
        f"Er kwamen {number(entered)} jeugdigen in zorg en {number(left)} gingen eruit: {word} in dan uit."
        if word != "evenveel"
        else f"Er kwamen evenveel jeugdigen in zorg als eruit gingen: {number(entered)}."
    ]


def _measured(value: Cell, unit: Unit) -> Cell:
    return Measured(value, unit) if isinstance(value, (int, Decimal)) else value


def _figures_of(rows: Sequence[CareUse], codes: Sequence[str], hidden: set[UseKey]) -> tuple[Cell, ...]:
    """Cost and days per client, share of stay and of the general practitioner; None = nothing to measure.

    What is hidden elsewhere would follow from a share, so it is hidden here too.
    """
    own = [row for row in rows if row.municipality_code in codes]
    wholes = [row for row in own if row.dimension == UseDimension.WHOLE]
    clients, cents = sum(row.clients for row in wholes), sum(row.declared for row in wholes)
    if clients <= 0 or cents <= 0:
        return (None,) * 4
    if any(key_of(row) in hidden for row in wholes):
        return (Hidden.SMALL,) * 4
    return (
        Decimal(cents) / clients,
        Decimal(sum(row.days for row in wholes)) / clients,
        _share_of(own, UseDimension.CARE_FORM, STAY, cents, hidden),
        _share_of(own, UseDimension.REFERRER, GENERAL_PRACTITIONER, cents, hidden),
    )


def _share_of(
    rows: Sequence[CareUse], dimension: UseDimension, part: str, cents: int, hidden: set[UseKey]
) -> Cell:
    found = [row for row in rows if row.dimension == dimension and row.part == part]
    if any(key_of(row) in hidden for row in found):
        return Hidden.SMALL
    return Decimal(sum(row.declared for row in found)) / cents


def _completeness(months: Computation, municipality: Municipality | None) -> list[Row]:
    passed = first_of_month(months.peildatum)
    rows = MonthValue.objects.filter(computation=months, month__lt=passed, expected__isnull=False)
    if municipality:
        rows = rows.filter(municipality=municipality)
    sums = rows.order_by().values("month").annotate(Sum("declared"), Sum("expected")).order_by("-month")
    return [
        (
            short_month(row["month"]),
            Decimal(row["declared__sum"]) / row["expected__sum"] if row["expected__sum"] > 0 else None,
            row["expected__sum"],
        )
        for row in reversed(sums[:NEWEST_MONTHS])
    ]


def _unknowns(uses: Uses) -> list[str]:
    if not uses.years:
        return []
    year = uses.years[-1]
    whole = uses.whole(year)
    unknown = uses.of(UseDimension.REFERRER).get(UNKNOWN, {}).get(year)
    if whole is None or whole.declared <= 0 or (unknown and uses.is_hidden(unknown)):
        return []
    share = Decimal(unknown.declared if unknown else 0) / whole.declared
    return [f"Van {percent(share)} van de uitgaven in {year} is de verwijzer niet bekend."]
