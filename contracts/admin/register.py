"""The register as a file, and a file into the register."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from django import forms
from django.contrib import admin, messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from contracts.models import Contract
from contracts.queries.register import RegisterRow, register
from contracts.transfer.files import read_table, write_csv, write_xlsx
from contracts.transfer.ocds import release_package
from contracts.transfer.reading import Reading, read_contracts
from contracts.transfer.register import header, rows
from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import counted

LARGEST = 5 * 1024 * 1024
KEPT_SECONDS = 3600
GONE = "Het bestand wordt niet langer bewaard dan een uur. Kies het opnieuw."
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class FileKind:
    content_type: str
    write: Callable[[list[RegisterRow], str], bytes]


def _ocds(found: list[RegisterRow], uri: str) -> bytes:
    package = release_package(found, uri=uri, made_at=datetime.now(UTC), today=timezone.localdate())
    return json.dumps(package, ensure_ascii=False, indent=1).encode()


KINDS = {
    "csv": FileKind("text/csv; charset=utf-8", lambda found, _: write_csv(header(), rows(found))),
    "xlsx": FileKind(XLSX, lambda found, _: write_xlsx(header(), rows(found))),
    "json": FileKind("application/json", _ocds),
}


def register_file(request: HttpRequest, contracts: QuerySet[Contract], kind: str) -> HttpResponse:
    """The contracts of the list as it is filtered, all of their pages."""
    today = timezone.localdate()
    chosen = Contract.objects.filter(pk__in=contracts.values("pk"))
    content = KINDS[kind].write(register(chosen, today=today), request.build_absolute_uri())
    name = f"contractregister-{today:%Y-%m-%d}{'-ocds' if kind == 'json' else ''}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=KINDS[kind].content_type, headers=headers)


class RegisterForm(forms.Form):
    file = forms.FileField(
        label="bestand",
        help_text="CSV of XLSX met de kolommen van de export; een kolom ‘reden’ mag erbij. Hoogstens 5 MB.",
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError("Het bestand is groter dan 5 MB. Splits het.")
        return file


def import_page(request: HttpRequest) -> HttpResponse:
    """First what would change, row by row; after confirmation the same file for good."""
    if not request.user.has_perm("contracts.add_contractdecision"):
        raise PermissionDenied
    if "bevestigd" in request.POST:
        return _confirm(request)
    form = RegisterForm(request.POST or None, request.FILES or None)
    reading, key = None, ""
    if form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            reading = _read(request, content, file.name, trial=True)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            key = _keep(request, content, file.name)
    context = {
        **admin.site.each_context(request),
        "title": "Contracten inlezen",
        "form": form,
        "reading": reading,
        "key": key,
    }
    return TemplateResponse(request, "contracts/import.html", context)


def _confirm(request: HttpRequest) -> HttpResponse:
    kept = cache.get(_place(request, request.POST["bevestigd"]))
    if kept is None:
        messages.error(request, GONE)
        return HttpResponseRedirect(request.path)
    content, name = kept
    reading = _read(request, content, name, trial=False)
    if reading.has_faults:
        messages.error(
            request, "Er is niets ingelezen: intussen klopt een rij niet meer. Kies het bestand opnieuw."
        )
        return HttpResponseRedirect(request.path)
    cache.delete(_place(request, request.POST["bevestigd"]))
    text = counted(reading.changes, "contract", "contracten")
    messages.success(request, f"{text} voorgesteld of gewijzigd. Een ander stelt de voorstellen vast.")
    return HttpResponseRedirect(reverse("admin:contracts_contract_changelist") + "?status=voorstel")


def _read(request: HttpRequest, content: bytes, name: str, *, trial: bool) -> Reading:
    return read_contracts(read_table(content, name), file_name=name, by=signed_in(request), trial=trial)


def _keep(request: HttpRequest, content: bytes, name: str) -> str:
    key = uuid4().hex
    cache.set(_place(request, key), (content, name), timeout=KEPT_SECONDS)
    return key


def _place(request: HttpRequest, key: str) -> str:
    """Of one person: nobody confirms the file of another."""
    return f"register-{signed_in(request).pk}-{key}"
