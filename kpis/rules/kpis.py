"""KPIs: colour against bounds, minimum n, faults of a definition, and the levels that figures are summed to.

Section 9. Amounts and counts are whole numbers; ratios exact until six decimals.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpis.rules.exact import ratio, six_decimals

GREEN, ORANGE, RED, NOT_MEASURABLE, NONE = "groen", "oranje", "rood", "nvt", "geen"
HIGHER, LOWER, NO_DIRECTION = "hoger", "lager", "geen"
REGION, SEGMENT, CONTRACT, PROVIDER = "regio", "segment", "contract", "aanbieder"


@dataclass(frozen=True, slots=True)
class Definition:
    """``green`` and ``red``: where the best and the worst band begin, seen from each other; None = no bands."""

    code: str
    measure: str
    direction: str
    minimum_n: int
    levels: tuple[str, ...]
    green: Decimal | None = None
    red: Decimal | None = None
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What one provider (None = the region itself) has for one KPI.

    ``known`` of ``known_of`` must be known before the figure counts; None = that asks nothing.
    """

    code: str
    provider: str | None
    numerator: int
    denominator: int
    n: int
    known: int | None = None
    known_of: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A provider known on the peildatum: its segment, and its contracts."""

    provider: str
    segment: str
    contracts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One KPI of one level and key; ``value`` None = not measurable."""

    code: str
    level: str
    key: str
    numerator: int | None
    denominator: int | None
    n: int
    value: Decimal | None
    colour: str


def colour(value: Decimal | None, *, direction: str, green: Decimal | None, red: Decimal | None) -> str:
    """The band of a value: lower bound inclusive, upper exclusive, the best band closed at its end.

    No value gives nvt, never the best band; no direction or bounds give no colour.
    """
    if value is None:
        return NOT_MEASURABLE
    if direction == NO_DIRECTION or green is None or red is None:
        return NONE
    if direction == HIGHER:
        return GREEN if value >= green else RED if value < red else ORANGE
    return GREEN if value <= green else RED if value >= red else ORANGE


def definition_faults(one: Definition) -> list[str]:
    """What must be mended before a definition can be used, as sentences."""
    faults = []
    if not one.levels:
        faults.append("Kies ten minste één niveau waarop de KPI wordt getoond.")
    if one.minimum_n < 1:
        faults.append("De minimale n is ten minste 1.")
    if one.direction == NO_DIRECTION:
        if (one.green, one.red, one.target) != (None, None, None):
            faults.append("Een KPI zonder oordeel heeft geen streefwaarde en geen grenzen.")
        return faults
    if one.green is None or one.red is None or one.target is None:
        return [*faults, "Vul de streefwaarde en beide grenzen in, of kies ‘geen oordeel’."]
    ordered = (
        (one.red, one.green, one.target) if one.direction == HIGHER else (one.target, one.green, one.red)
    )
    if list(ordered) != sorted(ordered):
        order = "rood, groen, streefwaarde" if one.direction == HIGHER else "streefwaarde, groen, rood"
        faults.append(f"De grenzen staan niet op volgorde. Van laag naar hoog hoort: {order}.")
    return faults


def figures(
    definitions: Iterable[Definition],
    facts: Iterable[Fact],
    places: Iterable[Place],
    *,
    least_known: Fraction,
) -> list[Figure]:
    """All KPIs at all levels that they ask for: sums of numerators and denominators, never means of ratios.

    The region has its own fact where there is one, else the sum of the providers. A contract has the figure of
    its provider when that has no other contract; else it cannot be told apart, and is not measurable.
    """
    by_code: dict[str, list[Fact]] = {}
    for fact in facts:
        by_code.setdefault(fact.code, []).append(fact)
    known = list(places)
    return [
        _figure(one, level, key, parts, least_known)
        for one in definitions
        for level, key, parts in _placed(one, by_code.get(one.code, []), known)
    ]


def _placed(one: Definition, facts: list[Fact], places: list[Place]) -> Iterable[tuple[str, str, list[Fact]]]:
    of: Mapping[str, list[Fact]] = {
        place.provider: [fact for fact in facts if fact.provider == place.provider] for place in places
    }
    own = [fact for fact in facts if fact.provider is None]
    if REGION in one.levels:
        yield REGION, "", own or [fact for place in places for fact in of[place.provider]]
    if SEGMENT in one.levels:
        for segment in sorted({place.segment for place in places}):
            yield SEGMENT, segment, [f for p in places if p.segment == segment for f in of[p.provider]]
    for place in places:
        if PROVIDER in one.levels:
            yield PROVIDER, place.provider, of[place.provider]
        if CONTRACT in one.levels:
            for contract in place.contracts:
                yield CONTRACT, contract, of[place.provider] if len(place.contracts) == 1 else []


def _figure(one: Definition, level: str, key: str, parts: list[Fact], least_known: Fraction) -> Figure:
    if not parts:
        return Figure(one.code, level, key, None, None, 0, None, NOT_MEASURABLE)
    numerator, denominator = sum(p.numerator for p in parts), sum(p.denominator for p in parts)
    n = sum(part.n for part in parts)
    exact = ratio(numerator, denominator)
    known, of = (sum(getattr(part, name) or 0 for part in parts) for name in ("known", "known_of"))
    measurable = exact is not None and n >= one.minimum_n and known >= least_known * of
    value = six_decimals(exact) if measurable and exact is not None else None
    band = colour(value, direction=one.direction, green=one.green, red=one.red)
    return Figure(one.code, level, key, numerator, denominator, n, value, band)
