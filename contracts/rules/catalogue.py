"""Fewer and clearer products: which could go, and which could go together. A proposal; people decide."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProductUse:
    """Use in twelve months. ``kind`` is what must be equal for products to go together: category, unit,
    funding, care form, weight class, staff level, and whether it is for young adults.
    """

    code: str
    kind: tuple[str, ...]
    clients: int
    cents: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """``into`` empty = drop the product; nobody uses it. Otherwise the larger product of the same kind."""

    use: ProductUse
    into: str = ""


def proposals(uses: Iterable[ProductUse], *, few_clients: int) -> list[Proposal]:
    """A product without clients can be dropped. One with fewer than ``few_clients`` can go into the product of its
    kind with the most clients (equal: lowest code), if that has more. Smallest amount first.
    """
    listed = list(uses)
    largest: dict[tuple[str, ...], ProductUse] = {}
    for one in sorted(listed, key=lambda use: (-use.clients, use.code)):
        largest.setdefault(one.kind, one)
    found = [
        Proposal(one, into)
        for one in listed
        if (into := _into(one, largest[one.kind], few_clients)) is not None
    ]
    return sorted(found, key=lambda one: (one.use.cents, one.use.code))


def _into(use: ProductUse, largest: ProductUse, few_clients: int) -> str | None:
    if use.clients == 0:
        return ""
    if use.clients >= few_clients or largest.clients <= use.clients:
        return None
    return largest.code
