"""Files of a provider. Each download is written down, and the browser saves what it gets."""

import re
from typing import Any

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from contracts.models import ContractDocument, Letter
from inkoop.portal.access import Visitor, provider_page
from providers.models import Download, Evidence


@provider_page()
def contract_document(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    own = ContractDocument.objects.visible_to(visitor.user).filter(contract__provider=visitor.provider)
    document = get_object_or_404(own.select_related("content"), pk=pk)
    return as_download(visitor, document, bytes(document.content.data), document.file_name)


@provider_page()
def letter(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    own = Letter.objects.visible_to(visitor.user).filter(application__provider=visitor.provider)
    found = get_object_or_404(own, pk=pk)
    return as_download(visitor, found, bytes(found.content), f"{found.kind}-{found.sent_on:%Y-%m-%d}.pdf")


@provider_page()
def evidence(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    own = Evidence.objects.visible_to(visitor.user).filter(provider=visitor.provider)
    found = get_object_or_404(own, pk=pk)
    if not found.file:
        raise Http404
    return as_download(visitor, found, content_of(found.file), found.file_name or "bewijs")


def content_of(stored: FieldFile) -> bytes:
    """Raises Http404 when the file is gone."""
    try:
        with stored.open("rb") as file:
            content: bytes = file.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    return content


def as_download(visitor: Visitor, what: Any, content: bytes, name: str) -> HttpResponse:
    note_download(visitor, what)
    response = HttpResponse(content)
    safe = re.sub(r"[^\w. -]", "_", name)
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    done: HttpResponse = guarded(response)
    return done


def note_download(visitor: Visitor, what: Any) -> None:
    """``what`` is the row that the file belongs to."""
    name = str(what._meta.verbose_name)
    Download.objects.create(provider=visitor.provider, by=visitor.user, what=name, object_id=str(what.pk))


def guarded(response: Any) -> Any:
    """Saved, never opened as a page of ours."""
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
