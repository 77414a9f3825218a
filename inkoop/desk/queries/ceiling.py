"""The running sum of one IBP against its ceiling."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from contracts.models import Allocation, AllocationVersion, DeclarationLine, Ibp, IbpVersion
from contracts.queries.amounts import SIGNED
from contracts.rules.periods import add_months, first_of_month, last_mature_month
from providers.models import Provider


@dataclass(frozen=True)
class IbpMonth:
    """Cents. ``declared`` per allocation, in the order of the allocations of the ceiling."""

    month: date
    declared: list[int]
    total: int
    running: int
    is_provisional: bool


@dataclass(frozen=True)
class LinkedAllocation:
    allocation: Allocation
    current: AllocationVersion | None


@dataclass(frozen=True)
class Ceiling:
    """An IBP as known on the peildatum; without versions by then everything is empty.

    ``warning``: from this share of the amount on it is orange.
    """

    versions: list[IbpVersion]
    allocations: list[LinkedAllocation] = field(default_factory=list)
    months: list[IbpMonth] = field(default_factory=list)
    warning: Decimal = Decimal(0)

    @property
    def first(self) -> IbpVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def current(self) -> IbpVersion | None:
        return self.versions[-1] if self.versions else None

    @property
    def providers(self) -> list[Provider]:
        found = {link.current.provider for link in self.allocations if link.current}
        return sorted(found, key=lambda provider: provider.name)


def ceiling_of(ibp: Ibp, peildatum: date, parameters: Mapping[str, Decimal]) -> Ceiling:
    """Four queries."""
    versions = list(IbpVersion.objects.filter(ibp=ibp, received_on__lte=peildatum).order_by("version"))
    if not versions:
        return Ceiling(versions)
    links = _linked(versions[-1], peildatum)
    mature = last_mature_month(peildatum, int(parameters["mature_after"]))
    months = _months(versions, links, peildatum, mature)
    return Ceiling(versions, links, months, parameters["ibp_warning"])


def _linked(version: IbpVersion, peildatum: date) -> list[LinkedAllocation]:
    allocations = list(Allocation.objects.filter(ibp_links__ibp_version=version).order_by("number"))
    known = AllocationVersion.objects.filter(allocation__in=allocations, received_on__lte=peildatum)
    newest = known.order_by("allocation", "-issued_on", "-issued_at", "-received_on", "-id")
    current = {row.allocation_id: row for row in newest.distinct("allocation").select_related("provider")}
    return [LinkedAllocation(row, current.get(row.pk)) for row in allocations]


def _months(
    versions: list[IbpVersion], links: list[LinkedAllocation], peildatum: date, mature: date
) -> list[IbpMonth]:
    """Every month from the start of the first version t/m that of the peildatum, or of the last line."""
    start = first_of_month(versions[0].begin)
    declared = _declared([link.allocation.pk for link in links], start, peildatum)
    last = _last_month(versions[-1], declared, peildatum)
    rows: list[IbpMonth] = []
    month, running = start, 0
    while month <= last:
        amounts = [declared[month].get(link.allocation.pk, 0) for link in links]
        running += sum(amounts)
        rows.append(IbpMonth(month, amounts, sum(amounts), running, month > mature))
        month = add_months(month, 1)
    return rows


def _last_month(current: IbpVersion, declared: dict[date, dict[int, int]], peildatum: date) -> date:
    term = min(peildatum, current.end) if current.end else peildatum
    return max([first_of_month(term), *declared])


def _declared(allocations: list[int], start: date, peildatum: date) -> dict[date, dict[int, int]]:
    lines = DeclarationLine.objects.filter(
        allocation__in=allocations, month__gte=start, received_on__lte=peildatum
    )
    rows = lines.order_by().values_list("month", "allocation_id").annotate(total=Sum(SIGNED))
    found: dict[date, dict[int, int]] = defaultdict(dict)
    for month, allocation, total in rows:
        found[month][allocation] = total
    return found
