from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class DeskConfig(AppConfig):
    """The pages that need everything: worklist, provider page, IBP page."""

    name = "inkoop.desk"
    label = "desk"
    verbose_name = "Werkblad"

    def ready(self) -> None:
        from inkoop.desk.roles import keep_roles  # noqa: PLC0415 -- models must be loaded first

        # sent per app that has models, in their order; with the last one the permissions of all are there
        *_, last = (config for config in apps.get_app_configs() if config.models_module is not None)
        post_migrate.connect(keep_roles, sender=last, dispatch_uid="inkoop.desk.roles")


class DeskAdminConfig(AdminConfig):
    default_site = "inkoop.desk.site.DeskSite"
