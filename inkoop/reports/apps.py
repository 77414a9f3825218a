from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "inkoop.reports"
    label = "reports"
    verbose_name = "rapportages"
