"""New values for signals and IBPs, tried on figures that are there already. Nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from django.core.cache import cache
from django.db.models import F, Sum

from contracts.models import DeclarationLine
from contracts.queries.amounts import SIGNED
from inkoop.base.models import User
from inkoop.base.parameters import values_at
from kpis.choices import ComputationName, IbpState, Split, indicator_of
from kpis.models import Computation, IbpStatus, IndicatorValue
from kpis.queries.evaluations import matrix_fits
from kpis.rules.evaluations import Fit
from kpis.rules.ibp import traffic_light, utilisation
from kpis.rules.parameters import Parameters
from kpis.rules.peers import GROUPINGS, Member, has_peer_columns
from kpis.rules.rehearsal import Compared, Grouping, Measured, Rehearsal, regrouped, rehearse
from providers.models import Provider, ProviderSegment

SHOWN = 6
CLIENTS = "DG02"
KEEP = timedelta(days=1)
PEERS = ("peer_grouping", "peer_clients", "peer_minimum")
OF_SIGNALS = {"signal_z", *PEERS}
OF_IBPS = {"ibp_warning", "ibp_full"}
OF_MATRIX = {"ibp_fit_share", "ibp_fit_minimum"}

Values = Mapping[str, Decimal]


@dataclass(frozen=True)
class Tried:
    """One peildatum: the threshold in force then, and what the new values would have made of the same figures."""

    computation: Computation
    now: Decimal
    outcome: Rehearsal
    is_regrouped: bool


def mature_computations() -> list[Computation]:
    """The newest usual ones with figures, whole providers. One query."""
    rows = Computation.objects.filter(name=ComputationName.BEHAVIOUR, split=Split.NONE).exclude(
        fingerprint=""
    )
    return list(rows.order_by("-peildatum", "-window_to")[:SHOWN])


def tried(computation: Computation, new: Values, *, user: User) -> Tried:
    """``new`` by name of the parameter; what is not in it stays as it was. Three queries, six with other peers.

    The stored z does not depend on the threshold, so without other peers nothing is computed again.
    """
    then = values_at(computation.peildatum)
    after = {**then, **new}
    rows = IndicatorValue.objects.visible_to(user).filter(
        computation=computation, part="", robust_z__isnull=False
    )
    figures = [
        Compared(name, code, Fraction(z or 0), indicator_of(code).direction)
        for name, code, z in rows.annotate(name=F("provider__name")).values_list(
            "name", "indicator", "robust_z"
        )
    ]
    others = None
    if any(after[name] != then[name] for name in PEERS):
        others = _regrouped(computation, grouping_of(after), user)
    outcome = rehearse(figures, Fraction(then["signal_z"]), Fraction(after["signal_z"]), others)
    return Tried(computation, then["signal_z"], outcome, others is not None)


def grouping_of(values: Values) -> Grouping:
    by_segment, by_category = GROUPINGS[int(values["peer_grouping"])]
    return Grouping(by_segment, by_category, int(values["peer_clients"]), int(values["peer_minimum"]))


@dataclass(frozen=True)
class Lights:
    """How many IBPs go from one colour to another on a peildatum; the same colour included."""

    computation: Computation
    moves: list[tuple[str, str, int]]

    @property
    def changed(self) -> int:
        return sum(count for before, after, count in self.moves if before != after)


def lights(new: Values, *, user: User) -> Lights | None:
    """The newest states of IBPs beside what they would be; None = nothing was computed. Three queries."""
    computation = _newest(ComputationName.IBP)
    if computation is None:
        return None
    after = {**values_at(computation.peildatum), **new}
    parameters = Parameters(ibp_warning=Fraction(after["ibp_warning"]), ibp_full=Fraction(after["ibp_full"]))
    rows = IbpStatus.objects.visible_to(user).filter(computation=computation)
    found: dict[tuple[str, str], int] = {}
    for before, used, amount in rows.values_list("status", "used", "amount_current"):
        pair = before, traffic_light(utilisation(used, amount), parameters)
        found[pair] = found.get(pair, 0) + 1
    order = list(IbpState.values)
    moves = sorted(found.items(), key=lambda move: (order.index(move[0][0]), order.index(move[0][1])))
    return Lights(computation, [(*pair, count) for pair, count in moves])


@dataclass(frozen=True)
class Matrix:
    """The cells of the matrix whose judgement changes: as it is, and as it would be."""

    computation: Computation
    cells: int
    changed: list[tuple[Fit, Fit]]


def matrix(new: Values) -> Matrix | None:
    """None = nothing was computed. Six queries."""
    computation = _newest(ComputationName.IBP)
    if computation is None:
        return None
    now, then = matrix_fits(computation), matrix_fits(computation, new)
    changed = [pair for pair in zip(now, then, strict=True) if judged(pair[0]) != judged(pair[1])]
    return Matrix(computation, len(now), changed)


def judged(fit: Fit) -> str:
    if fit.share is None:
        return "te weinig trajecten"
    return "past niet" if fit.is_alarm else "past"


def _newest(name: ComputationName) -> Computation | None:
    return Computation.objects.filter(name=name).exclude(fingerprint="").order_by("-peildatum").first()


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
