"""What a granted request makes of the allocations (IV093, IV094, OP257, OP380)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from contracts.choices import ChangeReason, Frequency, ProductChange
from contracts.models import Allocation, AllocationVersion, CareRequest, RequestedProduct

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """What an allocation grants. ``volume`` per ``frequency`` in ``unit``, ``budget`` in cents, ``end`` None = open."""

    category: str
    product_code: str
    begin: date
    end: date | None
    volume: int | None
    unit: str
    frequency: str
    budget: int | None

    @property
    def is_total(self) -> bool:
        """Budget, or a volume for the whole time: a change counts from the begin (TR373)."""
        return self.budget is not None or self.frequency == Frequency.TOTAL

    def same_size(self, other: "Terms") -> bool:
        mine = (self.volume, self.unit, self.frequency, self.budget)
        return mine == (other.volume, other.unit, other.frequency, other.budget)


@dataclass(frozen=True, slots=True)
class Planned:
    """A version to be made; ``allocation`` None = under a new number. ``before`` is the version that it follows."""

    terms: Terms
    reason: str
    allocation: Allocation | None = None
    before: AllocationVersion | None = None


def terms_of(fact: AllocationVersion | RequestedProduct) -> Terms:
    if fact.begin is None:
        raise ValueError(f"Product {fact.pk} heeft geen ingangsdatum.")
    return Terms(
        fact.category,
        fact.product_code,
        fact.begin,
        fact.end,
        fact.volume,
        fact.unit,
        fact.frequency,
        fact.budget,
    )


def planned_versions(
    request: CareRequest, current: dict[int, AllocationVersion], terms: Terms | None = None
) -> Iterator[Planned]:
    """``current`` by allocation; ``terms`` instead of those that a JW315 asks for (IV094)."""
    for product in request.products.all():
        if product.change == ProductChange.NEW:
            yield Planned(terms or terms_of(product), "")
        elif product.change == ProductChange.CHANGED:
            yield from _changed(product, current[product.allocation_id or 0])


def _changed(product: RequestedProduct, before: AllocationVersion) -> Iterator[Planned]:
    """A longer or shorter time, another budget or total: the same number. Another size: an end and a new number."""
    now = terms_of(before)
    asked = replace(terms_of(product), category=now.category, product_code=now.product_code)
    by_provider = ChangeReason.BY_PROVIDER
    if asked.begin <= now.begin or now.is_total or asked.same_size(now):
        yield Planned(replace(asked, begin=now.begin), by_provider, before.allocation, before)
        return
    yield Planned(replace(now, end=asked.begin - ONE_DAY), by_provider, before.allocation, before)
    yield Planned(asked, "", None, before)
