"""Figures put into Dutch sentences. Values in, text out."""

from datetime import date
from decimal import Decimal

from inkoop.base.dutch import counted, euro, figure, long_date, month, number, percent
from inkoop.desk.queries.ceiling import Ceiling
from kpis.choices import Direction, IbpState, indicator_of
from kpis.models import IbpStatus, IndicatorValue, Signal

# Sizes of a robust z in words; above the last one stands a signal, by the threshold of the region.
ABOUT_EQUAL, SOMEWHAT = Decimal(1), Decimal(2)

WORSE, BETTER, NEUTRAL = "ongunstig", "gunstig", ""


def compared(row: IndicatorValue) -> str:
    """How a figure stands beside its peers, in words."""
    if row.value is None:
        return "Niet te meten: er is te weinig om op te delen."
    if row.median_peers is None:
        return "" if row.n_peers is None else f"Te weinig vergelijkbare aanbieders ({row.n_peers})."
    if row.robust_z is None:
        return "Niet vergeleken: te weinig cliënten, of alle vergelijkbare aanbieders zijn gelijk."
    peers = counted(row.n_peers or 0, "vergelijkbare aanbieder", "vergelijkbare aanbieders")
    return f"{size_in_words(row.robust_z, signal=row.signal)} bij {peers}."


def size_in_words(z: Decimal, *, signal: bool) -> str:
    direction = "hoger dan" if z > 0 else "lager dan"
    if signal:
        return f"Veel {direction}"
    if abs(z) < ABOUT_EQUAL:
        return "Ongeveer als"
    return f"Iets {direction}" if abs(z) < SOMEWHAT else f"Duidelijk {direction}"


def judgement(z: Decimal | None, direction: str) -> str:
    """Whether this side of the median is the unfavourable one. Empty where neither side is."""
    if z is None or abs(z) < ABOUT_EQUAL or direction not in {Direction.HIGH, Direction.LOW}:
        return NEUTRAL
    return WORSE if (z > 0) == (direction == Direction.HIGH) else BETTER


def short_signal(signal: Signal) -> str:
    """A signal in one line; its own reading says the rest."""
    indicator = indicator_of(signal.indicator)
    side = "hoger" if signal.robust_z > 0 else "lager"
    peers = counted(signal.n_peers, "vergelijkbare aanbieder", "vergelijkbare aanbieders")
    return (
        f"{indicator.name[0].upper()}{indicator.name[1:]} {figure(signal.value, indicator.unit)}: {side} dan de "
        f"mediaan {figure(signal.median_peers, indicator.unit)} van {peers} (z {number(signal.robust_z, 1)})."
    )


def direction_in_words(direction: str) -> str:
    words = {
        Direction.BOTH: "Hoog én laag vragen om uitleg",
        Direction.HIGH: "Lager is gunstiger",
        Direction.LOW: "Hoger is gunstiger",
        Direction.NONE: "Wordt niet vergeleken",
    }
    return words[Direction(direction)]


def ibp_sentences(status: IbpStatus, ceiling: Ceiling, peildatum: date) -> list[str]:
    """What the figures of an IBP say, the most important first."""
    return [
        sentence
        for sentence in (
            _use(status, peildatum),
            _crossings(status),
            _raises(status, ceiling),
            _term(status, ceiling, peildatum),
            _forecast(status, peildatum),
        )
        if sentence
    ]


def _use(status: IbpStatus, peildatum: date) -> str:
    if status.status == IbpState.NOT_MEASURABLE:
        return f"Er is {euro(status.used)} gedeclareerd. Zonder plafondbedrag is er geen benutting."
    text = (
        f"Per {long_date(peildatum)} is {euro(status.used)} gedeclareerd op een plafond van "
        f"{euro(status.amount_current)}: {percent(status.utilisation)}."
    )
    return f"{text} Dat is {euro(status.overrun)} te veel." if status.overrun else text


def _crossings(status: IbpStatus) -> str:
    parts = []
    if status.month_80:
        parts.append(f"80% is bereikt in {month(status.month_80)}")
    if status.month_100:
        parts.append(f"het plafond is overschreden in {month(status.month_100)}")
    text = " en ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _raises(status: IbpStatus, ceiling: Ceiling) -> str:
    if status.amount_original == status.amount_current or status.utilisation_original is None:
        return ""
    changes = counted(len(ceiling.versions) - 1, "wijziging", "wijzigingen")
    return (
        f"Het oorspronkelijke bedrag was {euro(status.amount_original)} ({changes} sindsdien); "
        f"daarvan is {percent(status.utilisation_original)} gebruikt."
    )


def _term(status: IbpStatus, ceiling: Ceiling, peildatum: date) -> str:
    current = ceiling.current
    if current is None:
        return ""
    if current.end is None:
        return f"Het IBP loopt vanaf {long_date(current.begin)} zonder einddatum."
    term = f"{long_date(current.begin)} tot en met {long_date(current.end)}"
    if current.end < peildatum:
        return f"De looptijd ({term}) is voorbij."
    return f"De looptijd ({term}) is voor {percent(status.elapsed, 0)} verstreken."


def _forecast(status: IbpStatus, peildatum: date) -> str:
    if status.exhausted_on and status.exhausted_on <= peildatum:
        return "In het tempo van de laatste rijpe maanden is het bedrag naar verwachting al op."
    if status.exhausted_on:
        return f"In het tempo van de laatste rijpe maanden is het bedrag rond {long_date(status.exhausted_on)} op."
    if status.lasts_the_term:
        return "In het tempo van de laatste rijpe maanden is het bedrag toereikend tot het einde."
    return ""
