"""Referrers and teams of one place: the rows of one computation."""

from dataclasses import dataclass
from decimal import Decimal

from contracts.choices import ReferrerType
from inkoop.base.models import Municipality
from kpis.choices import ReferrerLevel
from kpis.models import Computation, ReferrerUse

SCHOOL = "school"
KINDS = {
    **{str(value): str(label) for value, label in ReferrerType.choices},
    SCHOOL: "school",
    "": "onbekend",
}


@dataclass(frozen=True)
class Kind:
    """One kind of referrer and its share of the clients who began and of what was declared; None of nothing."""

    name: str
    row: ReferrerUse
    share_started: Decimal | None
    share_declared: Decimal | None


@dataclass(frozen=True)
class Referrers:
    """``place``: None = the region. The kinds add up to all that was declared."""

    place: Municipality | None
    kinds: list[Kind]
    referrers: list[ReferrerUse]
    teams: list[ReferrerUse]

    @property
    def started(self) -> int:
        return sum(kind.row.started for kind in self.kinds)

    @property
    def declared(self) -> int:
        return sum(kind.row.declared for kind in self.kinds)


def referrers_of(computation: Computation, municipality: str, kind: str) -> Referrers:
    """Outliers first, then by amount. Two queries. ``kind``: only its referrers; empty = all."""
    place = Municipality.objects.filter(code=municipality).first() if municipality else None
    scope = {"scope": "gemeente", "key": municipality} if municipality else {"scope": "regio", "key": ""}
    rows = list(ReferrerUse.objects.filter(computation=computation, **scope))
    rows.sort(key=lambda row: (not row.is_outlier, -row.declared, row.name))
    kinds = [row for row in rows if row.level == ReferrerLevel.KIND]
    started, declared = sum(row.started for row in kinds), sum(row.declared for row in kinds)
    return Referrers(
        place,
        [
            Kind(
                KINDS.get(row.kind, row.kind),
                row,
                _share(row.started, started),
                _share(row.declared, declared),
            )
            for row in kinds
        ],
        [row for row in rows if row.level == ReferrerLevel.REFERRER and kind in {"", row.kind}],
        [row for row in rows if row.level == ReferrerLevel.TEAM],
    )


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole > 0 else None
