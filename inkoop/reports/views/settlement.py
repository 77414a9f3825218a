"""The yearly settlement between municipalities."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from inkoop.base.rights import SEE_REGION
from inkoop.reports.choices import SettlementKey
from inkoop.reports.content import Report
from inkoop.reports.files import as_pdf, as_xlsx
from inkoop.reports.queries.sources import newest_peildatum, peildata, sources_at
from inkoop.reports.services.settlement_report import settlement_report
from inkoop.reports.services.settling import NoWeights, years_of
from inkoop.reports.views.asked import day_of, may_read_region
from inkoop.reports.views.reading import file_answer
from inkoop.reports.views.shown import page_of
from kpis.models import Computation


@dataclass(frozen=True)
class Wanted:
    """``since``: the day of the settlement before this one; ``is_whole``: for who settles by it."""

    use: Computation
    years: list[int]
    year: int
    key: SettlementKey
    since: date
    is_whole: bool

    def build(self) -> Report:
        """Raises NoWeights."""
        return settlement_report(self.use, self.year, self.key, self.since, is_whole=self.is_whole)


@require_safe
@may_read_region
def settlement_page(request: HttpRequest) -> HttpResponse:
    """What each municipality would pay by a key, beside what it used; earlier years apart."""
    wanted = _wanted(request)
    title = "Verrekening tussen gemeenten"
    if wanted is None:
        return TemplateResponse(request, "reports/nothing.html", {"title": title})
    context = {
        "title": title,
        "wanted": wanted,
        "keys": SettlementKey.choices,
        "peildata": peildata(),
        "asked": request.GET.urlencode(),
    }
    try:
        report = wanted.build()
    except NoWeights as error:
        context["why"] = str(error)
    else:
        context |= page_of(report, list(report.sections))
    return TemplateResponse(request, "reports/settlement.html", context)


@require_safe
@may_read_region
def settlement_file(request: HttpRequest, form: str) -> HttpResponse:
    wanted = _wanted(request)
    if wanted is None:
        raise Http404("Er zijn nog geen cijfers.")
    try:
        report = wanted.build()
    except NoWeights as error:
        raise Http404(str(error)) from None
    content = as_pdf(report, "concept") if form == "pdf" else as_xlsx(report, "concept")
    return file_answer(content, f"verrekening-{wanted.year}-{wanted.key.value}", form)


def _wanted(request: HttpRequest) -> Wanted | None:
    """None = nothing was computed on that day."""
    peildatum = day_of(request, "peildatum") or newest_peildatum()
    use = sources_at(peildatum).use if peildatum else None
    if use is None:
        return None
    years = years_of(use)
    year = next((one for one in years if str(one) == request.GET.get("jaar")), years[0] if years else 0)
    asked = request.GET.get("sleutel", "")
    key = SettlementKey(asked) if asked in SettlementKey.values else SettlementKey.OWN_USE
    since = date(year or use.peildatum.year, 1, 1) - timedelta(days=1)
    is_whole = request.user.has_perm(SEE_REGION)
    if is_whole:  # others would find by two days what came in between
        since = day_of(request, "sinds") or since
    return Wanted(use, years, year, key, since, is_whole)
