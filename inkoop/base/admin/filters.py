"""Filters of lists that read no distinct values from a large table."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import HttpRequest

YEAR_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")


class TextFilter(ABC, admin.ListFilter):
    """A filter that is typed: for a column with more values than fit in a list."""

    template = "admin/text_filter.html"
    parameter_name: str
    hint = ""
    input_type = "text"

    def __init__(
        self,
        request: HttpRequest,
        params: dict[str, list[str]],
        model: type[Model],
        model_admin: admin.ModelAdmin,
    ) -> None:
        super().__init__(request, params, model, model_admin)
        self.value = (params.pop(self.parameter_name, [""])[-1]).strip()
        if self.value:
            self.used_parameters[self.parameter_name] = [self.value]

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [self.parameter_name]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """One: the form, with the other filters kept in hidden fields, and the link that clears it."""
        others = {name: value for name, value in changelist.params.items() if name != self.parameter_name}
        yield {"hidden": others, "clear": changelist.get_query_string(remove=[self.parameter_name])}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return self.narrow(queryset, self.value) if self.value else queryset

    @abstractmethod
    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        """The rows with this value."""


class MonthFilter(TextFilter):
    title = "dienstmaand"
    parameter_name = "maand"
    hint = "jjjj-mm"
    input_type = "month"

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        if not YEAR_MONTH.fullmatch(value):
            raise IncorrectLookupParameters
        return queryset.filter(month=date.fromisoformat(f"{value}-01"))
