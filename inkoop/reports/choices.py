"""The kinds of reports, and what can become of a decision of the regio-overleg."""

from django.db.models import IntegerChoices, TextChoices


class ReportKind(TextChoices):
    MUNICIPALITY = "gemeente", "gemeenterapportage"
    REGION = "regio", "KPI-rapport regio-overleg"


class DecisionState(TextChoices):
    ASKED = "gevraagd", "gevraagd"
    OPEN = "open", "loopt"
    DONE = "uitgevoerd", "uitgevoerd"
    DROPPED = "vervallen", "vervallen"


class SettlementKey(TextChoices):
    OWN_USE = "eigen_gebruik", "eigen gebruik"
    CLIENTS = "clienten", "cliënten in het jaar ervoor"
    MEAN = "gemiddelde", "gemiddelde uitgaven van drie jaar"
    BUDGET = "budget", "aandeel in de budgetten"


class MailRhythm(IntegerChoices):
    """How often somebody gets the address of the newest report, besides of each edition that is published."""

    ON_PUBLICATION = 0, "alleen als er een is vastgesteld"
    MONTH = 1, "elke maand"
    TWO_MONTHS = 2, "elke twee maanden"
    QUARTER = 3, "elk kwartaal"
