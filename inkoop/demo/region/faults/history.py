"""Against what was sent before: 8017, 8021, 8848, 9333, 9389, 9390, S300."""

from dataclasses import replace

from inkoop.demo.region import days
from inkoop.demo.region.catalogue import EURO
from inkoop.demo.region.faults.allocation import unknown_number
from inkoop.demo.region.faults.case import Case, Fault, fault
from inkoop.demo.region.faults.price import off
from inkoop.demo.region.lines import Line, Sent


def _earlier(case: Case) -> Sent | None:
    """An accepted debit of an earlier delivery, that is not credited, on this allocation."""
    sent = [one for one in case.history.live.values() if one.delivery < case.delivery]
    return case.rng.choice(sent) if sent else None


# -- references


@fault(2.0)
def reference_used_before(case: Case) -> Fault | None:
    sent = _earlier(case)
    if sent is None:
        return None
    return Fault(case.changed(reference=sent.line.reference), "8021", "referentie al eerder gebruikt")


@fault(1.0)
def reference_used_in_this_delivery(case: Case) -> Fault | None:
    sent = [one for one in case.history.live.values() if one.delivery == case.delivery]
    if not sent:
        return None
    line = case.changed(reference=case.rng.choice(sent).line.reference)
    return Fault(line, "8021", "referentie twee keer in deze levering")


@fault(1.0, rare=True)
def reference_of_a_refused_line(case: Case) -> Fault | None:
    refused = [line for line, delivery in case.history.refused if delivery < case.delivery]
    if not refused:
        return None
    line = case.changed(reference=case.rng.choice(refused).reference)
    return Fault(line, "8021", "referentie van een geweigerde regel")


@fault(0.7)
def reference_used_and_wrong_amount(case: Case) -> Fault | None:
    made = reference_used_before(case)
    if made is None or case.line.unit == EURO:
        return None
    return replace(
        made, line=off(case, made.line), codes="8021 9346", note="referentie al gebruikt en bedrag fout"
    )


@fault(0.7)
def reference_used_on_unknown_allocation(case: Case) -> Fault | None:
    made = reference_used_before(case)
    if made is None:
        return None
    line = replace(made.line, allocation=unknown_number(case))
    return Fault(line, "8021 9338", "referentie al gebruikt, toewijzing bestaat niet")


# -- the same care twice


@fault(2.0)
def declared_again(case: Case) -> Fault | None:
    sent = _earlier(case)
    if sent is None or not _still_fits(case, sent):
        return None
    return Fault(case.copied(sent.line), "9389", "al eerder gedeclareerd", beside=True)


@fault(1.0)
def declared_twice_in_this_delivery(case: Case) -> Fault:
    return Fault(case.copied(case.line), "9389", "twee keer in deze levering", beside=True)


@fault(0.7)
def declared_again_with_wrong_amount(case: Case) -> Fault | None:
    made = declared_again(case)
    if made is None or case.line.unit == EURO:
        return None
    return replace(made, line=off(case, made.line), codes="9346 9389", note="al gedeclareerd, en bedrag fout")


def _still_fits(case: Case, sent: Sent) -> bool:
    """Under the version that counts now, so that nothing else is wrong with a copy."""
    period = case.history.period(sent.month, case.version)
    if period is None or (days.iso(period[0]), days.iso(period[1])) != (sent.line.begin, sent.line.end):
        return False
    most = case.history.period_maximum(case.version, period)
    return most is None or sent.used <= most


# -- credits


def _credit_of(case: Case, line: Line) -> Line:
    return case.history.desk.credit(line, case.delivery)


@fault(2.0)
def credit_without_debit(case: Case) -> Fault:
    line = _credit_of(case, replace(case.line, reference=f"P{case.rng.randrange(10**9):09d}-weg"))
    return Fault(line, "8017", "credit van een onbekende debetregel", beside=True)


@fault(2.0)
def credit_that_differs(case: Case) -> Fault | None:
    sent = _earlier(case)
    if sent is None:
        return None
    line = _credit_of(case, sent.line)
    what = case.rng.randrange(4)
    if what == 0 and line.unit != EURO:
        line = replace(line, amount=int(line.amount) + 100)
    elif what == 1 and line.unit != EURO:
        line = replace(line, tariff=int(line.tariff) + 1)
    elif what == 2:
        line = replace(line, client=case.history.desk.someone_else(case.allocation.client))
    else:
        line = replace(
            line, volume=int(line.volume) + 1, amount=int(line.amount) + (1 if line.unit == EURO else 0)
        )
    return Fault(line, "8017", "credit wijkt af van de debetregel", beside=True)


@fault(1.0, rare=True)
def credit_of_a_refused_line(case: Case) -> Fault | None:
    refused = [line for line, delivery in case.history.refused if delivery < case.delivery]
    if not refused:
        return None
    line = _credit_of(case, case.rng.choice(refused))
    return Fault(line, "8017", "credit van een geweigerde regel", beside=True)


@fault(1.0)
def credit_with_a_used_reference(case: Case) -> Fault | None:
    sent = [one for one in case.history.live.values() if one.delivery < case.delivery]
    if len(sent) < 2:
        return None
    one, other = case.rng.sample(sent, 2)
    line = replace(_credit_of(case, one.line), reference=other.line.reference)
    return Fault(line, "8021", "credit met een gebruikte referentie", beside=True)


@fault(2.0, rare=True)
def credited_again(case: Case) -> Fault | None:
    if not case.history.credited:
        return None
    sent = case.rng.choice(case.history.credited)
    return Fault(_credit_of(case, sent.line), "9390", "al gecrediteerd", beside=True)


# -- the declaration as a whole


@fault(1.0)
def unknown_municipality(case: Case) -> Fault | None:
    if case.by_minute:  # without municipality there is no hour tariff to judge the amount by
        return None
    return Fault(case.apart(municipality="9999"), "S300", "gemeentecode bestaat niet")


@fault(1.0)
def signed_in_the_future(case: Case) -> Fault:
    day = days.received_day(case.delivery) + case.rng.randrange(1, 25)
    return Fault(case.apart(signed_on=days.iso(day)), "8848", "dagtekening na ontvangst")


@fault(3.0)
def declaration_number_used_before(case: Case) -> Fault | None:
    number = case.history.desk.number_used_before(case.delivery)
    if number is None:
        return None
    return Fault(case.changed(declaration=number), "9333", "declaratienummer al eerder gebruikt")
