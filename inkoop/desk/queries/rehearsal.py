"""A new threshold for signals, tried on the figures of earlier peildata."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import F

from inkoop.base.models import User
from inkoop.base.parameters import value_at
from kpis.choices import ComputationName, Split, indicator_of
from kpis.models import Computation, IndicatorValue
from kpis.rules.rehearsal import Compared, Rehearsal, rehearse

SHOWN = 6


@dataclass(frozen=True)
class Tried:
    """One peildatum: the threshold in force then, and what the new one would have made of the same figures."""

    computation: Computation
    now: Decimal
    outcome: Rehearsal


def mature_computations() -> list[Computation]:
    """The newest usual ones with figures, whole providers. One query."""
    rows = Computation.objects.filter(name=ComputationName.BEHAVIOUR, split=Split.NONE).exclude(
        fingerprint=""
    )
    return list(rows.order_by("-peildatum", "-window_to")[:SHOWN])


def tried(computation: Computation, threshold: Decimal, *, user: User) -> Tried:
    """Three queries. The stored z does not depend on the threshold, so nothing is computed again."""
    now = value_at("signal_z", computation.peildatum)
    rows = IndicatorValue.objects.visible_to(user).filter(
        computation=computation, part="", robust_z__isnull=False
    )
    figures = [
        Compared(name, code, Fraction(z or 0), indicator_of(code).direction)
        for name, code, z in rows.annotate(name=F("provider__name")).values_list(
            "name", "indicator", "robust_z"
        )
    ]
    return Tried(computation, now, rehearse(figures, Fraction(now), Fraction(threshold)))
