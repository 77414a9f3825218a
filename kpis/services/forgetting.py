"""Figures of a passed day can be computed again at any time; they need not be kept."""

from datetime import date, timedelta

from inkoop.base.periods import ONE_DAY, first_of_month
from kpis.models import Computation

KEPT_DAYS = 14


def forget_passed_computations(*, today: date) -> int:
    """Removes figures that nobody asked for by name, but those of the last days and of month ends.

    Signals stay. Returns how many computations were removed.
    """
    passed = Computation.objects.filter(by__isnull=True, peildatum__lt=today - timedelta(days=KEPT_DAYS))
    forgotten = [
        row for row in passed if first_of_month(row.peildatum + ONE_DAY) == first_of_month(row.peildatum)
    ]
    Computation.objects.filter(pk__in=[row.pk for row in forgotten]).delete()
    return len(forgotten)
