"""What each figure says, how it is made and what it does not say."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from inkoop.base.parameters import values_at
from inkoop.base.rights import SEE_REGION
from kpis.rules.explained import SUBJECTS


def explained_page(request: HttpRequest) -> HttpResponse:
    """One query: the values that the region has set."""
    if not request.user.has_perm(SEE_REGION):
        raise PermissionDenied
    parameters = values_at(timezone.localdate())
    sought = request.GET.get("zoek", "").strip()
    subjects = [
        (name, [one for one in (each.filled(parameters) for each in group) if one.mentions(sought)])
        for name, group in SUBJECTS.items()
    ]
    context = {
        **admin.site.each_context(request),
        "title": "Wat de cijfers zeggen",
        "subjects": [(name, found) for name, found in subjects if found],
        "sought": sought,
    }
    return TemplateResponse(request, "desk/explained.html", context)
