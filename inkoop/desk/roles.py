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

PROCUREMENT = (
    "procedure",
    "entrywindow",
    "lot",
    "lotproduct",
    "requirement",
    "criterion",
    "assessor",
    "milestone",
)
MAKE_PROCEDURES = Q(
    content_type__app_label="contracts",
    codename__in=[f"{verb}_{name}" for verb in ("add", "change", "delete") for name in PROCUREMENT],
)
KEEP_REGISTER = Q(
    content_type__app_label="providers",
    codename__in=[
        f"{verb}_{name}"
        for verb in ("add", "change", "delete")
        for name in ("location", "contact", "subcontracting", "evidence")
    ],
)
KEEP_CATALOGUE = Q(
    content_type__app_label="contracts",
    codename__in=["change_productcode"]
    + [f"{verb}_{name}" for verb in ("add", "change") for name in ("municipalexclusion", "shortage")],
)
ROLES = {
    CONTRACT_MANAGER: LOOK_AROUND
    | MAKE_PROCEDURES
    | KEEP_REGISTER
    | KEEP_CATALOGUE
    | CONTRACTING
    | Q(
        codename__in=[
            "add_provider",
            "change_provider",
            "add_parameter",
            "add_budget",
            "add_localrule",
            "change_localrule",
        ]
    )
    | Q(codename__in=["overrule_line", "release_hold", "decide_request"]),
    MESSAGE_MANAGER: LOOK_AROUND | Q(codename__in=["add_delivery", "answer_message", "decide_request"]),
    AUDITOR: LOOK_AROUND | Q(codename="view_clientread"),
}


def keep_roles(**_: Any) -> None:
    for name, permissions in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(permissions))
