"""Which computed figures the pages show, and as of when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from contracts.rules.periods import last_mature_month
from inkoop.base.choices import DeliveryStatus
from inkoop.base.models import Delivery
from kpis.choices import ComputationName, ComputationStatus, Split
from kpis.models import Computation


@dataclass(frozen=True)
class Figures:
    """The newest finished computations; None = never computed."""

    behaviour: Computation | None
    ibps: Computation | None
    newest_delivery: Delivery | None

    @property
    def peildatum(self) -> date | None:
        days = [found.peildatum for found in (self.behaviour, self.ibps) if found]
        return max(days, default=None)


def newest_figures() -> Figures:
    """Three queries."""
    return Figures(
        behaviour=_newest_behaviour(),
        ibps=_finished(ComputationName.IBP).first(),
        newest_delivery=_newest_delivery(),
    )


def _finished(name: ComputationName) -> QuerySet[Computation]:
    found = Computation.objects.filter(name=name, status=ComputationStatus.DONE, split=Split.NONE)
    return found.select_related("newest_delivery").order_by("-peildatum", "-window_to", "window_from")


def _newest_behaviour() -> Computation | None:
    """Of the newest peildatum; over mature months if there is such a one."""
    found = list(_finished(ComputationName.BEHAVIOUR)[:10])
    newest = [row for row in found if row.peildatum == found[0].peildatum]
    mature = [row for row in newest if row.window_to and row.window_to <= last_mature_month(row.peildatum)]
    return next(iter(mature or newest), None)


def _newest_delivery() -> Delivery | None:
    loaded = Delivery.objects.filter(status=DeliveryStatus.LOADED, is_trial=False)
    return loaded.order_by("-received_on", "-id").first()
