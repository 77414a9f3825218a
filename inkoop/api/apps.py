from django.apps import AppConfig


class ApiConfig(AppConfig):
    """What other systems read and deliver, under /api/v1/."""

    name = "inkoop.api"
    label = "api"
    verbose_name = "API"
