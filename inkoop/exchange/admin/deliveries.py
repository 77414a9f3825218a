"""Deliveries: hand in a file, follow it, see what was refused and why."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from kombu.exceptions import OperationalError

from inkoop.base.admin.bases import ClientReadsMixin, GrowingFactAdmin, number_column, signed_in
from inkoop.base.choices import DeliveryKind, DeliveryStatus
from inkoop.base.models import Delivery, Finding
from inkoop.base.services import record_client_read
from inkoop.exchange.forms import UploadForm
from inkoop.exchange.models import Message
from inkoop.exchange.outcome import write_outcome
from inkoop.exchange.services import accept_upload
from inkoop.exchange.tasks import load_upload
from inkoop.exchange.vault import NoRoom

FINDINGS_SHOWN = 50
NO_ROOM = "De schijf van de server is vol; er is niets bewaard. Vraag de beheerder om ruimte en lever dan opnieuw aan."
QUEUE_GONE = "Het bestand is bewaard. De wachtrij is niet bereikbaar; het laden begint zodra die er weer is."
AT_WORK = (DeliveryStatus.WAITING, DeliveryStatus.LOADING)


@admin.register(Delivery)
class DeliveryAdmin(GrowingFactAdmin):
    list_display = [
        "file_name",
        "kind",
        "received_on",
        "state",
        number_column("rows_total", "rijen"),
        number_column("rows_accepted", "aanvaard"),
        number_column("rows_refused", "geweigerd"),
        "finished_at",
        "by",
    ]
    list_select_related = ["by"]
    list_filter = ["status", "kind", "is_trial"]
    sortable_by = ()
    exact_search = ("file_name",)
    search_help_text = "Zoek op een deel van de bestandsnaam."

    def find(self, term: str) -> Q:
        return Q(file_name__icontains=term)

    @admin.display(description="status")
    def state(self, delivery: Delivery) -> SafeString:
        return format_html('<span class="state state-{0}">{0}</span>', delivery.status)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.has_perm("base.add_delivery"))

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "<int:pk>/voortgang/",
                self.admin_site.admin_view(self.progress_view),
                name="delivery_progress",
            ),
            path(
                "<int:pk>/uitkomst.csv",
                self.admin_site.admin_view(self.outcome_view),
                name="delivery_outcome",
            ),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if form.is_valid():
            try:
                return self._receive(request, form.cleaned_data)
            except NoRoom:
                form.add_error("file", NO_ROOM)
        context = {**self.admin_site.each_context(request), "title": "Bestand aanleveren", "form": form}
        return TemplateResponse(request, "exchange/upload.html", context)

    def _receive(self, request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
        delivery = accept_upload(
            data["file"].file,
            file_name=data["file"].name,
            kind=DeliveryKind(data["kind"]) if data["kind"] else None,
            received_on=data["received_on"],
            by=signed_in(request),
            trial=data["trial"],
        )
        try:
            load_upload.delay_on_commit(delivery_id=delivery.pk)  # type: ignore[attr-defined]  # Celery 5.4
        except OperationalError:
            messages.warning(request, QUEUE_GONE)
        return HttpResponseRedirect(reverse("admin:base_delivery_change", args=[delivery.pk]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        delivery = self._visible(request, object_id)
        findings = Finding.objects.filter(delivery=delivery)
        by_code = findings.order_by().values("severity", "code", "cause").annotate(rows=Count("pk"))
        context = {
            **self.admin_site.each_context(request),
            "title": delivery.file_name,
            "delivery": delivery,
            "at_work": delivery.status in AT_WORK,
            "received_message": Message.objects.filter(delivery=delivery).first(),
            "by_code": by_code.order_by("-rows", "code")[:FINDINGS_SHOWN],
            "findings": findings.order_by("row_number", "code")[:FINDINGS_SHOWN],
        }
        record_client_read(
            by=signed_in(request), model=Finding, object_id=delivery.pk, path=request.get_full_path()
        )
        return TemplateResponse(request, "exchange/delivery.html", context)

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The state of a delivery at work; once it is done the page that asks is told to load again."""
        delivery = self._visible(request, str(pk))
        at_work = delivery.status in AT_WORK
        response = TemplateResponse(
            request, "exchange/progress.html", {"delivery": delivery, "at_work": at_work}
        )
        if not at_work:
            response["HX-Refresh"] = "true"
        return response

    def outcome_view(self, request: HttpRequest, pk: int) -> FileResponse:
        delivery = self._visible(request, str(pk))
        record_client_read(
            by=signed_in(request), model=Finding, object_id=delivery.pk, path=request.get_full_path()
        )
        with TemporaryDirectory() as folder:
            file = Path(folder, "uitkomst.csv")
            write_outcome(delivery, file)
            content = file.open("rb")  # stays readable after the folder is gone; closed by the response
        return FileResponse(content, as_attachment=True, filename=f"{delivery.file_name}.uitkomst.csv")

    def _visible(self, request: HttpRequest, object_id: str) -> Delivery:
        if not self.has_view_permission(request):
            raise PermissionDenied
        delivery: Delivery | None = self.get_object(request, object_id)
        if delivery is None:
            raise Http404
        return delivery


@admin.register(Finding)
class FindingAdmin(ClientReadsMixin, GrowingFactAdmin):
    list_display = ["delivery", "row_number", "severity", "field", "code", "cause", "found", "expected"]
    list_select_related = ["delivery"]
    list_filter = ["severity"]
    sortable_by = ()
