"""All providers beside each other."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from inkoop.base.models import User
from kpis.choices import indicator_of
from kpis.models import Computation, IndicatorValue
from kpis.rules.signals import cause_of
from providers.models import Provider

COLUMNS = tuple(
    indicator_of(code) for code in ("DG01", "DG02", "DG03", "DG04", "DG05", "DG06", "DG07", "DG09")
)
CODES = tuple(column.code for column in COLUMNS)


@dataclass(frozen=True)
class OverviewRow:
    """``signals`` counts causes, also those of which no indicator is a column."""

    provider: Provider
    values: dict[str, IndicatorValue] = field(default_factory=dict)
    signals: int = 0

    def value(self, code: str) -> Decimal | None:
        return self.values[code].value if code in self.values else None


def overview(
    computation: Computation | None, *, user: User, of: User | None = None, segment: str = ""
) -> list[OverviewRow]:
    """By name. Two queries. ``of``: the accounts of this user only."""
    providers = Provider.objects.visible_to(user)
    if of is not None:
        providers = providers.filter(account_holder=of)
    if segment:
        providers = providers.filter(segment=segment)
    values, signals = _figures(computation)
    return [
        OverviewRow(one, values[one.pk], len(signals[one.pk])) for one in providers.order_by("name", "agb")
    ]


def _figures(
    computation: Computation | None,
) -> tuple[dict[int, dict[str, IndicatorValue]], dict[int, set[str]]]:
    values: dict[int, dict[str, IndicatorValue]] = defaultdict(dict)
    signals: dict[int, set[str]] = defaultdict(set)
    shown = Q(indicator__in=CODES) | Q(signal=True)
    for row in IndicatorValue.objects.filter(shown, computation=computation, part=""):
        if row.signal:
            signals[row.provider_id].add(cause_of(row.indicator))
        if row.indicator in CODES:
            values[row.provider_id][row.indicator] = row
    return values, signals


def sorted_by(rows: list[OverviewRow], code: str, *, descending: bool) -> list[OverviewRow]:
    """In order of an indicator or of the number of signals; what has no value comes last either way."""

    def measure(row: OverviewRow) -> Decimal | int | None:
        return row.signals if code == "signalen" else row.value(code)

    known = [row for row in rows if measure(row) is not None]
    unknown = [row for row in rows if measure(row) is None]
    return sorted(known, key=lambda row: measure(row) or 0, reverse=descending) + unknown
