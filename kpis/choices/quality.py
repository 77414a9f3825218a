"""Code lists of KPIs, reviews and policy goals, and what a KPI is counted by."""

from dataclasses import dataclass

from django.db.models import TextChoices

from kpis.choices.figures import FigureUnit


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

    GREEN = "groen", "op de norm of beter"
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
