"""Product, unit and client against the allocation: 9339, 9340, 9341, S329, 8187, 9338."""

from dataclasses import replace

from inkoop.demo.region.allocations import BUDGET, CATEGORY, SPECIFIC
from inkoop.demo.region.catalogue import (
    CATEGORIES,
    DAY_AND_NIGHT,
    EURO,
    HALF_DAY,
    HOUR,
    MINUTE,
    PIECE_EFFORT,
    PIECE_OUTPUT,
    Product,
)
from inkoop.demo.region.faults.case import Case, Fault, fault
from inkoop.demo.region.faults.price import off

_OTHER_UNITS = (DAY_AND_NIGHT, HALF_DAY, PIECE_OUTPUT, PIECE_EFFORT)
_UNKNOWN_ALLOCATION = 900_000_000


def _others(case: Case) -> list[Product]:
    """Other products with a tariff in this month."""
    agreements = case.history.agreements
    return [
        product
        for product in case.history.desk.provider.products
        if product.code != case.line.code and agreements.cents(product, case.month) is not None
    ]


def _with_other(case: Case, product: Product) -> Fault:
    unit = case.line.unit if product.unit == HOUR else product.unit
    return Fault(
        case.with_product(product, int(case.line.volume), unit), "9340", "andere productcode dan toegewezen"
    )


@fault(3.0)
def wrong_code(case: Case) -> Fault | None:
    others = [p for p in _others(case) if p.unit == case.product.unit and p.category == case.line.category]
    if case.allocation.variant != SPECIFIC or case.line.unit == EURO or not others:
        return None
    return _with_other(case, case.rng.choice(others))


@fault(1.0)
def wrong_code_at_the_old_tariff(case: Case) -> Fault | None:
    made = wrong_code(case)
    if made is None or case.by_minute:
        return None
    line = replace(made.line, tariff=case.line.tariff, amount=case.line.amount)
    if line.tariff == made.line.tariff:
        return None
    return Fault(line, "0611 9340", "andere productcode met het tarief van de toegewezen code")


@fault(1.5)
def wrong_category_and_code(case: Case) -> Fault | None:
    others = [p for p in _others(case) if p.unit == case.product.unit and p.category != case.line.category]
    if case.allocation.variant != SPECIFIC or case.line.unit == EURO or not others:
        return None
    made = _with_other(case, case.rng.choice(others))
    return replace(made, codes="9339 9340", note="andere categorie en code dan toegewezen")


@fault(2.0)
def wrong_category(case: Case) -> Fault | None:
    others = [p for p in _others(case) if p.unit == case.product.unit and p.category != case.line.category]
    if case.allocation.variant not in (CATEGORY, BUDGET) or not others:
        return None
    made = _with_other(case, case.rng.choice(others))
    return replace(made, codes="9339", note="andere categorie dan toegewezen")


@fault(3.0)
def wrong_unit(case: Case) -> Fault | None:
    """The tariff stays the agreed one, so that only the unit is wrong."""
    if case.line.unit == EURO:
        return None
    unit = case.rng.choice([u for u in _OTHER_UNITS if u not in (case.line.unit, case.allocation.unit)])
    volume = max(1, int(case.line.volume) // (60 if case.line.unit == MINUTE else 1))
    line = case.changed(unit=unit, volume=volume, tariff=case.cents, amount=volume * case.cents)
    return Fault(line, "9341", "eenheid past niet bij toewijzing of contract")


@fault(1.0)
def wrong_unit_and_amount(case: Case) -> Fault | None:
    made = wrong_unit(case)
    if made is None:
        return None
    return replace(made, line=off(case, made.line), codes="9341 9346", note="eenheid en bedrag fout")


@fault(1.0)
def wrong_code_and_unit(case: Case) -> Fault | None:
    others = [p for p in _others(case) if p.unit in _OTHER_UNITS and p.category == case.line.category]
    others = [p for p in others if p.unit != case.allocation.unit]
    if case.allocation.variant != SPECIFIC or case.line.unit == EURO or not others:
        return None
    product = case.rng.choice(others)
    line = case.with_product(product, case.rng.randrange(1, 5), product.unit)
    return Fault(line, "9340 9341", "andere productcode en eenheid dan toegewezen")


@fault(2.0)
def code_of_another_category(case: Case) -> Fault:
    category = case.rng.choice([c for c in CATEGORIES if c != case.line.category])
    return Fault(case.changed(category=category), "S329", "productcode hoort niet bij categorie")


@fault(1.0)
def unknown_code(case: Case) -> Fault:
    return Fault(case.changed(code="H99" + str(case.rng.randrange(10))), "S329", "onbekende productcode")


@fault(2.0)
def other_client(case: Case) -> Fault:
    client = case.history.desk.someone_else(case.allocation.client)
    return Fault(case.changed(client=client), "8187", "andere cliënt dan op de toewijzing")


@fault(2.0)
def unknown_allocation(case: Case) -> Fault:
    return Fault(case.changed(allocation=unknown_number(case)), "9338", "toewijzing bestaat niet")


def unknown_number(case: Case) -> int:
    return _UNKNOWN_ALLOCATION + case.rng.randrange(99_999_999)


@fault(2.0)
def allocation_of_another_provider(case: Case) -> Fault | None:
    number = case.history.desk.place.number_elsewhere(case.history.desk.provider.index, case.rng)
    if number is None:
        return None
    return Fault(case.changed(allocation=number), "9338", "toewijzing van een andere aanbieder")
