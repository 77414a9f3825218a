"""The groups that people are put in, and what each may do. Rights follow this file on each migrate."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

CONTRACT_MANAGER = "contractmanager"
MESSAGE_MANAGER = "berichtenbeheerder"
AUDITOR = "toezichthouder"

OUR_APPS = ("base", "providers", "contracts", "kpis", "exchange")

LOOK_AROUND = Q(codename="see_region") | (
    Q(content_type__app_label__in=OUR_APPS, codename__startswith="view_")
    & ~Q(codename__in=["view_user", "view_clientread"])
)

# What is decided about contracts; who proposed something does not settle it, whatever the role.
CONTRACTING = Q(
    content_type__app_label="contracts",
    codename__in=[
        "add_contractdecision",
        "change_contractdecision",
        "change_contract",
        "add_contractdocument",
        "add_lumpsum",
        "change_instalment",
        "add_spendingroom",
        "add_spendingsteptaken",
        "add_deadlinemark",
        "add_indexpublication",
        "add_indexationrun",
        "change_indexationrun",
    ],
)

ROLES = {
    CONTRACT_MANAGER: LOOK_AROUND | CONTRACTING | Q(codename__in=["change_provider", "add_parameter"]),
    MESSAGE_MANAGER: LOOK_AROUND | Q(codename="add_delivery"),
    AUDITOR: LOOK_AROUND | Q(codename="view_clientread"),
}


def keep_roles(**_: Any) -> None:
    for name, permissions in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(permissions))
