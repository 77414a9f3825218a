"""Declared figures beside those of peers, signals, IBPs and flow, as of the newest figures on a day."""

from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from contracts.models import DeclarationLine
from contracts.queries.amounts import SIGNED
from contracts.rules.periods import add_months, first_of_month, last_mature_month
from inkoop.base.dutch import counted, euro, figure, long_date, month, number, percent, short_month
from inkoop.base.parameters import value_at
from kpis.choices import ComputationName, Direction, FlowScope, IbpState, Split, indicator_of
from kpis.models import Computation, FlowMonth, IbpStatus, IndicatorValue
from kpis.queries.allocated import allocated_per_month
from kpis.queries.dossier.parts import Asked, Bars, Section, Table
from kpis.queries.talks.agreements import newest_behaviour

MONTHS_SHOWN = 12
IBPS_SHOWN = 10
ALIKE = Decimal(1)
OF_CODES = "DG09-"


def newest(name: ComputationName, on: date) -> Computation | None:
    found = Computation.objects.filter(name=name, split=Split.NONE, peildatum__lte=on).exclude(fingerprint="")
    return found.order_by("-peildatum", "-window_to", "window_from").first()


def indicator_rows(asked: Asked) -> list[IndicatorValue]:
    rows = IndicatorValue.objects.filter(
        computation=newest_behaviour(asked.day), provider=asked.provider, part=""
    )
    return [row for row in rows.order_by("indicator") if not row.indicator.startswith(OF_CODES)]


def behaviour(asked: Asked) -> Section:
    computation, found = newest_behaviour(asked.day), indicator_rows(asked)
    lines = []
    if computation and computation.window_from and computation.window_to:
        first, last = month(computation.window_from), month(computation.window_to)
        text = (
            f"Dienstmaanden {first} tot en met {last}, stand van {long_date(computation.peildatum)}, naast aanbieders "
            "uit hetzelfde segment met dezelfde grootste productcategorie. Een verschil is een vraag, geen oordeel."
        )
        lines = [text]
    rows = [
        (
            indicator_of(row.indicator).name.capitalize(),
            figure(row.value, indicator_of(row.indicator).unit),
            "–" if row.median_peers is None else figure(row.median_peers, indicator_of(row.indicator).unit),
            beside_peers(row),
        )
        for row in found
    ]
    table = Table(
        "Cijfers naast vergelijkbare aanbieders",
        ("Cijfer", "Aanbieder", "Mediaan", "Naast de anderen"),
        rows,
        (1, 2),
    )
    empty = "Het declaratiegedrag is voor deze dag niet berekend."
    title = "Declaratiegedrag naast vergelijkbare aanbieders"
    if rows and not any(row.median_peers is not None for row in found):
        lines += ["Er zijn te weinig vergelijkbare aanbieders om de cijfers naast te leggen."]
        table = Table("Cijfers van deze aanbieder", table.columns[:2], [row[:2] for row in rows], (1,))
    return Section("gedrag", title, lines, [table], empty)


def beside_peers(row: IndicatorValue) -> str:
    """In words; a side that is neither better nor worse is only named."""
    if row.value is None or row.robust_z is None or row.median_peers is None:
        return "niet vergeleken"
    if abs(row.robust_z) < ALIKE:
        return f"ongeveer gelijk aan {row.n_peers} anderen"
    side = "hoger" if row.robust_z > 0 else "lager"
    size = "veel " if row.signal else ""
    better = {Direction.HIGH: "lager", Direction.LOW: "hoger"}.get(
        Direction(indicator_of(row.indicator).direction)
    )
    judged = "" if better is None else (" (gunstig)" if side == better else " (ongunstig)")
    return f"{size}{side} dan bij {row.n_peers} anderen{judged}"


def months(asked: Asked) -> Section:
    last = first_of_month(asked.day)
    first = add_months(last, 1 - MONTHS_SHOWN)
    lines = DeclarationLine.objects.filter(
        provider=asked.provider, month__range=(first, last), received_on__lte=asked.day
    )
    declared = dict(lines.order_by().values_list("month").annotate(total=Sum(SIGNED)))
    allocated, _ = allocated_per_month(asked.provider.pk, first, last, peildatum=asked.day)
    mature = last_mature_month(asked.day, int(value_at("mature_after", asked.day)))
    shown = [
        one for step in range(MONTHS_SHOWN) if (one := add_months(first, step)) in {*declared, *allocated}
    ]
    rows = [
        (
            month(one),
            euro(allocated.get(one)),
            euro(declared.get(one, 0)),
            "voorlopig" if one > mature else "rijp",
        )
        for one in shown
    ]
    bars = Bars(
        [short_month(one) for one in shown],
        {
            "Toegewezen": [allocated.get(one) for one in shown],
            "Gedeclareerd": [declared.get(one, 0) for one in shown],
        },
    )
    table = Table("Per dienstmaand", ("Maand", "Toegewezen", "Gedeclareerd", "Stand"), rows, (1, 2))
    told = [f"Wat tot en met {long_date(asked.day)} is ontvangen. Voorlopig: er komen nog declaraties."]
    empty = "In deze maanden is niets toegewezen en niets gedeclareerd."
    title = "Toegewezen en gedeclareerd per maand"
    return Section("maanden", title, told if rows else [], [table], empty, bars=bars if rows else None)


def ibps(asked: Asked) -> Section:
    """Counts, and the largest overruns by code. Codes of IBPs are data of clients: who reads this is kept."""
    computation = newest(ComputationName.IBP, asked.day)
    rows = IbpStatus.objects.filter(computation=computation, provider_ids__contains=[asked.provider.pk])
    counts = dict(rows.order_by().values_list("status").annotate(Count("pk"))) if computation else {}
    total = sum(counts.values())
    lines = []
    if total:
        parts = ", ".join(f"{number(counts[state])} {state.value}" for state in IbpState if state in counts)
        lines.append(f"{counted(total, 'IBP', 'IBP’s')}: {parts}.")
    exceeded = rows.filter(Q(elapsed__lt=1) | Q(elapsed=None), status=IbpState.RED).select_related("ibp")
    listed = [
        (
            row.ibp.code,
            euro(row.amount_current),
            euro(row.used),
            euro(row.overrun),
            percent(row.utilisation, 0),
        )
        for row in exceeded.order_by("-overrun", "pk")[:IBPS_SHOWN]
    ]
    table = Table(
        "Lopend en overschreden", ("IBP", "Plafond", "Gedeclareerd", "Te veel", "Benut"), listed, (1, 2, 3, 4)
    )
    much = exceeded.aggregate(n=Count("pk"), cents=Sum("overrun"))
    notable = []
    if much["n"]:
        which = counted(much["n"], "lopend IBP is", "lopende IBP’s zijn")
        notable = [f"{which} overschreden, samen met {euro(much['cents'])}."]
    empty = "Deze aanbieder heeft geen IBP's."
    return Section("ibps", "Individuele budgetplafonds", lines, [table], empty, notable=notable)


def flow(asked: Asked) -> Section:
    computation = newest(ComputationName.FLOW, asked.day)
    rows = FlowMonth.objects.filter(
        computation=computation, scope=FlowScope.PROVIDER, key=asked.provider.agb, care_form=""
    )
    found = list(rows.order_by("-month")[:MONTHS_SHOWN])[::-1]
    lines = _flow_in_words(found) if found else []
    listed = [
        (month(row.month), number(row.begin), number(row.entered), number(row.left), number(row.end))
        for row in found
    ]
    table = Table("Per maand", ("Maand", "Begin", "In", "Uit", "Eind"), listed, (1, 2, 3, 4))
    return Section(
        "stromen",
        "In-, door- en uitstroom",
        lines,
        [table],
        "De in- en uitstroom is voor deze dag niet berekend.",
    )


def _flow_in_words(found: list[FlowMonth]) -> list[str]:
    first, last = found[0], found[-1]
    entered, left = sum(row.entered for row in found), sum(row.left for row in found)
    onward, again = sum(row.onward for row in found), sum(row.repeated for row in found)
    balance = (
        f"Van {month(first.month)} tot en met {month(last.month)} begonnen er {number(entered)} jeugdigen, en "
        f"eindigden er {number(left)}; in zorg gingen het er van {number(first.begin)} naar {number(last.end)}."
    )
    way = (
        f"Van wie eindigde, stroomde {number(onward)} door naar andere hulp; van wie begon, kwam {number(again)} "
        "binnen een jaar terug."
    )
    return [balance, way]
