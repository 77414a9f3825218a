"""Improvement agreements: all of them, and one with its tests."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from inkoop.base.admin.bases import signed_in
from inkoop.base.admin.history import history_of
from inkoop.base.models import User
from inkoop.desk.views.actions import Action, perform
from kpis.choices import AgreementResult
from kpis.forms.talks import DatesForm, NothingForm, SettleAgreementForm, WhyForm
from kpis.models import Agreement
from kpis.queries.talks.agreements import Known, figure_name, in_unit, known_figures, measured
from kpis.services.talks import agreements as services

MAY_ACT = "kpis.change_agreement"
PER_PAGE = 50
STATES = [("", "open"), ("toetsen", "te toetsen"), ("alle", "alle"), *AgreementResult.choices[1:]]


class AgreementFilter(forms.Form):
    stand = forms.ChoiceField(label="stand", required=False, choices=STATES)
    van = forms.ChoiceField(label="van wie", required=False, choices=[("", "iedereen"), ("mij", "mij")])
    naam = forms.CharField(label="aanbieder of maatregel", required=False, max_length=80)

    def narrow(self, found: QuerySet[Agreement], user: User) -> QuerySet[Agreement]:
        data = self.cleaned_data if self.is_valid() else {"stand": "", "van": "", "naam": ""}
        if data["van"] == "mij":
            found = found.filter(owner=user)
        if data["naam"]:
            name = data["naam"]
            found = found.filter(
                Q(provider__name__icontains=name) | Q(provider__agb=name) | Q(measure__icontains=name)
            )
        if data["stand"] == "toetsen":
            return found.filter(result=AgreementResult.OPEN, test_on__lte=timezone.localdate())
        return found if data["stand"] == "alle" else found.filter(result=data["stand"])


def agreements_page(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    _check(user)
    asked = AgreementFilter(request.GET)
    found = asked.narrow(Agreement.objects.visible_to(user), user).select_related("provider", "owner")
    page = Paginator(found.order_by("test_on", "pk"), PER_PAGE).get_page(request.GET.get("p"))
    known, kept = known_figures(), request.GET.copy()
    kept.pop("p", None)
    context = {
        **admin.site.each_context(request),
        "title": "Verbeterafspraken",
        "filter": asked,
        "query": kept.urlencode(),
        "page": page,
        "rows": [(one, _aim(one, known)) for one in page],
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "desk/talks/agreements.html", context)


def agreement_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    _check(user)
    found = Agreement.objects.visible_to(user).select_related("provider", "owner", "meeting")
    agreement = get_object_or_404(found, pk=pk)
    actions = _actions(agreement, user) if user.has_perm(MAY_ACT) else []
    if (done := perform(request, actions)) is not None:
        return done
    known = known_figures()
    now = measured(provider_id=agreement.provider_id, code=agreement.figure, on=timezone.localdate())
    context = {
        **admin.site.each_context(request),
        "title": str(agreement),
        "agreement": agreement,
        "provider": agreement.provider,
        "aim": _aim(agreement, known),
        "now": in_unit(agreement.figure, now.value, known) if agreement.figure else "",
        "now_on": now.peildatum,
        "tests": [
            (test, in_unit(agreement.figure, test.value, known))
            for test in agreement.tests.select_related("by")
        ],
        "moves": list(agreement.escalations.select_related("step")),
        "actions": actions,
        "events": history_of(agreement),
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "desk/talks/agreement.html", context)


def _check(user: User) -> None:
    if not user.has_perm("kpis.view_agreement"):
        raise PermissionDenied


def _aim(one: Agreement, known: Known) -> str:
    if not one.figure:
        return ""
    begin, target = in_unit(one.figure, one.baseline, known), in_unit(one.figure, one.target, known)
    return f"{figure_name(one.figure, known)} van {begin} naar {target}"


def _actions(agreement: Agreement, user: User) -> list[Action]:
    if not agreement.is_open:
        return [_reopen(agreement, user)]
    tested = [_test(agreement, user)] if agreement.figure else []
    return [*tested, _settle(agreement, user), _move(agreement, user)]


def _test(agreement: Agreement, user: User) -> Action:
    def run(_: dict[str, Any]) -> str:
        test = services.run_agreement_test(agreement=agreement, on=timezone.localdate(), by=user)
        value = in_unit(agreement.figure, test.value, known_figures())
        return f"Getoetst: {value}, {test.get_proposed_display()}."

    explain = "Op de toetsdatum gebeurt dit vanzelf; hiermee toetst u nu, met het nieuwste cijfer."
    return Action("toetsen", "Nu toetsen", "Toetsen", NothingForm, run, explain)


def _settle(agreement: Agreement, user: User) -> Action:
    newest = agreement.tests.first()

    make = partial(SettleAgreementForm, initial={"result": newest.proposed} if newest else {})

    def run(data: dict[str, Any]) -> str:
        result = AgreementResult(data["result"])
        services.settle_agreement(
            agreement=agreement, result=result, on=data["on"], note=data["note"], by=user
        )
        return f"Vastgesteld: {result.label}. De uitkomst staat op de volgende agenda."

    ripe = agreement.test_on <= timezone.localdate()
    return Action("vaststellen", "Uitkomst vaststellen", "Vaststellen", make, run, is_open=ripe)


def _move(agreement: Agreement, user: User) -> Action:
    make = partial(DatesForm, initial={"due_on": agreement.due_on, "test_on": agreement.test_on})

    def run(data: dict[str, Any]) -> str:
        services.move_agreement(agreement=agreement, by=user, **data)
        return "De datums zijn verschoven; herinneringen volgen de nieuwe."

    return Action("verschuiven", "Datums verschuiven", "Verschuiven", make, run)


def _reopen(agreement: Agreement, user: User) -> Action:
    def run(data: dict[str, Any]) -> str:
        services.reopen_agreement(agreement=agreement, reason=data["reason"], by=user)
        return "De afspraak staat weer open."

    return Action("heropenen", "Weer openen", "Weer openen", WhyForm, run)
