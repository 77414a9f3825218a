"""What one must be allowed to open each page of ours in the admin; lists and forms follow the rights on their model.

A page that is not named here is for those who may see the region. The site refuses by this table before a page
looks at anything; ``docs/rechten.md`` shows the outcome per role.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from inkoop.base.rights import SEE_REGION

ACT = "contracts.change_procedure"
ANSWER = "exchange.answer_message"
DECIDE = "contracts.decide_request"
OVERRULE = "exchange.overrule_line"
SEE_PROVIDER = "providers.view_provider"
SEE_TALKS = "kpis.view_meeting"
SEE_AGREEMENTS = "kpis.view_agreement"
SEE_LADDER = "kpis.view_escalationmove"

PAGES: dict[str, tuple[str, ...]] = {
    "auth_user_password_change": ("base.change_user",),
    "provider_overview": (SEE_PROVIDER,),
    "provider_page": (SEE_PROVIDER,),
    "segments_page": (SEE_PROVIDER,),
    "spending_rooms": (SEE_REGION, "contracts.view_spendingroom"),
    "spending_room": (SEE_REGION, "contracts.view_spendingroom"),
    "control_plans": (SEE_REGION, "contracts.view_controlplan"),
    "control_plan": (SEE_REGION, "contracts.view_controlplan"),
    "provider_control": (SEE_REGION, "contracts.view_controlplan"),
    "residential_page": (SEE_REGION, "contracts.view_throughflowtalk"),
    "throughflow_talk": (SEE_REGION, "contracts.view_throughflowtalk"),
    "ibp_page": ("contracts.view_ibp",),
    "kpis_page": (SEE_REGION, "kpis.view_kpi"),
    "kpi_page": (SEE_REGION, "kpis.view_kpi"),
    "kpi_tasks": (SEE_REGION, "kpis.view_kpitask"),
    "kpi_task": (SEE_REGION, "kpis.view_kpitask"),
    "kpi_task_paper": (SEE_REGION, "kpis.view_kpitask"),
    "kpi_version": (SEE_REGION, "kpis.view_kpiversion"),
    "review_rounds": (SEE_REGION, "kpis.view_reviewround"),
    "review_round": (SEE_REGION, "kpis.view_reviewround"),
    "review_incident": (SEE_REGION, "kpis.view_reviewincident"),
    "satisfaction_page": (SEE_REGION, "providers.view_surveyresult"),
    "policy_page": (SEE_REGION, "kpis.view_policygoal"),
    "policy_goal": (SEE_REGION, "kpis.view_policygoal"),
    "policy_add": (SEE_REGION, "kpis.change_policygoal"),
    "policy_edit": (SEE_REGION, "kpis.change_policygoal"),
    "procedure_page": ("contracts.view_procedure",),
    "lot_page": ("contracts.view_lot",),
    "application_add": (ACT,),
    "application_page": ("contracts.view_application",),
    "letter_file": ("contracts.view_application",),
    "evidence_file": ("providers.view_evidence",),
    "forms_page": (SEE_REGION, "contracts.view_contract"),
    "use_page": (SEE_REGION, "contracts.view_procedure"),
    "product_page": (SEE_REGION, "contracts.view_productcode"),
    "product_proposals": (SEE_REGION, "contracts.view_productcode"),
    "indexation_page": (SEE_REGION, "contracts.view_indexationrun"),
    "indexation_publish": (SEE_REGION, "contracts.add_indexpublication"),
    "indexation_propose": (SEE_REGION, "contracts.add_indexationrun"),
    "indexation_run": (SEE_REGION, "contracts.view_indexationrun"),
    "indexation_file": (SEE_REGION, "contracts.view_indexationrun"),
    "indexation_settle": (SEE_REGION, "contracts.change_indexationrun"),
    "talks_page": (SEE_REGION, SEE_TALKS),
    "talks_board": (SEE_REGION, SEE_TALKS),
    "talk_add": ("kpis.add_meeting",),
    "talk_page": (SEE_TALKS,),
    "talk_dossier": (SEE_REGION, SEE_TALKS),
    "talk_dossier_file": (SEE_REGION, SEE_TALKS),
    "talk_invitation": (SEE_TALKS,),
    "agreements_page": (SEE_AGREEMENTS,),
    "agreement_page": (SEE_AGREEMENTS,),
    "ladder_page": (SEE_LADDER,),
    "provider_ladder": (SEE_LADDER,),
    "escalation_letter": (SEE_LADDER,),
    "proposals_page": (SEE_REGION, "contracts.view_contractdecision"),
    "proposal_page": (SEE_REGION, "contracts.view_contractdecision"),
    "product_propose": (SEE_REGION, "contracts.add_productdecision"),
    "product_change": (SEE_REGION, "contracts.add_productdecision"),
    "contract_act": ("contracts.add_contractdecision",),
    "contract_settle": ("contracts.change_contractdecision",),
    "contract_pay": ("contracts.change_instalment",),
    "contract_reschedule": ("contracts.change_instalment",),
    "contract_step": ("contracts.add_spendingsteptaken",),
    "contract_document": ("contracts.view_contract",),
    "contract_import": ("contracts.add_contractdecision",),
    "contract_portfolio": ("contracts.view_contract",),
    "contract_register": ("contracts.view_contract",),
    "delivery_progress": ("base.view_delivery",),
    "delivery_outcome": ("base.view_delivery",),
    "message_decisions": (ANSWER,),
    "message_answer": (ANSWER,),
    "message_overrule": (OVERRULE,),
    "message_take_back": (OVERRULE,),
    "message_release": ("exchange.release_hold",),
    "parameters_page": (SEE_REGION, "base.view_parameter"),
    "parameter_page": (SEE_REGION, "base.view_parameter"),
    "parameter_proposal": (SEE_REGION, "base.view_parameterproposal"),
    "reads_page": ("base.view_clientread",),
    "running_page": ("django_celery_results.view_taskresult",),
    "portal_people": (SEE_PROVIDER,),
    "asking_page": (SEE_REGION, "contracts.view_providerproposal"),
    "judge_asked": (SEE_REGION, "contracts.add_contractdecision"),
    "answer_asked": (SEE_REGION, "contracts.add_contractdecision"),
    "judge_handed_in": (SEE_REGION, "kpis.change_kpitask"),
    "request_grant": (DECIDE,),
    "request_refuse": (DECIDE,),
    "request_investigate": (DECIDE,),
}


def needed_for(page: str | None) -> tuple[str, ...]:
    """All of these permissions."""
    return PAGES.get(page or "", (SEE_REGION,))


def guarded(page: str | None, view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def refused_without_right(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perms(needed_for(page)):
            raise PermissionDenied
        response: HttpResponseBase = view(request, *args, **kwargs)
        return response

    return refused_without_right
