"""Youths in residential care on a day: their allocation, the newest talk about moving on, and the light."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from contracts.models import AllocationVersion, ProductCode, ThroughflowTalk
from contracts.rules.codes import WITHDRAWN
from contracts.rules.residential import (
    Stay,
    Talk,
    days_of_months,
    is_resident,
    light,
    light_on,
    moments,
)
from inkoop.base.models import User

CARE_FORM = "verblijf"
MONTHS_BACK = 12


@dataclass(frozen=True)
class Resident:
    """``talk``: the newest one; None = never talked about. ``moments``: name and day, the first still to come first."""

    version: AllocationVersion
    talk: ThroughflowTalk | None
    light: str
    moments: list[tuple[str, date]]

    @property
    def next_moment(self) -> tuple[str, date] | None:
        return self.moments[0] if self.moments else None


def residents(user: User, today: date, municipality: str = "") -> list[Resident]:
    """Those with an allocation of care form verblijf in force today, that the user may see. Three queries."""
    codes = list(ProductCode.objects.filter(care_form=CARE_FORM).values_list("code", flat=True))
    newest = (
        AllocationVersion.objects.filter(received_on__lte=today)
        .order_by("allocation_id", "-issued_on", "-issued_at", "-received_on", "-id")
        .distinct("allocation_id")
    )
    found = (
        AllocationVersion.objects.visible_to(user)
        .filter(
            Q(end=None) | Q(end__gte=today),
            pk__in=newest.values("pk"),
            product_code__in=codes,
            begin__lte=today,
        )
        .exclude(reason=WITHDRAWN)
        .select_related("allocation__municipality", "allocation__client", "provider")
        .order_by("allocation__municipality__name", "provider__name", "begin", "allocation_id")
    )
    if municipality:
        found = found.filter(allocation__municipality__code=municipality)
    versions = list(found)
    talks = _newest_talks(version.allocation_id for version in versions)
    return [_resident(version, talks.get(version.allocation_id), today) for version in versions]


def _newest_talks(allocation_ids: Iterable[int]) -> dict[int, ThroughflowTalk]:
    rows = ThroughflowTalk.objects.filter(allocation_id__in=list(allocation_ids))
    return {row.allocation_id: row for row in rows.order_by("allocation_id", "month")}


def _resident(version: AllocationVersion, talk: ThroughflowTalk | None, today: date) -> Resident:
    known = Talk(talk.month, talk.conditions, talk.exit_on) if talk else None
    ahead = moments(version.begin, version.end, version.allocation.client.birth_month)
    to_come = sorted(((name, day) for name, day in ahead.items() if day >= today), key=lambda pair: pair[1])
    return Resident(version, talk, light(known, today), to_come)


@dataclass(frozen=True)
class DayOfLights:
    """How many youths had which light on a day, per municipality (by name); ``day`` ends its month, or is today."""

    day: date
    places: dict[str, Counter[str]]

    @property
    def counts(self) -> Counter[str]:
        return sum(self.places.values(), Counter())

    @property
    def total(self) -> int:
        return self.counts.total()


def history(user: User, today: date, municipality: str = "") -> list[DayOfLights]:
    """The lights of the last twelve months, each as it stood then. Three queries."""
    codes = set(ProductCode.objects.filter(care_form=CARE_FORM).values_list("code", flat=True))
    ever = AllocationVersion.objects.filter(product_code__in=codes).values("allocation_id")
    rows = AllocationVersion.objects.visible_to(user).filter(allocation_id__in=ever)
    if municipality:
        rows = rows.filter(allocation__municipality__code=municipality)
    stays: dict[tuple[str, int], list[Stay]] = {}
    for name, pk, received, begin, end, code, reason in rows.order_by(
        "allocation_id", "issued_on", "issued_at", "received_on", "id"
    ).values_list(
        "allocation__municipality__name",
        "allocation_id",
        "received_on",
        "begin",
        "end",
        "product_code",
        "reason",
    ):
        stay = Stay(received, begin, end, code in codes and reason != WITHDRAWN)
        stays.setdefault((name, pk), []).append(stay)
    talks = _talks(pk for _, pk in stays)
    found = []
    for day in days_of_months(today, MONTHS_BACK):
        places: dict[str, Counter[str]] = {}
        for (name, pk), versions in stays.items():
            if is_resident(versions, day):
                places.setdefault(name, Counter())[light_on(talks.get(pk, ()), day)] += 1
        found.append(DayOfLights(day, dict(sorted(places.items()))))
    return found


def _talks(allocation_ids: Iterable[int]) -> dict[int, list[Talk]]:
    found: dict[int, list[Talk]] = {}
    for row in ThroughflowTalk.objects.filter(allocation_id__in=list(allocation_ids)):
        found.setdefault(row.allocation_id, []).append(Talk(row.month, row.conditions, row.exit_on))
    return found


def per_municipality(found: Iterable[Resident]) -> dict[str, Counter[str]]:
    """Per municipality how many of each light, by name."""
    counted: dict[str, Counter[str]] = {}
    for one in found:
        name = str(one.version.allocation.municipality.name)
        counted.setdefault(name, Counter())[one.light] += 1
    return counted
