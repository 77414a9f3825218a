"""Segments that follow from what providers declare: proposed, looked at, and decided together."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.queries.procurement import declared_per_provider
from contracts.rules.periods import default_window
from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import counted
from inkoop.base.models import User
from inkoop.base.parameters import values_at
from providers.choices import ProviderStatus, Segment
from providers.models import Provider
from providers.rules.segments import proposed_segments
from providers.services.segments import decide_segments


class SegmentReasonForm(forms.Form):
    reason = forms.CharField(label="reden", max_length=150)


@dataclass(frozen=True)
class Proposed:
    provider: Provider
    declared: int
    segment: Segment


def segments_page(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm("providers.view_provider"):
        raise PermissionDenied
    may_act = user.has_perm("providers.change_provider")
    today = timezone.localdate()
    values = values_at(today)
    first, last = default_window(today, int(values["mature_after"]), int(values["window_months"]))
    rows = _proposed(user, first, last, today)
    form = SegmentReasonForm(request.POST or None)
    chosen = [row for row in rows if str(row.provider.pk) in set(request.POST.getlist("aanbieder"))]
    if request.method == "POST":
        if not may_act:
            raise PermissionDenied
        if chosen and form.is_valid() and "zeker" in request.POST:
            changed = decide_segments(
                chosen={row.provider.pk: row.segment for row in chosen},
                on=today,
                reason=form.cleaned_data["reason"],
                by=user,
            )
            messages.success(
                request, f"Het segment is gewijzigd bij {counted(changed, 'aanbieder', 'aanbieders')}."
            )
            return HttpResponseRedirect(request.path)
    context = {
        **admin.site.each_context(request),
        "title": "Segmenten voorstellen",
        "rows": rows,
        "first": first,
        "last": last,
        "form": form,
        "chosen": chosen,
        "is_preview": bool(chosen) and form.is_valid(),
        "fault": "Kies ten minste één aanbieder." if request.method == "POST" and not chosen else "",
        "may_act": may_act,
        "strategic": values["strategic_share"],
        "large": values["large_share"],
    }
    return TemplateResponse(request, "desk/segments.html", context)


def _proposed(user: User, first: date, last: date, today: date) -> list[Proposed]:
    """Providers whose proposed segment differs from the one they have; most declared first. Three queries."""
    values = values_at(today)
    active = Provider.objects.visible_to(user).filter(status=ProviderStatus.ACTIVE)
    providers = {one.pk: one for one in active}
    declared = declared_per_provider(first, last)
    amounts = {pk: declared.get(pk, 0) for pk in providers}
    found = proposed_segments(
        amounts, strategic_share=values["strategic_share"], large_share=values["large_share"]
    )
    rows = [
        Proposed(providers[pk], amounts[pk], Segment(segment))
        for pk, segment in found.items()
        if providers[pk].segment != segment
    ]
    return sorted(rows, key=lambda row: (-row.declared, row.provider.name))
