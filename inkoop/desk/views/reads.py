"""Who looked at data of youths, for the auditor: list, file, and whether the log is whole."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from inkoop.base.models import ClientRead
from inkoop.base.spreadsheets import csv_lines
from inkoop.operations.queries.reads import SHOWN, Sought, check, newest, purpose_of, reads

HEADER = ("nummer", "op", "door", "in de rol van", "waarvoor", "wat", "nummer van wat", "pagina", "schakel")


class SoughtForm(forms.Form):
    door = forms.CharField(label="Door", required=False, max_length=150)
    nummer = forms.CharField(label="Nummer", required=False, max_length=64)
    van = forms.DateField(label="Van", required=False, widget=forms.DateInput({"type": "date"}))
    tot = forms.DateField(label="Tot en met", required=False, widget=forms.DateInput({"type": "date"}))
    voor = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def sought(self) -> Sought:
        """What is filled in well; the rest is as if it was empty."""
        found = self.cleaned_data
        return Sought(
            found.get("door") or "",
            found.get("nummer") or "",
            found.get("van"),
            found.get("tot"),
            found.get("voor"),
        )


def reads_page(request: HttpRequest) -> HttpResponseBase:
    """Two queries besides the frame; a check of the whole log only when it is asked for."""
    form = SoughtForm(request.GET or None, label_suffix="")
    form.is_valid()
    sought = form.sought() if form.is_bound else Sought()
    if request.GET.get("vorm") == "csv":
        return _file(sought)
    rows = list(reads(sought)[: SHOWN + 1])
    asked = {key: value for key, value in request.GET.items() if key not in ("voor", "controle") and value}
    context = {
        **admin.site.each_context(request),
        "title": "Inzage in cliëntgegevens",
        "form": form,
        "rows": [(row, purpose_of(row.roles)) for row in rows[:SHOWN]],
        "older": urlencode(asked | {"voor": rows[SHOWN - 1].pk}) if len(rows) > SHOWN else "",
        "file": urlencode(asked | {"vorm": "csv"}),
        "newest": newest(),
        "checked": check() if request.method == "POST" else None,
        "is_sought": bool(asked),
    }
    return TemplateResponse(request, "desk/running/reads.html", context)


def _file(sought: Sought) -> StreamingHttpResponse:
    response = StreamingHttpResponse(
        csv_lines(HEADER, _lines(sought)), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="inzage-in-clientgegevens.csv"'
    return response


def _lines(sought: Sought) -> Iterator[tuple[Any, ...]]:
    for row in reads(sought).iterator(2_000):
        yield _line(row)


def _line(row: ClientRead) -> tuple[Any, ...]:
    at = timezone.localtime(row.at).isoformat(sep=" ", timespec="seconds")
    purpose = purpose_of(row.roles)
    return (row.pk, at, row.by.username, row.roles, purpose, row.subject, row.object_id, row.path, row.hash)
