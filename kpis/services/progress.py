"""Progress that others see while the figures are still being computed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from kpis.models import Computation

Report = Callable[[str, int, int], None]
"""Called with the name of a step, how many are done and how many there are."""


@contextmanager
def progress_of(computation: Computation, report: Report | None = None) -> Iterator[Report]:
    """Writes the steps done on a connection of its own, so that others see them before the commit.

    Inside a transaction of the caller nobody else can see the computation yet; then only ``report`` hears.
    """
    beside = None if connection.in_atomic_block else connection.copy()
    try:

        def tell(step: str, done: int, total: int) -> None:
            if beside:
                with beside.cursor() as cursor:
                    cursor.execute(
                        "UPDATE kpis_computation SET steps_done = %s, steps_total = %s WHERE id = %s",
                        [done, total, computation.pk],
                    )
            if report:
                report(step, done, total)

        yield tell
    finally:
        if beside:
            beside.close()
