"""The kinds of reports, and what can become of a decision of the regio-overleg."""

from django.db.models import TextChoices


class ReportKind(TextChoices):
    MUNICIPALITY = "gemeente", "gemeenterapportage"
    REGION = "regio", "KPI-rapport regio-overleg"


class DecisionState(TextChoices):
    OPEN = "open", "loopt"
    DONE = "uitgevoerd", "uitgevoerd"
    DROPPED = "vervallen", "vervallen"


class SettlementKey(TextChoices):
    OWN_USE = "eigen_gebruik", "eigen gebruik"
    CLIENTS = "clienten", "cliënten in het jaar ervoor"
    MEAN = "gemiddelde", "gemiddelde uitgaven van drie jaar"
    BUDGET = "budget", "aandeel in de budgetten"
