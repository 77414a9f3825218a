"""Admission to an open house: two judgements per requirement, and what follows when they differ.

Everyone who meets every requirement is admitted; there is no choice (formulas, section 10).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from contracts.rules.periods import ONE_DAY, add_months

JUDGES = 2


class Finding(StrEnum):
    OPEN = "nog niet beoordeeld"
    MET = "voldoet"
    NOT_MET = "voldoet niet"
    DIFFER = "beoordelaars verschillen"


@dataclass(frozen=True, slots=True)
class Judged:
    """The judgements of one requirement; ``verdict`` settles a difference (by a third person or in consensus)."""

    requirement: int
    judgements: tuple[bool, ...] = ()
    verdict: bool | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """Use of one contract in a calendar year. ``alone_for``: products that nobody else offers; ``short_of``:
    products of which there is a shortage; ``grade``: of clients, None = too few answers.
    """

    clients: int
    contract_begin: date
    contract_end: date | None
    alone_for: tuple[str, ...] = ()
    short_of: tuple[str, ...] = ()
    grade: Decimal | None = None


def finding(judged: Judged) -> Finding:
    """Two equal judgements decide; two different ones need a verdict."""
    if len(judged.judgements) < JUDGES:
        return Finding.OPEN
    if len(set(judged.judgements)) > 1:
        if judged.verdict is None:
            return Finding.DIFFER
        return Finding.MET if judged.verdict else Finding.NOT_MET
    return Finding.MET if judged.judgements[0] else Finding.NOT_MET


def outcome(requirements: Iterable[Judged]) -> Finding:
    """Of the application as a whole: met only when every requirement is; open and differing go first."""
    found = {finding(one) for one in requirements}
    for worst in (Finding.OPEN, Finding.DIFFER, Finding.NOT_MET):
        if worst in found:
            return worst
    return Finding.MET


def is_insufficient_use(use: Use, year: int) -> bool:
    """The contract ran the whole calendar year and nobody was helped."""
    whole = use.contract_begin <= date(year, 1, 1) and (
        use.contract_end is None or use.contract_end >= date(year, 12, 31)
    )
    return whole and use.clients == 0


def why_kept(use: Use, kept_from: Decimal) -> str:
    """Why a contract without use must stay all the same; empty = it may be dissolved. From the grade
    ``kept_from`` on clients are so satisfied that it stays.
    """
    if use.short_of:
        return f"Er is een tekort aan {', '.join(use.short_of)}."
    if use.alone_for:
        return f"Niemand anders biedt {', '.join(use.alone_for)}."
    if use.grade is not None and use.grade >= kept_from:
        return f"Cliënten geven gemiddeld een {_dutch(use.grade)}; vanaf {_dutch(kept_from)} blijft een contract."
    return ""


def barred_until(dissolved_on: date, months: int) -> date:
    """Last day on which the provider may not apply again."""
    return add_months(dissolved_on, months)


def reassess_on(admitted_on: date, months: int | None) -> date | None:
    """The day from which an admission must be judged again; None = never."""
    return None if months is None else add_months(admitted_on, months)


def may_apply(excluded_until: date | None, day: date) -> bool:
    return excluded_until is None or excluded_until < day


def first_possible_day(excluded_until: date) -> date:
    return excluded_until + ONE_DAY


def _dutch(grade: Decimal) -> str:
    """Two decimals, rounded down: what is shown never reaches a limit that the grade itself does not."""
    return f"{grade.quantize(Decimal('0.01'), rounding=ROUND_FLOOR).normalize():f}".replace(".", ",")
