"""What asks for attention: signals, ceilings, deliveries and computations."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Case, Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Abs, Greatest, NullIf
from django.utils import timezone

from inkoop.base.choices import DeliveryStatus
from inkoop.base.models import Delivery, User
from kpis.choices import INDICATORS, ComputationStatus, FigureUnit, IbpState
from kpis.models import Computation, IbpStatus, IndicatorValue, Signal
from providers.models import Provider

AMOUNT = DecimalField(max_digits=30, decimal_places=6)
MEASURED_AGAINST_SIZE = [
    indicator.code for indicator in INDICATORS.values() if indicator.unit != FigureUnit.SHARE
]
UNRESOLVED_FOR = timedelta(days=90)


@dataclass(frozen=True)
class ProviderSignals:
    """``stake`` in cents; None = what the provider declared is not known."""

    provider: Provider
    signals: list[Signal]
    stake: Decimal | None


def with_stake(signals: QuerySet[Signal]) -> QuerySet[Signal]:
    """Adds ``stake``: the part of what the provider declared in the window that the deviation is about.

    A share: its distance from the median of the peers, times what was declared. Anything else: the same
    distance as a part of the larger of the two. A measure for the order, not a claim. NULL without DG01.
    """
    declared = IndicatorValue.objects.filter(
        computation=OuterRef("computation"), provider=OuterRef("provider"), part="", indicator="DG01"
    )
    distance = Abs(F("value") - F("median_peers"))
    larger = NullIf(Greatest(Abs("value"), Abs("median_peers")), Decimal(0))
    share = Case(
        When(indicator__in=MEASURED_AGAINST_SIZE, then=distance / larger),
        default=distance,
        output_field=AMOUNT,
    )
    return signals.annotate(declared=Subquery(declared.values("value")[:1])).annotate(
        stake=Case(When(declared__gt=0, then=F("declared") * share), output_field=AMOUNT)
    )


def standing_signals(computation: Computation | None, *, user: User, of: User | None) -> QuerySet[Signal]:
    """Signals of this computation that have not lapsed; ``of``: of the accounts of this user only."""
    signals = (
        Signal.objects.filter(computation=computation, lapsed_at=None)
        if computation
        else Signal.objects.none()
    )
    if of is not None:
        signals = signals.filter(provider__account_holder=of)
    return with_stake(signals.filter(provider__in=Provider.objects.visible_to(user))).select_related(
        "provider"
    )


def per_provider(signals: Iterable[Signal]) -> list[ProviderSignals]:
    """The provider with the largest amount at stake first, and so its signals."""
    found: dict[Provider, list[Signal]] = defaultdict(list)
    for signal in signals:
        found[signal.provider].append(signal)
    rows = []
    for provider, own in found.items():
        own.sort(key=lambda signal: (-(signal.stake or 0), signal.indicator))
        rows.append(ProviderSignals(provider, own, own[0].stake))
    return sorted(rows, key=lambda row: (-(row.stake or 0), row.provider.name))


def running_ibps(computation: Computation | None, *, user: User, of: User | None) -> QuerySet[IbpStatus]:
    """Of this computation; ``of``: with a provider that is an account of this user only."""
    rows = IbpStatus.objects.visible_to(user).filter(computation=computation)
    if of is not None:
        accounts = list(Provider.objects.filter(account_holder=of).values_list("pk", flat=True))
        rows = rows.filter(provider_ids__overlap=accounts)
    return still_running(rows)


def still_running(rows: QuerySet[IbpStatus]) -> QuerySet[IbpStatus]:
    """IBPs whose term is not over on the peildatum."""
    return rows.filter(Q(elapsed__lt=1) | Q(elapsed=None))


def most_exceeded(rows: QuerySet[IbpStatus]) -> QuerySet[IbpStatus]:
    return rows.filter(status=IbpState.RED).select_related("ibp", "version").order_by("-overrun", "pk")


def nearly_used(rows: QuerySet[IbpStatus]) -> QuerySet[IbpStatus]:
    orange = rows.filter(status=IbpState.ORANGE).select_related("ibp", "version")
    return orange.order_by(F("exhausted_on").asc(nulls_last=True), "-utilisation", "pk")


def count_by_state(rows: QuerySet[IbpStatus]) -> dict[str, int]:
    return dict(rows.order_by().values_list("status").annotate(Count("pk")))


def unresolved_deliveries(user: User) -> QuerySet[Delivery]:
    """Of the last 90 days: nothing of the file was loaded, nor of a later file of that name."""
    again = Delivery.objects.filter(
        kind=OuterRef("kind"),
        file_name=OuterRef("file_name"),
        pk__gt=OuterRef("pk"),
        status=DeliveryStatus.LOADED,
    )
    failed = Delivery.objects.visible_to(user).filter(
        status__in=[DeliveryStatus.REJECTED, DeliveryStatus.BROKEN_OFF],
        is_trial=False,
        created_at__gte=timezone.now() - UNRESOLVED_FOR,
    )
    return failed.exclude(Exists(again)).order_by("-id")


def recent_deliveries(user: User) -> QuerySet[Delivery]:
    shown = [DeliveryStatus.LOADED, DeliveryStatus.LOADING, DeliveryStatus.WAITING]
    return Delivery.objects.visible_to(user).filter(status__in=shown, is_trial=False).order_by("-id")


def open_computations() -> QuerySet[Computation]:
    """Waiting, at work or failed, newest first."""
    return Computation.objects.exclude(status=ComputationStatus.DONE).order_by("-id")
