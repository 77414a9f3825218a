"""Sections for the regio-overleg: municipalities, providers, IBPs, talks and agreements beside each other."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from contracts.rules.small_cells import is_small
from inkoop.base.dutch import counted, number, percent, short_euro
from inkoop.base.models import Municipality
from inkoop.base.periods import add_months
from inkoop.reports.content import Cell, Column, Hidden, Picture, Row, Section, Table, Unit, add_up
from inkoop.reports.queries.sources import Sources
from inkoop.reports.services.money_sections import missing
from inkoop.reports.services.shielding import fewest, key_of, shield
from inkoop.reports.services.use_sections import REGION
from kpis.choices import AgreementResult, IbpState, OverrunDimension, UseDimension, indicator_of
from kpis.models import (
    Agreement,
    CareUse,
    Computation,
    ForecastMonth,
    IbpOverrunRate,
    IbpStatus,
    IndicatorValue,
    Meeting,
    Signal,
)
from kpis.models.meetings import HELD_STATES

LARGEST = 15
QUARTER = 3


def region_sections(sources: Sources) -> list[Section]:
    return [
        municipalities_section(sources),
        providers_section(sources.behaviour),
        signals_section(sources.behaviour),
        ibp_section(sources.ibps),
        talks_section(sources.peildatum),
    ]


def municipalities_section(sources: Sources) -> Section:
    """Clients and spending of the newest year, and what is expected. Four queries."""
    title = "Per gemeente"
    if sources.use is None:
        return missing("gemeenten", title, "gebruik")
    names = dict(Municipality.objects.values_list("code", "name"))
    rows = list(CareUse.objects.filter(computation=sources.use, dimension=UseDimension.WHOLE))
    year = max((row.year for row in rows), default=0)
    expected = _expected(sources.forecast) if sources.forecast else {}
    hidden = shield(sources.use)
    own = {row.municipality_code: row for row in rows if row.year == year}
    columns = (
        Column("Gemeente"),
        Column("Cliënten", Unit.COUNT),
        Column("Gedeclareerd", Unit.CENTS),
        Column("Per cliënt", Unit.CENTS),
        Column("Verwacht over het jaar", Unit.CENTS),
    )
    order = sorted((code for code in own if code != REGION), key=lambda code: names.get(code, code))
    found = tuple(
        _place_row(names.get(code, code), own[code], expected.get(code), hide=key_of(own[code]) in hidden)
        for code in order
    )
    whole = own.get(REGION)
    total = _place_row("Hele regio", whole, sum(expected.values()) or None, hide=False) if whole else None
    return Section(
        "gemeenten",
        f"Per gemeente, {year}",
        (),
        (Table(f"Per gemeente, {year}", columns, found, total),),
        (Picture("Gedeclareerd per gemeente", (2,), "Gedeclareerd per gemeente."),),
        "Wie in het jaar in twee gemeenten hulp kreeg, telt in beide en één keer in de regio.",
    )


def providers_section(behaviour: Computation | None) -> Section:
    """How spending is spread over providers, over the window of the declaratiegedrag. One query."""
    title = "Aanbieders: concentratie"
    if behaviour is None:
        return missing("aanbieders", title, "declaratiegedrag")
    rows = IndicatorValue.objects.filter(computation=behaviour, part="", indicator="DG01", numerator__gt=0)
    found = list(rows.select_related("provider").order_by("-numerator", "provider__agb"))
    whole = sum(row.numerator or 0 for row in found)
    columns = (Column("Aanbieder"), Column("Gedeclareerd", Unit.CENTS), Column("Aandeel", Unit.SHARE))
    largest = [(row.provider.name, row.numerator, _share(row.numerator, whole)) for row in found[:LARGEST]]
    rest = whole - sum(row.numerator or 0 for row in found[:LARGEST])
    other: list[Row] = (
        [(f"Overige {len(found) - LARGEST} aanbieders", rest, _share(rest, whole))]
        if len(found) > LARGEST
        else []
    )
    squares = sum((Decimal(row.numerator or 0) / whole) ** 2 for row in found) if whole else Decimal(0)
    top = sum(row.numerator or 0 for row in found[:10])
    sentences = (
        f"Er declareerden {counted(len(found), 'aanbieder', 'aanbieders')}, samen {short_euro(whole)}.",
        (
            f"De tien grootste hebben samen {percent(_share(top, whole))}; de concentratie-index (HHI) is "
            f"{number(squares * 10_000)} van 10.000."
        ),
    )
    table = Table(
        f"De {LARGEST} grootste", columns, (*largest, *other), ("Samen", whole, Decimal(1) if whole else None)
    )
    return Section(
        "aanbieders", title, sentences, (table,), (Picture(title, (1,), "Gedeclareerd per aanbieder."),),
        "HHI: de som van de kwadraten van de aandelen; boven 2.500 geldt een markt als sterk geconcentreerd.",
    )  # fmt: skip


def signals_section(behaviour: Computation | None) -> Section:
    """Providers whose declaratiegedrag stands out, per indicator. One query."""
    title = "Opvallend declaratiegedrag"
    if behaviour is None:
        return missing("signalen", title, "declaratiegedrag")
    standing = Signal.objects.filter(computation=behaviour, lapsed_at__isnull=True)
    found = standing.select_related("provider").order_by("indicator", "provider__name")
    rows: list[Row] = [(indicator_of(one.indicator).name, one.provider.name, one.reading) for one in found]
    table = Table(title, (Column("Indicator"), Column("Aanbieder"), Column("Uitleg")), tuple(rows))
    return Section(
        "signalen",
        title,
        (
            (
                f"{counted(len({one.provider_id for one in found}), 'aanbieder wijkt', 'aanbieders wijken')} af van "
                "vergelijkbare aanbieders. Een afwijking is een aanleiding voor een gesprek, geen oordeel."
            ),
        ),
        (table,) if rows else (),
        (),
        "Vergeleken met aanbieders van hetzelfde soort hulp, met een robuuste z-score; kleine aantallen doen niet mee.",
    )


def ibp_section(ibps: Computation | None) -> Section:
    """The individuele budgetplafonds by state, and how often they are exceeded. Two queries."""
    title = "Individuele budgetplafonds (IBP's)"
    if ibps is None:
        return missing("ibps", title, "ibp")
    sums = (
        IbpStatus.objects.filter(computation=ibps)
        .order_by()
        .values("status")
        .annotate(number=Count("id"), amount=Sum("amount_current"), used=Sum("used"), over=Sum("overrun"))
    )
    by_state = {row["status"]: row for row in sums}
    columns = (
        Column("Stand"),
        Column("IBP's", Unit.COUNT),
        Column("Plafond", Unit.CENTS),
        Column("Gedeclareerd", Unit.CENTS),
        Column("Erboven", Unit.CENTS),
    )
    rows = tuple(_ibp_row(str(state.label), by_state.get(state)) for state in IbpState)
    rates = IbpOverrunRate.objects.filter(computation=ibps, dimension=OverrunDimension.CELL).order_by("key")
    cells = tuple(_rate_row(rate) for rate in rates)
    calibration = Table(
        "Overschrijding per cel van de matrix",
        (Column("Cel"), Column("Geëindigd", Unit.COUNT), Column("Overschreden", Unit.SHARE),
         Column("Mediane benutting", Unit.SHARE)),
        cells,
    )  # fmt: skip
    return Section(
        "ibps",
        title,
        (),
        (
            Table("Naar stand", columns, rows, add_up(rows, columns, "Samen")),
            *([calibration] if cells else []),
        ),
        (),
        "Een cel waarin veel IBP's worden overschreden, is wellicht te krap; een waarin ze ruim overhouden, te ruim.",
    )


def talks_section(peildatum: date) -> Section:
    """Talks held in the last quarter and agreements tested. Three queries."""
    title = "Gesprekken en verbeterafspraken"
    since = add_months(peildatum.replace(day=1), -QUARTER)
    meetings = Meeting.objects.filter(held_on__gt=since, held_on__lte=peildatum, state__in=HELD_STATES)
    held = meetings.aggregate(talks=Count("id"), providers=Count("provider", distinct=True))
    overdue = (
        Meeting.objects.filter(held_on__isnull=True, due_on__lt=peildatum).exclude(~Q(reason="")).count()
    )
    results = Counter(Agreement.objects.values_list("result", flat=True))
    labels = {"": "loopt nog", **{str(value): str(label) for value, label in AgreementResult.choices}}
    rows: tuple[Row, ...] = tuple((label, results.get(value, 0)) for value, label in labels.items())
    columns = (Column("Uitkomst"), Column("Afspraken", Unit.COUNT))
    return Section(
        "gesprekken",
        title,
        (
            (
                f"In de drie maanden voor de peildatum: {counted(held['talks'], 'gesprek', 'gesprekken')} met "
                f"{counted(held['providers'], 'aanbieder', 'aanbieders')}; {number(overdue)} over de termijn."
            ),
        ),
        (Table("Verbeterafspraken naar uitkomst", columns, rows, add_up(rows, columns, "Samen")),),
    )


def _place_row(name: str, row: CareUse, expected: int | None, *, hide: bool) -> Row:
    if hide:
        return (name, *[Hidden.SMALL] * 4)
    mean = Decimal(row.declared) / row.clients if row.clients else None
    return (name, row.clients, row.declared, mean, expected)


def _expected(forecast: Computation) -> dict[str, int]:
    rows = ForecastMonth.objects.filter(computation=forecast).order_by().values("municipality__code")
    sums = rows.annotate(Sum("declared"), Sum("committed"), Sum("inflow"))
    return {
        row["municipality__code"]: row["declared__sum"] + row["committed__sum"] + row["inflow__sum"]
        for row in sums
    }


def _ibp_row(label: str, row: Mapping[str, Any] | None) -> Row:
    cells: Sequence[Cell] = (0, 0, 0, 0)
    if row:
        cells = (row["number"], row["amount"] or 0, row["used"] or 0, row["over"] or 0)
        if is_small(row["number"]):
            cells = (Hidden.SMALL,) * 4
    return (label, *cells)


def _rate_row(rate: IbpOverrunRate) -> Row:
    name = rate.key.replace("x", " × ")
    if is_small(fewest(rate.ended, rate.overrun)):
        return (name, *[Hidden.SMALL] * 3)
    return (name, rate.ended, rate.overrun_rate, rate.median_utilisation)


def _share(part: int | None, whole: int) -> Decimal | None:
    return Decimal(part) / whole if part is not None and whole else None
