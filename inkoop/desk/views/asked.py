"""What the address of a page asks for: a peildatum and months, and whether they must be computed first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect

from inkoop.base.admin.bases import signed_in
from inkoop.base.rights import SEE_REGION
from inkoop.desk.queries.computed import Shown, figures_of, newest_of
from kpis.choices import ComputationName, FlowScope
from kpis.services import Asked, WrongWindow, request_computation
from kpis.tasks import compute_asked

NO_DAY = "‘{}’ is geen dag. Schrijf de peildatum als jjjj-mm-dd. Hieronder staan de nieuwste cijfers."
NO_MONTH = "‘{}’ is geen maand. Schrijf een maand als jjjj-mm. Hieronder staan de nieuwste cijfers."
Ask = Callable[[date, date | None, date | None], Asked]


class WrongPeriod(ValueError):
    """Its text says what is wrong with the address and how to write it."""


@dataclass(frozen=True)
class Period:
    """``peildatum``, ``first`` and ``last`` as asked; None = not asked."""

    peildatum: date | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Page:
    """What a page shows, and ``fault``: what was wrong with its address."""

    shown: Shown
    period: Period
    fault: str

    @property
    def form(self) -> dict[str, Any]:
        """What stands in the fields: what was asked, else what is shown."""
        computation = self.shown.computation
        return {
            "peildatum": self.period.peildatum or (computation and computation.peildatum),
            "first": self.period.first or (computation and computation.window_from),
            "last": self.period.last or (computation and computation.window_to),
        }

    def link(self, **named: str) -> str:
        """The address of the same figures, with other things named; empty values are left out."""
        period = self.period
        asked = {
            "peildatum": period.peildatum.isoformat() if period.peildatum else "",
            "van": f"{period.first:%Y-%m}" if period.first else "",
            "tot": f"{period.last:%Y-%m}" if period.last else "",
        }
        return "?" + urlencode({name: value for name, value in (asked | named).items() if value})


def page_of(request: HttpRequest, name: ComputationName, ask: Ask, *, is_asked: bool = False) -> Page:
    """The figures that the address asks for; the newest without an address, and when it cannot be read.

    ``is_asked``: the address asks for something that ``ask`` knows of, also without a peildatum or months.
    """
    if not request.user.has_perm(SEE_REGION):
        raise PermissionDenied
    newest = newest_of(name)
    try:
        period = _period(request)
        if period == Period() and not is_asked:
            return Page(newest, period, "")
        peildatum = period.peildatum or newest.peildatum
        if peildatum is None:
            return Page(newest, period, "")
        return Page(figures_of(ask(peildatum, period.first, period.last)), period, "")
    except (WrongPeriod, WrongWindow) as error:
        return Page(newest, Period(), str(error))


def compute(request: HttpRequest, page: Page) -> HttpResponseRedirect:
    """Puts the figures that are asked for in the queue, and shows the same address again."""
    if page.shown.asked is not None:
        computation = request_computation(asked=page.shown.asked, by=signed_in(request))
        compute_asked.delay_on_commit(computation_id=computation.pk)  # type: ignore[attr-defined]  # Celery 5.4
    return HttpResponseRedirect(request.get_full_path())


def scope_of(request: HttpRequest) -> tuple[FlowScope, str]:
    """A provider goes before a municipality; nothing asked is the whole region."""
    for name, scope in (("aanbieder", FlowScope.PROVIDER), ("gemeente", FlowScope.MUNICIPALITY)):
        if key := request.GET.get(name, "").strip():
            return scope, key
    return FlowScope.REGION, ""


def day_of(request: HttpRequest, name: str) -> date | None:
    """A day in the address; None = not asked, or not to be read."""
    try:
        return _read(request, name, "{}", NO_DAY)
    except WrongPeriod:
        return None


def _period(request: HttpRequest) -> Period:
    return Period(
        _read(request, "peildatum", "{}", NO_DAY),
        _read(request, "van", "{}-01", NO_MONTH),
        _read(request, "tot", "{}-01", NO_MONTH),
    )


def _read(request: HttpRequest, name: str, form: str, fault: str) -> date | None:
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(form.format(text))
    except ValueError:
        raise WrongPeriod(fault.format(text)) from None
