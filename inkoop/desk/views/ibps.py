"""The work on IBPs: open tasks, and how IBPs stand per provider, cell and municipality."""

from decimal import Decimal

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from inkoop.base.admin.bases import signed_in
from inkoop.base.parameters import values_at
from inkoop.base.services import record_client_read
from inkoop.desk.queries import ibps as queries
from inkoop.desk.queries.figures import newest_figures
from kpis.choices import IbpAsks, OverrunCause
from kpis.models import IbpEvaluation
from kpis.queries.evaluations import a_year_before, due_day, matrix_fits, overrun_by_cause
from kpis.rules.evaluations import Fit

MAY_SEE = "kpis.view_ibpevaluation"
PER_PAGE = 50
MINE = "mij"


def work_page(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    user, figures, today = signed_in(request), newest_figures(), timezone.localdate()
    asks = request.GET.get("vraagt", "")
    asks = asks if asks in {IbpAsks.EVALUATE, IbpAsks.EXPLAIN} else ""
    of = user if request.GET.get("van") == MINE else None
    found = Paginator(queries.tasks(figures.ibps, user=user, of=of, asks=asks), PER_PAGE)
    page = found.get_page(request.GET.get("p"))
    days = int(values_at(today)["ibp_evaluate_days"])
    asked = request.GET.copy()
    asked.pop("p", None)
    context = {
        **admin.site.each_context(request),
        "title": "Werk aan IBP's",
        "figures": figures,
        "asks": asks,
        "mine": of is not None,
        "page": page,
        "rows": [(task, due_day(task, days)) for task in page],
        "today": today,
        "raises": list(queries.waiting_raises(user)),
        "query": asked.urlencode(),
        "causes": [
            (OverrunCause(cause).label, number, cents)
            for cause, number, cents in overrun_by_cause(a_year_before(today))
        ],
    }
    if page.paginator.count:
        record_client_read(by=user, model=IbpEvaluation, path=request.get_full_path())
    return TemplateResponse(request, "desk/ibps/work.html", context)


def overview_page(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    user, figures = signed_in(request), newest_figures()
    per = request.GET.get("per", "aanbieder")
    per = per if per in queries.PER else "aanbieder"
    values = values_at(figures.peildatum or timezone.localdate())
    context = {
        **admin.site.each_context(request),
        "title": "IBP's per aanbieder, cel en gemeente",
        "figures": figures,
        "per": per,
        "choices": queries.PER.items(),
        "groups": queries.grouped(figures.ibps, per, user=user),
        "fits": [(one, _share(one)) for one in matrix_fits(figures.ibps)]
        if figures.ibps and per == "cel"
        else [],
        "wanted": values["ibp_fit_share"],
        "least": int(values["ibp_fit_minimum"]),
    }
    return TemplateResponse(request, "desk/ibps/overview.html", context)


def _share(fit: Fit) -> Decimal | None:
    return None if fit.share is None else Decimal(fit.share.numerator) / fit.share.denominator
