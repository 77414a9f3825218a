from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class DeskConfig(AppConfig):
    """The pages that need everything: worklist, provider page, IBP page."""

    name = "inkoop.desk"
    label = "desk"
    verbose_name = "Werkblad"

    def ready(self) -> None:
        from inkoop.desk.roles import keep_roles  # noqa: PLC0415 -- models must be loaded first

        post_migrate.connect(keep_roles, dispatch_uid="inkoop.desk.roles")


class DeskAdminConfig(AdminConfig):
    default_site = "inkoop.desk.site.DeskSite"
