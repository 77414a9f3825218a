"""People, municipalities, parameters, and who looked at client data."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import Field, Model
from django.http import HttpRequest

from inkoop.base.admin.bases import FactAdmin, GrowingFactAdmin, RegionAdmin, signed_in
from inkoop.base.models import (
    ClientRead,
    Municipality,
    MunicipalityUser,
    Parameter,
    PrivacyRecord,
    Team,
    TeamUser,
    User,
)
from inkoop.base.parameters import DEFINITIONS


class MunicipalityInline(admin.TabularInline):
    model = MunicipalityUser
    extra = 0


class TeamInline(admin.TabularInline):
    model = TeamUser
    extra = 0
    autocomplete_fields = ["team"]


@admin.register(User)
class PersonAdmin(UserAdmin):
    """A user with the groups that say what, and the municipality or team that says of whom."""

    inlines = [MunicipalityInline, TeamInline]


@admin.register(Municipality)
class MunicipalityAdmin(FactAdmin):
    list_display = ["name", "code", "received_on"]
    search_fields = ["name", "code"]
    search_help_text = "Zoek op naam of CBS-code."
    ordering = ["name"]


@admin.register(Team)
class TeamAdmin(RegionAdmin):
    list_display = ["name", "municipality"]
    list_select_related = ["municipality"]
    search_fields = ["name"]


@admin.register(Parameter)
class ParameterAdmin(RegionAdmin):
    """A threshold changes by a new row with a reason, so that figures as of an earlier day stay the same."""

    list_display = ["name", "meaning", "value_and_unit", "valid_from", "reason", "author"]
    list_select_related = ["author"]
    search_fields = ["name"]
    fields = ["name", "value", "valid_from", "reason"]

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "name":
            choices = [(one.name, f"{one.description} ({one.unit})") for one in DEFINITIONS.values()]
            return forms.ChoiceField(label="parameter", choices=choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="betekenis")
    def meaning(self, parameter: Parameter) -> str:
        known = DEFINITIONS.get(parameter.name)
        return known.description if known else "wordt niet meer gebruikt"

    @admin.display(description="waarde")
    def value_and_unit(self, parameter: Parameter) -> str:
        known = DEFINITIONS.get(parameter.name)
        value = f"{parameter.value.normalize():f}".replace(".", ",")
        return f"{value} {known.unit}" if known else value

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Parameter, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        obj.author = signed_in(request)
        super().save_model(request, obj, form, change)


@admin.register(PrivacyRecord)
class PrivacyRecordAdmin(FactAdmin):
    list_display = ["at", "kind", "by", "reason", "is_trial"]
    list_select_related = ["by"]
    list_filter = ["kind", "is_trial"]


@admin.register(ClientRead)
class ClientReadAdmin(GrowingFactAdmin):
    list_display = ["at", "by", "subject", "object_id", "path"]
    list_select_related = ["by"]
    sortable_by = ()
    exact_search = ("object_id",)
    search_help_text = "Zoek op het volledige nummer van wat bekeken is."
