"""Allocations (toewijzingen) of every variant, with their later versions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from inkoop.demo.region import days
from inkoop.demo.region.catalogue import (
    EURO,
    HOUR,
    INTEGRAL,
    MINUTE,
    Product,
)
from inkoop.demo.region.contracts import Agreements
from inkoop.demo.region.limits import BY_WEEK
from inkoop.demo.region.people import Municipality, Provider
from inkoop.demo.region.volumes import granted, in_a_month

SPECIFIC, CATEGORY, BUDGET, GENERIC = "specifiek", "categorie", "categorie met budget", "generiek"
WITHDRAWN, EXTENDED, SHORTENED, CORRECTED = "13", "04", "05", "14"
_VARIANTS = {
    "45": ((SPECIFIC, 0.40), (CATEGORY, 0.20), (BUDGET, 0.32), (GENERIC, 0.08)),
    "54": ((SPECIFIC, 0.55), (CATEGORY, 0.25), (BUDGET, 0.15), (GENERIC, 0.05)),
    "50": ((SPECIFIC, 0.80), (CATEGORY, 0.12), (BUDGET, 0.08)),
    "43": ((SPECIFIC, 0.75), (CATEGORY, 0.25)),
}
_USUALLY = ((SPECIFIC, 0.9), (CATEGORY, 0.1))
MEAN_MONTHS = {"45": 10.0, "54": 9.0, "52": 8.0, "41": 9.0, "43": 9.0, "44": 16.0, "46": 1.0, "48": 12.0,
               "50": 10.0, "42": 10.0}  # fmt: skip
_PRESENCE = {"43": 0.4, "44": 0.6, "46": 0.25, "48": 0.7, "52": 0.6}  # heavy care is for few children
_GROWN_UP = 17 * 12
_DAYS_IN_MONTH = 30.44


@dataclass(slots=True)
class Version:
    delivery: int
    issued: int  # day
    time: str
    end: int | None
    volume: int | None
    budget: int | None
    reason: str = ""


@dataclass(slots=True)
class Part:
    """A product in use, and how much of it in an ordinary month."""

    product: Product
    monthly: float


@dataclass(slots=True)
class Allocation:
    number: int
    client: int
    name: str  # pseudonym or bsn
    place: Municipality
    variant: str
    category: str  # of the provider's work; written only when the variant has one
    product: Product | None
    unit: str
    frequency: str
    begin: int
    parts: list[Part]
    versions: list[Version] = field(default_factory=list)
    care: tuple[int, int] | None = None  # first and last day of care; None = never used
    in_minutes: bool = True  # hours are declared in minutes

    def version_at(self, delivery: int) -> Version | None:
        """The newest version that has been received."""
        if len(self.versions) == 1:
            return self.versions[0] if self.versions[0].delivery <= delivery else None
        known = [version for version in self.versions if version.delivery <= delivery]
        return max(known, key=lambda version: (version.issued, version.time)) if known else None

    @property
    def withdrawn(self) -> bool:
        return self.versions[-1].reason == WITHDRAWN

    @property
    def first_delivery(self) -> int:
        return min(version.delivery for version in self.versions)


class Drawer:
    """Draws the allocations of one provider in one municipality."""

    def __init__(self, provider: Provider, place: Municipality, agreements: Agreements, rng: Random) -> None:
        self._provider, self._place, self._agreements, self._rng = provider, place, agreements, rng
        self._last_day = days.month_end(provider.left) if provider.left is not None else None
        self.last_begin = (
            min(self._last_day or days.month_end(days.MONTHS - 1), days.month_end(days.MONTHS - 1)) - 15
        )

    def begins(self, running: float, followed: float) -> Iterator[int]:
        """First days, so that about ``running`` allocations are in force at any time.

        A share of them is followed by another one; not those that are over before the first delivery.
        """
        mean = MEAN_MONTHS[self._provider.categories[0]] * _DAYS_IN_MONTH
        per_day = running * _PRESENCE.get(self._provider.categories[0], 1.0) / mean
        opening = days.month_start(0)
        day = days.month_start(self._provider.joined) - (0 if self._provider.joined else min(2.2 * mean, 900))
        while day < self.last_begin:
            day += self._rng.expovariate(per_day if day < opening else per_day * (1 - followed))
            if day < self.last_begin:
                yield self._tidy(int(day))

    def _tidy(self, day: int) -> int:
        """Half of the allocations begin on the first of a month."""
        first = days.month_start(days.month_of(day))
        return (
            first
            if self._rng.random() < 0.5 and first >= days.month_start(self._provider.joined) - 400
            else day
        )

    def draw(self, client: int, name: str, begin: int, age: int) -> Allocation | None:
        """``age`` in months; None when there is nothing to allocate, or it was over before the first delivery."""
        rng = self._rng
        category = self._category()
        usable = self._usable(category, max(days.month_of(begin), self._provider.joined), age)
        variant = _choose(_VARIANTS.get(category, _USUALLY), rng)
        priced = [p for p in usable if p.unit != EURO and p.priced]
        if not usable or (variant != SPECIFIC and not priced):
            return None
        allocation = Allocation(
            self._place.next_number(), client, name, self._place, variant, category, None, "", "", begin, []
        )
        months = self._months(category)
        if variant == SPECIFIC:
            version = self._specific(allocation, rng.choice(usable), months)
        else:
            version = self._open(allocation, priced, months)
        if version.end is not None and version.end < days.month_start(0):
            return None  # over before the first delivery
        allocation.versions.append(version)
        self._plan_care(allocation, months)
        return allocation

    def _usable(self, category: str, month: int, age: int) -> list[Product]:
        """Products with a tariff; verlengde jeugdhulp is for those who are nearly grown up."""
        products = [p for p in self._provider.products if p.category == category]
        priced = [p for p in products if not p.priced or self._agreements.cents(p, month) is not None]
        fitting = [p for p in priced if p.extended == (age >= _GROWN_UP)]
        if not fitting and (age < _GROWN_UP or self._rng.random() < 0.1):
            return priced
        return fitting

    def _category(self) -> str:
        categories = self._provider.categories
        return categories[1] if len(categories) > 1 and self._rng.random() < 0.18 else categories[0]

    def _months(self, category: str) -> float:
        if category == "46":
            return self._rng.uniform(0.15, 0.9)
        return max(1.5, min(30.0, self._rng.gammavariate(2.2, MEAN_MONTHS[category] / 2.2)))

    def _end(self, begin: int, months: float) -> int:
        end = begin + int(months * _DAYS_IN_MONTH)
        if self._rng.random() < 0.45:
            end = days.month_end(days.month_of(end))
        return end if self._last_day is None else max(begin, min(end, self._last_day))

    def _end_or_open(self, begin: int, months: float) -> int | None:
        end = self._end(begin, months)
        return None if self._last_day is None and self._rng.random() < 0.28 else end

    def _first_version(self, begin: int, end: int | None, volume: int | None, budget: int | None) -> Version:
        rng = self._rng
        issued = begin - rng.randrange(-9, 22)
        delivery = days.delivery_on_or_after(max(issued, begin - 10))
        if rng.random() < 0.06:
            delivery += rng.randrange(1, 3)
        return Version(min(delivery, days.LAST_DELIVERY), issued, _time(rng), end, volume, budget)

    def _specific(self, allocation: Allocation, product: Product, months: float) -> Version:
        rng = self._rng
        allocation.product = product
        allocation.unit = MINUTE if product.unit == HOUR and rng.random() < 0.2 else product.unit
        allocation.frequency = rng.choice(product.frequencies)
        allocation.in_minutes = allocation.unit == MINUTE or rng.random() < 0.7
        if allocation.frequency == BY_WEEK:  # always has an end
            end: int | None = self._end(allocation.begin, months)
        else:
            end = self._end_or_open(allocation.begin, months)
        length = months if end is None else (end - allocation.begin + 1) / _DAYS_IN_MONTH
        volume = granted(product, allocation.frequency, length, self._provider.habits.intensity, rng)
        if allocation.unit == MINUTE:
            volume *= 60
        allocation.parts = [Part(product, 0.0)]
        return self._first_version(allocation.begin, end, volume, None)

    def _open(self, allocation: Allocation, products: list[Product], months: float) -> Version:
        rng = self._rng
        allocation.in_minutes = rng.random() < 0.75
        allocation.parts = self._mix(products, allocation.variant)
        if allocation.variant == CATEGORY:
            return self._first_version(
                allocation.begin, self._end_or_open(allocation.begin, months), None, None
            )
        end = self._end(allocation.begin, months)
        month = min(max(days.month_of(allocation.begin), self._provider.joined), days.MONTHS - 1)
        monthly = sum(
            part.monthly * (self._agreements.cents(part.product, month) or 0) for part in allocation.parts
        )
        length = max(0.5, (end - allocation.begin + 1) / _DAYS_IN_MONTH)
        budget = int(monthly * length * rng.uniform(0.85, 1.5)) // 5000 * 5000 + 5000
        return self._first_version(allocation.begin, end, None, min(budget, 99_000_000))

    def _mix(self, products: list[Product], variant: str) -> list[Part]:
        rng = self._rng
        integral = [p for p in products if p.code in INTEGRAL]
        pool = integral if integral and rng.random() < 0.7 else products
        if variant == GENERIC:
            pool = products
        chosen = rng.sample(pool, min(len(pool), rng.choice((1, 2, 2, 3, 3, 4, 4, 5))))
        intensity = self._provider.habits.intensity
        return [Part(product, in_a_month(product, len(chosen), rng) * intensity) for product in chosen]

    def _plan_care(self, allocation: Allocation, months: float) -> None:
        rng = self._rng
        version = allocation.versions[0]
        if rng.random() < 0.04:
            return
        wait = min(int(rng.expovariate(1 / 16)), 75)
        end = version.end if version.end is not None else allocation.begin + int(months * _DAYS_IN_MONTH)
        last = end if rng.random() < 0.6 else end - int(rng.random() ** 2 * (end - allocation.begin) * 0.5)
        first = min(allocation.begin + wait, last)
        allocation.care = (first, last)


def _choose(options: tuple[tuple[str, float], ...], rng: Random) -> str:
    draw = rng.random()
    for name, share in options:
        if draw < share:
            return name
        draw -= share
    return options[0][0]


def _time(rng: Random) -> str:
    return f"{rng.randrange(8, 18):02d}:{rng.randrange(60):02d}:{rng.randrange(60):02d}"
