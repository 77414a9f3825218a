"""Code lists of the figures, and what each indicator is called."""

from dataclasses import dataclass

from django.db.models import TextChoices

from kpis.rules import talks


class ComputationName(TextChoices):
    """What can be computed; the name is also that of the command and of the export."""

    BEHAVIOUR = "declaratiegedrag", "declaratiegedrag"
    IBP = "ibp", "IBP's"
    MONTH_SERIES = "maandreeks", "maandreeks"
    CHANGE = "verandering", "verandering van uitgaven"
    FLOW = "stromen", "in-, door- en uitstroom"
    FORECAST = "prognose", "prognose"


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


class FlowScope(TextChoices):
    """Of whom in-, through- and outflow are counted."""

    REGION = "regio", "hele regio"
    MUNICIPALITY = "gemeente", "gemeente"
    PROVIDER = "aanbieder", "aanbieder"


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


@dataclass(frozen=True, slots=True)
class Indicator:
    """``name`` for a heading; ``unit`` that of the value; ``direction`` which deviation is a signal."""

    code: str
    name: str
    unit: FigureUnit
    direction: Direction


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
)
INDICATORS = {indicator.code: indicator for indicator in _LISTED}


def indicator_of(code: str) -> Indicator:
    """The description of an indicator, also of one per return code (DG09-0611)."""
    if code.startswith("DG09-"):
        return_code = code.removeprefix("DG09-")
        return Indicator(code, f"afgekeurd met {return_code}", FigureUnit.SHARE, Direction.HIGH)
    return INDICATORS[code]
