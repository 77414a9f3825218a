from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "inkoop.demo"
    label = "demo"
    verbose_name = "Demo"
