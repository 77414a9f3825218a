"""What a person does with a message: answer it, overrule a refusal, let a hold go. Each asks once more first."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import counted
from inkoop.base.services import record_client_read
from inkoop.exchange import services
from inkoop.exchange.errors import NotPossible
from inkoop.exchange.forms import PeopleForm, ReasonForm
from inkoop.exchange.models import Hold, Message, Overrule
from inkoop.exchange.queries.message_page import sized, totals_of

ANSWER, OVERRULE, RELEASE = "exchange.answer_message", "exchange.overrule_line", "exchange.release_hold"
CONFIRMED = "bevestigd"


class DecisionViews:
    """For the admin of messages."""

    visible: Callable[[HttpRequest, object], Message]
    admin_site: admin.AdminSite

    def has_answer_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(ANSWER))

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        message = self._allowed(request, pk, ANSWER)
        if request.method == "GET" and message.answered_at:
            return HttpResponseRedirect(_page(message))
        return self._answer(request, [message], back=_page(message))

    def decisions_view(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        """What was decided on the requests in a message, as files that are given once."""
        message = self._allowed(request, pk, ANSWER)
        unsent = list(services.unsent_decisions(message.delivery_id))
        is_sent = request.method == "POST"
        form = PeopleForm(request.POST, request.FILES) if is_sent else PeopleForm()
        if not unsent:
            messages.error(request, "Alle besluiten op dit bericht zijn al opgehaald. Er is niets veranderd.")
            return HttpResponseRedirect(_page(message))
        if is_sent and form.is_valid():
            people = form.cleaned_data["people"]
            try:
                content, name, count = services.hand_out_decisions(
                    message=message, people=people.file if people else None, dated_on=timezone.localdate()
                )
            except services.NoAnswer as error:
                form.add_error("people", str(error))
            else:
                user = signed_in(request)
                record_client_read(by=user, model=Message, object_id=message.pk, path=request.get_full_path())
                messages.success(
                    request, f"{counted(count, 'besluit is', 'besluiten zijn')} eenmalig aangeboden."
                )
                return FileResponse(content, as_attachment=True, filename=name)
        title = "Besluit ophalen" if len(unsent) == 1 else "Besluiten ophalen"
        return self._ask(request, message, title, form, "exchange/decisions.html", unsent=unsent)

    @admin.action(description="Antwoorden klaarzetten", permissions=["answer"])
    def answer_selected(
        self, request: HttpRequest, queryset: QuerySet[Message]
    ) -> HttpResponse | FileResponse:
        back = reverse("admin:exchange_message_changelist")
        return self._answer(request, list(queryset.select_related("delivery").order_by("pk")), back=back)

    def overrule_view(self, request: HttpRequest, pk: int, row: int) -> HttpResponse:
        message = self._allowed(request, pk, OVERRULE)
        user, form = signed_in(request), ReasonForm(request.POST or None)
        try:
            if request.method == "POST" and form.is_valid():
                services.overrule(
                    message_id=message.pk, row_number=row, reason=form.cleaned_data["reason"], by=user
                )
                messages.success(request, f"Regel {row} is aanvaard. De cijfers worden bijgewerkt.")
                return HttpResponseRedirect(_page(message))
            judged = services.preview(message, row)
        except NotPossible as error:
            return _back(request, message, error)
        record_client_read(by=user, model=Message, object_id=message.pk, path=request.get_full_path())
        use, totals = judged.use, totals_of(message)
        shown = [] if use is None else [use.before, use.after, use.limit]
        context = {
            "judged": judged,
            "row": row,
            "totals": totals,
            "granted_after": totals.granted + judged.line.amount,
            "refused_after": totals.refused - judged.line.amount,
            "use": [
                "geen grens"
                if size is None
                else sized(size, judged.line.unit, is_budget=bool(use and use.is_budget))
                for size in shown
            ],
        }
        title = f"Regel {row} alsnog aanvaarden"
        return self._ask(request, message, title, form, "exchange/overrule.html", **context)

    def take_back_view(self, request: HttpRequest, pk: int, decision: int) -> HttpResponse:
        message = self._allowed(request, pk, OVERRULE)
        overruled = get_object_or_404(Overrule, pk=decision, message=message)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                services.take_back(
                    overrule_id=overruled.pk, reason=form.cleaned_data["reason"], by=signed_in(request)
                )
            except NotPossible as error:
                return _back(request, message, error)
            messages.success(request, f"Regel {overruled.row_number} is weer geweigerd.")
            return HttpResponseRedirect(_page(message))
        title = f"Besluit over regel {overruled.row_number} terugnemen"
        return self._ask(request, message, title, form, "exchange/take_back.html", decision=overruled)

    def release_view(self, request: HttpRequest, pk: int, hold: int) -> HttpResponse:
        message = self._allowed(request, pk, RELEASE)
        held = get_object_or_404(Hold.objects.select_related("rule__contract"), pk=hold, message=message)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                services.release(hold_id=held.pk, reason=form.cleaned_data["reason"], by=signed_in(request))
            except NotPossible as error:
                return _back(request, message, error)
            messages.success(request, "De aanhouding is vrijgegeven.")
            return HttpResponseRedirect(_page(message))
        return self._ask(request, message, "Aanhouding vrijgeven", form, "exchange/release.html", hold=held)

    def _allowed(self, request: HttpRequest, pk: int, permission: str) -> Message:
        if not request.user.has_perm(permission):
            raise PermissionDenied
        return self.visible(request, pk)

    def _ask(
        self, request: HttpRequest, message: Message, title: str, form: Form, template: str, **extra: Any
    ) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "title": title, "message": message, "form": form}
        return TemplateResponse(request, template, {**context, **extra})

    def _answer(
        self, request: HttpRequest, chosen: Sequence[Message], *, back: str
    ) -> HttpResponse | FileResponse:
        """Asks, or gives the answers and writes down who took them."""
        user = signed_in(request)
        if CONFIRMED not in request.POST:
            context = {"title": _question(chosen), "chosen": chosen, "back": back}
            return TemplateResponse(
                request, "exchange/answer.html", {**self.admin_site.each_context(request), **context}
            )
        try:
            given = services.hand_out(messages=chosen, by=user, dated_on=timezone.localdate())
        except services.NoAnswer as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(back)
        for message in given.answered:
            record_client_read(by=user, model=Message, object_id=message.pk, path=request.get_full_path())
        for message, sentence in given.refused:
            messages.warning(request, f"{message} is niet beantwoord. {sentence}")
        messages.success(request, _gone(given.answered))
        return FileResponse(given.content, as_attachment=True, filename=given.file_name)


def _page(message: Message) -> str:
    return reverse("admin:exchange_message_change", args=[message.pk])


def _back(request: HttpRequest, message: Message, error: NotPossible) -> HttpResponseRedirect:
    messages.error(request, str(error))
    return HttpResponseRedirect(_page(message))


def _question(chosen: Sequence[Message]) -> str:
    if len(chosen) == 1:
        return f"Antwoord op {chosen[0].name} {chosen[0].identification} klaarzetten"
    return f"Antwoorden op {counted(len(chosen), 'bericht', 'berichten')} klaarzetten"


def _gone(answered: Sequence[Message]) -> str:
    """What became of the answers and the files; one with a request may have to wait for the decision."""
    given = counted(len(answered), "antwoord is", "antwoorden zijn")
    kept = Message.objects.filter(pk__in=[message.pk for message in answered]).exclude(kept_as="").count()
    if not kept:
        return f"{given} eenmalig aangeboden; wat binnenkwam, is verwijderd."
    return f"{given} eenmalig aangeboden; {counted(kept, 'bestand wacht', 'bestanden wachten')} nog op een besluit."
