"""Everything about one provider."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.choices import ProcurementForm
from contracts.models import Contract, Tariff
from contracts.queries.control import line_access
from contracts.queries.terms import tariffs_on, with_terms
from contracts.retourcodes import RETOURCODES
from contracts.rules.periods import add_months
from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import figure
from inkoop.base.models import Municipality
from inkoop.base.parameters import values_at
from inkoop.desk import readings
from inkoop.desk.pictures import declared_and_allocated
from inkoop.desk.queries import provider as queries
from inkoop.desk.queries.figures import Figures, newest_figures
from inkoop.desk.queries.kpis import provider_kpis
from inkoop.desk.queries.worklist import count_by_state, most_exceeded, nearly_used, still_running
from kpis.choices import AgreementResult, IbpState, Indicator, indicator_of
from kpis.models import IndicatorValue
from kpis.queries.reviews import incidents_of, quarters_of
from kpis.queries.talks.cycle import turns
from kpis.queries.talks.ladder import position_of
from kpis.queries.talks.trouble import troubled_providers
from providers.models import Provider

IBPS_SHOWN = 10
DELIVERIES_SHOWN = 6
INCIDENTS_SHOWN = 6
TALKS_SHOWN = 6
Z_SHOWN = Decimal(5)
FORM_BROKEN = "Een regel voor de vorm van een rij is niet gevolgd; de bevinding noemt welke."
TILES = ("DG01", "DG02", "DG03", "DG04")


@dataclass(frozen=True)
class IndicatorRow:
    indicator: Indicator
    row: IndicatorValue
    compared: str
    judgement: str
    direction: str

    @property
    def value(self) -> str:
        return figure(self.row.value, self.indicator.unit)

    @property
    def median(self) -> str:
        return "" if self.row.median_peers is None else figure(self.row.median_peers, self.indicator.unit)

    @property
    def place(self) -> str | None:
        """Where the dot stands on a strip of 0 to 100, the median at 50; z beyond 5 at the edge."""
        if self.row.robust_z is None:
            return None
        z = max(-Z_SHOWN, min(Z_SHOWN, self.row.robust_z))
        return f"{50 + z * 45 / Z_SHOWN:.1f}"  # a point, whatever the language


@dataclass(frozen=True)
class ContractRow:
    """``notice_by``: the last day to give notice; None = no end or no notice. No places = all of them."""

    pk: int
    number: str
    form: str
    begin: date | None
    end: date | None
    options: str
    notice_by: date | None
    is_over: bool
    places: list[str]


def provider_page(request: HttpRequest, agb: str) -> HttpResponse:
    if not request.user.has_perm("providers.view_provider"):
        raise PermissionDenied
    visible = Provider.objects.visible_to(request.user).select_related("account_holder")
    provider = get_object_or_404(visible, agb=agb)
    figures = newest_figures()
    today = timezone.localdate()
    context = {
        **admin.site.each_context(request),
        "title": provider.name,
        "provider": provider,
        "figures": figures,
        **_contracts(provider, today),
        **_tariffs(provider, _asked_day(request, today)),
        **_months(provider, figures, today),
        **_behaviour(provider, figures),
        **_ibps(provider, figures),
        **_refusals(provider, figures.peildatum or today),
        "lines": line_access(provider, user=signed_in(request), today=today),
        **_register(provider, today),
        **_talks(provider, today),
        **_quality(provider, today),
    }
    return TemplateResponse(request, "desk/provider.html", context)


def _asked_day(request: HttpRequest, today: date) -> date:
    """The day in the query string; today when it is absent or no day."""
    try:
        return date.fromisoformat(request.GET.get("op", ""))
    except ValueError:
        return today


def _contracts(provider: Provider, today: date) -> dict[str, Any]:
    found = with_terms(Contract.objects.filter(provider=provider), as_of=today)
    names = dict(Municipality.objects.values_list("pk", "name"))
    rows = [_contract_row(terms, names, today) for terms in map(dict, found.values())]
    return {"contracts": sorted(rows, key=lambda row: (row.is_over, row.number))}


def _contract_row(terms: dict[str, Any], names: dict[int, str], today: date) -> ContractRow:
    end, notice = terms["end"], terms["notice_months"]
    return ContractRow(
        pk=terms["id"],
        number=terms["number"],
        form=ProcurementForm(terms["form"]).label if terms["form"] else "onbekend",
        begin=terms["begin"],
        end=end,
        options=terms["options"] or "geen",
        notice_by=add_months(end, -notice) if end and notice else None,
        is_over=bool(end and end < today),
        places=[names[pk] for pk in terms["municipality_ids"] or [] if pk in names],
    )


def _tariffs(provider: Provider, day: date) -> dict[str, Any]:
    tariffs = tariffs_on(Tariff.objects.filter(contract__provider=provider), day, as_of=timezone.localdate())
    rows = tariffs.select_related("contract", "product_code").order_by(
        "product_code__code", "contract__number"
    )
    return {"tariffs": list(rows), "tariff_day": day}


def _months(provider: Provider, figures: Figures, today: date) -> dict[str, Any]:
    found = queries.provider_months(provider, figures, figures.peildatum or today)
    has_any = any(row.declared or row.allocated for row in found.months)
    return {"months": found, "chart": declared_and_allocated(found) if has_any else None}


def _behaviour(provider: Provider, figures: Figures) -> dict[str, Any]:
    rows = [_indicator_row(row) for row in queries.indicators(provider, figures.behaviour)]
    shown = {row.row.indicator: row for row in rows}
    return {
        "indicators": [row for row in rows if not row.row.indicator.startswith("DG09-")],
        "refusal_indicators": [
            row for row in rows if row.row.indicator.startswith("DG09-") and row.row.numerator
        ],
        "tiles": [shown[code] for code in TILES if code in shown],
        "signals": list(queries.signals_of(provider)),
    }


def _indicator_row(row: IndicatorValue) -> IndicatorRow:
    indicator = indicator_of(row.indicator)
    return IndicatorRow(
        indicator,
        row,
        readings.compared(row),
        readings.judgement(row.robust_z, indicator.direction),
        readings.direction_in_words(indicator.direction),
    )


def _ibps(provider: Provider, figures: Figures) -> dict[str, Any]:
    rows = queries.ibps_of(provider, figures.ibps)
    counts = count_by_state(rows)
    return {
        "ibp_counts": [(state, counts.get(state.value, 0)) for state in IbpState],
        "n_ibps": sum(counts.values()),
        "exceeded": most_exceeded(rows)[:IBPS_SHOWN],
        "nearly": nearly_used(still_running(rows))[:IBPS_SHOWN],
        "overrun_rate": queries.overrun_rate(provider, figures.ibps),
    }


def _refusals(provider: Provider, until: date) -> dict[str, Any]:
    by_code = list(queries.refusals_by_code(provider, until))
    for row in by_code:
        known = RETOURCODES.get(row["code"])
        row["cause"] = known.cause if known else FORM_BROKEN
    return {
        "refusals": by_code,
        "refusals_until": until,
        "refused_deliveries": queries.refusals_by_delivery(provider, until)[:DELIVERIES_SHOWN],
    }


def _talks(provider: Provider, today: date) -> dict[str, Any]:
    """The talks, open agreements and place on the ladder."""
    troubled = troubled_providers(today=today)
    found = turns(today=today, parameters=values_at(today), troubled=troubled, of=provider.pk)
    open_ones = provider.agreements.filter(result=AgreementResult.OPEN).select_related("owner")
    return {
        "turn": found[0] if found else None,
        "turn_why": troubled.get(provider.pk, []),
        "talks": list(provider.meetings.select_related("holder")[:TALKS_SHOWN]),
        "agreements": list(open_ones.order_by("test_on", "pk")),
        "position": position_of(provider, on=today),
    }


def _quality(provider: Provider, today: date) -> dict[str, Any]:
    """KPIs, reviews per quarter and incidents. Six queries."""
    return {
        "kpis": provider_kpis(provider),
        "reviews": quarters_of(provider, today),
        "incidents": list(incidents_of(provider)[:INCIDENTS_SHOWN]),
    }


def _register(provider: Provider, today: date) -> dict[str, Any]:
    """What people keep about the provider. Four queries."""
    return {
        "locations": list(provider.locations.filter(closed_on=None)),
        "contacts": list(provider.contacts.all()),
        "subcontractors": list(provider.subcontractors.filter(Q(end=None) | Q(end__gte=today))),
        "evidence": list(provider.evidence.order_by("kind", "-issued_on")),
        "today": today,
    }
