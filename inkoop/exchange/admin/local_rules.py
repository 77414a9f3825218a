"""Local rules: a new row sets one, an end date ends it; what it said stays."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from inkoop.base.admin.bases import RegionAdmin, signed_in
from inkoop.exchange.choices import LocalRuleKind
from inkoop.exchange.forms import LocalRuleForm
from inkoop.exchange.models import LocalRule

SET_ONCE = ["kind", "contract", "threshold_text", "effect", "explanation", "valid_from", "author"]


@admin.register(LocalRule)
class LocalRuleAdmin(RegionAdmin):
    list_display = [
        "kind",
        "where",
        "threshold_text",
        "effect",
        "valid_from",
        "ends_on",
        "explanation",
        "author",
    ]
    list_select_related = ["contract__provider", "author"]
    list_filter = ["kind", "effect"]
    ordering = ["-valid_from", "-id"]

    @admin.display(description="geldt voor")
    def where(self, rule: LocalRule) -> str:
        return f"{rule.contract} ({rule.contract.provider.name})" if rule.contract else "de hele regio"

    @admin.display(description="grens")
    def threshold_text(self, rule: LocalRule) -> str:
        text = LocalRuleKind(rule.kind).text.threshold
        return f"{rule.threshold} {text}" if text else "geen"

    def get_fields(self, request: HttpRequest, obj: LocalRule | None = None) -> Any:
        if obj:
            return [*SET_ONCE, "ends_on"]
        return ["kind", "contract_number", "threshold", "effect", "explanation", "valid_from", "ends_on"]

    def get_readonly_fields(self, request: HttpRequest, obj: LocalRule | None = None) -> Any:
        return SET_ONCE if obj else []

    def get_form(
        self,
        request: HttpRequest,
        obj: LocalRule | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 -- Django's signature
        **kwargs: Any,
    ) -> Any:
        form = forms.ModelForm if obj else LocalRuleForm
        return super().get_form(request, obj, change, **{**kwargs, "form": form})

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: LocalRule, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        if not change:
            obj.author = signed_in(request)
        super().save_model(request, obj, form, change)
