from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "inkoop.base"
    label = "base"
    verbose_name = "Basis"
