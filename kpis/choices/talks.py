"""Code lists of talks, agreements and the ladder."""

from django.db.models import TextChoices

from kpis.rules import talks


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
