"""The groups that people are put in, and what each may do. Rights follow this file on each migrate."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

CONTRACT_MANAGER = "contractmanager"
MESSAGE_MANAGER = "berichtenbeheerder"

OUR_APPS = ("base", "providers", "contracts", "kpis", "exchange")

VIEW_ALL = Q(content_type__app_label__in=OUR_APPS, codename__startswith="view_") | Q(codename="see_region")

ROLES = {
    CONTRACT_MANAGER: VIEW_ALL | Q(codename__in=["change_provider", "add_parameter"]),
    MESSAGE_MANAGER: VIEW_ALL | Q(codename__in=["add_delivery"]),
}


def keep_roles(**kwargs: Any) -> None:
    """Runs after every app that is migrated; only the last time are all permissions there."""
    for name, permissions in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(permissions))
