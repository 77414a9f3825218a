"""The inbox: what was received, what is due, and the page of one message."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from inkoop.base import dutch
from inkoop.base.admin.bases import GrowingFactAdmin, signed_in
from inkoop.base.models import User
from inkoop.base.services import record_client_read
from inkoop.base.workdays import workdays_between
from inkoop.exchange.admin.decisions import ANSWER, OVERRULE, RELEASE, DecisionViews
from inkoop.exchange.admin.inbox_filters import NameFilter, StatusFilter, TermFilter, shows_to_do
from inkoop.exchange.choices import DECISION_TERMS, MessageStatus, answer_term
from inkoop.exchange.ijw.structure import message as message_named
from inkoop.exchange.models import Message
from inkoop.exchange.queries import inbox, message_page, request_page
from inkoop.exchange.services import unsent_decisions

UNDONE = set(MessageStatus.values) - {MessageStatus.ANSWERED, MessageStatus.EXPIRED}


@admin.register(Message)
class MessageAdmin(DecisionViews, GrowingFactAdmin):
    change_list_template = "exchange/inbox.html"
    list_display = ["identification", "kind", "term", "state", "sender_text", "received_on", "refused"]
    list_select_related = ["delivery"]
    list_filter = [StatusFilter, TermFilter, NameFilter]
    sortable_by = ()
    exact_search = ("identification",)
    search_help_text = "Zoek op identificatie, of op AGB-code of naam van de afzender."
    actions = ["answer_selected"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return inbox.with_status(inbox.with_sender(super().get_queryset(request)))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What must be done: the oldest deadline first. The rest: newest first."""
        return ("do_by",) if shows_to_do(request) else ("-id",)

    def find(self, term: str) -> Q:
        return inbox.found(term)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Facts have no actions; answering is what a person does with a message."""
        return admin.ModelAdmin.get_actions(self, request)

    @admin.display(description="bericht")
    def kind(self, message: Message) -> str:
        return f"{message.name} {message_named(message.name).title}"

    @admin.display(description="afzender")
    def sender_text(self, message: Message) -> str:
        name = message.sender_name  # type: ignore[attr-defined]  # annotated
        return f"{name} ({message.sender})" if name else message.sender

    @admin.display(description="ontvangen op")
    def received_on(self, message: Message) -> date:
        return message.delivery.received_on

    @admin.display(description="uiterlijk")
    def term(self, message: Message) -> SafeString:
        return format_html("{}{}", f"{message.do_by:%d-%m-%Y}", term_mark(message, timezone.localdate()))

    @admin.display(description="status")
    def state(self, message: Message) -> SafeString:
        status = MessageStatus(message.status)  # type: ignore[attr-defined]  # annotated
        return format_html('<span class="state state-{}">{}</span>', status.value, status.label)

    @admin.display(description="geweigerd")
    def refused(self, message: Message) -> str:
        rows = message.delivery.rows_refused
        return "alles" if rows is None else dutch.number(rows)

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/besluiten/", guarded(self.decisions_view), name="message_decisions"),
            path("<int:pk>/antwoord/", guarded(self.answer_view), name="message_answer"),
            path("<int:pk>/regel/<int:row>/", guarded(self.overrule_view), name="message_overrule"),
            path("<int:pk>/besluit/<int:decision>/", guarded(self.take_back_view), name="message_take_back"),
            path("<int:pk>/aanhouding/<int:hold>/", guarded(self.release_view), name="message_release"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        message = self.visible(request, object_id)
        user, today = signed_in(request), timezone.localdate()
        context = {
            **self.admin_site.each_context(request),
            "title": f"{message.name} {message.identification}",
            "kind": message_named(message.name),
            "message": message,
            "sender": self.sender_text(message),
            "status": MessageStatus(message.status),  # type: ignore[attr-defined]  # annotated
            "term": answer_term(message.name),
            "decision_term": DECISION_TERMS.get(message.name),
            "mark": term_mark(message, today),
            **_content(message, request),
            **_requests(message),
            **_possible(message, user),
        }
        record_client_read(by=user, model=Message, object_id=message.pk, path=request.get_full_path())
        return TemplateResponse(request, "exchange/message.html", context)

    def visible(self, request: HttpRequest, object_id: object) -> Message:
        """Raises PermissionDenied, or Http404."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        message: Message | None = self.get_object(request, str(object_id))
        if message is None:
            raise Http404
        return message


def term_mark(message: Message, today: date) -> SafeString | str:
    """How far away the deadline of what comes next is, in a word; empty once nothing does."""
    if message.status not in UNDONE:  # type: ignore[attr-defined]  # annotated
        return ""
    left = workdays_between(today, message.do_by)
    if message.do_by < today:
        days = dutch.counted(max(-left, 1), "werkdag", "werkdagen")
        return format_html(' <span class="state state-rood">{} te laat</span>', days)
    if message.do_by == today:
        return format_html(' <span class="state state-oranje">{}</span>', "vandaag")
    return format_html(
        ' <span class="state state-nvt">nog {}</span>', dutch.counted(left, "werkdag", "werkdagen")
    )


def _content(message: Message, request: HttpRequest) -> dict[str, Any]:
    is_declaration = message.name == "JW323"
    is_loaded = message.delivery.rows_total is not None
    as_lines = is_declaration and is_loaded
    after = request.GET.get("na", "")
    holds = list(message.holds.select_related("rule__contract", "released_by").order_by("pk"))
    return {
        "is_declaration": is_declaration,
        "is_loaded": is_loaded,
        "totals": message_page.totals_of(message) if as_lines else None,
        "declaration": message_page.declaration_of(message) if as_lines else None,
        "refused": message_page.refused_rows(message, int(after) if after.isdecimal() else 0)
        if as_lines
        else None,
        "reasons": [] if as_lines else message_page.reasons_as_a_whole(message),
        "remarks": message_page.remarks(message),
        "holds": holds,
        "is_held": any(hold.released_at is None for hold in holds),
        "decisions": message.overrules.select_related("by", "undone_by", "allocation").order_by("-pk"),
    }


def _requests(message: Message) -> dict[str, Any]:
    """Nothing for a message that asks no decision."""
    if not message.decide_by:
        return {}
    return {
        "requests": request_page.requests_of(message.delivery_id),
        "unsent": unsent_decisions(message.delivery_id).count(),
    }


def _possible(message: Message, user: User) -> dict[str, bool]:
    """What this person may do with this message now."""
    is_open = not message.answered_at and bool(message.kept_as)
    return {
        "is_open": is_open,
        "may_send": user.has_perm(ANSWER),
        "may_answer": is_open and user.has_perm(ANSWER),
        "may_overrule": is_open and user.has_perm(OVERRULE),
        "may_release": is_open and user.has_perm(RELEASE),
    }
