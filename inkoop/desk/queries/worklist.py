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
class StandingSignal:
    """``stake`` in cents; None = what the provider declared is not known."""

    signal: Signal
    stake: Decimal | None

    @property
    def place(self) -> tuple[Decimal, str]:
        return -(self.stake or Decimal(0)), self.signal.indicator


@dataclass(frozen=True)
class ProviderSignals:
    """The signals with most at stake first; ``stake`` is that of the first."""

    provider: Provider
    signals: list[StandingSignal]

    @property
    def stake(self) -> Decimal | None:
        return self.signals[0].stake


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


def standing_signals(computation: Computation | None, *, user: User, of: User | None) -> list[StandingSignal]:
    """Signals of this computation that have not lapsed; ``of``: of the accounts of this user only."""
    if computation is None:
        return []
    signals = Signal.objects.visible_to(user).filter(computation=computation, lapsed_at=None)
    if of is not None:
        signals = signals.filter(provider__account_holder=of)
    rows = with_stake(signals).select_related("provider")
    return [StandingSignal(row, row.stake) for row in rows]  # type: ignore[attr-defined]  # annotated


def per_provider(signals: Iterable[StandingSignal]) -> list[ProviderSignals]:
    """The provider with the largest amount at stake first."""
    found: dict[Provider, list[StandingSignal]] = defaultdict(list)
    for one in signals:
        found[one.signal.provider].append(one)
    rows = [ProviderSignals(key, sorted(own, key=lambda one: one.place)) for key, own in found.items()]
    return sorted(rows, key=lambda row: (-(row.stake or Decimal(0)), row.provider.name))


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
