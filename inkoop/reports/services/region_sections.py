"""Sections for the regio-overleg: municipalities and individuele budgetplafonds beside each other."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import Count, Sum

from contracts.rules.small_cells import is_small
from inkoop.base.dutch import counted, number, percent, short_euro
from inkoop.base.models import Municipality
from inkoop.reports.content import Cell, Column, Hidden, Picture, Row, Section, Table, Unit
from inkoop.reports.queries.sources import Sources
from inkoop.reports.rules.suppression import Sum as Together
from inkoop.reports.rules.suppression import hidden_rows
from inkoop.reports.services.money_sections import missing
from inkoop.reports.services.shielding import UseKey, fewest, key_of
from inkoop.reports.services.use_sections import REGION
from kpis.choices import IbpState, OverrunDimension, UseDimension
from kpis.models import CareUse, Computation, ForecastMonth, IbpOverrunRate, IbpStatus

ALL = "alle"
FIGURES = ("number", "amount", "used", "over")
CALIBRATED = {
    OverrunDimension.CELL: "Overschrijding per cel van de matrix",
    OverrunDimension.SETTER: "Overschrijding naar wie het IBP vaststelde",
}
UNKNOWN = "onbekend"


def municipalities_section(sources: Sources, hidden: set[UseKey]) -> Section:
    """Clients and spending of the newest year, and what is expected. Three queries."""
    title = "Per gemeente"
    if sources.use is None:
        return missing("gemeenten", title, "gebruik")
    names = dict(Municipality.objects.values_list("code", "name"))
    rows = list(CareUse.objects.filter(computation=sources.use, dimension=UseDimension.WHOLE))
    year = max((row.year for row in rows), default=0)
    expected = _expected(sources.forecast) if sources.forecast else {}
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


def ibp_section(ibps: Computation | None) -> Section:
    """The individuele budgetplafonds by state, and how often they are exceeded. Two queries."""
    title = "Individuele budgetplafonds (IBP's)"
    if ibps is None:
        return missing("ibps", title, "ibp")
    sums = (
        IbpStatus.objects.filter(computation=ibps)
        .order_by()
        .values_list("status")
        .annotate(
            Count("id"),
            Sum("amount_current", default=0),
            Sum("used", default=0),
            Sum("overrun", default=0),
        )
    )
    by_state = {status: dict(zip(FIGURES, found, strict=True)) for status, *found in sums}
    rates = list(
        IbpOverrunRate.objects.filter(computation=ibps, dimension__in=CALIBRATED).order_by("dimension", "key")
    )
    return Section(
        "ibps",
        title,
        tuple(_ibp_sentences(by_state)),
        (_states(by_state), *_calibrations(rates)),
        (
            Picture(
                "Plafond en gedeclareerd naar stand",
                (2, 3),
                "Plafond en gedeclareerd van de IBP's, naar stand.",
            ),
        ),
        "Overschrijding: van de IBP's die in de laatste twaalf rijpe maanden eindigden, het deel dat boven het "
        "oorspronkelijke bedrag kwam. Een cel waarin veel IBP's worden overschreden, is wellicht te krap; een waarin "
        "ze ruim overhouden, te ruim.",
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


def _states(by_state: Mapping[str, Mapping[str, int]]) -> Table:
    """By state and in total; what would follow from the total is hidden too."""
    people = {str(state): by_state.get(state, {}).get("number", 0) for state in IbpState}
    whole = Together(ALL, tuple(people))
    hidden = hidden_rows(people | {ALL: sum(people.values())}, [whole], published=[ALL])
    columns = (
        Column("Stand"),
        Column("IBP's", Unit.COUNT),
        Column("Plafond", Unit.CENTS),
        Column("Gedeclareerd", Unit.CENTS),
        Column("Benut", Unit.SHARE),
        Column("Erboven", Unit.CENTS),
    )
    rows = tuple(
        _state_row(str(state.label), by_state.get(state, {}), hide=str(state) in hidden) for state in IbpState
    )
    return Table("Naar stand", columns, rows, _state_row("Samen", _total(by_state.values()), hide=False))


def _total(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found = list(rows)
    return {name: sum(row[name] for row in found) for name in FIGURES}


def _state_row(label: str, row: Mapping[str, int], *, hide: bool) -> Row:
    if hide:
        return (label, *[Hidden.SMALL] * 5)
    amount, used = row.get("amount", 0), row.get("used", 0)
    return (label, row.get("number", 0), amount, used, _share(used, amount), row.get("over", 0))


def _ibp_sentences(by_state: Mapping[str, Mapping[str, int]]) -> list[str]:
    whole = _total(by_state.values())
    over = by_state.get(IbpState.RED, {}).get("number", 0)
    share = percent(_share(whole["used"], whole["amount"]))
    said = [
        (
            f"Van {counted(whole['number'], 'IBP', 'IBP’s')} met samen {short_euro(whole['amount'])} is {share} "
            "gedeclareerd."
        )
    ]
    if over and not is_small(fewest(over, whole["number"] - over)):
        said.append(
            f"{number(over)} IBP's zitten boven hun plafond, samen {short_euro(whole['over']).rstrip('.')}."
        )
    return said


def _calibrations(rates: Sequence[IbpOverrunRate]) -> list[Table]:
    """Per cell and per setter; both count the same IBPs, so what is hidden in one may not follow from the other."""
    people = {(rate.dimension, rate.key): fewest(rate.ended, rate.overrun) for rate in rates}
    sums = [Together(ALL, tuple(key for key in people if key[0] == dimension)) for dimension in CALIBRATED]
    hidden = hidden_rows(
        people | {ALL: sum(people.values())}, [one for one in sums if one.parts], withheld=[ALL]
    )
    columns = (
        Column("Waarvan"),
        Column("Geëindigd", Unit.COUNT),
        Column("Overschreden", Unit.SHARE),
        Column("Mediane benutting", Unit.SHARE),
    )
    tables = []
    for dimension, title in CALIBRATED.items():
        rows = tuple(
            _rate_row(rate, hide=(rate.dimension, rate.key) in hidden)
            for rate in rates
            if rate.dimension == dimension
        )
        if rows:
            tables.append(Table(title, columns, rows))
    return tables


def _rate_row(rate: IbpOverrunRate, *, hide: bool) -> Row:
    is_cell = rate.dimension == OverrunDimension.CELL
    name = " × ".join(part or UNKNOWN for part in rate.key.split("x")) if is_cell else rate.key
    cells: Sequence[Cell] = (rate.ended, rate.overrun_rate, rate.median_utilisation)
    return (name or UNKNOWN, *([Hidden.SMALL] * 3 if hide else cells))


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None
