"""What the pages of KPIs, reviews and satisfaction show."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from inkoop.base.dutch import NO_VALUE, figure
from kpis.choices import KpiColour, KpiLevel
from kpis.models import Computation, Kpi, KpiTask, KpiValue, KpiVersion
from kpis.queries.kpis import values_of_provider, versions_in_force
from kpis.services.kpi_preview import Tried
from providers.models import Provider, SurveyResult

COLOUR_TEXT = {
    KpiColour.GREEN: "goed",
    KpiColour.ORANGE: "let op",
    KpiColour.RED: "buiten de norm",
    KpiColour.NOT_MEASURABLE: "niet te meten",
    KpiColour.NONE: "zonder oordeel",
}
OF_ONE = ("begin", "end", "question", "respondent")
SEGMENTS = ("strategisch", "groot", "overig")


@dataclass(frozen=True)
class Shown:
    """A value with its light in words."""

    row: KpiValue
    unit: str
    name: str = ""

    @property
    def value(self) -> str:
        return figure(self.row.value, self.unit)

    @property
    def says(self) -> str:
        return COLOUR_TEXT[KpiColour(self.row.colour)]


@dataclass(frozen=True)
class Line:
    """One KPI in the list. ``region`` None = not computed at that level."""

    version: KpiVersion
    region: Shown | None
    segments: list[Shown | None]
    red: int
    target: str


def lines(computation: Computation | None, peildatum: date) -> list[Line]:
    """Every KPI in force with its values of region and segments, and how many providers are red. Three queries."""
    values: dict[tuple[int, str, str], KpiValue] = {}
    red: Counter[int] = Counter()
    if computation:
        rows = KpiValue.objects.filter(computation=computation)
        for row in rows.filter(level__in=[KpiLevel.REGION, KpiLevel.SEGMENT]):
            values[row.version_id, row.level, row.key] = row
        reds = rows.filter(level=KpiLevel.PROVIDER, colour=KpiColour.RED).order_by()
        red.update(dict(reds.values_list("version").annotate(number=Count("pk"))))
    return [_line(version, values, red[version.pk]) for version in versions_in_force(peildatum)]


def _line(version: KpiVersion, values: dict[tuple[int, str, str], KpiValue], red: int) -> Line:
    unit = version.what.unit

    def at(level: str, key: str) -> Shown | None:
        row = values.get((version.pk, level, key))
        return Shown(row, unit) if row else None

    return Line(
        version,
        at(KpiLevel.REGION, ""),
        [at(KpiLevel.SEGMENT, segment) for segment in SEGMENTS],
        red,
        target_text(version),
    )


def figure_of(task: KpiTask) -> str:
    """What was filled in, in the unit of the newest version of the KPI. No query when the versions were read."""
    if task.numerator is None or not task.denominator:
        return NO_VALUE
    newest = max(task.kpi.versions.all(), key=lambda one: one.number, default=None)
    return figure(Decimal(task.numerator) / task.denominator, newest.what.unit if newest else "index")


def target_text(version: KpiVersion) -> str:
    return NO_VALUE if version.target is None else figure(version.target, version.what.unit)


def values_at(computation: Computation, kpi: Kpi, level: KpiLevel) -> list[Shown]:
    """The values of one level: red first, then by key. Two queries."""
    rows = KpiValue.objects.filter(computation=computation, version__kpi=kpi, level=level)
    shown = [
        Shown(row, row.version.what.unit, row.provider.name if row.provider else row.key)
        for row in rows.select_related("version", "provider")
    ]
    return sorted(shown, key=lambda one: (_severity(KpiColour(one.row.colour)), one.name))


def provider_kpis(provider: Provider) -> list[Shown]:
    """The newest figures of a provider, those outside the norm first. Two queries."""
    rows = values_of_provider(provider)
    shown = [Shown(row, row.version.what.unit, str(row.version.kpi)) for row in rows]
    return sorted(shown, key=lambda one: (_severity(KpiColour(one.row.colour)), one.name))


def _severity(light: KpiColour) -> int:
    return [KpiColour.RED, KpiColour.ORANGE, KpiColour.GREEN, KpiColour.NONE, KpiColour.NOT_MEASURABLE].index(
        light
    )


@dataclass(frozen=True)
class Survey:
    """One provider and period; grades and shares None = nobody answered."""

    provider: Provider
    begin: date
    end: date
    invited: int
    answered: int
    grade: Decimal | None
    without_help: Decimal | None

    @property
    def response(self) -> Decimal | None:
        return Decimal(self.answered) / self.invited if self.invited else None


def surveys(peildatum: date, provider: Provider | None = None) -> list[Survey]:
    """Newest period first; of each question the newest received row counts. Two queries."""
    newest = (
        SurveyResult.objects.filter(received_on__lte=peildatum)
        .order_by("provider_id", "municipality_id", *OF_ONE, "-received_on", "-pk")
        .distinct("provider_id", "municipality_id", *OF_ONE)
    )
    rows = SurveyResult.objects.filter(pk__in=newest.values("pk")).order_by()
    if provider:
        rows = rows.filter(provider=provider)
    sums = rows.values("provider", "begin", "end", "question").annotate(
        invited=Sum("invited"), answered=Sum("answered"), total=Sum("total")
    )
    found: dict[tuple[date, date, int], dict[str, tuple[int, int, int]]] = {}
    for row in sums:
        key = (row["end"], row["begin"], row["provider"])
        found.setdefault(key, {})[row["question"]] = (row["invited"], row["answered"], row["total"])
    providers = Provider.objects.in_bulk({key[2] for key in found})
    made = [_survey(providers[pk], begin, end, of) for (end, begin, pk), of in found.items()]
    return sorted(made, key=lambda one: (-one.end.toordinal(), one.provider.name))


def _survey(provider: Provider, begin: date, end: date, of: dict[str, tuple[int, int, int]]) -> Survey:
    invited, answered, _ = of.get("nut", (0, 0, 0))
    return Survey(provider, begin, end, invited, answered, _mean(of.get("nut")), _mean(of.get("zonder_hulp")))


def _mean(counts: tuple[int, int, int] | None) -> Decimal | None:
    return Decimal(counts[2]) / counts[1] if counts and counts[1] else None


@dataclass(frozen=True)
class Changed:
    """A provider whose light would differ; ``now`` empty = it has no value now."""

    name: str
    key: str
    now: str
    then: str
    value: str


def changes_of(computation: Computation, version: KpiVersion, tried: list[Tried]) -> list[Changed]:
    """Providers whose light would change with this version. One query."""
    now = dict(
        KpiValue.objects.filter(
            computation=computation, version__kpi=version.kpi, level=KpiLevel.PROVIDER
        ).values_list("key", "colour")
    )
    return [
        Changed(
            one.name,
            one.key,
            COLOUR_TEXT[KpiColour(now[one.key])] if one.key in now else "",
            COLOUR_TEXT[KpiColour(one.colour)],
            figure(one.value, version.what.unit),
        )
        for one in tried
        if now.get(one.key) != one.colour
    ]
