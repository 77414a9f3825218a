"""Master data as a file: written out, and read in after a look at every row."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from import_export.results import Result, RowResult
from tablib import Dataset

from contracts.resources import ProductProposalResource
from contracts.services.audit import because
from contracts.transfer.catalogue import (
    ExclusionResource,
    ShortageResource,
    TariffResource,
)
from inkoop.base.admin.bases import signed_in
from inkoop.base.choices import DeliveryKind
from inkoop.base.dutch import number
from inkoop.base.models import User
from inkoop.base.resources import MunicipalityResource
from inkoop.base.rights import SEE_REGION
from inkoop.base.services import record_by_hand
from inkoop.base.spreadsheets import as_typed, csv_file, xlsx_file
from inkoop.exchange.errors import BrokenFile
from inkoop.exchange.readers import open_table
from providers.resources import (
    ContactResource,
    EvidenceResource,
    LocationResource,
    ProviderResource,
    SubcontractingResource,
)

LARGEST = 1_000_000
MOST_ROWS = 5_000
ROWS_SHOWN = 200
WORDS = {
    RowResult.IMPORT_TYPE_NEW: "nieuw",
    RowResult.IMPORT_TYPE_UPDATE: "gewijzigd",
    RowResult.IMPORT_TYPE_SKIP: "ongewijzigd",
    RowResult.IMPORT_TYPE_ERROR: "fout",
    RowResult.IMPORT_TYPE_INVALID: "fout",
}


@dataclass(frozen=True)
class Kind:
    """``delivered``: rows get a delivery of their own, which keeps what was known when; None = none needed.

    ``proposes``: a row becomes a proposal that another person settles.
    """

    name: str
    resource: Callable[[], Any]
    may_see: str
    may_change: str
    delivered: DeliveryKind | None = None
    proposes: bool = False


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "aanbieders",
            ProviderResource,
            "providers.view_provider",
            "providers.change_provider",
            DeliveryKind.PROVIDERS,
        ),
        Kind("locaties", LocationResource, "providers.view_location", "providers.change_location"),
        Kind("contactpersonen", ContactResource, "providers.view_contact", "providers.change_contact"),
        Kind(
            "onderaannemers",
            SubcontractingResource,
            "providers.view_subcontracting",
            "providers.change_subcontracting",
        ),
        Kind("bewijsstukken", EvidenceResource, "providers.view_evidence", "providers.add_evidence"),
        Kind(
            "productcodes",
            ProductProposalResource,
            "contracts.view_productcode",
            "contracts.add_productdecision",
            proposes=True,
        ),
        Kind(
            "tarieven",
            TariffResource,
            "contracts.view_tariff",
            "contracts.add_pricedecision",
            proposes=True,
        ),
        Kind(
            "uitsluitingen",
            ExclusionResource,
            "contracts.view_municipalexclusion",
            "contracts.change_municipalexclusion",
        ),
        Kind("tekorten", ShortageResource, "contracts.view_shortage", "contracts.change_shortage"),
        Kind(
            "gemeenten",
            MunicipalityResource,
            "base.view_municipality",
            "base.add_delivery",
            DeliveryKind.MUNICIPALITIES,
        ),
    )
}


class FileForm(forms.Form):
    file = forms.FileField(label="bestand", help_text="CSV of XLSX, ten hoogste 1 MB en 5.000 rijen.")
    reason = forms.CharField(
        label="reden",
        max_length=300,
        required=False,
        help_text="Blijft bij elke wijziging bewaard. Leeg: de naam van het bestand.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError("Het bestand is groter dan 1 MB. Splits het.")
        return file


@dataclass(frozen=True)
class Cell:
    """``before``: what stands there now, when the row changes it; empty = nothing to tell."""

    text: str
    before: str = ""
    is_changed: bool = False


@dataclass(frozen=True)
class Row:
    number: int
    outcome: str
    cells: list[Cell]
    faults: list[str]


def masterdata_page(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm(SEE_REGION):
        raise PermissionDenied
    kinds = [(kind, user.has_perm(kind.may_change)) for kind in KINDS.values() if user.has_perm(kind.may_see)]
    context = {**admin.site.each_context(request), "title": "Stamgegevens in- en uitvoeren", "kinds": kinds}
    return TemplateResponse(request, "desk/masterdata.html", context)


def masterdata_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """GET: the form, or with ?vorm= the file. POST: a look at the rows, and when sure all of them or none."""
    user, found = signed_in(request), KINDS.get(kind)
    if found is None:
        raise Http404
    if not user.has_perm(SEE_REGION) or not user.has_perm(found.may_see):
        raise PermissionDenied
    if shape := request.GET.get("vorm"):
        return _written(found, shape)
    if not user.has_perm(found.may_change):
        raise PermissionDenied
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": f"{found.name.capitalize()} invoeren",
        "kind": found,
        "columns": found.resource().get_export_headers(),
        "key": found.resource()._meta.import_id_fields,
        "form": FileForm(),
    }
    if request.method == "POST":
        return _read_in(request, found, context)
    return TemplateResponse(request, "desk/masterdata_kind.html", context)


def _written(kind: Kind, shape: str) -> HttpResponse:
    data = kind.resource().export()
    rows = [["" if cell is None else str(cell) for cell in row] for row in data]
    name = f"{kind.name}-{timezone.localdate():%Y-%m-%d}"
    if shape == "xlsx":
        kind_of = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        content = xlsx_file(data.headers, rows)
    elif shape == "csv":
        kind_of, content = "text/csv; charset=utf-8", csv_file(data.headers, rows)
    else:
        raise Http404
    response = HttpResponse(content, content_type=kind_of)
    response["Content-Disposition"] = f'attachment; filename="{name}.{shape}"'
    return response


def _read_in(request: HttpRequest, kind: Kind, context: dict[str, Any]) -> HttpResponse:
    sure = request.POST.get("rijen")
    form = FileForm(request.POST, request.FILES)
    try:
        data = _again(sure) if sure else _table(form)
    except (BrokenFile, ValueError) as error:
        form.add_error("file", str(error))
        data = None
    if data is None:
        return TemplateResponse(request, "desk/masterdata_kind.html", context | {"form": form})
    reason = request.POST.get("reason", "").strip() or _named_after(request)
    rows = _imported(kind, data, reason, signed_in(request), trial=True)
    faults = sum(bool(row.faults) for row in rows)
    if sure and not faults:
        _imported(kind, data, reason, signed_in(request), trial=False)
        told = "Voorgesteld, een ander stelt het vast" if kind.proposes else "Ingevoerd"
        messages.success(request, f"{told}: {_told(rows)}.")
        return HttpResponseRedirect(reverse("admin:masterdata_page"))
    shown = sorted(rows, key=lambda row: (not row.faults, row.outcome == "ongewijzigd", row.number))
    seen = {
        "rows": shown[:ROWS_SHOWN],
        "more": len(rows) - ROWS_SHOWN,
        "headers": data.headers,
        "faults": faults,
        "told": _told(rows),
        "changes": any(row.outcome != "ongewijzigd" for row in rows),
        "kept": json.dumps([data.headers, *map(list, data)]),
        "reason": reason,
    }
    return TemplateResponse(request, "desk/masterdata_kind.html", context | seen)


def _named_after(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    return f"Ingelezen uit {file.name}."[:300] if file else "Ingelezen uit een bestand."


@transaction.atomic
def _imported(kind: Kind, data: Dataset, reason: str, user: User, *, trial: bool) -> list[Row]:
    """All rows or none; a trial leaves nothing behind. The rows as they would be, or are."""
    resource = kind.resource()
    table, extra = data, {"user": user, "reason": reason}
    if kind.delivered is not None:
        today = timezone.localdate()
        extra["delivery"] = record_by_hand(
            kind=kind.delivered, what=reason, rows=len(data), received_on=today, by=user
        )
        table = Dataset(
            *([*row, str(place)] for place, row in enumerate(data, start=1)),
            headers=[*data.headers, "row_number"],
        )
    with because(user, reason):
        result = resource.import_data(
            table,
            dry_run=False,
            raise_errors=False,
            use_transactions=True,
            rollback_on_validation_errors=True,
            **extra,
        )
    rows = _rows(result, data, resource)
    if trial or any(row.faults for row in rows):
        transaction.set_rollback(True)
    return rows


def _table(form: FileForm) -> Dataset | None:
    if not form.is_valid():
        return None
    with NamedTemporaryFile() as kept:
        for part in form.cleaned_data["file"].chunks():
            kept.write(part)
        kept.flush()
        with open_table(Path(kept.name)) as table:
            return _dataset([table.header, *table.rows])


def _again(text: str) -> Dataset:
    """The rows that were looked at; they are judged once more, so it does not matter who sent them."""
    rows = json.loads(text)
    if not (isinstance(rows, list) and all(isinstance(row, list) for row in rows) and rows):
        raise ValueError("De rijen zijn niet meer te lezen. Kies het bestand opnieuw.")
    return _dataset(rows)


def _dataset(rows: list[list[str]]) -> Dataset:
    if len(rows) > MOST_ROWS + 1:
        raise ValueError("Het bestand heeft meer dan 5.000 rijen. Splits het.")
    typed = [[as_typed(str(cell)).strip() for cell in row] for row in rows[1:]]
    return Dataset(*typed, headers=[str(name) for name in rows[0]])


def _rows(result: Result, data: Dataset, resource: Any) -> list[Row]:
    missing = [str(error.error) for error in result.base_errors]
    if missing:
        return [Row(0, "fout", [], missing)]
    return [
        Row(
            place,
            WORDS.get(one.import_type, one.import_type),
            _cells(one, data.headers, data[place - 1], resource),
            _faults(one),
        )
        for place, one in enumerate(result.rows, start=1)
    ]


def _cells(row: RowResult, headers: list[str], values: list[str], resource: Any) -> list[Cell]:
    """The row as it was sent; where it changes something, with what stands there now."""
    if row.import_type != RowResult.IMPORT_TYPE_UPDATE or row.original is None:
        return [Cell(str(value)) for value in values]
    cells = []
    for name, value in zip(headers, values, strict=True):
        field = resource.fields.get(name)
        before, after = (
            (str(field.export(one) or "") for one in (row.original, row.instance)) if field else ("", "")
        )
        cells.append(Cell(str(value), before, before != after))
    return cells


def _faults(row: RowResult) -> list[str]:
    faults = [str(error.error) for error in row.errors]
    if isinstance(row.validation_error, ValidationError):
        faults += row.validation_error.messages
    return faults


def _told(rows: list[Row]) -> str:
    counts = {
        word: sum(row.outcome == word for row in rows)
        for word in ("nieuw", "gewijzigd", "ongewijzigd", "fout")
    }
    return ", ".join(f"{number(count)} {word}" for word, count in counts.items())
