"""Declarations: try a file, send it, see what became of it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from kombu.exceptions import OperationalError

from contracts.models import RefusedLine
from contracts.rules.periods import add_months
from inkoop.base.choices import DeliveryStatus
from inkoop.base.models import Finding
from inkoop.base.services import record_client_read
from inkoop.base.spreadsheets import SafeWriter
from inkoop.exchange.models import Message, ProviderDelivery
from inkoop.exchange.outcome import write_outcome
from inkoop.exchange.services import NoAnswer, hand_out, send_tried, try_declarations
from inkoop.exchange.services.own_declarations import NotKept
from inkoop.exchange.tasks import load_upload
from inkoop.exchange.vault import NoRoom
from inkoop.portal.access import Visitor, provider_page
from inkoop.portal.forms.declarations import DeclarationFileForm
from inkoop.portal.queries.declarations import declarations, declared_months, refused_by_code, with_causes
from inkoop.portal.views.files import as_download, guarded, note_download
from providers.rules.roles import Task

AT_WORK = (DeliveryStatus.WAITING, DeliveryStatus.LOADING)
FINDINGS_SHOWN = 200
PER_PAGE = 25
NO_ROOM = "Er is op dit moment geen ruimte voor bestanden; er is niets bewaard. Probeer het later opnieuw."
QUEUE_GONE = "De verwerking is even niet bereikbaar. Uw bestand is veilig bewaard en wordt vanzelf opgepakt."


@provider_page()
def declarations_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    may = visitor.may(Task.DECLARE)
    form = DeclarationFileForm(request.POST or None, request.FILES or None) if may else None
    if form and form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            tried = try_declarations(
                file.file, file_name=file.name, provider=visitor.provider, by=visitor.user
            )
            return _queued(request, tried)
        except NoRoom:
            form.add_error("file", NO_ROOM)
    sent = ProviderDelivery.objects.visible_to(visitor.user).filter(provider=visitor.provider)
    months = declared_months(visitor.provider, timezone.localdate())
    page = Paginator(declarations(visitor.provider), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "title": "Declaraties",
        "visitor": visitor,
        "form": form,
        "sent": list(sent.select_related("delivery", "delivery__message_received")[:10]),
        "months": months,
        "total": {
            name: sum(getattr(one, name) for one in months)
            for name in ("accepted", "accepted_cents", "refused", "refused_cents")
        },
        "page": page,
        "may_see_lines": visitor.may(Task.CLIENTS),
    }
    return TemplateResponse(request, "portal/declarations/list.html", context)


@provider_page(Task.DECLARE)
def delivery_page(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    sent = _sent(visitor, pk)
    delivery = sent.delivery
    findings = Finding.objects.filter(delivery=delivery)
    by_code = findings.order_by().values("severity", "code", "cause", "next_step").annotate(rows=Count("pk"))
    context = {
        "title": "Proef" if delivery.is_trial else "Aanlevering",
        "visitor": visitor,
        "sent": sent,
        "delivery": delivery,
        "at_work": delivery.status in AT_WORK,
        "by_code": list(by_code.order_by("-rows", "code")[:50]),
        "findings": list(findings.order_by("row_number", "code")[:FINDINGS_SHOWN]),
        "count": findings.count(),
        "message": Message.objects.filter(delivery=delivery).first(),
        "can_send": delivery.status == DeliveryStatus.TRIED and bool(sent.kept_as),
    }
    record_client_read(by=visitor.user, model=Finding, object_id=delivery.pk, path=request.get_full_path())
    return TemplateResponse(request, "portal/declarations/delivery.html", context)


@provider_page(Task.DECLARE)
def delivery_progress(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    """For htmx: how far it is; once it is done the page is told to load again."""
    delivery = _sent(visitor, pk).delivery
    at_work = delivery.status in AT_WORK
    context = {"delivery": delivery, "at_work": at_work}
    response = TemplateResponse(request, "portal/declarations/progress.html", context)
    if not at_work:
        response["HX-Refresh"] = "true"
    return response


@provider_page(Task.DECLARE)
@require_POST
def send(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    tried = _sent(visitor, pk)
    try:
        sent = send_tried(tried=tried, by=visitor.user)
    except NotKept as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("portal:declarations_delivery", args=[pk]))
    return _queued(request, sent)


@provider_page(Task.DECLARE)
def outcome_file(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    delivery = _sent(visitor, pk).delivery
    with TemporaryDirectory() as folder:
        file = Path(folder, "uitkomst.csv")
        write_outcome(delivery, file)
        content = file.read_bytes()
    record_client_read(by=visitor.user, model=Finding, object_id=delivery.pk, path=request.get_full_path())
    return as_download(visitor, delivery, content, f"{delivery.file_name}.uitkomst.csv")


@provider_page(Task.DECLARE)
@require_POST
def answer_file(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    """The JW325, once; it holds the BSN of the message, which is kept nowhere afterwards."""
    sent = _sent(visitor, pk)
    found = list(Message.objects.filter(delivery=sent.delivery))
    try:
        handed = hand_out(messages=found, by=visitor.user, dated_on=timezone.localdate())
    except NoAnswer as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("portal:declarations_delivery", args=[pk]))
    note_download(visitor, sent.delivery)
    response: HttpResponse = guarded(
        FileResponse(handed.content, as_attachment=True, filename=handed.file_name)
    )
    return response


@provider_page(Task.CLIENTS)
def refused_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    rows, code = _refused(request, visitor)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "title": "Geweigerde regels",
        "visitor": visitor,
        "page": page,
        "lines": with_causes(page.object_list),
        "codes": refused_by_code(visitor.provider, add_months(timezone.localdate(), -12)),
        "code": code,
    }
    record_client_read(by=visitor.user, model=RefusedLine, path=request.get_full_path())
    return TemplateResponse(request, "portal/declarations/refused.html", context)


@provider_page(Task.CLIENTS)
def refused_file(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    rows, _ = _refused(request, visitor)
    response = HttpResponse()
    response["Content-Disposition"] = 'attachment; filename="geweigerde-regels.csv"'
    writer = SafeWriter(response, lineterminator="\r\n")
    writer.writerow(FILE_HEADER)
    for one in with_causes(rows.iterator(chunk_size=2_000)):
        line: RefusedLine = one["line"]
        for cause in one["causes"]:
            writer.writerow(_cells(line, cause))
    record_client_read(by=visitor.user, model=RefusedLine, path=request.get_full_path())
    note_download(visitor, RefusedLine(pk=0))
    done: HttpResponse = guarded(response)
    return done


FILE_HEADER = (
    "ontvangen_op",
    "declaratienummer",
    "referentienummer",
    "toewijzingnummer",
    "gemeentecode",
    "maand",
    "bedrag",
    "code",
    "oorzaak",
    "volgende_stap",
)


def _cells(line: RefusedLine, cause: dict[str, str]) -> list[Any]:
    return [
        line.received_on,
        line.declaration_number,
        line.reference,
        line.allocation_number,
        line.municipality_code,
        f"{line.month:%Y-%m}" if line.month else "",
        line.amount,
        cause["code"],
        cause["cause"],
        cause["next_step"],
    ]


def _refused(request: HttpRequest, visitor: Visitor) -> tuple[Any, str]:
    """Of the last twelve months; of one code when asked."""
    since = add_months(timezone.localdate(), -12)
    rows = RefusedLine.objects.visible_to(visitor.user).filter(
        provider=visitor.provider, received_on__gte=since
    )
    code = request.GET.get("code", "").strip()[:4]
    if code:
        rows = rows.filter(codes__contains=[code])
    return rows.order_by("-received_on", "-pk"), code


def _sent(visitor: Visitor, pk: int) -> ProviderDelivery:
    """By the number of the delivery."""
    own = ProviderDelivery.objects.visible_to(visitor.user).filter(provider=visitor.provider)
    found: ProviderDelivery = get_object_or_404(
        own.select_related("delivery", "sent_as", "provider"), delivery=pk
    )
    return found


def _queued(request: HttpRequest, sent: ProviderDelivery) -> HttpResponse:
    try:
        load_upload.delay_on_commit(delivery_id=sent.delivery_id)  # type: ignore[attr-defined]  # Celery 5.4
    except OperationalError:
        messages.warning(request, QUEUE_GONE)
    return HttpResponseRedirect(reverse("portal:declarations_delivery", args=[sent.delivery_id]))
