"""Setting up procedures; what happens after publication is done on their own pages."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Field, ForeignKey, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from contracts.forms.procedures import LotProductForm, ProcedureForm
from contracts.models import (
    Assessor,
    Criterion,
    EntryWindow,
    Lot,
    LotProduct,
    Milestone,
    Procedure,
    Requirement,
)
from contracts.queries.procedures.standing import state_of, with_standing
from contracts.rules.procedures import State
from inkoop.base.admin.bases import RegionAdmin
from inkoop.base.forms import DateInput
from inkoop.base.models import User

COLOURS = {
    State.DRAFT: "proef",
    State.OPEN: "groen",
    State.ASSESSING: "oranje",
    State.STANDSTILL: "oranje",
    State.OBJECTED: "rood",
    State.AWARDABLE: "oranje",
    State.AWARDED: "groen",
}


class StateFilter(admin.SimpleListFilter):
    """The state follows from dates, so it is worked out for the few procedures there are."""

    title = "stand"
    parameter_name = "stand"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(state.value, state.value) for state in State]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        today = timezone.localdate()
        keys = [one.pk for one in with_standing(queryset) if state_of(one, today) == self.value()]
        return queryset.filter(pk__in=keys)


class DraftMixin:
    """Can be changed as long as the procedure is not published."""

    def procedure_of(self, obj: Any) -> Procedure | None:
        return obj if isinstance(obj, Procedure) else getattr(obj, "procedure", None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(super().has_change_permission(request, obj)) and self._is_open(obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(super().has_delete_permission(request, obj)) and self._is_open(obj)  # type: ignore[misc]

    def _is_open(self, obj: Any) -> bool:
        procedure = self.procedure_of(obj)
        if procedure is None or procedure.pk is None:
            return True
        return state_of(procedure, timezone.localdate()) == State.DRAFT


class DraftInline(DraftMixin, admin.StackedInline):
    extra = 0
    show_change_link = False

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """An empty row to begin with, so that it can be done without scripts as well."""
        return 0 if obj and self.model.objects.filter(**{self._parent: obj}).exists() else 1

    @property
    def _parent(self) -> str:
        return "lot" if self.model in {LotProduct, Criterion} else "procedure"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and self._is_open(obj)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_buttons(field)


class WindowInline(DraftInline):
    model = EntryWindow


class LotInline(DraftInline):
    model = Lot
    show_change_link = True
    fields = ["number", "name", "max_awards"]


class RequirementInline(DraftInline):
    model = Requirement
    fields = ["number", "text", "explanation", "evidence_kind"]


class AssessorInline(DraftInline):
    model = Assessor

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_active=True, is_staff=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class MilestoneInline(DraftInline):
    model = Milestone
    fields = ["name", "planned_on"]


class ProductInline(DraftInline):
    model = LotProduct
    form = LotProductForm


class CriterionInline(DraftInline):
    model = Criterion


@admin.register(Procedure)
class ProcedureAdmin(DraftMixin, RegionAdmin):
    form = ProcedureForm
    list_display = ["name_and_page", "code", "form_name", "state", "begin", "end", "lot_count"]
    list_display_links = None
    list_filter = [StateFilter, "form"]
    list_per_page = 50
    search_fields = ["code", "title"]
    search_help_text = "Zoek op kenmerk of naam."
    show_full_result_count = False
    inlines = [WindowInline, LotInline, RequirementInline, AssessorInline, MilestoneInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return with_standing(super().get_queryset(request)).annotate(lots_counted=Count("lots"))

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        return plain_dates(super().formfield_for_dbfield(db_field, request, **kwargs))

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "responsible":
            kwargs["queryset"] = User.objects.filter(is_active=True, is_staff=True).order_by("username")
            kwargs["initial"] = request.user.pk
        return without_buttons(super().formfield_for_foreignkey(db_field, request, **kwargs))

    @admin.display(description="naam", ordering="title")
    def name_and_page(self, procedure: Procedure) -> SafeString:
        return format_html('<a href="{}">{}</a>', page_of(procedure), procedure.title)

    @admin.display(description="inkoopvorm", ordering="form")
    def form_name(self, procedure: Procedure) -> str:
        return procedure.get_form_display()

    @admin.display(description="stand")
    def state(self, procedure: Procedure) -> SafeString:
        found = state_of(procedure, timezone.localdate())
        return format_html('<span class="state state-{}">{}</span>', COLOURS.get(found, "nvt"), found)

    @admin.display(description="percelen", ordering="lots_counted")
    def lot_count(self, procedure: Procedure) -> int:
        return int(procedure.lots_counted)  # type: ignore[attr-defined]  # annotated

    def response_add(
        self, request: HttpRequest, obj: Model, post_url_continue: str | None = None
    ) -> HttpResponse:
        if "_continue" in request.POST or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return HttpResponseRedirect(page_of(obj))

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        if "_continue" in request.POST:
            return super().response_change(request, obj)
        return HttpResponseRedirect(page_of(obj))


@admin.register(Lot)
class LotAdmin(DraftMixin, RegionAdmin):
    list_display = ["name", "number", "procedure", "max_awards"]
    list_select_related = ["procedure"]
    search_fields = ["name", "procedure__code", "procedure__title"]
    search_help_text = "Zoek op perceel of procedure."
    readonly_fields = ["procedure"]
    fields = ["procedure", "number", "name", "max_awards"]
    show_full_result_count = False

    def get_inlines(self, request: HttpRequest, obj: Model | None) -> list[Any]:
        if isinstance(obj, Lot) and obj.procedure.is_tender:
            return [ProductInline, CriterionInline]
        return [ProductInline]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        if "_continue" in request.POST or not isinstance(obj, Lot):
            return super().response_change(request, obj)
        return HttpResponseRedirect(page_of(obj.procedure))


def page_of(procedure: Model) -> str:
    """The page of a procedure stands higher and is known here by its name only."""
    return reverse("admin:procedure_page", args=[procedure.pk])


def without_buttons(field: Any) -> Any:
    """Rows of other tables are not made or removed in passing."""
    for button in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
        if field and hasattr(field.widget, button):
            setattr(field.widget, button, False)
    return plain_dates(field)


def plain_dates(field: Any) -> Any:
    """The date picker of the browser: it needs no script and fits a telephone."""
    if field and field.__class__.__name__ == "DateField":
        field.widget = DateInput()
    return field
