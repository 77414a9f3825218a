"""Code lists of individuele budgetplafonds."""

from django.db.models import TextChoices


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
