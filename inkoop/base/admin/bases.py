"""What all lists and forms of the admin have in common."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Field, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from inkoop.base import dutch
from inkoop.base.admin.history import history_of
from inkoop.base.admin.seen import SeenForm
from inkoop.base.keyset import KeysetAdmin
from inkoop.base.models import User
from inkoop.base.rights import VisibleQuerySet
from inkoop.base.services import record_client_read

HTTP_OK = 200
IN_CENTS = " (eurocent)"

Column = Callable[[Any], str]


def signed_in(request: HttpRequest) -> User:
    """The user of a page that is not shown to strangers."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class RegionAdmin(admin.ModelAdmin):
    """Shows the rows that the user may see, under a Dutch heading."""

    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        queryset = super().get_queryset(request)
        return queryset.visible_to(request.user) if isinstance(queryset, VisibleQuerySet) else queryset

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Who saves holds the row until it is saved, so that nobody else changes it in between."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST" and connection.in_atomic_block:
            self.model.objects.select_for_update().filter(pk=found.pk).exists()
            return super().get_object(request, object_id, from_field)
        return found

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        form = kwargs.pop("form", self.form)
        return super().get_form(
            request, obj, change=change, form=type(form.__name__, (SeenForm, form), {}), **kwargs
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        title = capfirst(str(self.model._meta.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        name = capfirst(str(self.model._meta.verbose_name))
        title = name if object_id else f"{name} toevoegen"
        return super().changeform_view(
            request, object_id, form_url, {"title": title, **(extra_context or {})}
        )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the database kept, where it keeps a history; else what was done in these pages."""
        if not hasattr(self.model, "events"):
            return super().history_view(request, object_id, extra_context)
        found = self.get_object(request, object_id)
        if found is None:
            raise Http404
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"Geschiedenis van {found}",
            "opts": self.opts,
            "object": found,
            "events": history_of(found),
        }
        return TemplateResponse(request, "admin/events.html", context)


class ReadOnlyMixin:
    """Facts that come from deliveries and computations: to be looked at, not to be typed over."""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class FactAdmin(ReadOnlyMixin, RegionAdmin):
    """A table of facts that stays small. Amounts are shown in euros on the page of a row as well."""

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        fields = [field for field in self.opts.fields if not field.primary_key]
        return self.fields or [shown_field(field) for field in fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.get_fields(request, obj)


class GrowingFactAdmin(FactAdmin, KeysetAdmin):
    """A table of facts that grows with every delivery."""


class ClientReadsMixin:
    """Keeps who looked at which list or which row."""

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        response: HttpResponse = super().changelist_view(request, extra_context)  # type: ignore[misc]
        if response.status_code == HTTP_OK:
            self._record(request, "")
        return response

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        response: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
        if response.status_code == HTTP_OK:
            self._record(request, object_id)
        return response

    def _record(self, request: HttpRequest, object_id: object) -> None:
        model = self.model  # type: ignore[attr-defined]
        record_client_read(
            by=signed_in(request), model=model, object_id=object_id, path=request.get_full_path()
        )


class FactInline(ReadOnlyMixin, admin.TabularInline):
    """``related`` names the objects that its rows show, so that they come with the rows."""

    template = "admin/fact_inline.html"
    extra = 0
    can_delete = False
    related: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related(*self.related)


def shown_field(field: Field) -> str | Column:
    """A field as it is, or in euros when its name says that it holds cents."""
    label, cents, _ = str(field.verbose_name).partition(IN_CENTS)
    return euro_column(field.name, label) if cents else field.name


def euro_column(field: str, description: str) -> Column:
    """Cents as euros, to the right. Its name ends in ``_euro``, which the style sheet knows."""
    return _column(field, description, "euro", dutch.euro)


def number_column(field: str, description: str, decimals: int = 0) -> Column:
    return _column(field, description, "number", lambda value: dutch.number(value, decimals))


def share_column(field: str, description: str) -> Column:
    return _column(field, description, "share", dutch.percent)


def month_column(field: str, description: str) -> Column:
    return _column(field, description, "month", dutch.short_month)


def _column(field: str, description: str, kind: str, write: Callable[[Any], str]) -> Column:
    @admin.display(description=description, ordering=field)
    def cell(row: Any) -> str:
        return write(getattr(row, field))

    cell.__name__ = f"{field}_{kind}"
    return cell
