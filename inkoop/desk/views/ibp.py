"""One IBP: the running sum against its ceiling."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.models import Ibp
from inkoop.base.admin.bases import signed_in
from inkoop.base.parameters import values_at
from inkoop.base.services import record_client_read
from inkoop.desk.pictures import running_sum
from inkoop.desk.queries.ceiling import ceiling_of
from inkoop.desk.queries.figures import newest_figures
from inkoop.desk.readings import ibp_sentences
from kpis.models import IbpStatus


def ibp_page(request: HttpRequest, ibp_id: int) -> HttpResponse:
    if not request.user.has_perm("contracts.view_ibp"):
        raise PermissionDenied
    visible = Ibp.objects.visible_to(request.user).select_related("municipality", "client")
    ibp = get_object_or_404(visible, pk=ibp_id)
    figures = newest_figures()
    peildatum = figures.ibps.peildatum if figures.ibps else timezone.localdate()
    status = IbpStatus.objects.filter(computation=figures.ibps, ibp=ibp).first()
    ceiling = ceiling_of(ibp, peildatum, values_at(peildatum))
    context = {
        **admin.site.each_context(request),
        "title": ibp.code,
        "ibp": ibp,
        "figures": figures,
        "peildatum": peildatum,
        "status": status,
        "ceiling": ceiling,
        "sentences": ibp_sentences(status, ceiling, peildatum) if status else [],
        "chart": running_sum(ceiling) if ceiling.months else None,
    }
    record_client_read(by=signed_in(request), model=Ibp, object_id=ibp.pk, path=request.get_full_path())
    return TemplateResponse(request, "desk/ibp.html", context)
