from django.apps import AppConfig


class InkoopConfig(AppConfig):
    """The project itself: no models, only what must be known once Django has started."""

    name = "inkoop"
    verbose_name = "Inkoop"

    def ready(self) -> None:
        # Imported for effect: the queue becomes the one that tasks use, the checks register themselves.
        from inkoop import celery, checks  # noqa: F401, PLC0415 -- settings must be loaded first
