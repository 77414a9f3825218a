"""The computations that a report is made of."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kpis.choices import ComputationName
from kpis.models import Computation


@dataclass(frozen=True)
class Sources:
    """Per kind of figures the computation on the peildatum; None = not computed."""

    peildatum: date
    use: Computation | None
    months: Computation | None
    change: Computation | None
    flow: Computation | None
    forecast: Computation | None
    behaviour: Computation | None
    ibps: Computation | None
    referrers: Computation | None

    @property
    def all(self) -> list[Computation]:
        found = (
            self.use, self.months, self.change, self.flow, self.forecast, self.behaviour, self.ibps,
            self.referrers,
        )  # fmt: skip
        return [one for one in found if one is not None]


def newest_peildatum() -> date | None:
    """The newest day of which the use of care was computed."""
    newest = _usable().filter(name=ComputationName.USE).order_by("-peildatum").first()
    return newest.peildatum if newest else None


def peildata() -> list[date]:
    """The days of which there are figures of the use of care, newest first."""
    return list(
        _usable()
        .filter(name=ComputationName.USE)
        .order_by("-peildatum")
        .values_list("peildatum", flat=True)
        .distinct()
    )


def sources_at(peildatum: date) -> Sources:
    """One query. Of a kind computed over several windows: the longest that ends last."""
    rows = _usable().filter(peildatum=peildatum, split="").order_by("window_to", "-window_from")
    found = {row.name: row for row in rows}
    return Sources(
        peildatum=peildatum,
        use=found.get(ComputationName.USE),
        months=found.get(ComputationName.MONTH_SERIES),
        change=found.get(ComputationName.CHANGE),
        flow=found.get(ComputationName.FLOW),
        forecast=found.get(ComputationName.FORECAST),
        behaviour=found.get(ComputationName.BEHAVIOUR),
        ibps=found.get(ComputationName.IBP),
        referrers=found.get(ComputationName.REFERRERS),
    )


def _usable() -> QuerySet[Computation]:
    return Computation.objects.exclude(fingerprint="").select_related("newest_delivery")
