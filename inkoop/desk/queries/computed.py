"""The figures of one computation: the newest, or those of the peildatum and months that are asked for."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from inkoop.base.models import Delivery
from kpis.choices import ComputationName, ComputationStatus
from kpis.models import Computation
from kpis.services import Asked


@dataclass(frozen=True)
class Shown:
    """``computation``: with figures; None = not computed (yet). ``asked``: None = just the newest."""

    computation: Computation | None
    asked: Asked | None
    row: Computation | None

    @property
    def peildatum(self) -> date | None:
        return self.computation.peildatum if self.computation else None

    @property
    def newest_delivery(self) -> Delivery | None:
        return self.computation.newest_delivery if self.computation else None

    @property
    def are_being_updated(self) -> bool:
        return self.row is not None and self.row.status in {
            ComputationStatus.WAITING,
            ComputationStatus.RUNNING,
        }

    @property
    def has_failed(self) -> bool:
        return self.row is not None and self.row.status == ComputationStatus.FAILED


def newest_of(name: ComputationName) -> Shown:
    """The newest figures over the longest recent window. One query."""
    row = _rows(name).exclude(fingerprint="").order_by("-peildatum", "-window_to", "window_from").first()
    return Shown(row, None, row)


def figures_of(asked: Asked) -> Shown:
    """The figures that are asked for. One query."""
    row = (
        _rows(asked.name)
        .filter(peildatum=asked.peildatum, window_from=asked.first, window_to=asked.last, split=asked.split)
        .first()
    )
    return Shown(row if row and row.fingerprint else None, asked, row)


def _rows(name: ComputationName) -> QuerySet[Computation]:
    return Computation.objects.filter(name=name).select_related("newest_delivery")
