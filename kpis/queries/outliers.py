"""Which figures of a computation are signals, and with whom they were compared."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

OUTLIERS = """
SELECT v.provider_id, v.indicator, v.numerator, v.denominator, v.value, v.n_peers, v.median_peers, v.robust_z,
    m.segment, m.dominant, d.value AS declared
FROM kpis_indicatorvalue v
JOIN pg_temp.member m ON m.provider_id = v.provider_id
LEFT JOIN kpis_indicatorvalue d ON d.computation_id = v.computation_id AND d.provider_id = v.provider_id
    AND d.part = '' AND d.indicator = 'DG01'
WHERE v.computation_id = %s AND v.signal
ORDER BY v.provider_id, v.indicator
"""


@dataclass(frozen=True, slots=True)
class Outlier:
    """A figure as in IndicatorValue; ``dominant`` is the product category with most declared.

    ``declared`` in cents, DG01 of the provider over the window; None = not known.
    """

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
    declared: Decimal | None


def outliers(computation_id: int) -> list[Outlier]:
    """The signals of a computation; only within the transaction that computes it. One query."""
    with connection.cursor() as cursor:
        cursor.execute(OUTLIERS, [computation_id])
        return [Outlier(*row) for row in cursor.fetchall()]
