"""A version tried on last year's data before it is switched on."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction

from inkoop.base.parameters import values_at
from kpis.choices import KpiLevel
from kpis.models import Computation, KpiVersion
from kpis.queries.kpi_steps import FIGURE_STEPS, kpi_values
from kpis.queries.kpis import newest_kpis
from kpis.queries.steps import run_all
from kpis.services.parts import ids_of_kpi_parts

READ = """
SELECT f.level, f.key, coalesce(p.name, ''), f.numerator, f.denominator, f.n, f.value, f.colour
FROM pg_temp.kpi_figure f
LEFT JOIN providers_provider p ON p.id = f.provider_id
ORDER BY f.level, f.key
"""


@dataclass(frozen=True, slots=True)
class Tried:
    """One figure as it would have been; as in KpiValue."""

    level: str
    key: str
    name: str
    numerator: int | None
    denominator: int | None
    n: int
    value: Decimal | None
    colour: str


@dataclass(frozen=True, slots=True)
class Preview:
    """``computation``: the KPIs on whose data was tried; None = nothing was computed yet."""

    computation: Computation | None
    figures: list[Tried]

    def at(self, level: KpiLevel) -> list[Tried]:
        return [one for one in self.figures if one.level == level]


def try_out(version: KpiVersion) -> Preview:
    """What the version gives on the data of the newest KPIs: the last twelve mature months. Writes nothing."""
    computation = newest_kpis()
    if computation is None:
        return Preview(None, [])
    peildatum = computation.peildatum
    values = kpi_values(peildatum, [version.pk], values_at(peildatum), **ids_of_kpi_parts(peildatum))
    with transaction.atomic(), connection.cursor() as cursor:
        for _ in run_all(cursor, FIGURE_STEPS, values):
            pass
        cursor.execute(READ)
        return Preview(computation, [Tried(*row) for row in cursor.fetchall()])
