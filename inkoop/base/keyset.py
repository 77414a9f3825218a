"""Lists that go on from a row instead of counting pages.

The stock list counts all rows and skips those of earlier pages, so it is slow on a large table and
slower on each page. Here a page starts at the place after the last row shown: no count, and page
10,000 costs what page 1 costs. Order, search and filters stay; a link survives new rows.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db.models import BooleanField, F, Field, Func, Model, OrderBy, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.http import HttpRequest

NEXT_VAR = "na"
PREVIOUS_VAR = "voor"
SEPARATOR = "~"
BEFORE_ALL = -1


@dataclass(frozen=True)
class Order:
    """A column and the primary key, both in one direction, so that one index seek finds a place.

    A NULL counts as -1, below every amount; so a column that may be NULL holds amounts, and its order
    needs no index only where a filter has left few rows.
    """

    field: Field
    primary_key: Field
    descending: bool

    def expression(self, field: Field) -> F | Coalesce:
        return Coalesce(F(field.attname), Value(BEFORE_ALL)) if field.null else F(field.attname)

    @property
    def fields(self) -> tuple[Field, ...]:
        return (self.primary_key,) if self.field.primary_key else (self.field, self.primary_key)

    @property
    def terms(self) -> list[OrderBy]:
        return [OrderBy(self.expression(field), descending=self.descending) for field in self.fields]

    @property
    def reversed(self) -> "Order":
        return Order(self.field, self.primary_key, not self.descending)

    def place_of(self, row: Model) -> str:
        return SEPARATOR.join(
            str(BEFORE_ALL) if field.value_from_object(row) is None else field.value_to_string(row)
            for field in self.fields
        )

    def after(self, place: str) -> Func:
        """The rows behind ``place``. Raises ValidationError when the place was not made by ``place_of``."""
        texts = place.rsplit(SEPARATOR, len(self.fields) - 1)
        if len(texts) != len(self.fields):
            raise ValidationError(f"Geen geldige plaats in de lijst: {place}")
        values = [
            Value(field.to_python(text), output_field=field)
            for field, text in zip(self.fields, texts, strict=True)
        ]
        columns = [self.expression(field) for field in self.fields]
        return Func(
            Func(*columns, function="ROW"),
            Func(*values, function="ROW"),
            template="%(expressions)s",
            arg_joiner=" < " if self.descending else " > ",
            output_field=BooleanField(),
        )


@dataclass(frozen=True)
class KeysetPage:
    rows: list[Any]
    next_place: str | None = None
    previous_place: str | None = None


def first_page(queryset: QuerySet, order: Order, size: int) -> KeysetPage:
    rows = list(queryset.order_by(*order.terms)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return KeysetPage(rows, next_place=order.place_of(rows[-1]) if more else None)


def page_after(queryset: QuerySet, order: Order, place: str, size: int) -> KeysetPage:
    page = first_page(queryset.filter(order.after(place)), order, size)
    previous = order.place_of(page.rows[0]) if page.rows else None
    return KeysetPage(page.rows, page.next_place, previous)


def page_before(queryset: QuerySet, order: Order, place: str, size: int) -> KeysetPage:
    """The page that ends just before ``place``; the first page when fewer rows than a page are left."""
    backward = first_page(queryset.filter(order.reversed.after(place)), order.reversed, size)
    if not backward.next_place:
        return first_page(queryset, order, size)
    rows = backward.rows[::-1]
    return KeysetPage(rows, order.place_of(rows[-1]), order.place_of(rows[0]))


class KeysetChangeList(ChangeList):
    """Orders by one column at a time, with the primary key behind it."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        for name in (NEXT_VAR, PREVIOUS_VAR):  # a place is no filter and is not kept in links
            self.params.pop(name, None)
            self.filter_params.pop(name, None)
        return super().get_queryset(request, exclude_parameters)

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> list[str | Combinable]:
        asked = str(super().get_ordering(request, queryset)[0])
        if asked.lstrip("-") not in map(self.get_ordering_field, self.sortable_by or ()):
            asked = str(self.model_admin.get_ordering(request)[0])
        name = asked.lstrip("-")
        field = self.lookup_opts.pk if name == "pk" else self.lookup_opts.get_field(name)
        if not isinstance(field, Field):
            raise ImproperlyConfigured(f"Een lijst kan niet op {name} worden gesorteerd.")
        self.order = Order(field, self.lookup_opts.pk, asked.startswith("-"))
        return list(self.order.terms)

    def get_results(self, request: HttpRequest) -> None:
        try:
            page = self._get_page(request)
        except ValidationError as error:
            raise IncorrectLookupParameters from error
        self.result_list = page.rows
        self.next_link = page.next_place and self.get_query_string({NEXT_VAR: page.next_place})
        self.previous_link = page.previous_place and self.get_query_string(
            {PREVIOUS_VAR: page.previous_place}
        )
        self.first_link = self.previous_link and self.get_query_string()
        # What the stock templates read. Nothing is counted: equal counts hide "12 van 345".
        self.result_count = self.full_result_count = len(page.rows)
        self.show_full_result_count = False
        self.show_admin_actions = bool(page.rows)
        self.can_show_all = self.multi_page = False

    def _get_page(self, request: HttpRequest) -> KeysetPage:
        if place := request.GET.get(NEXT_VAR):
            return page_after(self.queryset, self.order, place, self.list_per_page)
        if place := request.GET.get(PREVIOUS_VAR):
            return page_before(self.queryset, self.order, place, self.list_per_page)
        return first_page(self.queryset, self.order, self.list_per_page)


class KeysetAdmin(admin.ModelAdmin):
    """For tables that grow with every delivery.

    ``sortable_by`` names indexed columns. ``exact_search`` names indexed columns; a row is found when
    one of them equals the term, so that searching costs as little as browsing.
    """

    change_list_template = "admin/keyset_change_list.html"
    ordering = ("-id",)
    sortable_by: ClassVar[tuple[str, ...]] = ("id",)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    exact_search: ClassVar[tuple[str, ...]] = ()

    def get_sortable_by(self, request: HttpRequest) -> list[Any]:
        columns = self.get_list_display(request)
        return [column for column in columns if getattr(column, "__name__", column) in self.sortable_by]

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return self.exact_search

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        term = search_term.strip()
        return (queryset.filter(self.find(term)) if term else queryset), False

    def find(self, term: str) -> Q:
        return Q.create([(field, term) for field in self.exact_search], connector=Q.OR)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return KeysetChangeList
