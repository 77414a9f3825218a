"""Contracts of the open house under which nobody was helped for a whole calendar year."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from contracts.choices import DecisionKind, ProcedureDecision, ProcurementForm
from contracts.models import Contract, ContractDecision, Decision, DeclarationLine, Shortage, Tariff
from contracts.queries.amounts import SIGNED
from contracts.queries.terms import tariffs_on, with_terms
from contracts.rules.admission import Use, is_insufficient_use, why_kept
from inkoop.base.choices import ProposalState
from inkoop.base.parameters import values_at
from providers.queries.satisfaction import satisfaction


@dataclass(frozen=True)
class UnusedContract:
    """``kept_because`` empty = may be dissolved. ``decision``: what was decided about this year before.

    ``proposal``: a proposal to dissolve that another person still has to settle.
    """

    contract: Contract
    use: Use
    kept_because: str
    decision: Decision | None
    proposal: ContractDecision | None = None

    @property
    def is_open(self) -> bool:
        return self.decision is None and self.proposal is None


def unused_contracts(year: int, today: date) -> list[UnusedContract]:
    """By name of the provider. Nine queries. Use = net declared for at least one client with service in the year.

    Only contracts that run today: what has ended needs no dissolving. The grade of clients is that of the newest
    survey that ended in the year before or later: in the year itself there was nobody to ask.
    """
    contracts = list(_candidates(year, today).select_related("provider").order_by("provider__name", "number"))
    codes = _codes_of(contracts, today)
    alone = _offered_by_one(today, {code for own in codes.values() for code in own})
    short = _short_of(today)
    limits = values_at(today)
    grades = satisfaction(
        [one.provider_id for one in contracts],
        since=date(year - 1, 1, 1),
        as_of=today,
        least_answers=int(limits["kept_answers"]),
    )
    decided = _decisions(contracts, year)
    proposed = _proposals(contracts)
    found = []
    for one in contracts:
        use = Use(
            clients=0,
            contract_begin=one.begin,
            contract_end=one.end,
            alone_for=tuple(code for code in codes[one.pk] if code in alone),
            short_of=tuple(code for code in codes[one.pk] if code in short),
            grade=grades.get(one.provider_id),
        )
        if is_insufficient_use(use, year):
            kept = why_kept(use, limits["kept_grade"])
            found.append(UnusedContract(one, use, kept, decided.get(one.pk), proposed.get(one.pk)))
    return found


def running(today: date) -> QuerySet[Any]:
    """Contracts in force today, with their terms."""
    found: QuerySet[Any] = with_terms(Contract.objects.all(), as_of=today)
    return found.filter(Q(end=None) | Q(end__gte=today), begin__lte=today)


def _candidates(year: int, today: date) -> QuerySet[Any]:
    """Open house contracts in force of providers without a client with net declared care in the year."""
    helped = (
        DeclarationLine.objects.filter(
            provider=OuterRef("provider"), month__range=(date(year, 1, 1), date(year, 12, 1))
        )
        .order_by()
        .values("client")
        .annotate(net=Sum(SIGNED))
        .filter(net__gt=0)
    )
    return running(today).filter(~Exists(helped), form=ProcurementForm.OPEN_HOUSE)


def _codes_of(contracts: list[Any], today: date) -> dict[int, list[str]]:
    tariffs = tariffs_on(Tariff.objects.filter(contract__in=contracts), today, as_of=today)
    codes: dict[int, list[str]] = defaultdict(list)
    for contract, code in tariffs.order_by("product_code__code").values_list(
        "contract", "product_code__code"
    ):
        codes[contract].append(code)
    return codes


def _offered_by_one(today: date, codes: set[str]) -> set[str]:
    """Of these product codes, those that only one provider has a tariff for today."""
    tariffs = tariffs_on(
        Tariff.objects.filter(contract__in=running(today).values("pk"), product_code__code__in=codes),
        today,
        as_of=today,
    )
    counted = tariffs.order_by().values("product_code__code")
    counted = counted.annotate(providers=Count("contract__provider", distinct=True))
    return {row["product_code__code"] for row in counted if row["providers"] == 1}


def _short_of(today: date) -> set[str]:
    lasting = Shortage.objects.filter(Q(end=None) | Q(end__gte=today), begin__lte=today)
    return set(lasting.values_list("product_code__code", flat=True))


def _decisions(contracts: list[Any], year: int) -> dict[int | None, Decision]:
    kinds = [ProcedureDecision.DISSOLVE, ProcedureDecision.NOT_DISSOLVE]
    rows = Decision.objects.filter(contract__in=contracts, year=year, kind__in=kinds)
    return {one.contract_id: one for one in rows.select_related("by").order_by("pk")}


def _proposals(contracts: list[Any]) -> dict[int, ContractDecision]:
    """Open proposals to dissolve, by contract."""
    rows = ContractDecision.objects.filter(
        contract__in=contracts, state=ProposalState.PROPOSED, kind=DecisionKind.DISSOLVE
    )
    return {one.contract_id: one for one in rows.select_related("proposed_by")}
