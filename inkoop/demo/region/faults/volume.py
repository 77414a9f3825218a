"""Volume and budget: 9321, 9322, 9369."""

from dataclasses import replace

from inkoop.demo.region.catalogue import EURO
from inkoop.demo.region.faults.case import Case, Fault, fault
from inkoop.demo.region.faults.price import off

_FAR_OVER = 20  # times the ordinary line: a budget with so much room is left alone


@fault(3.0)
def too_much_for_the_period(case: Case) -> Fault | None:
    most = case.history.period_maximum(case.version, case.period)
    if most is None:
        return None
    volume = most // case.step + case.rng.choice((1, 1, 2, 5))
    room = case.history.room(case.version)
    if room is not None and volume * case.step > room:
        return None
    return Fault(case.with_volume(volume), "9321", "volume groter dan toegewezen voor de periode")


@fault(1.0)
def too_much_and_wrong_amount(case: Case) -> Fault | None:
    made = too_much_for_the_period(case)
    if made is None or case.line.unit == EURO:
        return None
    return replace(made, line=off(case, made.line), codes="9321 9346", note="volume te groot en bedrag fout")


@fault(3.0, rare=True)
def too_much_in_all(case: Case) -> Fault | None:
    room = case.history.room(case.version)
    most = case.history.period_maximum(case.version, case.period)
    if room is None:
        return None
    volume = room // case.step + case.rng.choice((1, 2, 3))
    if most is not None and volume * case.step > most:
        return None
    if volume > 100 * int(case.line.volume):
        return None
    return Fault(
        case.with_volume(volume),
        "9322",
        "som van de volumes groter dan toegewezen",
        at_once=case.rng.random() < 0.5,
    )


@fault(3.0, rare=True)
def over_budget(case: Case) -> Fault | None:
    if case.version.budget is None:
        return None
    left = case.version.budget - case.history.spent
    amount = int(case.line.amount)
    if left > _FAR_OVER * amount:
        return None
    volume = int(case.line.volume) * (left // amount + 1) + case.rng.randrange(1, 9)
    line = case.with_volume(volume)
    if int(line.amount) <= left:
        return None
    return Fault(line, "9369", "som van de bedragen groter dan het budget", at_once=case.rng.random() < 0.5)
