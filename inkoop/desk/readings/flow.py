"""In-, through- and outflow in sentences."""

from datetime import date, timedelta
from decimal import Decimal

from inkoop.base.dutch import counted, number, percent
from inkoop.desk.queries.flow import Span
from kpis.models import FlowOutcome


def sentences(whole: Span, outcome: FlowOutcome | None) -> list[str]:
    """The most important first."""
    begin = counted(whole.begin, "cliënt", "cliënten")
    entered, left, end = (number(count) for count in (whole.entered, whole.left, whole.end))
    return [
        f"Aan het begin waren {begin} in zorg. Er kwamen {entered} in en er gingen {left} uit; dat maakt {end}.",
        _balance(whole),
        *_repeated(whole),
        *_imputed(whole),
        *_silent(outcome),
    ]


def _balance(whole: Span) -> str:
    if whole.balance is None:
        return "Er kwam niemand in; een balans is er dan niet."
    share = percent(whole.balance).replace("-", "−")
    if whole.left == whole.entered:
        return "In- en uitstroom zijn in evenwicht."
    side = "achter bij" if whole.left < whole.entered else "voor op"
    return f"De uitstroom loopt {side} de instroom: de balans is {share}."


def _repeated(whole: Span) -> list[str]:
    if not whole.repeated:
        return []
    share = percent(_ratio(whole.repeated, whole.entered))
    return [
        f"Van wie er in kwam, was {share} binnen een jaar terug ({number(whole.repeated)} keer herhaald beroep)."
    ]


def _imputed(whole: Span) -> list[str]:
    if not whole.imputed:
        return []
    return [
        (
            f"Bij {number(whole.imputed)} van de uitstroom is het einde aangenomen: er was geen einddatum, en een "
            "half jaar lang kwam er niets meer binnen."
        )
    ]


def _silent(outcome: FlowOutcome | None) -> list[str]:
    if outcome is None or not outcome.silent:
        return []
    return [
        (
            f"{counted(outcome.silent, 'lopend traject is', 'lopende trajecten zijn')} al een half jaar stil en nooit "
            "gedeclareerd; vraag na of die zorg er is."
        )
    ]


def _ratio(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None


def provisional_since(peildatum: date, onward_days: int) -> date:
    """Ends after this day may still turn out to be no leaving."""
    return peildatum - timedelta(days=onward_days)
