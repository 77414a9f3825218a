"""Where a procurement procedure stands and which steps are open: from dates and decisions only.

Nothing here is kept as a state. A fact dated after the asked day does not count yet.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.rules.periods import Period

OPEN_HOUSE = "open_house"


class State(StrEnum):
    DRAFT = "concept"
    PUBLISHED = "gepubliceerd"
    OPEN = "inschrijving open"
    BETWEEN = "wacht op volgende ronde"
    ASSESSING = "beoordeling"
    STANDSTILL = "opschortende termijn"
    OBJECTED = "bezwaar loopt"
    AWARDABLE = "klaar voor gunning"
    AWARDED = "gegund"
    ENDED = "beëindigd"
    WITHDRAWN = "ingetrokken"


class Step(StrEnum):
    PUBLISH = "publiceren"
    PROVISIONAL = "voorlopig-gunnen"
    OBJECTION = "bezwaar"
    SETTLED = "bezwaar-afgehandeld"
    AWARD = "gunnen"
    END = "beeindigen"
    WITHDRAW = "intrekken"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is decided so far; None = not. ``windows`` in order; a window includes both its ends.

    ``standstill_until``: last day of the standstill; ``objected_on`` counts until ``settled_on``.
    """

    form: str
    windows: tuple[Period, ...] = ()
    published_on: date | None = None
    provisional_on: date | None = None
    standstill_until: date | None = None
    objected_on: date | None = None
    settled_on: date | None = None
    awarded_on: date | None = None
    ended_on: date | None = None
    withdrawn_on: date | None = None


def state_on(facts: Facts, day: date) -> State:
    """The first that applies, latest fact first."""
    if _by(facts.withdrawn_on, day):
        return State.WITHDRAWN
    if _by(facts.ended_on, day):
        return State.ENDED
    if _by(facts.awarded_on, day):
        return State.AWARDED
    if _by(facts.provisional_on, day):
        return _after_letters(facts, day)
    if not _by(facts.published_on, day):
        return State.DRAFT
    return _by_windows(facts, day)


def is_objected(facts: Facts, day: date) -> bool:
    """An objection or a summons was reported and not settled by then."""
    return _by(facts.objected_on, day) and not _by(facts.settled_on, day)


def why_not(step: Step, facts: Facts, day: date) -> str:
    """Why the step cannot be taken on that day, and what to do; empty = it can."""
    state = state_on(facts, day)
    if step in ALLOWED and state in ALLOWED[step] and (facts.form in FORMS_OF[step]):
        return ""
    if facts.form not in FORMS_OF[step]:
        return "Deze stap hoort niet bij deze inkoopvorm."
    return f"De procedure staat op “{state}”. {REMEDY[step]}"


FORMS_OF = {
    Step.PUBLISH: ("open_house", "aanbesteding"),
    Step.PROVISIONAL: ("aanbesteding",),
    Step.OBJECTION: ("aanbesteding",),
    Step.SETTLED: ("aanbesteding",),
    Step.AWARD: ("aanbesteding",),
    Step.END: ("open_house",),
    Step.WITHDRAW: ("open_house", "aanbesteding"),
}
ALLOWED = {
    Step.PUBLISH: {State.DRAFT},
    Step.PROVISIONAL: {State.ASSESSING},
    Step.OBJECTION: {State.STANDSTILL, State.AWARDABLE},
    Step.SETTLED: {State.OBJECTED},
    Step.AWARD: {State.AWARDABLE},
    Step.END: {State.PUBLISHED, State.OPEN, State.BETWEEN, State.ASSESSING},
    Step.WITHDRAW: {
        State.PUBLISHED,
        State.OPEN,
        State.BETWEEN,
        State.ASSESSING,
        State.STANDSTILL,
        State.OBJECTED,
        State.AWARDABLE,
    },
}
REMEDY = {
    Step.PUBLISH: "Publiceren kan één keer, vanuit concept.",
    Step.PROVISIONAL: "Voorlopig gunnen kan als de inschrijving gesloten is.",
    Step.OBJECTION: "Een bezwaar hoort bij een voorlopige gunning die nog niet definitief is.",
    Step.SETTLED: "Er loopt geen bezwaar.",
    Step.AWARD: "Definitief gunnen kan na de opschortende termijn, als er geen bezwaar loopt.",
    Step.END: "Beëindigen kan zolang de toelating loopt.",
    Step.WITHDRAW: "Intrekken kan na publicatie en voor de definitieve gunning.",
}


def _by(fact: date | None, day: date) -> bool:
    return fact is not None and fact <= day


def _after_letters(facts: Facts, day: date) -> State:
    if is_objected(facts, day):
        return State.OBJECTED
    if facts.standstill_until is not None and day <= facts.standstill_until:
        return State.STANDSTILL
    return State.AWARDABLE


def _by_windows(facts: Facts, day: date) -> State:
    if any(begin <= day <= end for begin, end in facts.windows):
        return State.OPEN
    if all(day < begin for begin, _ in facts.windows):
        return State.PUBLISHED
    if any(day < begin for begin, _ in facts.windows):
        return State.BETWEEN
    return State.ASSESSING
