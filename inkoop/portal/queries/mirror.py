"""The figures of one provider beside those of its peers, and of the region as a whole."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from contracts.rules.periods import first_of_month
from inkoop.portal.rules.mirror import Band, band, quarter, shown_count
from kpis.choices import Direction, FigureUnit, FlowScope, Indicator, indicator_of
from kpis.models import Computation, FlowMonth, IndicatorValue, MonthValue
from providers.models import Provider

SHOWN = ("DG01", "DG02", "DG03", "DG04", "DG05", "DG06", "DG07", "DG08", "DG09", "DG11")
MEANING = {
    "DG01": "Wat u declareerde en wat is goedgekeurd, min credits.",
    "DG02": "Jeugdigen voor wie u in deze maanden declareerde.",
    "DG03": "Gedeclareerd gedeeld door het aantal jeugdigen.",
    "DG04": "Gedeclareerd gedeeld door de waarde van wat is toegewezen.",
    "DG05": "Maanden waarin een toewijzing liep en u niets declareerde, van alle maanden met een toewijzing.",
    "DG06": "Dagen tussen het einde van de maand van de hulp en de ontvangst van de declaratie, gewogen naar bedrag.",
    "DG07": "Wat u terugnam met creditregels, van alles wat u declareerde.",
    "DG08": "Opnieuw gedeclareerd voor een hoger bedrag, van wat u terugnam.",
    "DG09": "Geweigerde regels van alle regels.",
    "DG11": "Dagen tussen start en einde van hulp die in deze maanden eindigde.",
}
SIDES = {
    Direction.BOTH: "Hoog én laag vragen om uitleg.",
    Direction.HIGH: "Lager is gunstiger.",
    Direction.LOW: "Hoger is gunstiger.",
    Direction.NONE: "",
}


@dataclass(frozen=True)
class MirrorRow:
    """``band`` None = too few peers, or nothing to compare. ``place``: 0 to 100 on the strip of twice the band."""

    indicator: Indicator
    value: Decimal | None
    band: Band | None
    quarter: str
    meaning: str
    side: str

    @property
    def unit(self) -> FigureUnit:
        return self.indicator.unit

    @property
    def place(self) -> str:
        """Where one's own dot stands on a strip with the band in its middle half; at the edge when beyond."""
        if self.band is None or self.value is None or self.band.high == self.band.low:
            return ""
        width = (self.band.high - self.band.low) * 2
        start = self.band.median - width / 2
        return f"{max(Decimal(4), min(Decimal(96), (self.value - start) / width * 100)):.0f}"


@dataclass(frozen=True)
class RegionMonth:
    """Youths in the whole region; None = one to four, not shown."""

    month: date
    begin: int | None
    entered: int | None
    onward: int | None
    left: int | None
    end: int | None


@dataclass(frozen=True)
class CompleteMonth:
    """Share of what the region expects for a month that was declared by now; None = not to be said."""

    month: date
    share: Decimal | None


def mirror(provider: Provider, computation: Computation | None) -> list[MirrorRow]:
    """One query."""
    if computation is None:
        return []
    rows = IndicatorValue.objects.filter(
        computation=computation, provider=provider, part="", indicator__in=SHOWN
    ).order_by("indicator")
    return [_row(one) for one in rows]


def _row(one: IndicatorValue) -> MirrorRow:
    indicator = indicator_of(one.indicator)
    return MirrorRow(
        indicator,
        one.value,
        band(one.value, one.median_peers, one.robust_z, one.n_peers),
        quarter(one.percentile, one.n_peers),
        MEANING[one.indicator],
        SIDES[Direction(indicator.direction)],
    )


def region_months(computation: Computation | None) -> list[RegionMonth]:
    """In-, through- and outflow of all care in the region, newest first. Two queries.

    Who goes on to other care does so between care forms, so that is the sum over those.
    """
    region = FlowMonth.objects.filter(computation=computation, scope=FlowScope.REGION, key="")
    per_form = region.exclude(care_form="").order_by().values_list("month").annotate(n=Sum("onward"))
    onward = dict(per_form)
    return [
        RegionMonth(
            row.month,
            shown_count(row.begin),
            shown_count(row.entered),
            shown_count(onward.get(row.month, 0)),
            shown_count(row.left),
            shown_count(row.end),
        )
        for row in region.filter(care_form="").order_by("-month")[:12]
    ]


def completeness(computation: Computation | None) -> list[CompleteMonth]:
    """Of the last twelve months that were over on the peildatum, newest first. One query."""
    if computation is None:
        return []
    over = first_of_month(computation.peildatum)
    rows = MonthValue.objects.filter(computation=computation, expected__isnull=False, month__lt=over)
    sums = (
        rows.order_by()
        .values("month")
        .annotate(got=Sum("declared"), all=Sum("expected"))
        .order_by("-month")[:12]
    )
    return [
        CompleteMonth(row["month"], min(Decimal(row["got"]) / row["all"], Decimal(1)) if row["all"] else None)
        for row in sums
    ]
