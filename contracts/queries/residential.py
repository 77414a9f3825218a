"""Youths in residential care on a day: their allocation, the newest talk about moving on, and the light."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from contracts.models import AllocationVersion, ProductCode, ThroughflowTalk
from contracts.rules.codes import WITHDRAWN
from contracts.rules.residential import Talk, light, moments
from inkoop.base.models import User

CARE_FORM = "verblijf"


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


def per_municipality(found: Iterable[Resident]) -> dict[str, Counter[str]]:
    """Per municipality how many of each light, by name."""
    counted: dict[str, Counter[str]] = {}
    for one in found:
        name = str(one.version.allocation.municipality.name)
        counted.setdefault(name, Counter())[one.light] += 1
    return counted
