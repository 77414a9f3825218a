"""What each role may do. The groups follow this file on each migrate; `docs/rechten.md` shows it as tables.

A permission opens a kind of page or resource; which rows are on it follows from `inkoop.base.rights`.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

from inkoop.base.choices import Role
from inkoop.base.rights import PROCESS_LINES, SEE_FIGURES, SEE_REGION

CONTRACT_MANAGER, MESSAGE_MANAGER, AUDITOR = Role.CONTRACT_MANAGER, Role.MESSAGE_MANAGER, Role.AUDITOR

OUR_APPS = ("base", "providers", "contracts", "kpis", "exchange", "reports")
RENAMED = {"toezichthouder": Role.AUDITOR}
"""Groups under the name that they had before."""


def can(verbs: str, *models: str) -> set[str]:
    """``can("add change", "contracts.lot")`` = the permissions to add and to change a lot."""
    return {
        f"{app}.{verb}_{name}"
        for verb in verbs.split()
        for app, name in (model.split(".") for model in models)
    }


PUBLIC = can(
    "view",
    "base.municipality",
    "base.team",
    "base.parameter",
    "providers.provider",
    "providers.location",
    "contracts.contract",
    "contracts.tariff",
    "contracts.productcategory",
    "contracts.productcode",
    "contracts.standardcode",
    "contracts.municipalexclusion",
    "contracts.shortage",
)
"""The register of contracts, of which each party sees its own part."""
FIGURES = can(
    "view",
    "kpis.computation",
    "kpis.monthvalue",
    "kpis.budget",
    "kpis.spendingchange",
    "kpis.flowmonth",
    "kpis.flowtransition",
    "kpis.flowoutcome",
    "kpis.forecastmonth",
    "kpis.forecasterror",
    "reports.publication",
)
YOUTHS = can(
    "view",
    "contracts.client",
    "contracts.allocation",
    "contracts.allocationversion",
    "contracts.carestart",
    "contracts.carestop",
    "contracts.declarationline",
    "contracts.ibp",
    "contracts.ibpversion",
    "kpis.ibpstatus",
)
COMPARED = can("view", "kpis.indicatorvalue", "kpis.ibpoverrunrate")

# What is decided about contracts; who proposed something does not settle it, whatever the role.
CONTRACTING = {
    *can(
        "add change",
        "contracts.contractdecision",
        "contracts.pricedecision",
        "contracts.productdecision",
        "contracts.indexationrun",
    ),
    *can("change", "contracts.contract", "contracts.instalment"),
    *can(
        "add",
        "contracts.contractdocument",
        "contracts.lumpsum",
        "contracts.spendingroom",
        "contracts.spendingsteptaken",
        "contracts.deadlinemark",
        "contracts.indexpublication",
    ),
}
PROCUREMENT = can(
    "add change delete",
    "contracts.procedure",
    "contracts.entrywindow",
    "contracts.lot",
    "contracts.lotproduct",
    "contracts.requirement",
    "contracts.criterion",
    "contracts.assessor",
    "contracts.milestone",
)
REGISTER = can(
    "add change delete",
    "providers.location",
    "providers.contact",
    "providers.subcontracting",
    "providers.evidence",
) | can("add change", "providers.provider", "providers.notice")
CATALOGUE = can("change", "contracts.productcode") | can(
    "add change", "contracts.municipalexclusion", "contracts.shortage"
)
QUALITY = can(
    "add change",
    "kpis.kpi",
    "kpis.kpiversion",
    "kpis.kpitask",
    "kpis.reviewer",
    "kpis.reviewround",
    "kpis.reviewincident",
    "kpis.policyarea",
    "kpis.policygoal",
    "kpis.policyvalue",
    "kpis.policymeasure",
)
MESSAGES = {"exchange.overrule_line", "exchange.release_hold", "contracts.decide_request"}

TALKS = can(
    "add change", "kpis.meeting", "kpis.agreement", "kpis.escalationstep", "kpis.agendaitem", "kpis.attendee"
) | can("add", "kpis.escalationmove")


@cache
def rights_of(role: Role) -> frozenset[str]:
    """The permissions of a role, as ``app.codename``."""
    return frozenset(_RIGHTS[role])


def _look_around() -> set[str]:
    """Everything but who the users are and who looked at client data."""
    hidden = can("view", "base.user", "base.clientread", "base.privacyrecord")
    return {SEE_REGION} | {right for right in _all_rights(OUR_APPS) if ".view_" in right} - hidden


def _all_rights(labels: Iterable[str]) -> Iterator[str]:
    for label in labels:
        for model in apps.get_app_config(label).get_models():
            if hasattr(model, "pgh_tracked_model"):
                continue  # a history has no rights of its own
            meta = model._meta
            yield from (f"{label}.{verb}_{meta.model_name}" for verb in meta.default_permissions)
            yield from (f"{label}.{name}" for name, _description in meta.permissions)


_RIGHTS: dict[Role, set[str]] = {
    Role.CONTRACT_MANAGER: {
        *_look_around(),
        *CONTRACTING,
        *PROCUREMENT,
        *REGISTER,
        *CATALOGUE,
        *TALKS,
        *MESSAGES,
        *can("add change", "base.parameterproposal"),
        *can("add", "kpis.budget", "kpis.signalreply", "kpis.signaljudgement"),
        *QUALITY,
        *can("add", "kpis.ibpexplanation", "kpis.ibpdecision", "kpis.ibpraise"),
        *can("add", "reports.publication"),
        *can("add change", "reports.boarddecision"),
        *can("add change", "exchange.localrule"),
        *can("add change", "contracts.throughflowtalk"),
        *can("add change", "providers.capacityreport"),
        *can("add", "contracts.controlplan", "contracts.controlsteptaken"),
    },
    Role.MESSAGE_MANAGER: {
        *_look_around(),
        *can("add", "base.delivery"),
        "exchange.answer_message",
        "contracts.decide_request",
        PROCESS_LINES,
    },
    Role.MUNICIPALITY: PUBLIC | FIGURES,
    Role.TEAM: PUBLIC | YOUTHS,
    Role.BOARD: {SEE_FIGURES} | PUBLIC | FIGURES | COMPARED | can("view", "reports.boarddecision"),
    Role.PROVIDER: PUBLIC
    | YOUTHS
    | COMPARED
    | can(
        "view",
        "providers.contact",
        "providers.subcontracting",
        "providers.evidence",
        "contracts.declaration",
        "contracts.refusedline",
        "contracts.carerequest",
        "contracts.lumpsum",
        "contracts.instalment",
        "contracts.spendingroom",
        "contracts.spendingroomversion",
        "contracts.application",
        "kpis.computation",
        "kpis.signal",
        "kpis.signalreply",
        "kpis.signaljudgement",
        "kpis.kpi",
        "kpis.kpiversion",
        "kpis.kpivalue",
        "kpis.kpitask",
        "kpis.taskpaper",
        "kpis.production",
        "kpis.productionline",
        "providers.notice",
        "providers.surveyresult",
        "kpis.meeting",
        "kpis.agreement",
        "kpis.agreementtest",
        "kpis.escalationmove",
        "kpis.ibpevaluation",
        "kpis.ibpexplanation",
        "kpis.ibpdecision",
        "kpis.ibpraise",
        "kpis.flowmonth",
        "kpis.flowtransition",
        "kpis.flowoutcome",
    ),
    Role.AUDITOR: _look_around() | can("view", "base.clientread", "base.privacyrecord") | {PROCESS_LINES},
    Role.ADMINISTRATOR: set(_all_rights(config.label for config in apps.get_app_configs())),
}


def keep_roles(sender: AppConfig | None = None, **_: Any) -> None:
    """Makes the groups that are not there, and gives all of them the rights of their role. Idempotent."""
    if sender is not None:
        create_permissions(sender, verbosity=0)  # Django makes them after us
    for old, role in RENAMED.items():
        if not Group.objects.filter(name=role).exists():
            Group.objects.filter(name=old).update(name=role)
    for role in Role:
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set(_permissions(rights_of(role)))


def _permissions(rights: Iterable[str]) -> list[Permission]:
    wanted = set(rights)
    known = Permission.objects.filter(content_type__app_label__in={right.split(".")[0] for right in wanted})
    return [one for one in known.select_related("content_type") if _name(one) in wanted]


def _name(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"
