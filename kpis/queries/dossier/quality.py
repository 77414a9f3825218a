"""Signals with what was said about them, KPIs and reviews."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from inkoop.base.dutch import counted, figure, long_date, number
from inkoop.base.parameters import value_at
from kpis.choices import KpiColour, KpiLevel, indicator_of
from kpis.models import Review, Signal, SignalJudgement, SignalReply, SignalSighting
from kpis.queries.dossier.parts import Asked, Section, Table
from kpis.queries.kpis import newest_kpis, values_of
from kpis.queries.talks.trouble import quarter_name

QUARTERS_SHOWN = 4


def signals(asked: Asked) -> Section:
    """Those that stood on the day, with replies and verdicts until then."""
    found = _standing(asked)
    replies = _said(SignalReply.objects.filter(signal__in=found, at__date__lte=asked.day))
    verdicts = _said(SignalJudgement.objects.filter(signal__in=found, at__date__lte=asked.day))
    lines = []
    for signal, reading in found.items():
        lines.append(f"{reading} Sinds {long_date(signal.first_seen_on)}.")
        if reply := replies.get(signal.pk):
            lines.append(f"De aanbieder zei op {long_date(reply.at.date())}: {reply.text}")
        if verdict := verdicts.get(signal.pk):
            lines.append(f"Oordeel: {verdict.get_verdict_display()}. {verdict.reason}")
    notable = []
    if found:
        names = ", ".join(indicator_of(signal.indicator).name for signal in found)
        notable = [f"{counted(len(found), 'signaal staat', 'signalen staan')} open: {names}."]
    return Section(
        "signalen", "Signalen en reacties", lines, empty="Er staan geen signalen.", notable=notable
    )


def _said(rows: Any) -> dict[int, Any]:
    """The newest of each signal."""
    return {row.signal_id: row for row in rows.order_by("pk")}


def _standing(asked: Asked) -> dict[Signal, str]:
    """Signal -> how it read on the day."""
    own = Signal.objects.filter(provider=asked.provider, first_seen_on__lte=asked.day)
    seen = SignalSighting.objects.filter(signal__in=own, peildatum__lte=asked.day)
    newest = {row.signal_id: row for row in seen.order_by("peildatum")}
    found = {}
    for signal in own.order_by("indicator", "pk"):
        sighting = newest.get(signal.pk)
        if sighting is None or sighting.peildatum == signal.peildatum:
            if signal.lapsed_at is None:
                found[signal] = signal.reading if signal.peildatum <= asked.day else _not_kept(signal)
        elif sighting.stands:
            found[signal] = _reading(sighting)
    return found


def _not_kept(signal: Signal) -> str:
    return f"{indicator_of(signal.indicator).name.capitalize()}: de cijfers van deze dag zijn niet bewaard."


def _reading(sighting: SignalSighting) -> str:
    indicator = indicator_of(sighting.indicator)
    value, median = (figure(one, indicator.unit) for one in (sighting.value, sighting.median_peers))
    peers = counted(sighting.n_peers or 0, "vergelijkbare aanbieder", "vergelijkbare aanbieders")
    return f"{indicator.name.capitalize()} {value}, bij {peers} in het midden {median}."


def signals_since(asked: Asked) -> list[str]:
    """Signals that came and went after the talk before."""
    if asked.since is None:
        return []
    own = Signal.objects.filter(provider=asked.provider)
    new = own.filter(first_seen_on__gt=asked.since, first_seen_on__lte=asked.day, lapsed_at=None)
    gone = own.filter(lapsed_at__date__gt=asked.since, lapsed_at__date__lte=asked.day)
    return [
        *(f"Nieuw signaal: {indicator_of(one.indicator).name}." for one in new.order_by("indicator", "pk")),
        *(
            f"Vervallen signaal: {indicator_of(one.indicator).name}."
            for one in gone.order_by("indicator", "pk")
        ),
    ]


def sections(asked: Asked) -> list[Section]:
    """KPIs, and what jeugdprofessionals said in the last quarters."""
    return [kpis(asked), reviews(asked)]


def kpis(asked: Asked) -> Section:
    computation = newest_kpis(asked.day)
    values = values_of(computation, level=KpiLevel.PROVIDER, key=asked.provider.agb)
    rows = [
        (
            one.version.kpi.name,
            figure(one.value, one.version.what.unit),
            "–" if one.version.target is None else figure(one.version.target, one.version.what.unit),
            KpiColour(one.colour).label,
        )
        for one in values
    ]
    lines = [f"Stand van {long_date(computation.peildatum)}."] if computation and rows else []
    table = Table("KPI's van deze aanbieder", ("KPI", "Waarde", "Streefwaarde", "Oordeel"), rows, (1, 2))
    red = [one.version.kpi.name for one in values if one.colour == KpiColour.RED]
    notable = [f"{counted(len(red), 'KPI', 'KPI’s')} buiten de norm: {', '.join(red)}."] if red else []
    empty = "Er zijn voor deze dag geen KPI's berekend."
    return Section("kpis", "KPI's", lines, [table], empty, notable=notable)


def reviews(asked: Asked) -> Section:
    """Means per quarter, of quarters with enough reviews; nobody's own words, which could point to a person."""
    least = int(value_at("review_minimum", asked.day))
    found = (
        Review.objects.filter(provider=asked.provider, invitation__submitted_at__date__lte=asked.day)
        .order_by()
        .values_list("invitation__round__quarter")
        .annotate(n=Count("pk"), total=Sum("score"))
        .filter(n__gte=least)
        .order_by("-invitation__round__quarter")[:QUARTERS_SHOWN]
    )
    rows = [(quarter_name(quarter), number(Decimal(total) / n, 1), number(n)) for quarter, n, total in found]
    table = Table("Per kwartaal", ("Kwartaal", "Gemiddeld", "Beoordelingen"), rows, (1, 2))
    empty = f"Er is geen kwartaal met ten minste {least} beoordelingen."
    return Section("oordelen", "Oordeel van jeugdprofessionals", [], [table], empty)
