"""Admin pages on which a change asks why, and keeps the answer beside who and when."""

from typing import Any

import pghistory
from django import forms
from django.http import HttpRequest, HttpResponse

from inkoop.base.admin.bases import RegionAdmin

WHY = "why"


class ReasonedAdmin(RegionAdmin):
    """The form of an object that is there already has a field for the reason; the history shows it."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        if self._asks(request, obj):
            why = forms.CharField(
                label="Reden van de wijziging",
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 2, "cols": 40}),
                help_text="Staat in de geschiedenis.",
            )
            kwargs["form"] = type(self.form.__name__, (self.form,), {WHY: why})
        return super().get_form(request, obj, change=change, **kwargs)

    def _asks(self, request: HttpRequest, obj: Any) -> bool:
        return obj is not None and self.has_change_permission(request, obj)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        why = request.POST.get(WHY, "").strip() or ("" if object_id else "toegevoegd")
        if request.method != "POST" or not why:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with pghistory.context(user=request.user.pk, reason=why):
            return super().changeform_view(request, object_id, form_url, extra_context)
