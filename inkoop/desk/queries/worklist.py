"""What asks for attention: signals, ceilings, deliveries and computations."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from inkoop.base.choices import DeliveryStatus
from inkoop.base.models import Delivery, User
from kpis.choices import ComputationStatus, IbpState, SignalState
from kpis.models import Computation, IbpStatus, Signal
from providers.models import Provider

UNRESOLVED_FOR = timedelta(days=90)


@dataclass(frozen=True)
class ProviderSignals:
    """The signals with most at stake first; ``stake`` is that of the first, in cents; None = not known."""

    provider: Provider
    signals: list[Signal]

    @property
    def stake(self) -> int | None:
        return self.signals[0].stake


def open_signals(*, user: User, of: User | None) -> list[Signal]:
    """Signals that stand and are not settled; ``of``: of the accounts of this user only. One query."""
    signals = Signal.objects.visible_to(user).standing().with_state().exclude(Q(state=SignalState.SETTLED))
    if of is not None:
        signals = signals.filter(provider__account_holder=of)
    return list(signals.select_related("provider").order_by(F("stake").desc(nulls_last=True), "cause"))


def per_provider(signals: Iterable[Signal]) -> list[ProviderSignals]:
    """The provider with the largest amount at stake first; ``signals`` in that order."""
    found: dict[Provider, list[Signal]] = defaultdict(list)
    for one in signals:
        found[one.provider].append(one)
    rows = [ProviderSignals(key, own) for key, own in found.items()]
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
