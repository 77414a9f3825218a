"""Contracts without clients in a calendar year: dissolve or keep, one at a time or together after a look."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.forms.procedures import ReasonForm
from contracts.models import Contract
from contracts.queries.procedures.use import UnusedContract, unused_contracts
from contracts.rules.admission import barred_until
from contracts.rules.periods import last_mature_month
from contracts.services.procedures.refusal import Refused
from contracts.services.procedures.use import keep, propose_dissolution
from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import counted
from inkoop.base.models import User
from inkoop.base.parameters import value_at, values_at
from inkoop.desk.views.procedures.procedure import MAY_ACT

YEARS_SHOWN = 3
DISSOLVE, KEEP = "ontbinden", "houden"
DECEMBER = 12


class UseForm(ReasonForm):
    """What is decided about the contracts that are ticked."""

    what = forms.ChoiceField(
        label="besluit",
        choices=[(DISSOLVE, "ontbinding voorstellen"), (KEEP, "niet ontbinden, met reden")],
        widget=forms.RadioSelect,
    )
    field_order = ("what", "on", "reason")


def use_page(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm("contracts.view_procedure") or not user.has_perm("base.see_region"):
        raise PermissionDenied
    today = timezone.localdate()
    years = _years()
    year = _asked(request, years)
    rows = unused_contracts(year, today)
    form, chosen = UseForm(request.POST or None), _chosen(request, rows)
    may_act = user.has_perm(MAY_ACT)
    if request.method == "POST" and not may_act:
        raise PermissionDenied
    fault = "" if chosen or request.method != "POST" else "Kies ten minste één contract."
    if request.method == "POST" and chosen and form.is_valid() and "zeker" in request.POST:
        try:
            _decide(form.cleaned_data, chosen, year, user)
        except Refused as refused:
            fault = str(refused)
        else:
            number = counted(len(chosen), "contract", "contracten")
            told = (
                f"Ontbinding voorgesteld van {number}. Een ander stelt de voorstellen vast."
                if form.cleaned_data["what"] == DISSOLVE
                else f"Besloten over {number}."
            )
            messages.success(request, told)
            return HttpResponseRedirect(f"{request.path}?jaar={year}")
    limits = values_at(today)
    months = int(limits["reentry_months"])
    context = {
        **admin.site.each_context(request),
        "title": "Onvoldoende inzet",
        "year": year,
        "years": years,
        "rows": rows,
        "form": form,
        "fault": fault,
        "chosen": chosen,
        "is_preview": bool(chosen) and form.is_valid() and not fault,
        "months": months,
        "kept_grade": limits["kept_grade"],
        "barred": barred_until(form.cleaned_data["on"], months) if chosen and form.is_valid() else None,
        "may_act": may_act,
        "any_open": any(row.is_open for row in rows),
    }
    return TemplateResponse(request, "desk/procedures/use.html", context)


def _years() -> list[int]:
    """Calendar years of which December is mature, newest first."""
    today = timezone.localdate()
    last = last_mature_month(today, int(value_at("mature_after", today)))
    newest = last.year if last.month == DECEMBER else last.year - 1
    return [newest - back for back in range(YEARS_SHOWN)]


def _asked(request: HttpRequest, years: list[int]) -> int:
    asked = request.GET.get("jaar") or request.POST.get("jaar") or ""
    return int(asked) if asked.isdecimal() and int(asked) in years else years[0]


def _chosen(request: HttpRequest, rows: list[UnusedContract]) -> list[UnusedContract]:
    keys = set(request.POST.getlist("contract"))
    return [row for row in rows if str(row.contract.pk) in keys and row.is_open]


@transaction.atomic
def _decide(data: dict[str, Any], chosen: list[UnusedContract], year: int, user: User) -> None:
    """All of them or none."""
    decide = propose_dissolution if data["what"] == DISSOLVE else keep
    for row in chosen:
        contract = Contract.objects.get(pk=row.contract.pk)
        decide(contract=contract, year=year, on=data["on"], reason=data["reason"], by=user)
