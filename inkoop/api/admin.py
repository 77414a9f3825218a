"""Keys for other systems: made here, shown once, revoked here."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from inkoop.api.choices import Scope
from inkoop.api.models import ApiToken
from inkoop.api.services import check_term, make_token, revoke_tokens
from inkoop.base.admin.bases import RegionAdmin, signed_in
from inkoop.base.dutch import counted


class TokenForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        label="mag", choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ApiToken
        fields = ["user", "name", "scopes", "expires_on"]

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        check_term(day)
        return day


@admin.register(ApiToken)
class ApiTokenAdmin(RegionAdmin):
    """Its form has no change: what a key opens is decided once."""

    form = TokenForm
    list_display = ["name", "user", "scopes", "expires_on", "made_at", "made_by", "revoked_at"]
    list_select_related = ["user", "made_by"]
    search_fields = ["name", "user__username"]
    actions = ["revoke"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("api.change_apitoken"))

    def save_model(self, request: HttpRequest, obj: ApiToken, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        values = {name: form.cleaned_data[name] for name in ("user", "name", "scopes", "expires_on")}
        token, key = make_token(by=signed_in(request), **values)
        obj.pk, obj.made_at, obj.made_by, obj.digest = token.pk, token.made_at, token.made_by, token.digest
        messages.warning(request, f"Bewaar de sleutel nu, zij wordt niet nog eens getoond: {key}")

    @admin.action(description="Intrekken", permissions=["revoke"])
    def revoke(self, request: HttpRequest, chosen: QuerySet[ApiToken]) -> None:
        keys = list(chosen.values_list("pk", flat=True))
        done = revoke_tokens(tokens=keys, by=signed_in(request))
        messages.success(request, f"{counted(done, 'sleutel opent', 'sleutels openen')} niets meer.")
