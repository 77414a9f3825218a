"""The change of spending in sentences, as a memo to a council tells it."""

from datetime import date
from decimal import Decimal

from inkoop.base.dutch import month, number, percent, short_euro, signed_euro
from inkoop.desk.queries.change import MINUTES, Line, Told, parts_of, unit_label
from kpis.models import SpendingChange

ALMOST_EQUAL = Decimal("0.01")
STABLE, STRONG = Decimal("0.05"), Decimal("0.2")
TOLD_PRODUCTS = 5

UP = (
    "meer cliënten",
    "meer volume per cliënt",
    "hogere prijzen",
    "nieuwe producten",
    "",
    "hogere vaste bedragen",
)
DOWN = (
    "minder cliënten",
    "minder volume per cliënt",
    "lagere prijzen",
    "",
    "vervallen producten",
    "lagere vaste bedragen",
)


def period(first: date, last: date) -> str:
    """heel 2025; januari t/m juni 2025; oktober 2024 t/m september 2025."""
    if (first.month, last.month) == (1, 12) and first.year == last.year:
        return str(first.year)
    if first == last:
        return month(first)
    begin = month(first) if first.year != last.year else month(first).rsplit(" ", 1)[0]
    return f"{begin} t/m {month(last)}"


def memo(told: Told, earlier: str, later: str) -> list[str]:
    """What happened, to how many youths, and why; then the products that moved most."""
    whole = told.whole
    if whole is None:
        return []
    return [
        f"{_headline(whole, earlier, later)} {_youths(whole)}",
        *_why(whole),
        *[_product(line) for line in told.lines[:TOLD_PRODUCTS] if line.row.unit and line.row.moved],
    ]


def _headline(whole: SpendingChange, earlier: str, later: str) -> str:
    before, after = short_euro(whole.declared_before), short_euro(whole.declared_after)
    if _is_almost_equal(whole):
        return f"De uitgaven zijn nagenoeg gelijk gebleven: {before} in {earlier} en {after} in {later}."
    verb = "gestegen" if whole.moved > 0 else "gedaald"
    share = growth(whole.declared_before, whole.declared_after)
    size = "" if share is None else f" ({signed_percent(share)})"
    return f"De uitgaven zijn {verb} van {before} in {earlier} naar {after} in {later}{size}."


def _youths(whole: SpendingChange) -> str:
    return (
        f"Daarvan zijn in de eerste periode {number(whole.clients_before)} unieke jeugdigen geholpen en in de "
        f"tweede {number(whole.clients_after)}."
    )


def _why(whole: SpendingChange) -> list[str]:
    if not whole.moved:
        return []
    rises = whole.moved > 0
    told = [
        (cents, UP[place] if cents > 0 else DOWN[place])
        for place, cents in enumerate(parts_of(whole))
        if cents
    ]
    along = sorted((one for one in told if (one[0] > 0) == rises), key=lambda one: -abs(one[0]))
    against = sorted((one for one in told if (one[0] > 0) != rises), key=lambda one: -abs(one[0]))
    word = "stijging" if rises else "daling"
    largest, *others = [_part(*one) for one in along]
    text = f"De {word} van {short_euro(abs(whole.moved))} komt vooral door {largest}"
    text += f", verder door {_listed(others)}." if others else "."
    if against:
        text += f" Dat werd gedempt door {_listed([_part(*one) for one in against])}."
    return [text]


def _part(cents: int, cause: str) -> str:
    return f"{cause} ({signed_euro(cents)})"


def _product(line: Line) -> str:
    row = line.row
    name = line.name.rsplit(" (per ", 1)[0]
    moved = f"van {short_euro(row.declared_before)} naar {short_euro(row.declared_after)}"
    if row.by_new:
        return f"{name} is nieuw: {short_euro(row.declared_after)} voor {number(row.clients_after)} cliënten."
    if row.by_gone:
        youths = number(row.clients_before)
        return f"{name} is vervallen: het was {short_euro(row.declared_before)} voor {youths} cliënten."
    if row.by_fixed:
        return f"Bij {name} wordt een vast bedrag betaald; dat ging {moved}."
    clients = growth(row.clients_before, row.clients_after)
    size = growth(row.volume_before * row.clients_after, row.volume_after * row.clients_before)
    price = growth(row.declared_before * row.volume_after, row.declared_after * row.volume_before)
    return (
        f"Bij {name} is sprake van {_of_clients(clients)} (van {number(row.clients_before)} naar "
        f"{number(row.clients_after)}), {_of_size(size)} en {_of_price(price, row.unit)}. De uitgaven gingen {moved}."
    )


def _of_clients(share: Decimal | None) -> str:
    return _grown(share, "een stabiel aantal cliënten", "groei", "daling", " van het aantal cliënten")


def _of_size(share: Decimal | None) -> str:
    return _grown(share, "een stabiele gemiddelde omvang", "stijging", "daling", " van de gemiddelde omvang")


def _of_price(share: Decimal | None, unit: str) -> str:
    if share is None or abs(share) < ALMOST_EQUAL:
        return "een gelijke prijs"
    per = unit_label(unit)
    return f"een {'hogere' if share > 0 else 'lagere'} prijs per {per} ({signed_percent(share)})"


def _grown(share: Decimal | None, stable: str, up: str, down: str, of: str) -> str:
    if share is None or abs(share) < STABLE:
        return stable
    strong = "sterke " if abs(share) > STRONG else "lichte " if abs(share) < STRONG / 2 else ""
    return f"een {strong}{up if share > 0 else down}{of}"


def growth(before: int, after: int) -> Decimal | None:
    """after / before - 1; None when there was nothing before."""
    return Decimal(after) / Decimal(before) - 1 if before > 0 else None


def signed_percent(share: Decimal) -> str:
    return f"{'+' if share > 0 else ''}{percent(share)}".replace("-", "−")


def averages(row: SpendingChange) -> list[Decimal | None]:
    """Volume per client and price per unit, before and after; hours for minutes; None = not to be divided."""
    per_unit = 60 if row.unit == MINUTES else 1
    pairs = (
        (row.volume_before, row.clients_before * per_unit),
        (row.volume_after, row.clients_after * per_unit),
        (row.declared_before * per_unit, row.volume_before),
        (row.declared_after * per_unit, row.volume_after),
    )
    return [Decimal(top) / Decimal(bottom) if bottom > 0 else None for top, bottom in pairs]


def _is_almost_equal(whole: SpendingChange) -> bool:
    share = growth(whole.declared_before, whole.declared_after)
    return share is not None and abs(share) < ALMOST_EQUAL


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} en {parts[-1]}"
