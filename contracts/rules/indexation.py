"""Indexation of tariffs (formulas, section 10).

index(t + 1) = forecast(t + 1) + (definitive(t) - forecast(t)), as a weighted mean of components such as
90 % OVA and 10 % PPC. Percentages are Decimals: 4.96 means 4.96 %. Tariffs are whole cents.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from contracts.rules.rounding import half_up

ADDITIVE, MULTIPLICATIVE = "additief", "multiplicatief"
PUBLISHED_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Component:
    """One price index. ``forecast_before`` and ``definitive_before`` are of the year before the one applied."""

    name: str
    weight: Decimal
    forecast_before: Decimal
    definitive_before: Decimal
    forecast: Decimal


@dataclass(frozen=True, slots=True)
class Index:
    """``total`` = ``forecast`` + ``correction``, in published decimals."""

    forecast: Decimal
    correction: Decimal
    total: Decimal
    without_correction: Decimal


def index_of(components: Sequence[Component], method: str, decimals: int) -> Index:
    """The index of a year. Intermediate results are rounded half up to ``decimals``, the total to two.

    The rounding belongs to the publication: with 2 the figures of 2024 give 6.30, with 3 those of 2025 4.96.
    Raises ValueError when the weights do not add up to one.
    """
    if sum(component.weight for component in components) != 1:
        raise ValueError("de gewichten zijn samen geen 1")
    forecast = _rounded(sum((one.weight * one.forecast for one in components), Decimal(0)), decimals)
    differences = [one.weight * _rounded(_difference(one, method), decimals) for one in components]
    correction = _rounded(sum(differences, Decimal(0)), decimals)
    return Index(
        forecast=forecast,
        correction=correction,
        total=_rounded(forecast + correction, PUBLISHED_DECIMALS),
        without_correction=_rounded(forecast, PUBLISHED_DECIMALS),
    )


def _difference(component: Component, method: str) -> Decimal:
    """Percentage points by which the forecast of the year before was too low."""
    if method == ADDITIVE:
        return component.definitive_before - component.forecast_before
    if method == MULTIPLICATIVE:
        return ((100 + component.definitive_before) / (100 + component.forecast_before) - 1) * 100
    raise ValueError(f"onbekende methode {method!r}")


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def percentage_for(index: Index, year: int, contract_begin: date) -> Decimal | None:
    """The percentage for a contract; None when its tariffs were set for that year itself.

    In the first year after procurement there is no correction: its tariffs never had the forecast that the
    correction makes up for.
    """
    if contract_begin.year >= year:
        return None
    return index.without_correction if contract_begin.year == year - 1 else index.total


def indexed(cents: int, percentage: Decimal) -> int:
    """round(old x (1 + i), 2) in euros: whole cents, halves up."""
    return half_up(Fraction(cents) * (100 + Fraction(percentage)) / 100)


def budget_effect(declared: int, old: int, new: int) -> int:
    """What the new tariff would have cost more on what was declared, in cents; 0 for an old tariff of 0."""
    return half_up(Fraction(declared) * (new - old) / old) if old else 0
