"""Which computed figures the pages show, and as of when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from contracts.rules.periods import last_mature_month
from inkoop.base.choices import DeliveryStatus
from inkoop.base.models import Delivery
from inkoop.base.parameters import value_at
from kpis.choices import ComputationName, ComputationStatus, Split
from kpis.models import Computation


@dataclass(frozen=True)
class Figures:
    """The newest computations that have figures; None = never computed."""

    behaviour: Computation | None
    ibps: Computation | None
    newest_delivery: Delivery | None

    @property
    def are_being_updated(self) -> bool:
        return any(found and found.status != ComputationStatus.DONE for found in (self.behaviour, self.ibps))

    @property
    def peildatum(self) -> date | None:
        days = [found.peildatum for found in (self.behaviour, self.ibps) if found]
        return max(days, default=None)


def newest_figures() -> Figures:
    """Four queries."""
    return Figures(
        behaviour=_newest_behaviour(),
        ibps=_with_figures(ComputationName.IBP).first(),
        newest_delivery=newest_delivery(),
    )


def _with_figures(name: ComputationName) -> QuerySet[Computation]:
    """Also while they are computed again: until that is done the earlier ones stand."""
    found = Computation.objects.filter(name=name, split=Split.NONE).exclude(fingerprint="")
    return found.select_related("newest_delivery").order_by("-peildatum", "-window_to", "window_from")


def _newest_behaviour() -> Computation | None:
    """Of the newest peildatum; over mature months if there is such a one."""
    found = list(_with_figures(ComputationName.BEHAVIOUR)[:10])
    newest = [row for row in found if row.peildatum == found[0].peildatum]
    if not newest:
        return None
    last = last_mature_month(newest[0].peildatum, int(value_at("mature_after", newest[0].peildatum)))
    mature = [row for row in newest if row.window_to and row.window_to <= last]
    return (mature or newest)[0]


def newest_delivery() -> Delivery | None:
    loaded = Delivery.objects.filter(status=DeliveryStatus.LOADED, is_trial=False)
    return loaded.order_by("-received_on", "-id").first()
