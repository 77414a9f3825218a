"""People, municipalities, parameters, and who looked at client data."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from inkoop.base.admin.bases import FactAdmin, GrowingFactAdmin, RegionAdmin
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
from inkoop.base.parameters import DEFINITIONS, plain


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
class ParameterAdmin(FactAdmin):
    """What was approved; another value is proposed on the page of the setting."""

    list_display = ["name", "meaning", "value_and_unit", "valid_from", "reason", "author"]
    list_select_related = ["author"]
    search_fields = ["name"]
    fields = ["name", "value", "valid_from", "reason", "author", "proposal"]

    @admin.display(description="betekenis")
    def meaning(self, parameter: Parameter) -> str:
        known = DEFINITIONS.get(parameter.name)
        return known.description if known else "wordt niet meer gebruikt"

    @admin.display(description="waarde")
    def value_and_unit(self, parameter: Parameter) -> str:
        known = DEFINITIONS.get(parameter.name)
        return known.written(parameter.value) if known else plain(parameter.value)


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
