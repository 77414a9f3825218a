"""The yearly settlement as a report: this year, earlier years apart, and what everybody pays."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from inkoop.base.dutch import counted, euro, long_date
from inkoop.reports.choices import SettlementKey
from inkoop.reports.content import Cell, Column, Hidden, Picture, Report, Row, Section, Table, Unit
from inkoop.reports.services.settling import Share, settlement, settlement_of_earlier, together
from kpis.models import Computation

KIND = "verrekening"
IS_WHOLE = (
    "Volledig, ook waar weinig jeugdigen achter een bedrag staan: alleen voor wie de verrekening uitvoert."
)
IS_SHIELDED = "Bedragen waar weinig jeugdigen achter staan, of waaruit die volgen, zijn afgeschermd."
WEIGHTS = {
    SettlementKey.OWN_USE: Unit.CENTS,
    SettlementKey.CLIENTS: Unit.COUNT,
    SettlementKey.MEAN: Unit.CENTS,
    SettlementKey.BUDGET: Unit.CENTS,
}
DEFINITIONS = {
    "Eigen gebruik": "Wat over het jaar voor de inwoners van de gemeente is gedeclareerd, na aftrek van crediteringen.",
    "Bijdrage": "Wat de gemeente volgens de sleutel betaalt van wat alle gemeenten samen gebruikten.",
    "Verschil": "Bijdrage min eigen gebruik: wat de gemeente meer (of minder) betaalt dan zij gebruikte.",
    "Eerdere jaren": "Declaraties en crediteringen over jaren ervoor, ontvangen na de vorige afrekening.",
}


def settlement_report(
    use: Computation, year: int, key: SettlementKey, since: date, *, is_whole: bool = False
) -> Report:
    """Raises NoWeights. ``since``: the peildatum of the settlement before this one.

    ``is_whole``: for contract management, that settles by it; for others small cells are hidden.
    """
    of_year = settlement(use, year, key)
    of_earlier = settlement_of_earlier(use, year, key, since)
    sections = (
        _section(
            "jaar", f"Over {year}", of_year, key, _told(of_year, key, is_whole=is_whole), is_whole=is_whole
        ),
        _section(
            "eerder",
            "Over eerdere jaren",
            of_earlier,
            key,
            f"Ontvangen na {long_date(since)} en tot en met {long_date(use.peildatum)}, over de jaren voor {year}: "
            f"{euro(sum(one.used for one in of_earlier))}.",
            is_whole=is_whole,
        ),
        _section(
            "samen",
            "Samen te betalen",
            together(of_year, of_earlier),
            key,
            f"Het jaar {year} en de nakomende bedragen over eerdere jaren bij elkaar.",
            is_whole=is_whole,
        ),
    )
    return Report(
        KIND,
        f"Verrekening tussen gemeenten {year}",
        "Hele regio",
        use.peildatum,
        str(year),
        (
            f"Peildatum {long_date(use.peildatum)}: alleen wat toen ontvangen was, telt mee.",
            f"Sleutel: {key.label}.",
            f"Vorige afrekening naar de stand van {long_date(since)}.",
            IS_WHOLE if is_whole else IS_SHIELDED,
        ),
        sections,
        DEFINITIONS,
    )


def _section(
    key: str, title: str, shares: Sequence[Share], by: SettlementKey, told: str, *, is_whole: bool
) -> Section:
    columns = (
        Column("Gemeente"),
        Column("Sleutel", WEIGHTS[by]),
        Column("Eigen gebruik (ervoor)", Unit.CENTS),
        Column("Bijdrage (erna)", Unit.CENTS),
        Column("Verschil", Unit.CENTS),
        Column("Verschil van het gebruik", Unit.SHARE),
    )
    used, paid = sum(one.used for one in shares), sum(one.share for one in shares)
    total: Row = ("Samen", sum(one.weight for one in shares), used, paid, paid - used, None)
    return Section(
        key,
        title,
        (told,),
        (Table(title, columns, tuple(_row(one, is_whole=is_whole) for one in shares), total),),
        (
            Picture(
                f"Eigen gebruik en bijdrage: {title.lower()}", (2, 3), "Per gemeente, voor en na de sleutel."
            ),
        ),
        "De bijdragen tellen op de cent op tot wat samen is gebruikt: eerst naar beneden afgerond, daarna krijgen de "
        "grootste restanten elk een cent.",
    )


def _row(one: Share, *, is_whole: bool) -> Row:
    """By a key whose weights are known, what a municipality pays gives its weight away, so both are hidden."""
    share: Cell = Decimal(one.deviation) / one.used if one.used > 0 else None
    weight, used, paid, more = one.weight, one.used, one.share, one.deviation
    if is_whole or not (one.hides_use or one.hides_weight):
        return (one.name, weight, used, paid, more, share)
    if not one.hides_weight:
        return (one.name, weight, Hidden.SMALL, paid, Hidden.SMALL, Hidden.SMALL)
    own: Cell = Hidden.SMALL if one.hides_use else used
    return (one.name, Hidden.SMALL, own, *[Hidden.SMALL] * 3)


def _told(shares: Sequence[Share], key: SettlementKey, *, is_whole: bool) -> str:
    if not is_whole and any(one.hides_use or one.hides_weight for one in shares):
        return "Niet van elke gemeente staan de bedragen er; daarom ook niet hoeveel er samen verschuift."
    moved = sum(one.deviation for one in shares if one.deviation > 0)
    if key == SettlementKey.OWN_USE or not moved:
        return "Iedere gemeente betaalt wat zij zelf gebruikte."
    payers = sum(one.deviation > 0 for one in shares)
    return (
        f"Door de sleutel verschuift {euro(moved)}: {counted(payers, 'gemeente betaalt', 'gemeenten betalen')} meer "
        "dan het eigen gebruik, de andere minder."
    )
