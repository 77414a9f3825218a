"""How long each kind of data is kept, and why. The yearly job and the documents read this table."""

from dataclasses import dataclass
from datetime import date

CLIENTS, REFUSED, FINDINGS, READS = "clienten", "geweigerd", "bevindingen", "inzagen"
ATTEMPTS, SESSIONS = "aanmeldpogingen", "sessies"


@dataclass(frozen=True, slots=True)
class Term:
    """Kept for ``years`` after the end of the calendar year of ``since``. ``years`` 0 = removed once it is over."""

    code: str
    what: str
    years: int
    since: str
    ground: str

    def cutoff(self, today: date) -> date:
        """What is over before this day is removed: the first of January of the oldest year that is kept."""
        return date(today.year - self.years, 1, 1) if self.years else today

    @property
    def term(self) -> str:
        return f"{self.years} jaar" if self.years else "tot het voorbij is"


TERMS = (
    Term(
        CLIENTS,
        "cliënten met hun toewijzingen, starts, stops, verzoeken, IBP's en declaratieregels",
        7,
        "de laatste hulp, declaratie of toewijzing",
        "fiscale bewaarplicht (AWR art. 52) en verantwoording van de gemeenten; daarna geen grond meer (AVG art. 5)",
    ),
    Term(
        REFUSED,
        "geweigerde prestaties",
        7,
        "de ontvangst",
        "dezelfde administratie als de aanvaarde regels",
    ),
    Term(
        FINDINGS,
        "bevindingen bij aanleveringen",
        2,
        "de ontvangst",
        "nodig om een afkeuring uit te leggen en te herstellen",
    ),
    Term(
        READS,
        "inzage in cliëntgegevens",
        5,
        "de inzage",
        "toezicht op rechtmatig gebruik (NEN 7513: ten minste vijf jaar)",
    ),
    Term(ATTEMPTS, "pogingen om aan te melden", 1, "de poging", "beveiliging (BIO 12.4)"),
    Term(SESSIONS, "verlopen sessies", 0, "het verlopen", "geen grond om langer te bewaren"),
)
ELSEWHERE = (
    (
        "berichten en uploads die op verwerking wachten",
        "ANSWER_RETENTION_DAYS en REQUEST_RETENTION_DAYS",
        "elke nacht",
    ),
    ("uitkomsten van taken", "90 dagen", "elke nacht"),
    ("berekende cijfers van een gewone dag", "14 dagen; die van een maandeinde blijven", "elke nacht"),
    ("contracten, tarieven, besluiten en hun wijzigingen", "blijven; zij gaan over organisaties", "nooit"),
    ("accounts", "een beheerder zet ze op niet actief; hun besluiten houden een naam", "met de hand"),
)
"""Kept or removed by other means: what, how long, when."""


def term_of(code: str) -> Term:
    """Raises StopIteration for an unknown code."""
    return next(term for term in TERMS if term.code == code)
