"""Tariff and amount: 0611 and 9346."""

from dataclasses import replace

from inkoop.demo.region.allocations import GENERIC, SPECIFIC
from inkoop.demo.region.catalogue import CATEGORIES, EURO, MINUTE
from inkoop.demo.region.faults.case import Case, Fault, fault
from inkoop.demo.region.lines import Line


def _tariff_beside(case: Case) -> int:
    return max(1, int(case.line.tariff) + case.rng.choice((-150, -25, -1, 1, 10, 75, 400)))


@fault(4.0)
def wrong_tariff(case: Case) -> Fault | None:
    if case.line.unit == EURO:
        return None
    tariff = _tariff_beside(case)
    if tariff == case.line.tariff:
        return None
    # minutes: the amount follows the agreed hour tariff, whatever tariff the line shows
    amount = case.line.amount if case.by_minute else tariff * int(case.line.volume)
    return Fault(
        case.changed(tariff=tariff, amount=amount),
        "0611",
        "tarief wijkt af van contract",
        at_once=case.rng.random() < 0.15,
    )


@fault(2.0)
def no_tariff(case: Case) -> Fault | None:
    if case.allocation.variant == SPECIFIC:
        return None
    categories = CATEGORIES if case.allocation.variant == GENERIC else (case.allocation.category,)
    missing = [
        product
        for category in categories
        for product in case.history.agreements.missing(category, case.month)
        if product.unit not in (EURO, MINUTE)
    ]
    if not missing:
        return None
    product = case.rng.choice(missing)
    volume = case.rng.randrange(1, 9)
    line = case.changed(
        category=product.category,
        code=product.code,
        volume=volume,
        unit=product.unit,
        tariff=product.cents,
        amount=volume * product.cents,
    )
    return Fault(line, "0611", "geen tarief voor deze productcode")


@fault(4.0)
def wrong_amount(case: Case) -> Fault | None:
    if case.line.unit == EURO:
        return None
    return Fault(off(case, case.line), "9346", "bedrag is niet volume maal tarief")


@fault(1.0)
def wrong_tariff_and_amount(case: Case) -> Fault | None:
    if case.line.unit == EURO or case.by_minute:
        return None
    tariff = int(case.line.tariff) + 35
    amount = tariff * int(case.line.volume) + 11
    return Fault(case.changed(tariff=tariff, amount=amount), "0611 9346", "tarief en bedrag fout")


def off(case: Case, line: Line) -> Line:
    """The same line with an amount that is not volume times tariff."""
    return replace(line, amount=int(line.amount) + case.rng.choice((1, 5, 100, 999, 2500)))
