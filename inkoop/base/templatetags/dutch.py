"""Template filters for amounts, ratios and months. ``{% load dutch %}``"""

from datetime import date
from decimal import Decimal

from django import template

from inkoop.base import dutch

register = template.Library()


@register.filter
def euro(cents: int | Decimal | None) -> str:
    return dutch.euro(cents)


@register.filter
def euro_whole(cents: int | Decimal | None) -> str:
    return dutch.euro(cents, 0)


@register.filter
def euro_short(cents: int | Decimal | None) -> str:
    return dutch.NO_VALUE if cents is None else dutch.short_euro(cents)


@register.filter
def percent(ratio: Decimal | None, decimals: int = 1) -> str:
    return dutch.percent(ratio, decimals)


@register.filter
def number(value: Decimal | int | None, decimals: int = 0) -> str:
    return dutch.number(value, decimals)


@register.filter
def figure(value: Decimal | None, unit: str) -> str:
    return dutch.figure(value, unit)


@register.filter
def month(day: date | None) -> str:
    return dutch.month(day)


@register.filter
def short_month(day: date | None) -> str:
    return dutch.short_month(day)


@register.filter
def long_date(day: date | None) -> str:
    return dutch.long_date(day)
