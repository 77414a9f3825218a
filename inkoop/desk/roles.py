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

ROLES = {
    CONTRACT_MANAGER: LOOK_AROUND
    | Q(codename__in=["change_provider", "add_parameter", "add_localrule", "change_localrule"])
    | Q(codename__in=["overrule_line", "release_hold", "decide_request"]),
    MESSAGE_MANAGER: LOOK_AROUND | Q(codename__in=["add_delivery", "answer_message", "decide_request"]),
    AUDITOR: LOOK_AROUND | Q(codename="view_clientread"),
}


def keep_roles(**_: Any) -> None:
    for name, permissions in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(permissions))
