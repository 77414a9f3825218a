"""Rules inside the message, as far as one row can break them: code 0001 with the rule."""

import re
from collections.abc import Iterator
from datetime import date

from contracts.rules.codes import CREDIT, DEBIT, EURO
from contracts.rules.facts import Line
from contracts.rules.findings import MALFORMED, NOTHING, Finding, dutch_day, euros
from contracts.rules.periods import add_months, same_month

FIRST_DAY = date(2021, 1, 1)
OLDEST_MONTHS = 60

DECLARATION_NUMBER = re.compile(r"[A-Za-z0-9]{1,12}")


def form_findings(line: Line) -> list[Finding]:
    """Every in-message rule that the row breaks; empty when it is well formed.

    CS100, CS319, CS325, CS337, CS339, CD060, CD087, TR134, TR137 and TR335. CS002 is tested
    where the bsn is read, since it is not kept.
    """
    return [
        *_number_findings(line),
        *_period_findings(line),
        *_dating_findings(line),
        *_amount_findings(line),
        *_credit_findings(line),
    ]


def _number_findings(line: Line) -> Iterator[Finding]:
    if not DECLARATION_NUMBER.fullmatch(line.declaration):
        yield _broken("CS319", "declaratienummer", line.declaration, "één tot twaalf letters en cijfers")


def _period_findings(line: Line) -> Iterator[Finding]:
    begin, end = dutch_day(line.begin), dutch_day(line.end)
    if line.begin < FIRST_DAY:
        yield _broken("CS100", "periode_begin", begin, f"{dutch_day(FIRST_DAY)} of later")
    if line.end < FIRST_DAY:
        yield _broken("CS100", "periode_eind", end, f"{dutch_day(FIRST_DAY)} of later")
    if not same_month(line.begin, line.end):
        yield _broken("CS337", "periode_eind", end, f"dezelfde maand als {begin}")
    if line.end < line.begin:
        yield _broken("TR137", "periode_eind", end, f"{begin} of later")


def _dating_findings(line: Line) -> Iterator[Finding]:
    dated = dutch_day(line.declared_on)
    oldest = add_months(line.declared_on, -OLDEST_MONTHS)
    if line.begin > line.declared_on:
        yield _broken("TR134", "periode_begin", dutch_day(line.begin), f"uiterlijk {dated}")
    if line.end > line.declared_on:
        yield _broken("TR137", "periode_eind", dutch_day(line.end), f"uiterlijk {dated}")
    if line.end < oldest:
        expected = f"{dutch_day(oldest)} of later"
        yield _broken("TR335", "periode_eind", dutch_day(line.end), expected)


def _amount_findings(line: Line) -> Iterator[Finding]:
    in_euros = line.unit == EURO
    if in_euros and line.tariff is not None:
        yield _broken("CD087", "tarief", euros(line.tariff), "leeg bij eenheid 83")
    if not in_euros and line.tariff is None:
        yield _broken("CD087", "tarief", NOTHING, "een tarief")
    if in_euros and line.amount != line.volume:
        yield _broken("CS339", "bedrag", euros(line.amount), euros(line.volume))
    if line.amount == 0 and line.debit_credit != DEBIT:
        yield _broken("CS325", "debet_credit", line.debit_credit, "D bij bedrag 0")


def _credit_findings(line: Line) -> Iterator[Finding]:
    is_credit, previous = line.debit_credit == CREDIT, line.previous_reference
    if is_credit and not previous:
        yield _broken("CD060", "vorig_referentienummer", NOTHING, "de referentie van de debetregel")
    if not is_credit and previous:
        yield _broken("CD060", "vorig_referentienummer", previous, "leeg bij een debetregel")


def _broken(rule: str, field: str, found: str, expected: str) -> Finding:
    return Finding(MALFORMED, rule, field, found, expected)
