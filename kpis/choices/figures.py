"""What is computed, and what each indicator is called."""

from dataclasses import dataclass

from django.db.models import TextChoices


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


class FigureUnit(TextChoices):
    CENTS = "eurocent", "eurocent"
    COUNT = "aantal", "aantal"
    DAYS = "dagen", "dagen"
    SHARE = "aandeel", "aandeel"
    INDEX = "index", "index"
    GRADE = "cijfer", "cijfer"


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
