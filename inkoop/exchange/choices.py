"""Code lists of exchange, and within how many working days a message must be answered."""

from dataclasses import dataclass

from django.db.models import TextChoices


class MessageStatus(TextChoices):
    """Where a message stands on its way to the answer; see ``queries.inbox`` for the conditions."""

    RECEIVED = "ontvangen", "ontvangen"
    JUDGED = "beoordeeld", "beoordeeld"
    REFUSED = "geweigerd", "geweigerd als geheel"
    AWAITS_DECISION = "besluit", "wacht op besluit"
    TO_SEND = "versturen", "besluit te versturen"
    ANSWERED = "beantwoord", "beantwoord"
    EXPIRED = "verlopen", "bestand verlopen"


@dataclass(frozen=True, slots=True)
class Term:
    """Within so many working days after receipt; ``rule`` says so in the standard."""

    workdays: int
    rule: str


RETOUR = Term(3, "OP090")
ANSWER_TERMS = {"JW323": Term(10, "OP090x4")}
"""The answer to every other message is a retourbericht, within three working days."""

DECISION_TERMS = {"JW315": Term(5, "OP274"), "JW317": Term(5, "OP346")}
"""Beside the retourbericht the municipality decides on a request, with a JW301 or JW319."""

INVESTIGATION_DAYS = 8 * 7
"""A request under investigation is granted or refused within eight weeks after receipt (OP274, OP346)."""


def answer_term(message: str) -> Term:
    return ANSWER_TERMS.get(message, RETOUR)


class LocalRuleKind(TextChoices):
    """What a region or a contract asks beyond the standard."""

    LATE = "laat", "te laat gedeclareerd"
    NO_START = "geen start", "geen startbericht ontvangen"
    AFTER_STOP = "na stop", "maand na het stopbericht"
    BROKEN_MONTH = "halve maand", "gebroken maand te kort"

    @property
    def text(self) -> "LocalRuleText":
        return LOCAL_RULES[self]


class LocalRuleEffect(TextChoices):
    """A refusal is no choice: the standard forbids it (OP095), and a code of our own fails the schema (WJ001)."""

    WARNING = "waarschuwing", "waarschuwing"
    HOLD = "aanhouden", "aanhouden"


@dataclass(frozen=True, slots=True)
class LocalRuleText:
    """``threshold`` says what the number means, empty = the rule has none. ``forbidden``: why it may not refuse."""

    threshold: str
    forbidden: str
    next_step: str


LOCAL_RULES = {
    LocalRuleKind.LATE: LocalRuleText(
        "dagen na het einde van de dienstmaand",
        "De standaard kent geen uiterste dag van declareren: een prestatie mag ook achteraf in een latere periode "
        "worden gedeclareerd (OP354), tot 60 maanden na de maand (TR335).",
        "Bespreek met de aanbieder waarom de declaratie zo laat komt.",
    ),
    LocalRuleKind.NO_START: LocalRuleText(
        "",
        "Een prestatie mag niet worden afgekeurd omdat een startbericht ontbreekt of een andere datum heeft: "
        "regieberichten zijn geen voorwaarde voor declaratie (OP364).",
        "Vraag de aanbieder om het startbericht (JW305).",
    ),
    LocalRuleKind.AFTER_STOP: LocalRuleText(
        "",
        "Een prestatie mag niet worden afgekeurd op de stopdatum in een regiebericht: regieberichten zijn geen "
        "voorwaarde voor declaratie (OP364).",
        "Vraag de aanbieder of de hulp doorliep of het stopbericht (JW307) niet klopt.",
    ),
    LocalRuleKind.BROKEN_MONTH: LocalRuleText(
        "dagen die de ProductPeriode ten minste telt",
        "Ook in een gebroken maand mag het volledige maandvolume worden gedeclareerd (IV078); de lengte van de "
        "ProductPeriode volgt uit de toewijzing (TR387, TR388).",
        "Ga na of het contract over gebroken maanden iets anders afspreekt.",
    ),
}

NO_REFUSAL = (
    "Een lokale regel kan niet weigeren. {} Een bericht mag bovendien niet worden afgekeurd op iets dat de verzender "
    "niet kan zien (OP095), en een eigen reden heeft geen retourcode. Kies waarschuwing of aanhouden."
)
