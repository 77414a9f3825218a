"""Which figures of a computation are signals, and with whom they were compared."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

OUTLIERS = """
SELECT v.provider_id, v.indicator, v.numerator, v.denominator, v.value, v.n_peers, v.median_peers, v.robust_z,
    m.segment, m.dominant
FROM kpis_indicatorvalue v
JOIN pg_temp.member m ON m.provider_id = v.provider_id
WHERE v.computation_id = %s AND v.signal
ORDER BY v.provider_id, v.indicator
"""


@dataclass(frozen=True, slots=True)
class Outlier:
    """A figure as in IndicatorValue; ``dominant`` is the product category with most declared."""

    provider_id: int
    indicator: str
    numerator: int | None
    denominator: int | None
    value: Decimal
    n_peers: int
    median_peers: Decimal
    robust_z: Decimal
    segment: str
    dominant: str


def outliers(computation_id: int) -> list[Outlier]:
    """The signals of a computation; only within the transaction that computes it. One query."""
    with connection.cursor() as cursor:
        cursor.execute(OUTLIERS, [computation_id])
        return [Outlier(*row) for row in cursor.fetchall()]
