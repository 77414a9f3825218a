"""Requests of providers: the list, the page of one, and deciding on it. Every look is kept (ClientRead)."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from contracts.choices import RequestKind, RequestStatus
from contracts.models import CareRequest
from inkoop.base.admin.bases import ClientReadsMixin, GrowingFactAdmin, signed_in
from inkoop.base.services import record_client_read
from inkoop.exchange import services
from inkoop.exchange.forms import DecisionForm, GrantForm, RefusalForm, TermsForm
from inkoop.exchange.models import Message
from inkoop.exchange.queries import request_page
from inkoop.exchange.services.granting import terms_of
from providers.admin import AgbFilter

DECIDE = "contracts.decide_request"
DONE = {
    RequestStatus.GRANTED: "Verzoek {} is toegewezen.",
    RequestStatus.REFUSED: "Verzoek {} is afgewezen.",
    RequestStatus.INVESTIGATED: "Verzoek {} is in onderzoek.",
}
PAGES = {
    RequestStatus.GRANTED: ("exchange/grant.html", "Verzoek {} toewijzen"),
    RequestStatus.REFUSED: ("exchange/refuse.html", "Verzoek {} afwijzen"),
    RequestStatus.INVESTIGATED: ("exchange/investigate.html", "Verzoek {} in onderzoek nemen"),
}
TO_SEND = " Het bericht aan de aanbieder staat klaar bij het bericht waar het verzoek in stond."


@admin.register(CareRequest)
class CareRequestAdmin(ClientReadsMixin, GrowingFactAdmin):
    list_display = [
        "reference",
        "kind",
        "municipality",
        "provider",
        "client",
        "dated_on",
        "status",
        "decided_on",
    ]
    list_select_related = ["municipality", "provider", "client"]
    list_filter = ["status", "kind", AgbFilter]
    sortable_by = ()
    exact_search = ("reference",)
    search_help_text = "Zoek op de volledige referentie van de aanbieder."

    def find(self, term: str) -> Q:
        return Q(reference=term)

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/toewijzen/", guarded(self.grant_view), name="request_grant"),
            path("<int:pk>/afwijzen/", guarded(self.refuse_view), name="request_refuse"),
            path("<int:pk>/onderzoek/", guarded(self.investigate_view), name="request_investigate"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        asked = self._visible(request, object_id)
        user, today = signed_in(request), timezone.localdate()
        products = list(asked.products.select_related("allocation"))
        current = request_page.current_allocations(asked, today)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Verzoek {asked.reference}",
            "asked": asked,
            "message": Message.objects.filter(delivery_id=asked.delivery_id).first(),
            "products": request_page.asked_products(asked, products, current, today),
            "current": [(version, request_page.size_text(version)) for version in current],
            "decisions": asked.decisions.select_related("by").order_by("-pk"),
            "may_decide": asked.is_pending and user.has_perm(DECIDE),
        }
        record_client_read(by=user, model=CareRequest, object_id=asked.pk, path=request.get_full_path())
        return TemplateResponse(request, "exchange/request.html", context)

    def grant_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A JW315 on terms that may differ from what was asked; a JW317 as it is."""
        asked, today = self._to_decide(request, pk), timezone.localdate()
        if asked.kind == RequestKind.CHANGE:
            form: DecisionForm = GrantForm(request.POST or None)
        else:
            form = self._terms_form(request, asked)
        if request.method == "POST" and isinstance(form, TermsForm) and form.is_valid():
            current = request_page.current_allocations(asked, today)
            stacked = request_page.overlapping(asked, form.terms, current)
            if stacked:
                form.add_error("begin", request_page.STACKED.format(", ".join(stacked)))
        return self._decide(
            request, asked, form, RequestStatus.GRANTED,
            planned=lambda: [
                (one, request_page.size_text(one.terms)) for one in services.planned_grant(asked, today)
            ],
        )  # fmt: skip

    def refuse_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked, form = self._to_decide(request, pk), RefusalForm(request.POST or None)
        return self._decide(request, asked, form, RequestStatus.REFUSED)

    def investigate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked, form = self._to_decide(request, pk), DecisionForm(request.POST or None)
        return self._decide(request, asked, form, RequestStatus.INVESTIGATED)

    def _terms_form(self, request: HttpRequest, asked: CareRequest) -> TermsForm:
        terms = asdict(terms_of(asked.products.get()))
        budget = terms["budget"]
        return TermsForm(
            request.POST or None, initial=terms | {"budget": None if budget is None else budget / 100}
        )

    def _decide(
        self,
        request: HttpRequest,
        asked: CareRequest,
        form: DecisionForm,
        status: RequestStatus,
        *,
        planned: Callable[[], list[Any]] = list,
    ) -> HttpResponse:
        """Asks once more, or writes down what was decided. Somebody else may have been first: then it says so."""
        user = signed_in(request)
        try:
            if request.method == "POST" and form.is_valid():
                given = form.cleaned_data
                services.decide_request(
                    request_id=asked.pk,
                    status=status,
                    by=user,
                    decided_on=timezone.localdate(),
                    refusal_reason=given.get("refusal_reason", ""),
                    other_municipality=given.get("other_municipality", ""),
                    explanation=given["reason"],
                    terms=form.terms if isinstance(form, TermsForm) else None,
                    number=given.get("number"),
                )
                messages.success(request, DONE[status].format(asked) + TO_SEND)
                return HttpResponseRedirect(_page(asked))
            services.check_decidable(asked, status)
            shown = planned()
        except services.NotDecided as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(_page(asked))
        record_client_read(by=user, model=CareRequest, object_id=asked.pk, path=request.get_full_path())
        template, title = PAGES[status]
        context = {"title": title.format(asked), "asked": asked, "form": form, "planned": shown}
        return TemplateResponse(request, template, {**self.admin_site.each_context(request), **context})

    def _to_decide(self, request: HttpRequest, pk: int) -> CareRequest:
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        return self._visible(request, pk)

    def _visible(self, request: HttpRequest, object_id: object) -> CareRequest:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found: CareRequest | None = self.get_object(request, str(object_id))
        if found is None:
            raise Http404
        return found


def _page(asked: CareRequest) -> str:
    return reverse("admin:contracts_carerequest_change", args=[asked.pk])
