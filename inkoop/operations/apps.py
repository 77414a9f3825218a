from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Keeping the product running and its data safe: health, figures for a monitor, keys, retention, requests."""

    name = "inkoop.operations"
    label = "operations"
    verbose_name = "beheer van de installatie"
