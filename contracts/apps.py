from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"
    label = "contracts"
    verbose_name = "Contracten"

    def ready(self) -> None:
        from contracts.queries.deadlines import add_source  # noqa: PLC0415 -- models must be loaded first
        from contracts.queries.procedures import deadlines  # noqa: PLC0415 -- models must be loaded first

        for source in deadlines.SOURCES:
            add_source(source)
