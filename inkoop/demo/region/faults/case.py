"""The valid line about to be sent, from which a faulty one is made."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Protocol

from inkoop.demo.region import days
from inkoop.demo.region.allocations import Allocation, Version
from inkoop.demo.region.catalogue import HOUR, MINUTE, Product
from inkoop.demo.region.contracts import Agreements
from inkoop.demo.region.lines import Desk, Line, Sent
from inkoop.demo.region.prices import amount_of, written_tariff


class History(Protocol):
    """What has been sent on the allocation so far."""

    allocation: Allocation
    desk: Desk
    agreements: Agreements
    rng: Random
    spent: int
    live: dict[tuple[str, int], Sent]
    credited: list[Sent]
    refused: list[tuple[Line, int]]

    def period(self, month: int, version: Version) -> tuple[int, int] | None: ...

    def period_maximum(self, version: Version, period: tuple[int, int]) -> int | None: ...

    def room(self, version: Version) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Fault:
    line: Line
    codes: str
    note: str
    beside: bool = False  # the valid line is sent as well, before it
    at_once: bool = False  # the valid line follows in the same delivery


@dataclass(frozen=True, slots=True)
class Case:
    line: Line
    product: Product
    month: int
    period: tuple[int, int]
    version: Version
    delivery: int
    history: History

    @property
    def rng(self) -> Random:
        return self.history.rng

    @property
    def allocation(self) -> Allocation:
        return self.history.allocation

    @property
    def cents(self) -> int:
        return self.history.agreements.cents(self.product, self.month) or 0

    @property
    def by_minute(self) -> bool:
        return self.line.unit == MINUTE

    @property
    def step(self) -> int:
        """Minutes in one unit of the line, where the limits of the allocation are in minutes."""
        return 60 if self.line.unit == HOUR and self.allocation.unit == HOUR else 1

    def changed(self, **fields: Any) -> Line:
        return replace(self.line, **fields)

    def copied(self, line: Line, **fields: Any) -> Line:
        """Another line of this delivery, under a reference of its own."""
        number, signed_on = self.history.desk.heading(self.delivery)
        values: dict[str, Any] = {"declaration": number, "signed_on": signed_on, **fields}
        values.setdefault("reference", self.history.desk.reference())
        return replace(line, **values)

    def with_volume(self, volume: int) -> Line:
        amount = amount_of(volume, self.line.unit, self.product, self.cents)
        return self.changed(volume=volume, amount=amount)

    def with_period(self, begin: int, end: int) -> Line:
        return self.changed(begin=days.iso(begin), end=days.iso(end))

    def with_product(self, product: Product, volume: int, unit: str) -> Line:
        cents = self.history.agreements.cents(product, self.month)
        return self.changed(
            category=product.category,
            code=product.code,
            volume=volume,
            unit=unit,
            tariff=written_tariff(unit, product, cents),
            amount=amount_of(volume, unit, product, cents),
        )

    def apart(self, **fields: Any) -> Line:
        """In a declaration of its own, for faults that concern the whole declaration."""
        return self.changed(**{"declaration": self.history.desk.extra_number(self.delivery), **fields})


Maker = Callable[[Case], Fault | None]


@dataclass(slots=True)
class Kind:
    name: str
    make: Maker
    weight: float
    rare: bool
    planted: int = 0


REGISTERED: list[tuple[Maker, float, bool]] = []


def fault(weight: float = 1.0, *, rare: bool = False) -> Callable[[Maker], Maker]:
    """Registers a maker; ``rare`` when few lines allow it, so that each chance is worth trying."""

    def register(make: Maker) -> Maker:
        REGISTERED.append((make, weight, rare))
        return make

    return register
