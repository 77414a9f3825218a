"""The IBPs of one provider. What others declared under the same IBP is not shown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from contracts.models import AllocationVersion, CeilingAsk, DeclarationLine, IbpLink, IbpVersion
from contracts.queries.amounts import SIGNED
from inkoop.base.models import User
from kpis.models import Computation, IbpStatus
from providers.models import Provider


@dataclass(frozen=True)
class CeilingRow:
    """``numbers``: one's own allocations. ``is_shared``: others work under it too, so its total is not shown."""

    status: IbpStatus
    numbers: list[str]
    asks: list[CeilingAsk] = field(default_factory=list)

    @property
    def is_shared(self) -> bool:
        return len(self.status.provider_ids) > 1

    @property
    def pseudonym(self) -> str:
        return self.status.ibp.client.pseudonym[:12]


@dataclass(frozen=True)
class OwnMonth:
    """Declared by this provider, in cents; ``running`` up to and including this month."""

    month: date
    declared: int
    running: int


def ceilings(provider: Provider, computation: Computation | None, user: User) -> QuerySet[Any]:
    """The states of the newest computation, those with the most overrun first."""
    rows = IbpStatus.objects.visible_to(user).filter(
        computation=computation, provider_ids__contains=[provider.pk]
    )
    worst = F("overrun").desc(nulls_last=True)
    most = F("utilisation").desc(nulls_last=True)
    return rows.select_related("ibp__client", "version", "municipality").order_by(worst, most, "ibp__code")


def wanted(rows: QuerySet[Any], *, state: str, asked: str, running_on: date | None) -> QuerySet[Any]:
    """``asked`` is the code of an IBP or an allocation number; ``running_on`` leaves out what ended before."""
    if state:
        rows = rows.filter(status=state)
    if running_on:
        rows = rows.filter(Q(version__end=None) | Q(version__end__gte=running_on))
    if asked:
        linked = IbpLink.objects.filter(allocation__number=asked)
        rows = rows.filter(Q(ibp__code__iexact=asked) | Q(version__in=linked.values("ibp_version")))
    return rows


def with_details(statuses: Sequence[IbpStatus], provider: Provider) -> list[CeilingRow]:
    """Three queries."""
    numbers = own_allocations([one.version_id for one in statuses], provider)
    asks: dict[int, list[CeilingAsk]] = defaultdict(list)
    for ask in CeilingAsk.objects.filter(provider=provider, ibp__in=[one.ibp_id for one in statuses]):
        asks[ask.ibp_id].append(ask)
    return [
        CeilingRow(one, [number for _, number in numbers[one.version_id]], asks[one.ibp_id])
        for one in statuses
    ]


def own_allocations(versions: Iterable[int], provider: Provider) -> dict[int, list[tuple[int, str]]]:
    """Per version of an IBP the key and number of the allocations that this provider has or had under it."""
    own = AllocationVersion.objects.filter(provider=provider).values("allocation")
    links = IbpLink.objects.filter(ibp_version__in=list(versions), allocation__in=own)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = links.order_by("allocation__number").values_list("ibp_version", "allocation", "allocation__number")
    for version, allocation, number in rows:
        found[version].append((allocation, number))
    return found


def own_months(status: IbpStatus, provider: Provider, until: date) -> list[OwnMonth]:
    """Months since the first version in which this provider declared, oldest first. Three queries."""
    first = IbpVersion.objects.filter(ibp=status.ibp_id).order_by("version").first()
    keys = [key for key, _ in own_allocations([status.version_id], provider)[status.version_id]]
    lines = DeclarationLine.objects.filter(allocation__in=keys, provider=provider, received_on__lte=until)
    if first:
        lines = lines.filter(month__gte=first.begin.replace(day=1))
    rows, running = [], 0
    for month, cents in lines.order_by("month").values_list("month").annotate(total=Sum(SIGNED)):
        running += cents
        rows.append(OwnMonth(month, cents, running))
    return rows


def codes_of(provider: Provider, codes: Iterable[str], computation: Computation | None) -> dict[str, Any]:
    """The IBPs of this provider with these codes, by code."""
    rows = IbpStatus.objects.filter(
        computation=computation, provider_ids__contains=[provider.pk], ibp__code__in=list(codes)
    )
    return {one.ibp.code: one.ibp for one in rows.select_related("ibp")}
