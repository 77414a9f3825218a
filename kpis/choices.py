"""Code lists of the figures, and what each indicator is called."""

from dataclasses import dataclass

from django.db.models import TextChoices

from kpis.rules import talks


class ComputationName(TextChoices):
    """What can be computed; the name is also that of the command and of the export."""

    BEHAVIOUR = "declaratiegedrag", "declaratiegedrag"
    IBP = "ibp", "IBP's"
    MONTH_SERIES = "maandreeks", "maandreeks"
    DEPTH = "verdieping", "verdieping van declaratiegedrag"
    CHANGE = "verandering", "verandering van uitgaven"
    FLOW = "stromen", "in-, door- en uitstroom"
    SHIFT = "verschuiving", "verschuiving van hulp"
    REFERRERS = "verwijzers", "verwijzers en teams"
    FORECAST = "prognose", "prognose"
    KPIS = "kpis", "KPI's"
    USE = "gebruik", "gebruik per gemeente"


class ComputationStatus(TextChoices):
    WAITING = "wacht", "wacht op berekening"
    RUNNING = "bezig", "wordt berekend"
    DONE = "klaar", "klaar"
    FAILED = "mislukt", "mislukt: de vorige cijfers staan er nog"


class Split(TextChoices):
    """Into which parts ``declaratiegedrag`` is split; empty = whole providers."""

    NONE = "", "geen"
    CATEGORY = "categorie", "productcategorie"
    PRODUCT_CODE = "productcode", "productcode"
    MUNICIPALITY = "gemeente", "gemeente"


class ChangeDimension(TextChoices):
    """Per what the change of spending is split; each row of it again per product."""

    REGION = "regio", "hele regio"
    MUNICIPALITY = "gemeente", "gemeente"
    PROVIDER = "aanbieder", "aanbieder"
    REFERRER = "verwijzer", "verwijzer"


class UseDimension(TextChoices):
    """Into which parts the use of care is split."""

    WHOLE = "geheel", "alles samen"
    CATEGORY = "categorie", "productcategorie"
    PRODUCT_CODE = "productcode", "productcode"
    CARE_FORM = "zorgvorm", "zorgvorm"
    REFERRER = "verwijzer", "verwijzer"
    TEAM = "team", "team"


class FlowScope(TextChoices):
    """Of whom in-, through- and outflow are counted."""

    REGION = "regio", "hele regio"
    MUNICIPALITY = "gemeente", "gemeente"
    PROVIDER = "aanbieder", "aanbieder"


class ShiftAxis(TextChoices):
    """Between what clients move."""

    WEIGHT = "klasse", "zwaarteklasse"
    CARE_FORM = "zorgvorm", "zorgvorm"


class ReferrerLevel(TextChoices):
    KIND = "soort", "soort verwijzer"
    REFERRER = "verwijzer", "verwijzer"
    TEAM = "team", "team"


class ForecastKind(TextChoices):
    """How much of a month is known."""

    MATURE = "rijp", "rijp"
    NOWCAST = "geschat", "geschat: er komen nog declaraties"
    TO_COME = "toekomst", "nog te komen"


class FigureStatus(TextChoices):
    OK = "ok", "ok"
    NOT_MEASURABLE = "nvt", "niet te meten"


class Direction(TextChoices):
    """Which deviation from the peers matters."""

    BOTH = "beide", "hoog en laag"
    HIGH = "hoog", "hoog"
    LOW = "laag", "laag"
    NONE = "geen", "niet vergeleken"


class IbpState(TextChoices):
    GREEN = "groen", "groen: minder dan 80 % gebruikt"
    ORANGE = "oranje", "oranje: 80 tot en met 100 % gebruikt"
    RED = "rood", "rood: meer dan 100 % gebruikt"
    NOT_MEASURABLE = "nvt", "niet te meten"


class OverrunDimension(TextChoices):
    """Per what the overrun rate of IBPs is shown."""

    PROVIDER = "aanbieder", "aanbieder"
    CELL = "cel", "cel van de matrix (kindklasse en systeemklasse)"
    SETTER = "vaststeller", "wie het IBP vaststelde"


class OverrunCause(TextChoices):
    """Why more is needed than the ceiling (the first two as the regions write them)."""

    STUBBORN = "hardnekkig", "probleem hardnekkiger dan gedacht"
    UNUSED = "benutting", "traject niet goed benut"
    UNKNOWN = "onbekend", "nog onbekend"


class IbpAction(TextChoices):
    """What follows from an evaluation."""

    FOLLOW = "volgen", "volgen: het plafond blijft"
    HELP = "hulp", "hulp elders in het sociaal domein erbij"
    RAISE = "verhogen", "plafond verhogen"
    MATCH = "match", "match opnieuw bekijken met aanbieder en gezin"
    STOP = "stoppen", "traject beëindigen"


class IbpAsks(TextChoices):
    """What the work on an IBP still asks."""

    EVALUATE = "evaluatie", "evalueren"
    EXPLAIN = "overschrijding", "oorzaak en actie"
    NOTHING = "klaar", "besloten"


class SignalRule(TextChoices):
    PEERS = "vergelijking", "wijkt af van vergelijkbare aanbieders"


class MeetingKind(TextChoices):
    CYCLE = "regulier", "regulier gesprek"
    EXTRA = "extra", "tussentijds gesprek"
    ESCALATION = "opschaling", "opschalingsgesprek"


class MeetingState(TextChoices):
    """From planned to signed off; a report may be signed off without confirmation, with a reason."""

    PLANNED = "gepland", "gepland"
    HELD = "gehouden", "gehouden, verslag in de maak"
    SHARED = "verslag", "verslag ligt bij de aanbieder"
    CONFIRMED = "bevestigd", "verslag bevestigd door de aanbieder"
    SIGNED = "vastgesteld", "verslag vastgesteld"
    CANCELLED = "vervallen", "vervallen"


class AgendaSource(TextChoices):
    """Where a point of the agenda came from."""

    FIXED = "vast", "vast punt"
    AGREEMENT = "afspraak", "verbeterafspraak"
    SIGNAL = "signaal", "signaal"
    FIGURE = "cijfer", "cijfer buiten de grens"
    LADDER = "ladder", "escalatieladder"
    OWN = "eigen", "eigen punt"


class Side(TextChoices):
    REGION = "regio", "regio"
    PROVIDER = "aanbieder", "aanbieder"


class Aim(TextChoices):
    """Which way a figure has to go."""

    UP = talks.UP, "hoger is beter"
    DOWN = talks.DOWN, "lager is beter"


class AgreementResult(TextChoices):
    """Empty = still open."""

    OPEN = "", "open"
    REACHED = talks.REACHED, "gehaald"
    PARTLY = talks.PARTLY, "deels gehaald"
    NOT_REACHED = talks.NOT_REACHED, "niet gehaald"
    NOT_MEASURABLE = talks.NOT_MEASURABLE, "niet te meten"
    DROPPED = "vervallen", "vervallen"


class SignalState(TextChoices):
    """Where a standing signal is between the figures and a verdict."""

    NEW = "nieuw", "nieuw"
    ANSWERED = "uitleg", "uitleg ontvangen"
    INVESTIGATED = "onderzoek", "in onderzoek"
    SETTLED = "afgehandeld", "afgehandeld"


class Verdict(TextChoices):
    """What a contract manager makes of a signal; a verdict is about the figure, never about a youth."""

    FOUNDED = "gegrond", "gegrond: bespreken en afspraken maken"
    EXPLAINED = "verklaard", "verklaard: de uitleg klopt"
    INVESTIGATING = "in_onderzoek", "in onderzoek"
    NO_ACTION = "geen_actie", "geen actie nodig"


class ReplyChannel(TextChoices):
    PORTAL = "portaal", "portaal"
    MAIL = "mail", "mail of brief"
    TALK = "gesprek", "gesprek"


class FigureUnit(TextChoices):
    CENTS = "eurocent", "eurocent"
    COUNT = "aantal", "aantal"
    DAYS = "dagen", "dagen"
    SHARE = "aandeel", "aandeel"
    INDEX = "index", "index"
    GRADE = "cijfer", "cijfer"


class KpiSource(TextChoices):
    """Where the figure of a KPI comes from."""

    COMPUTED = "berekend", "berekend uit berichten"
    PROVIDER = "aanbieder", "opgave van de aanbieder"
    REVIEW = "beoordeling", "beoordeling door jeugdprofessionals"
    SURVEY = "meting", "cliënttevredenheid"
    CBS = "cbs", "CBS"


class KpiDirection(TextChoices):
    """Which way is good; ``NONE`` is shown without a colour."""

    HIGHER = "hoger", "hoger is beter"
    LOWER = "lager", "lager is beter"
    NONE = "geen", "geen oordeel"


class KpiRhythm(TextChoices):
    MONTH = "maand", "elke maand"
    QUARTER = "kwartaal", "elk kwartaal"
    HALF_YEAR = "halfjaar", "elk half jaar"
    YEAR = "jaar", "elk jaar"


class KpiLevel(TextChoices):
    """Of what a KPI is shown: key empty, the segment, the contract number or the AGB code."""

    REGION = "regio", "hele regio"
    SEGMENT = "segment", "segment"
    CONTRACT = "contract", "contract"
    PROVIDER = "aanbieder", "aanbieder"


class KpiColour(TextChoices):
    """Read with its text; never by colour alone."""

    GREEN = "groen", "op of boven de norm"
    ORANGE = "oranje", "let op"
    RED = "rood", "buiten de norm"
    NOT_MEASURABLE = "nvt", "niet te meten"
    NONE = "geen", "zonder oordeel"


class VersionState(TextChoices):
    """A version counts only while it is in use; who drew it up does not check it."""

    DRAFT = "concept", "concept"
    CHECKED = "gecontroleerd", "gecontroleerd"
    IN_USE = "in gebruik", "in gebruik"
    WITHDRAWN = "ingetrokken", "ingetrokken"


class TaskState(TextChoices):
    OPEN = "open", "nog in te vullen"
    DRAFT = "concept", "concept"
    SUBMITTED = "ingediend", "ingediend"
    ACCEPTED = "aanvaard", "aanvaard"
    RETURNED = "teruggestuurd", "teruggestuurd"


class GoalScale(TextChoices):
    """Who works on a goal or a measure."""

    LOCAL = "lokaal", "lokaal"
    REGIONAL = "regionaal", "regionaal"


class MeasureStatus(TextChoices):
    PLANNED = "gepland", "gepland"
    RUNNING = "loopt", "loopt"
    DONE = "afgerond", "afgerond"
    STOPPED = "gestopt", "gestopt"


class GoalIndicator(TextChoices):
    """What a policy goal is measured by; ``HAND`` = people write the value of each year down."""

    SPENDING = "uitgaven", "uitgaven (eurocent)"
    CLIENTS = "jeugdigen", "jeugdigen met gedeclareerde hulp"
    HAND = "hand", "met de hand"


@dataclass(frozen=True, slots=True)
class Indicator:
    """``name`` for a heading; ``unit`` that of the value; ``direction`` which deviation is a signal."""

    code: str
    name: str
    unit: FigureUnit
    direction: Direction


@dataclass(frozen=True, slots=True)
class Measure:
    """What a KPI can be counted by. ``counts``: what n counts; ``has_own_region``: that of the region is not the
    sum of the providers, because a client may have more of them.
    """

    code: str
    name: str
    source: KpiSource
    unit: FigureUnit
    counts: str
    has_own_region: bool = False


_MEASURES = (
    Measure("DG04", "verzilvering", KpiSource.COMPUTED, FigureUnit.SHARE, "cliënten"),
    Measure("DG05", "cliëntmaanden zonder factuur", KpiSource.COMPUTED, FigureUnit.SHARE, "cliëntmaanden"),
    Measure("DG06", "declaratievertraging", KpiSource.COMPUTED, FigureUnit.DAYS, "cliënten"),
    Measure("DG06S", "aandeel laat gedeclareerd", KpiSource.COMPUTED, FigureUnit.SHARE, "cliënten"),
    Measure("DG07", "aandeel gecrediteerd", KpiSource.COMPUTED, FigureUnit.SHARE, "cliënten"),
    Measure("DG09", "afkeurpercentage", KpiSource.COMPUTED, FigureUnit.SHARE, "regels"),
    Measure("uitval", "uitval", KpiSource.COMPUTED, FigureUnit.SHARE, "beëindigde trajecten"),
    Measure("duur", "duur van een traject", KpiSource.COMPUTED, FigureUnit.DAYS, "beëindigde trajecten"),
    Measure("lang", "langer dan een jaar", KpiSource.COMPUTED, FigureUnit.SHARE, "beëindigde trajecten"),
    Measure("wacht", "wacht boven de norm", KpiSource.COMPUTED, FigureUnit.SHARE, "getoetste wachttijden"),
    Measure("stil", "lopend zonder bericht", KpiSource.COMPUTED, FigureUnit.SHARE, "lopende trajecten"),
    Measure(
        "herhaald",
        "herhaald beroep",
        KpiSource.COMPUTED,
        FigureUnit.SHARE,
        "gestarte cliënten",
        has_own_region=True,
    ),
    Measure(
        "balans",
        "balans van in- en uitstroom",
        KpiSource.COMPUTED,
        FigureUnit.SHARE,
        "gestarte cliënten",
        has_own_region=True,
    ),
    Measure(
        "ibp",
        "IBP's boven het plafond",
        KpiSource.COMPUTED,
        FigureUnit.SHARE,
        "geëindigde IBP's",
        has_own_region=True,
    ),
    Measure(
        "opgave", "aandeel volgens opgave", KpiSource.PROVIDER, FigureUnit.SHARE, "eenheden in de noemer"
    ),
    Measure(
        "opgave_dagen", "dagen volgens opgave", KpiSource.PROVIDER, FigureUnit.DAYS, "eenheden in de noemer"
    ),
    Measure(
        "cbs",
        "aandeel volgens CBS",
        KpiSource.CBS,
        FigureUnit.SHARE,
        "eenheden in de noemer",
        has_own_region=True,
    ),
    Measure("oordeel", "oordeel van jeugdprofessionals", KpiSource.REVIEW, FigureUnit.GRADE, "beoordelingen"),
    Measure("onvoldoende", "aandeel onvoldoendes", KpiSource.REVIEW, FigureUnit.SHARE, "beoordelingen"),
    Measure("nut", "tevredenheid over nut", KpiSource.SURVEY, FigureUnit.GRADE, "antwoorden"),
    Measure("zonder_hulp", "verder zonder hulp", KpiSource.SURVEY, FigureUnit.SHARE, "antwoorden"),
    Measure("respons", "respons van de meting", KpiSource.SURVEY, FigureUnit.SHARE, "uitgenodigden"),
)
MEASURES = {measure.code: measure for measure in _MEASURES}

_LISTED = (
    Indicator("DG01", "gedeclareerd", FigureUnit.CENTS, Direction.NONE),
    Indicator("DG02", "cliënten", FigureUnit.COUNT, Direction.NONE),
    Indicator("DG03", "kosten per cliënt", FigureUnit.CENTS, Direction.BOTH),
    Indicator("DG03M", "kosten per cliënt, mediaan", FigureUnit.CENTS, Direction.BOTH),
    Indicator("DG03P90", "kosten per cliënt, 90e percentiel", FigureUnit.CENTS, Direction.BOTH),
    Indicator("DG04", "verzilvering", FigureUnit.SHARE, Direction.LOW),
    Indicator("DG05", "cliëntmaanden zonder factuur", FigureUnit.SHARE, Direction.BOTH),
    Indicator("DG06", "declaratievertraging", FigureUnit.DAYS, Direction.HIGH),
    Indicator("DG06S", "aandeel laat gedeclareerd", FigureUnit.SHARE, Direction.HIGH),
    Indicator("DG07", "aandeel gecrediteerd", FigureUnit.SHARE, Direction.HIGH),
    Indicator("DG08", "hoger opnieuw gedeclareerd", FigureUnit.SHARE, Direction.HIGH),
    Indicator("DG09", "afkeurpercentage", FigureUnit.SHARE, Direction.HIGH),
    Indicator("DG10", "zwaarte-index", FigureUnit.INDEX, Direction.NONE),
    Indicator("DG10V", "verschuiving van de zwaarte-index", FigureUnit.INDEX, Direction.NONE),
    Indicator("DG11", "duur", FigureUnit.DAYS, Direction.HIGH),
    Indicator("DG11M", "duur, mediaan", FigureUnit.DAYS, Direction.HIGH),
    Indicator("DG11S", "aandeel langer dan een jaar", FigureUnit.SHARE, Direction.HIGH),
    Indicator("DG12", "aandeel in de regio", FigureUnit.SHARE, Direction.NONE),
    Indicator("DG13", "regels na het einde van de hulp", FigureUnit.COUNT, Direction.NONE),
    Indicator("DG14", "mogelijke dubbele hulp", FigureUnit.COUNT, Direction.NONE),
    Indicator("DG15", "van licht naar zwaar", FigureUnit.SHARE, Direction.NONE),
)
INDICATORS = {indicator.code: indicator for indicator in _LISTED}
DEEP = ("DG10", "DG10V", "DG11", "DG11M", "DG11S", "DG13", "DG14", "DG15")
"""The codes that ``verdieping`` adds to the figures of ``declaratiegedrag``."""


def indicator_of(code: str) -> Indicator:
    """The description of an indicator, also of one per return code (DG09-0611)."""
    if code.startswith("DG09-"):
        return_code = code.removeprefix("DG09-")
        return Indicator(code, f"afgekeurd met {return_code}", FigureUnit.SHARE, Direction.HIGH)
    return INDICATORS[code]
