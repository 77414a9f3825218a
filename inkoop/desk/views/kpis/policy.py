"""Policy goals and measures: per problem area what is wanted, how far it is, and what is done."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from inkoop.base.admin.bases import signed_in
from inkoop.base.models import User
from inkoop.base.parameters import value_at
from inkoop.base.rights import SEE_REGION
from inkoop.desk.pictures.kpis import goal_chart
from inkoop.desk.views.actions import Action, perform
from kpis.forms.quality import AreaForm, GoalForm, MeasureForm, ValueForm
from kpis.models import PolicyArea, PolicyGoal, PolicyMeasure
from kpis.queries.policy import progress_of, progress_of_all
from kpis.services.policy import keep_policy, note_value

FORMS: dict[str, tuple[type[ModelForm], str]] = {
    "gebied": (AreaForm, "probleemgebied"),
    "doel": (GoalForm, "doel"),
    "maatregel": (MeasureForm, "maatregel"),
}
RIGHT = "kpis.change_policygoal"


def policy_page(request: HttpRequest) -> HttpResponse:
    user = _viewer(request)
    today = timezone.localdate()
    mature_after = int(value_at("mature_after", today))
    areas = PolicyArea.objects.visible_to(user).prefetch_related(
        "goals__values", "goals__measures", "measures"
    )
    goals = [goal for area in areas for goal in area.goals.all()]
    found = {one.goal.pk: one for one in progress_of_all(goals, today, mature_after)}
    context = {
        **admin.site.each_context(request),
        "title": "Beleidsdoelen en maatregelen",
        "areas": [(area, [found[goal.pk] for goal in area.goals.all()]) for area in areas],
        "may_change": user.has_perm(RIGHT),
        "today": today,
    }
    return TemplateResponse(request, "desk/kpis/policy.html", context)


def goal_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = _viewer(request)
    goal = get_object_or_404(
        PolicyGoal.objects.visible_to(user).select_related("area", "municipality"), pk=pk
    )
    may = user.has_perm(RIGHT)
    actions = [_note(goal, user)] if may and goal.indicator == "hand" else []
    if done := perform(request, actions):
        return done
    today = timezone.localdate()
    found = progress_of(goal, today, int(value_at("mature_after", today)))
    context = {
        **admin.site.each_context(request),
        "title": goal.text,
        "goal": goal,
        "found": found,
        "chart": goal_chart(found),
        "measures": goal.measures.all(),
        "may_change": may,
        "actions": actions,
        "today": today,
    }
    return TemplateResponse(request, "desk/kpis/goal.html", context)


def edit_page(request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
    user = _viewer(request)
    if not user.has_perm(RIGHT):
        raise PermissionDenied
    if kind not in FORMS:
        raise Http404
    make, name = FORMS[kind]
    model = {"gebied": PolicyArea, "doel": PolicyGoal, "maatregel": PolicyMeasure}[kind]
    found = get_object_or_404(model, pk=pk) if pk else None
    form = make(request.POST or None, instance=found, initial=_lists(found))
    if request.method == "POST" and form.is_valid():
        keep_policy(form=form, by=user)
        messages.success(
            request, f"Het {name} is bewaard." if kind != "maatregel" else "De maatregel is bewaard."
        )
        return HttpResponseRedirect(reverse("admin:policy_page"))
    title = f"{name.capitalize()} {'wijzigen' if found else 'toevoegen'}"
    context = {**admin.site.each_context(request), "title": title, "form": form}
    return TemplateResponse(request, "desk/kpis/edit.html", context)


def _lists(found: Any) -> dict[str, str]:
    """Lists of codes as people type them."""
    if not isinstance(found, PolicyGoal):
        return {}
    return {"categories": " ".join(found.categories), "product_codes": " ".join(found.product_codes)}


def _note(goal: PolicyGoal, user: User) -> Action:
    def run(data: dict[str, Any]) -> str:
        note_value(goal=goal, by=user, **data)
        return f"De waarde van {data['year']} is bewaard."

    return Action("waarde", "Waarde van een jaar vastleggen", "Bewaar", ValueForm, run)


def _viewer(request: HttpRequest) -> User:
    user = signed_in(request)
    if not (user.has_perm("kpis.view_policygoal") and user.has_perm(SEE_REGION)):
        raise PermissionDenied
    return user
