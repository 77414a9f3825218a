"""The period of the line: 9307, 9308, 9387, 9388."""

from collections.abc import Callable
from dataclasses import replace

from inkoop.demo.region import days
from inkoop.demo.region.catalogue import EURO
from inkoop.demo.region.faults.case import Case, Fault, fault
from inkoop.demo.region.faults.price import off
from inkoop.demo.region.lines import Line
from inkoop.demo.region.prices import amount_of, written_tariff


def _whole_month(case: Case, month: int) -> Line | None:
    """The line moved to another month, at the tariff of that month."""
    cents = case.history.agreements.cents(case.product, month)
    if month < 0 or (cents is None and case.line.unit != EURO) or case.delivery <= month:
        return None
    return case.changed(
        begin=days.iso(days.month_start(month)),
        end=days.iso(days.month_end(month)),
        tariff=written_tariff(case.line.unit, case.product, cents),
        amount=amount_of(int(case.line.volume), case.line.unit, case.product, cents),
    )


@fault(2.0, rare=True)
def begins_before_allocation(case: Case) -> Fault | None:
    start = days.month_start(case.month)
    if case.period[0] == start:
        return None
    return Fault(case.with_period(start, case.period[1]), "9307", "begin ligt voor de toewijzing")


@fault(1.0, rare=True)
def month_before_allocation(case: Case) -> Fault | None:
    month = days.month_of(case.allocation.begin) - 1
    line = _whole_month(case, month)
    return Fault(line, "9307", "maand voor de toewijzing") if line else None


@fault(2.0, rare=True)
def ends_after_allocation(case: Case) -> Fault | None:
    end = days.month_end(case.month)
    if case.period[1] == end:
        return None
    return Fault(case.with_period(case.period[0], end), "9308", "eind ligt na de toewijzing")


@fault(1.0, rare=True)
def month_after_allocation(case: Case) -> Fault | None:
    if case.version.end is None or days.month_of(case.version.end) != case.month:
        return None
    line = _whole_month(case, case.month + 1)
    return Fault(line, "9308", "maand na de toewijzing") if line else None


@fault(1.0, rare=True)
def wider_than_allocation(case: Case) -> Fault | None:
    start, end = days.month_start(case.month), days.month_end(case.month)
    if case.period[0] == start or case.period[1] == end:
        return None
    return Fault(case.with_period(start, end), "9307 9308", "periode ruimer dan de toewijzing")


def _inside(case: Case, begin: int, end: int, codes: str, note: str) -> Fault | None:
    """The volume must still fit in the shorter period."""
    if begin > end:
        return None
    line = case.with_period(begin, end)
    most = case.history.period_maximum(case.version, (begin, end))
    if most is not None and most < int(case.line.volume) * case.step:
        volume = most // case.step
        if volume < 1:
            return None
        smaller = case.with_volume(volume)
        line = replace(line, volume=smaller.volume, amount=smaller.amount)
    return Fault(line, codes, note)


@fault(2.0)
def begins_too_late(case: Case) -> Fault | None:
    begin = case.period[0] + case.rng.randrange(1, 8)
    return _inside(case, begin, case.period[1], "9387", "begin is niet de eerste dag")


@fault(2.0)
def ends_too_early(case: Case) -> Fault | None:
    end = case.period[1] - case.rng.randrange(1, 8)
    return _inside(case, case.period[0], end, "9388", "eind is niet de laatste dag")


@fault(1.0)
def too_short_on_both_sides(case: Case) -> Fault | None:
    begin, end = case.period[0] + case.rng.randrange(1, 5), case.period[1] - case.rng.randrange(1, 5)
    return _inside(case, begin, end, "9387 9388", "begin en eind binnen de maand")


def _also_wrong_amount(make: Callable[[Case], Fault | None], case: Case) -> Fault | None:
    made = make(case)
    if made is None or case.line.unit == EURO:
        return None
    codes = " ".join(sorted([*made.codes.split(), "9346"]))
    return replace(made, line=off(case, made.line), codes=codes, note=made.note + ", en bedrag fout")


@fault(0.7, rare=True)
def begins_before_and_wrong_amount(case: Case) -> Fault | None:
    return _also_wrong_amount(begins_before_allocation, case)


@fault(0.7)
def ends_too_early_and_wrong_amount(case: Case) -> Fault | None:
    return _also_wrong_amount(ends_too_early, case)


@fault(0.7)
def too_short_and_wrong_amount(case: Case) -> Fault | None:
    return _also_wrong_amount(too_short_on_both_sides, case)


@fault(0.7, rare=True)
def ends_after_and_wrong_tariff(case: Case) -> Fault | None:
    made = ends_after_allocation(case)
    if made is None or case.line.unit == EURO or case.by_minute:
        return None
    tariff = int(made.line.tariff) + 20
    line = replace(made.line, tariff=tariff, amount=tariff * int(made.line.volume))
    return replace(made, line=line, codes="0611 9308", note="eind na de toewijzing, en tarief fout")
