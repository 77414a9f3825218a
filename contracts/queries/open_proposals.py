"""All that one person proposed and another one still has to settle."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from contracts.models import (
    ContractDecision,
    IndexationRun,
    PriceDecision,
    ProductCode,
    ProductDecision,
    Tariff,
)
from contracts.models.prices import PRODUCT_FIELDS
from contracts.rules.periods import ONE_DAY
from inkoop.base.choices import ProposalState
from inkoop.base.dutch import counted, number
from inkoop.base.models import Parameter, ParameterProposal
from inkoop.base.parameters import changes_of

LABELS = {field.name: str(field.verbose_name) for field in ProductCode._meta.fields}
CONTRACT, PRICES, PRODUCT, INDEXATION = "contract", "tarieven", "product", "indexatie"
PARAMETERS = "instelling"


@dataclass(frozen=True)
class OpenProposal:
    """``what`` is its effect in a few words; ``url`` where it can be read and settled."""

    kind: str
    proposal: Any
    title: str
    what: str
    url: str

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.proposal.pk}"


def open_proposals() -> list[OpenProposal]:
    """Oldest first. Six queries."""
    settings = list(Parameter.objects.all())
    found = [
        *map(
            _contract,
            _open(ContractDecision)
            .select_related("contract__provider", "base")
            .annotate(prices_with=Count("prices__lines")),
        ),
        *map(
            _prices,
            _open(PriceDecision)
            .filter(together=None)
            .select_related("contract__provider")
            .annotate(number=Count("lines")),
        ),
        *map(_product, _open(ProductDecision).select_related("product")),
        *map(_indexation, _open(IndexationRun).annotate(number=Count("lines"))),
        *(_parameters(one, settings) for one in _open(ParameterProposal)),
    ]
    return sorted(found, key=lambda one: one.proposal.proposed_at)


def number_of_proposals(*, not_of: Any) -> int:
    """Those that this person could settle. One query."""
    first, *others = [
        rows.filter(state=ProposalState.PROPOSED).exclude(proposed_by=not_of).order_by().values("pk")
        for rows in (
            ContractDecision.objects.all(),
            PriceDecision.objects.filter(together=None),
            ProductDecision.objects.all(),
            IndexationRun.objects.all(),
            ParameterProposal.objects.all(),
        )
    ]
    return int(first.union(*others, all=True).count())


def _open(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(state=ProposalState.PROPOSED)
    return rows.select_related("proposed_by")


def _contract(one: Any) -> OpenProposal:
    until = f"{one.end:%d-%m-%Y}" if one.end else "onbepaalde tijd"
    was = (
        f", was t/m {one.base.end:%d-%m-%Y}" if one.base and one.base.end and one.base.end != one.end else ""
    )
    prices = f", met {counted(one.prices_with, 'tarief', 'tarieven')}" if one.prices_with else ""
    return OpenProposal(
        CONTRACT,
        one,
        f"{one.get_kind_display().capitalize()}: {one.contract.number}, {one.contract.provider.name}",
        f"{one.begin:%d-%m-%Y} t/m {until}{was}{prices}",
        f"{reverse('admin:contracts_contract_change', args=[one.contract_id])}#voorstel",
    )


def _prices(one: Any) -> OpenProposal:
    return OpenProposal(
        PRICES,
        one,
        f"Tarieven: {one.contract.number}, {one.contract.provider.name}",
        counted(one.number, "tarief", "tarieven"),
        reverse("admin:proposal_page", args=[PRICES, one.pk]),
    )


def _product(one: ProductDecision) -> OpenProposal:
    return OpenProposal(
        PRODUCT,
        one,
        str(one),
        "nieuw product" if one.product is None else "andere kenmerken",
        reverse("admin:proposal_page", args=[PRODUCT, one.pk]),
    )


def _indexation(one: Any) -> OpenProposal:
    return OpenProposal(
        INDEXATION,
        one,
        str(one),
        f"{number(one.total, 2)}% op {counted(one.number, 'tarief', 'tarieven')}",
        reverse("admin:indexation_run", args=[one.pk]),
    )


def _parameters(one: ParameterProposal, settings: list[Parameter]) -> OpenProposal:
    changes = [f"{name} Was {before}, wordt {after}." for name, before, after in changes_of(one, settings)]
    return OpenProposal(
        PARAMETERS, one, str(one), " ".join(changes), reverse("admin:parameter_proposal", args=[one.pk])
    )


def with_price_before(lines: QuerySet[Any]) -> QuerySet[Any]:
    """Lines of a proposal about prices with ``before``: cents that hold on their first day or the eve of it;
    NULL = no price.
    """
    held = Tariff.objects.filter(
        Q(end=None) | Q(end__gte=OuterRef("begin") - ONE_DAY),
        contract=OuterRef("decision__contract"),
        product_code=OuterRef("product_code"),
        superseded_on=None,
        begin__lte=OuterRef("begin"),
    )
    found: QuerySet[Any] = lines.annotate(before=Subquery(held.order_by("-begin").values("cents")[:1]))
    return found


def product_changes(decision: ProductDecision) -> list[tuple[str, str, str]]:
    """Feature, as it is in the list (empty for a new product) and as it is proposed; only what differs."""
    product = decision.product
    rows = []
    for name in PRODUCT_FIELDS:
        before = shown(product, name) if product else ""
        after = shown(decision, name)
        if before != after:
            rows.append((LABELS[name], before, after))
    return rows


def shown(product: ProductCode | ProductDecision, name: str) -> str:
    """A feature as people read it."""
    value = getattr(product, name)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    written = getattr(product, f"get_{name}_display", None)
    return str(written() if written else value) if value not in {None, ""} else ""
