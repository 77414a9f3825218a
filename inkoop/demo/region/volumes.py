"""How much care is given and granted, in the unit of the product."""

from random import Random

from inkoop.demo.region.catalogue import (
    DAY_AND_NIGHT,
    EURO,
    HALF_DAY,
    HOUR,
    PIECE_EFFORT,
    PIECE_OUTPUT,
    Product,
)
from inkoop.demo.region.limits import BY_DAY, BY_MONTH, BY_WEEK, IN_ALL

_WEEKS_IN_MONTH = 4.3


def in_a_month(product: Product, companions: int, rng: Random) -> float:
    """An ordinary month of a product beside ``companions`` - 1 others, in its own unit."""
    if product.unit == HOUR:
        return rng.uniform(2, 9) / float(companions**0.4)
    if product.unit == DAY_AND_NIGHT:
        return rng.uniform(4, 29)
    if product.unit == HALF_DAY:
        return rng.uniform(6, 18) / float(companions**0.5)
    return rng.uniform(2, 6) if product.unit == PIECE_EFFORT else 1.0


def granted(product: Product, frequency: str, months: float, intensity: float, rng: Random) -> int:
    """The volume of an allocation of so many months."""
    weekly = {
        HOUR: rng.choice((1, 1, 1, 2, 2, 2, 3)),
        DAY_AND_NIGHT: rng.choice((2, 5, 7, 7, 7)),
        HALF_DAY: rng.choice((1, 2, 2, 3, 4)),
        PIECE_EFFORT: rng.choice((1, 1, 2, 4)) if product.category == "42" else 1,
        PIECE_OUTPUT: 1,
        EURO: product.cents // 4,
    }[product.unit]
    if product.unit in (PIECE_OUTPUT, EURO):
        return _output_volume(product, frequency, weekly, rng)
    factor = intensity if product.unit != DAY_AND_NIGHT else 1.0
    if frequency == BY_DAY:
        return 1
    if frequency == BY_WEEK:
        return max(1, round(weekly * factor))
    if frequency == BY_MONTH and product.unit == DAY_AND_NIGHT:
        return min(31, round(weekly * 4.5))
    if frequency == BY_MONTH:
        return max(1, round(weekly * _WEEKS_IN_MONTH * factor))
    return max(2, round(weekly * _WEEKS_IN_MONTH * factor * months))


def _output_volume(product: Product, frequency: str, weekly: int, rng: Random) -> int:
    if product.unit == EURO:
        amount = product.cents if frequency != BY_WEEK else weekly
        return int(amount * rng.uniform(0.8, 1.25)) // 500 * 500
    return rng.choice((1, 1, 2, 3)) if frequency == IN_ALL else 1
