"""A new threshold for signals, tried on the figures of earlier peildata."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from django.core.cache import cache
from django.db.models import F, Sum

from contracts.models import DeclarationLine
from contracts.queries.amounts import SIGNED
from inkoop.base.models import User
from inkoop.base.parameters import value_at
from kpis.choices import ComputationName, Split, indicator_of
from kpis.models import Computation, IndicatorValue
from kpis.rules.peers import Member, has_peer_columns
from kpis.rules.rehearsal import Compared, Grouping, Measured, Rehearsal, regrouped, rehearse
from providers.models import Provider, ProviderSegment

SHOWN = 6
CLIENTS = "DG02"
KEEP = timedelta(days=1)


@dataclass(frozen=True)
class Tried:
    """One peildatum: the threshold in force then, and what the new one would have made of the same figures."""

    computation: Computation
    now: Decimal
    outcome: Rehearsal


def mature_computations() -> list[Computation]:
    """The newest usual ones with figures, whole providers. One query."""
    rows = Computation.objects.filter(name=ComputationName.BEHAVIOUR, split=Split.NONE).exclude(
        fingerprint=""
    )
    return list(rows.order_by("-peildatum", "-window_to")[:SHOWN])


def tried(
    computation: Computation, threshold: Decimal, *, user: User, grouping: Grouping | None = None
) -> Tried:
    """Three queries, six with other peers. The stored z does not depend on the threshold, so without another grouping
    nothing is computed again.
    """
    now = value_at("signal_z", computation.peildatum)
    rows = IndicatorValue.objects.visible_to(user).filter(
        computation=computation, part="", robust_z__isnull=False
    )
    figures = [
        Compared(name, code, Fraction(z or 0), indicator_of(code).direction)
        for name, code, z in rows.annotate(name=F("provider__name")).values_list(
            "name", "indicator", "robust_z"
        )
    ]
    if grouping is None:
        return Tried(computation, now, rehearse(figures, Fraction(now), Fraction(threshold)))
    others = _regrouped(computation, grouping, user)
    return Tried(computation, now, rehearse(figures, Fraction(now), Fraction(threshold), others))


def _regrouped(computation: Computation, grouping: Grouping, user: User) -> list[Compared]:
    """The same figures beside other peers, by name of the provider."""
    names = dict(Provider.objects.values_list("agb", "name"))
    rows = IndicatorValue.objects.visible_to(user).filter(
        computation=computation, part="", value__isnull=False
    )
    stored = rows.values_list("provider__agb", "indicator", "numerator", "denominator", "value")
    figures = []
    clients: dict[str, int] = {}
    for agb, code, above, below, value in stored:
        if value is None:
            continue
        if code == CLIENTS:
            clients[agb] = int(value)
        elif has_peer_columns(code):
            exact = Fraction(above, below) if above is not None and below else Fraction(value)
            figures.append(Measured(agb, code, exact, indicator_of(code).direction))
    members = [
        Member(agb, segment, dominant, clients.get(agb, 0))
        for agb, segment, dominant in _places(computation, with_category=grouping.by_category)
    ]
    return [
        Compared(names[one.provider], one.indicator, one.z, one.direction)
        for one in regrouped(members, figures, grouping)
    ]


def _places(computation: Computation, *, with_category: bool) -> list[tuple[str, str, str | None]]:
    """AGB, segment and dominant category as known on the peildatum; the categories are kept, lines do not change."""
    segments = (
        ProviderSegment.objects.filter(received_on__lte=computation.peildatum)
        .order_by("provider", "-received_on", "-id")
        .distinct("provider")
    )
    dominant = _dominant(computation) if with_category else {}
    return [
        (agb, segment, dominant.get(key))
        for key, agb, segment in segments.values_list("provider", "provider__agb", "segment")
    ]


def _dominant(computation: Computation) -> dict[int, str]:
    """In which category each provider declared most, by the category on its lines; of equals the lowest code."""
    kept = f"dominant-categories-{computation.pk}-{computation.fingerprint}"
    found: dict[int, str] | None = cache.get(kept)
    if found is None:
        lines = DeclarationLine.objects.filter(
            month__range=(computation.window_from, computation.window_to),
            received_on__lte=computation.peildatum,
        ).order_by()
        sums = lines.values_list("provider", "category").annotate(cents=Sum(SIGNED)).filter(cents__gt=0)
        ordered = sorted(sums, key=lambda row: (row[0], row[2], [-ord(one) for one in row[1]]))
        found = {provider: category for provider, category, _ in ordered}
        cache.set(kept, found, timeout=KEEP.total_seconds())
    return found
