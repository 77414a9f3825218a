"""What the page of one contract shows."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from contracts.choices import ContractStatus, DecisionKind
from contracts.models import (
    Contract,
    ContractDecision,
    ContractVersion,
    PriceDecision,
    PriceLine,
    ProductCode,
    Tariff,
)
from contracts.queries.exclusions import Excluded, exclusions_within
from contracts.queries.status import terms_of
from contracts.queries.terms import tariffs_on
from contracts.rules.periods import ONE_DAY
from contracts.rules.terms import TermError, Terms, extensions
from inkoop.base.choices import ProposalState
from inkoop.base.dutch import counted
from inkoop.base.models import Municipality

RUNNING_ON = (ContractStatus.RUNNING, ContractStatus.PLANNED)


@dataclass(frozen=True)
class VersionRow:
    """The terms since a day, with what brought them: a decision, or a delivered file."""

    version: ContractVersion
    decision: ContractDecision | None
    places: list[str]


@dataclass(frozen=True)
class Stretch:
    """One bar of the time line; ``end`` None = it goes on. ``kind``: vast, optie, tarief or plafond."""

    row: str
    kind: str
    begin: date
    end: date | None
    text: str
    share: float | None = None


def versions_of(contract: Contract, names: dict[int, str]) -> list[VersionRow]:
    """Newest first. Two queries."""
    decided = {
        decision.delivery_id: decision
        for decision in contract.decisions.filter(state=ProposalState.APPROVED).select_related(
            "proposed_by", "settled_by"
        )
    }
    versions = contract.versions.select_related("delivery").order_by("-received_on", "-id")
    return [
        VersionRow(version, decided.get(version.delivery_id), places(version, names)) for version in versions
    ]


def places(version: ContractVersion | ContractDecision, names: dict[int, str]) -> list[str]:
    """Names of the municipalities; empty = all of them."""
    return sorted(names[pk] for pk in version.municipality_ids if pk in names)


def municipality_names() -> dict[int, str]:
    return dict(Municipality.objects.values_list("pk", "name"))


def readable_terms(version: ContractVersion) -> Terms:
    """The terms; options that cannot be read (from a file) are left out rather than breaking the page."""
    try:
        return terms_of(version)
    except TermError:
        return Terms(version.begin, version.end, (), version.notice_months)


def term_stretches(terms: Terms) -> list[Stretch]:
    firm = Stretch("Looptijd", "vast", terms.begin, terms.end, "vaste looptijd met gebruikte opties")
    options = [
        Stretch("Opties", "optie", begin, end, f"optie {number}: {counted(months, 'maand', 'maanden')}")
        for number, ((begin, end), months) in enumerate(
            zip(extensions(terms), terms.options, strict=False), start=1
        )
    ]
    return [firm, *options]


def tariff_stretches(contract: Contract, *, as_of: date) -> list[Stretch]:
    """Periods between the days on which prices begin, with how many products have a new one. One query."""
    known = Tariff.objects.filter(contract=contract, received_on__lte=as_of, superseded_on=None)
    rows = list(known.order_by("begin", "id").values_list("begin", "end"))
    groups = [(begin, list(group)) for begin, group in groupby(rows, key=lambda row: row[0])]
    following = [begin for begin, _ in groups[1:]]
    stretches = []
    for place, (begin, group) in enumerate(groups):
        ends = [end for _, end in group]
        last = None if None in ends else max(filter(None, ends))
        if place < len(following) and (last is None or last >= following[place]):
            last = following[place] - ONE_DAY
        text = counted(len(group), "tarief begint", "tarieven beginnen")
        stretches.append(Stretch("Tarieven", "tarief", begin, last, text))
    return stretches


def tariffs_of(contract: Contract, day: date, *, as_of: date) -> list[Tariff]:
    found = tariffs_on(Tariff.objects.filter(contract=contract), day, as_of=as_of)
    return list(found.select_related("product_code").order_by("product_code__code"))


def open_proposal(contract: Contract) -> ContractDecision | None:
    proposals = contract.decisions.filter(state=ProposalState.PROPOSED)
    return proposals.select_related("proposed_by", "base").first()


def prices_with(proposal: ContractDecision) -> list[PriceLine]:
    """The prices that come into force with it."""
    lines = PriceLine.objects.filter(decision__together=proposal)
    return list(lines.select_related("product_code").order_by("product_code__code"))


def open_prices(contract: Contract) -> list[PriceDecision]:
    """Proposals about prices alone, with their lines. Two queries."""
    found = contract.price_decisions.filter(state=ProposalState.PROPOSED, together=None)
    return list(found.select_related("proposed_by").prefetch_related("lines__product_code"))


def exclusions_of(contract: Contract, version: ContractVersion, today: date) -> list[Excluded]:
    """Municipalities of the contract that do not buy (or will not) what it prices from today on. Two queries."""
    priced = Tariff.objects.filter(contract=contract, superseded_on=None).values("product_code")
    products = ProductCode.objects.filter(pk__in=priced).order_by("code")
    return exclusions_within(products, version.municipality_ids, today, version.end)


def turned_down(contract: Contract) -> list[ContractDecision]:
    settled = contract.decisions.filter(state__in=[ProposalState.REJECTED, ProposalState.WITHDRAWN])
    return list(settled.select_related("proposed_by", "settled_by").order_by("-id"))


def possible_decisions(status: str, terms: Terms | None) -> list[DecisionKind]:
    """What can be decided about a contract now."""
    if terms is None or status == ContractStatus.ENDED:
        return []
    kinds = [DecisionKind.ADDENDUM, DecisionKind.DISSOLVE]
    if status in RUNNING_ON:
        kinds.insert(0, DecisionKind.NOTICE)
        if terms.options and terms.end:
            kinds.insert(0, DecisionKind.EXTEND)
    return kinds
