from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "inkoop.exchange"
    label = "exchange"
    verbose_name = "Aanleveringen"
