"""Documents of contracts, as files."""

from io import BytesIO

from django.http import FileResponse, Http404, HttpRequest

from contracts.admin.contract_actions import visible_contract
from contracts.models import DocumentContent


def document_view(request: HttpRequest, pk: int, document: int) -> FileResponse:
    """Always as a file to keep, never shown in the page: it comes from outside."""
    contract = visible_contract(request, pk, "contracts.view_contractdocument")
    found = DocumentContent.objects.filter(document__contract=contract, pk=document).select_related(
        "document"
    )
    content = found.first()
    if content is None:
        raise Http404
    return FileResponse(
        BytesIO(bytes(content.data)),
        as_attachment=True,
        filename=content.document.file_name,
        content_type="application/octet-stream",
    )
