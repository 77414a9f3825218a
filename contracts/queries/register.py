"""The register of contracts: one row per contract, with the money of a year beside it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Max, QuerySet

from contracts.models import Contract, SpendingRoomVersion
from contracts.queries.declared import declared_by_contract
from contracts.queries.status import with_status
from contracts.rules.periods import add_months
from inkoop.base.choices import DeliveryStatus
from inkoop.base.models import Delivery
from inkoop.base.periods import first_of_month
from providers.models import Provider

YEAR_MONTHS = 12
KEEP = timedelta(days=1)


@dataclass(frozen=True)
class RegisterRow:
    """``contract`` carries its terms and status. Cents; ``room`` None = no ceiling for the whole contract."""

    contract: Contract
    declared: int
    room: int | None


def register(contracts: QuerySet[Contract], *, today: date) -> list[RegisterRow]:
    """By number. ``declared``: the twelve whole months before today; ``room``: of this year. Three queries."""
    listed = list(
        with_status(contracts, today=today)
        .select_related("provider__account_holder", "responsible", "predecessor")
        .order_by("number")
    )
    declared = declared_lately(today=today)
    rooms = _rooms([one.pk for one in listed], today)
    return [RegisterRow(one, declared.get(one.pk, 0), rooms.get(one.pk)) for one in listed]


def declared_lately(*, today: date) -> dict[int, int]:
    """Cents per contract over the twelve whole months before today. One query; the sums are kept until
    another delivery is loaded.
    """
    loaded = Delivery.objects.filter(status=DeliveryStatus.LOADED, is_trial=False)
    newest = loaded.aggregate(newest=Max("finished_at"))["newest"]
    key = f"declared-lately-{today}-{newest and newest.timestamp()}"
    kept: dict[int, int] | None = cache.get(key)
    if kept is None:
        kept = _declared_lately(today)
        cache.set(key, kept, timeout=KEEP.total_seconds())
    return kept


def _declared_lately(today: date) -> dict[int, int]:
    this_month = first_of_month(today)
    found = declared_by_contract(
        Provider.objects.values_list("pk", flat=True),
        first=add_months(this_month, -YEAR_MONTHS),
        last=add_months(this_month, -1),
        as_of=today,
    )
    return {
        contract: sum(month.cents for month in months)
        for contract, months in found.items()
        if contract is not None
    }


def _rooms(contracts: list[int], today: date) -> dict[int, int]:
    versions = SpendingRoomVersion.objects.filter(
        room__contract__in=contracts,
        room__year=today.year,
        room__category=None,
        room__product_code=None,
        known_since__lte=today,
    )
    oldest_first = versions.order_by("known_since", "id")
    return dict(oldest_first.values_list("room__contract", "amount"))
