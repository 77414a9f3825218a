"""The productieverantwoording of a provider: filled in, handed in, judged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from contracts.services.audit import because
from contracts.services.procedures.refusal import Refused, refuse_when
from inkoop.base.models import User
from kpis.choices import TaskState
from kpis.models import Production, ProductionLine
from kpis.queries.production import produced_per_code
from kpis.rules.production import newest_year
from kpis.rules.tasks import may_move
from providers.models import Provider

GONE = "Deze verantwoording is {}; dat kan nu niet meer. Ververs de pagina."


@dataclass(frozen=True, slots=True)
class Given:
    """What a provider fills in for one product code; ``cents`` in eurocents, None = not filled in yet."""

    product_code: str
    clients: int | None
    cents: int | None


@transaction.atomic
def save_production(
    *, provider: Provider, year: int, given: Iterable[Given], note: str, by: User
) -> Production:
    """Keeps what is filled in so far. Raises Refused for a year that is not over, or once it was handed in."""
    production = _locked(provider, year, TaskState.DRAFT)
    with because(by, "Concept bewaard"):
        production.state = TaskState.DRAFT
        _fill(production, given, note)
    return production


@transaction.atomic
def submit_production(
    *, provider: Provider, year: int, given: Iterable[Given], note: str, by: User
) -> Production:
    """Hands it in. Raises Refused when a figure is missing, or differs from what the system counts without a note."""
    production = _locked(provider, year, TaskState.SUBMITTED)
    rows = list(given)
    refuse_when(_fault(provider, year, rows, note))
    with because(by, "Productieverantwoording ingediend"):
        production.state, production.submitted_by = TaskState.SUBMITTED, by
        production.submitted_at = timezone.now()
        production.judged_by = production.judged_on = None
        production.judgement = ""
        _fill(production, rows, note)
    return production


@transaction.atomic
def judge_production(*, production: Production, accept: bool, reason: str, on: date, by: User) -> Production:
    """Accepts it, or sends it back with a reason that the provider reads. Who handed it in does not judge it."""
    to = TaskState.ACCEPTED if accept else TaskState.RETURNED
    found = Production.objects.select_for_update(of=("self",)).get(pk=production.pk)
    if not may_move(found.state, to):
        raise Refused(GONE.format(TaskState(found.state).label))
    refuse_when("" if accept or reason.strip() else "Zeg bij terugsturen wat er moet veranderen.")
    refuse_when(
        "U hebt deze verantwoording zelf ingediend; een ander beoordeelt haar."
        if found.submitted_by_id == by.pk
        else ""
    )
    found.state, found.judged_by, found.judged_on, found.judgement = to, by, on, reason
    with because(by, reason or "Productieverantwoording aanvaard"):
        found.save()
    return found


def _fault(provider: Provider, year: int, rows: list[Given], note: str) -> str:
    if not rows:
        return "Over dit jaar is niets gedeclareerd, dus er is niets te verantwoorden."
    missing = [one.product_code for one in rows if one.clients is None or one.cents is None]
    if missing:
        return f"Vul bij elk product jeugdigen en bedrag in; nog leeg: {', '.join(missing)}."
    counted = produced_per_code(provider, year, on=timezone.localdate())
    differs = [
        one.product_code
        for one in rows
        if one.product_code not in counted
        or (one.clients, one.cents) != (counted[one.product_code].clients, counted[one.product_code].cents)
    ]
    if differs and not note.strip():
        return f"Uw cijfers verschillen van wat wij tellen bij {', '.join(differs)}. Licht toe waardoor dat komt."
    return ""


def _locked(provider: Provider, year: int, to: TaskState) -> Production:
    if year > newest_year(timezone.localdate()):
        raise Refused(f"Het jaar {year} is nog niet voorbij. Verantwoorden kan daarna.")
    Provider.objects.select_for_update().get(pk=provider.pk)  # two people who begin at the same time
    found = Production.objects.filter(provider=provider, year=year).first()
    if found is None:
        return Production(provider=provider, year=year, state=TaskState.OPEN)
    if not may_move(found.state, to):
        raise Refused(GONE.format(TaskState(found.state).label))
    return found


def _fill(production: Production, given: Iterable[Given], note: str) -> None:
    production.note = note
    production.save()
    known = {one.product_code: one for one in production.lines.all()}
    for one in given:
        line = known.pop(one.product_code, None) or ProductionLine(
            production=production, product_code=one.product_code
        )
        line.clients, line.cents = one.clients, one.cents
        line.save()
    for gone in known.values():
        gone.delete()
