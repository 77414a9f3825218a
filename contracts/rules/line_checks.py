"""Tests of one debit line against its allocation, the code list and the agreed tariff.

Each function yields the findings of one kind; which of them stand together is decided in
``judgement``. None of them looks at other lines.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from contracts.rules.allocations import measured, period_limit
from contracts.rules.codes import EURO, HOUR, MINUTE, WITHDRAWN
from contracts.rules.facts import AllocationVersion, Line, ProductCode, Tariff
from contracts.rules.findings import (
    ALLOCATION_WITHDRAWN,
    AMOUNT_DIFFERS,
    BEGINS_OUTSIDE,
    CODE_OUTSIDE_CATEGORY,
    ENDS_OUTSIDE,
    NO_ALLOCATION,
    OTHER_CATEGORY,
    OTHER_CLIENT,
    OTHER_CODE,
    OTHER_UNIT,
    PERIOD_VOLUME_EXCEEDED,
    TARIFF_DIFFERS,
    WRONG_BEGIN,
    WRONG_END,
    Finding,
    dutch_day,
    euros,
)
from contracts.rules.periods import first_of_month, last_of_month
from contracts.rules.rounding import half_up
from contracts.rules.tariffs import is_minutes_against_hours, price_per


def code_findings(line: Line, products: Mapping[str, ProductCode]) -> Iterator[Finding]:
    """S329: the code is unknown or belongs to another category than the line says (TR381)."""
    product = products.get(line.code)
    if product is None or product.category != line.category:
        found = f"{line.code} in categorie {line.category}"
        expected = f"productcategorie {product.category}" if product else "een code uit de productcodelijst"
        yield Finding(CODE_OUTSIDE_CATEGORY, "TR381", "productcode", found, expected)


def target_findings(line: Line, allocation: AllocationVersion | None) -> Iterator[Finding]:
    """9338, 8187 or 9384: the line cannot be laid on an allocation; only the first of them."""
    if allocation is None or allocation.agb != line.agb:
        expected = f"een toewijzing van gemeente {line.municipality} aan aanbieder {line.agb}"
        yield Finding(NO_ALLOCATION, "TR338", "toewijzingnummer", line.allocation, expected)
    elif allocation.client != line.client:
        expected = f"de cliënt van toewijzing {line.allocation}"
        yield Finding(OTHER_CLIENT, "TR304", "client", "een andere cliënt", expected)
    elif allocation.reason == WITHDRAWN:
        found = f"{line.allocation}, verwijderd op {dutch_day(allocation.issued_on)}"
        expected = "een toewijzing die niet verwijderd is"
        yield Finding(ALLOCATION_WITHDRAWN, "TR384", "toewijzingnummer", found, expected)


def period_findings(line: Line, allocation: AllocationVersion) -> list[Finding]:
    """9307 and 9308, or else 9387 and 9388: they are not tested outside the allocation."""
    outside = list(_outside_findings(line, allocation))
    return outside or list(_bound_findings(line, allocation))


def product_findings(line: Line, allocation: AllocationVersion) -> Iterator[Finding]:
    """9339 and 9340: another category or code than the allocation, where it gives one."""
    if allocation.category is not None and allocation.category != line.category:
        expected = allocation.category
        yield Finding(OTHER_CATEGORY, "TR339", "productcategorie", line.category, expected)
    if allocation.code is not None and allocation.code != line.code:
        yield Finding(OTHER_CODE, "TR340", "productcode", line.code, allocation.code)


def unit_findings(line: Line, allocation: AllocationVersion, tariff: Tariff | None) -> Iterator[Finding]:
    """9341: another unit than the allocation, or than the tariff when there is no Omvang.

    Hours may be declared in minutes. Not tested without Omvang and without tariff (TR341).
    """
    expected = allocation.unit or (tariff.unit if tariff else None)
    fits = line.unit == expected or (expected == HOUR and line.unit == MINUTE)
    if expected is not None and not fits:
        yield Finding(OTHER_UNIT, "TR341", "eenheid", line.unit, expected)


def volume_findings(line: Line, allocation: AllocationVersion) -> Iterator[Finding]:
    """9321: more volume than the allocation grants in this ProductPeriode (TR321)."""
    limit = period_limit(allocation, line.begin, line.end)
    volume = measured(line.volume, line.unit)
    if limit is not None and volume > limit:
        found, expected = volume_text(volume, line.unit), volume_text(limit, line.unit)
        yield Finding(PERIOD_VOLUME_EXCEEDED, "TR321", "volume", found, f"hoogstens {expected}")


def tariff_findings(line: Line, tariff: Tariff | None) -> Iterator[Finding]:
    """0611: no agreed tariff, or a different one (TR418); unit 83 has no tariff to test."""
    if line.unit == EURO:
        return
    if tariff is None:
        expected = f"een afgesproken tarief voor {line.code} op {dutch_day(line.begin)}"
        yield Finding(TARIFF_DIFFERS, "TR418", "tarief", euros(line.tariff), expected)
    elif line.tariff != price_per(tariff, line.unit):
        expected = euros(price_per(tariff, line.unit))
        yield Finding(TARIFF_DIFFERS, "TR418", "tarief", euros(line.tariff), expected)


def amount_findings(line: Line, tariff: Tariff | None) -> Iterator[Finding]:
    """9346: the amount is not volume x ProductTarief (TR346); not tested for unit 83.

    Minutes against an hour tariff: hour tariff x minutes / 60, rounded half up (IV081).
    """
    if line.unit == EURO or line.tariff is None:
        return
    expected = line.volume * line.tariff
    if tariff is not None and is_minutes_against_hours(tariff, line.unit):
        expected = half_up(Fraction(tariff.cents * line.volume, 60))
    if line.amount != expected:
        yield Finding(AMOUNT_DIFFERS, "TR346", "bedrag", euros(line.amount), euros(expected))


def volume_text(volume: int, unit: str) -> str:
    """A measured volume in words, in the unit of the line: "600 minuten", "10 uur en 45 minuten"."""
    if unit == EURO:
        return euros(volume)
    if unit == MINUTE:
        return f"{volume} minuten"
    return _hours_text(*divmod(volume, 60)) if unit == HOUR else str(volume)


def _hours_text(hours: int, minutes: int) -> str:
    return f"{hours} uur en {minutes} minuten" if minutes else f"{hours} uur"


def _outside_findings(line: Line, allocation: AllocationVersion) -> Iterator[Finding]:
    if line.begin < allocation.begin:
        found, expected = dutch_day(line.begin), f"{dutch_day(allocation.begin)} of later"
        yield Finding(BEGINS_OUTSIDE, "TR307", "periode_begin", found, expected)
    if allocation.end is not None and line.end > allocation.end:
        found, expected = dutch_day(line.end), f"uiterlijk {dutch_day(allocation.end)}"
        yield Finding(ENDS_OUTSIDE, "TR308", "periode_eind", found, expected)


def _bound_findings(line: Line, allocation: AllocationVersion) -> Iterator[Finding]:
    begin = max(first_of_month(line.begin), allocation.begin)
    end = min(last_of_month(line.end), allocation.end or last_of_month(line.end))
    if line.begin != begin:
        found = dutch_day(line.begin)
        yield Finding(WRONG_BEGIN, "TR387", "periode_begin", found, dutch_day(begin))
    if line.end != end:
        yield Finding(WRONG_END, "TR388", "periode_eind", dutch_day(line.end), dutch_day(end))
