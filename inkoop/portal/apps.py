from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The pages of providers, and the way in for everybody."""

    name = "inkoop.portal"
    label = "portal"
    verbose_name = "Portaal voor aanbieders"
