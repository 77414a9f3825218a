"""One product with where it is used, and the products that could go."""

from datetime import date
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.forms.catalogue import EndForm, ProductForm
from contracts.models import ProductCode
from contracts.queries.catalogue import effect, product_proposals, where_used
from contracts.rules.periods import add_months, first_of_month
from contracts.services.catalogue import change_product, end_product
from inkoop.base.admin.bases import signed_in
from inkoop.base.choices import ProposalState
from inkoop.base.models import User
from inkoop.base.parameters import value_at
from inkoop.desk.views.actions import Action, perform

MONTHS = 12
DECIDED = ("valid_from", "valid_until", "needs_no_decision", "standard_code")


def product_page(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm("contracts.view_productcode") or not user.has_perm("base.see_region"):
        raise PermissionDenied
    product = get_object_or_404(
        ProductCode.objects.select_related("category", "standard_code", "merged_into"), code=code
    )
    actions = _actions(product, user) if user.has_perm("contracts.change_productcode") else []
    if (done := perform(request, actions)) is not None:
        return done
    today = timezone.localdate()
    first, last = _year_until(today)
    context = {
        **admin.site.each_context(request),
        "title": str(product),
        "product": product,
        "used": where_used(product, first, last, today),
        "exclusions": product.exclusions.select_related("municipality"),
        "shortages": product.shortages.all(),
        "open_decisions": product.decisions.filter(state=ProposalState.PROPOSED),
        "merged_from": product.merged_from.all(),
        "actions": actions,
    }
    return TemplateResponse(request, "desk/catalogue/product.html", context)


def proposals_page(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm("contracts.view_productcode") or not user.has_perm("base.see_region"):
        raise PermissionDenied
    today = timezone.localdate()
    first, last = _year_until(today)
    few = int(value_at("few_clients", today))
    found = product_proposals(first, last, few_clients=few)
    products, clients, cents = effect(found)
    names = dict(ProductCode.objects.values_list("code", "description"))
    context = {
        **admin.site.each_context(request),
        "title": "Minder producten",
        "rows": [(one, names.get(one.use.code, ""), names.get(one.into, "")) for one in found],
        "first": first,
        "last": last,
        "few": few,
        "products": products,
        "clients": clients,
        "cents": cents,
    }
    return TemplateResponse(request, "desk/catalogue/proposals.html", context)


def _year_until(today: date) -> tuple[date, date]:
    """First and last of the twelve service months before this one."""
    last = add_months(first_of_month(today), -1)
    return add_months(last, 1 - MONTHS), last


def _actions(product: ProductCode, user: User) -> list[Action]:
    def change(data: dict[str, Any]) -> str:
        changes = {name: data[name] for name in DECIDED}
        change_product(product=product, changes=changes, reason=data["reason"], by=user)
        return "De productcode is gewijzigd."

    def end(data: dict[str, Any]) -> str:
        end_product(
            product=product, last_day=data["last_day"], into=data["into"], reason=data["reason"], by=user
        )
        return "Het einde van de productcode is vastgelegd; lopende afspraken gaan door."

    return [
        Action(
            "wijzigen",
            "Geldigheid en kenmerken wijzigen",
            "Wijzigen",
            partial(ProductForm, product=product),
            change,
        ),
        Action(
            "eindigen",
            "Laten vervallen of samenvoegen",
            "Vastleggen",
            partial(EndForm, product=product),
            end,
            "Kijk eerst waar het product wordt gebruikt. Lopende toewijzingen en declaraties houden hun code.",
        ),
    ]
