"""The rows of the registers and of the allocations with their starts and stops."""

from collections.abc import Iterator
from random import Random

from inkoop.demo.region import days
from inkoop.demo.region.allocations import CATEGORY, GENERIC, SPECIFIC, Allocation, Version
from inkoop.demo.region.catalogue import PRODUCTS
from inkoop.demo.region.people import Clients, Municipality, Provider

_REASONS = (
    ("31", 58),
    ("32", 11),
    ("33", 4),
    ("34", 9),
    ("35", 3),
    ("36", 4),
    ("37", 2),
    ("38", 5),
    ("39", 3),
)


def municipality_rows(places: list[Municipality]) -> Iterator[str]:
    for place in places:
        yield f"{place.code};{place.name}"


def provider_row(provider: Provider) -> str:
    return (
        f"{provider.agb};{provider.name};{provider.registration};{provider.legal};{provider.segment};"
        f"{provider.place};{provider.email}"
    )


def product_rows() -> Iterator[str]:
    for product in PRODUCTS:
        yield (
            f"{product.code};{product.category};{product.name};{product.unit};{product.form};{product.weight};"
            f"{product.funding};{product.longest};{product.level};{int(product.extended)}"
        )


def allocation_row(allocation: Allocation, version: Version, provider: Provider, clients: Clients) -> str:
    place, specific = allocation.place, allocation.variant == SPECIFIC
    category = "" if allocation.variant == GENERIC else allocation.category
    code = allocation.product.code if allocation.product else ""
    birth = days.iso_month(clients.birth_month(place, allocation.client))
    referrer, name = clients.referrer(place, allocation.client)
    end = days.iso(version.end) if version.end is not None else ""
    budget = "" if specific or allocation.variant == CATEGORY else version.budget
    return (
        f"{place.code};{allocation.number};{allocation.name};{birth};{provider.agb};{category};{code};"
        f"{days.iso(version.issued)};{version.time};{days.iso(allocation.begin)};{end};"
        f"{version.volume if specific else ''};{allocation.unit};{allocation.frequency};{budget};{version.reason};"
        f"{referrer};{name};{clients.team(place, allocation.client)}"
    )


def start_rows(allocation: Allocation, rng: Random) -> Iterator[tuple[int, str]]:
    """Some providers forget to report a start."""
    if allocation.care is None or rng.random() < 0.05:
        return
    day = allocation.care[0]
    delivery = max(allocation.first_delivery, days.delivery_on_or_after(day + rng.randrange(1, 9)))
    if delivery <= days.LAST_DELIVERY:
        yield delivery, f"{allocation.place.code};{allocation.number};{days.iso(day)}"


def stop_rows(allocation: Allocation, rng: Random) -> Iterator[tuple[int, str]]:
    """A temporary stop may come first; of some trajectories the stop is never reported."""
    if allocation.care is None:
        return
    first, last = allocation.care
    if last - first > 150 and rng.random() < 0.04:
        yield from _stop(allocation, rng.randrange(first + 60, last - 60), "20", rng)
    if rng.random() >= 0.12:
        reason = (
            "02"
            if rng.random() < 0.002
            else rng.choices([c for c, _ in _REASONS], [n for _, n in _REASONS])[0]
        )
        yield from _stop(allocation, last, reason, rng)


def _stop(allocation: Allocation, day: int, reason: str, rng: Random) -> Iterator[tuple[int, str]]:
    delivery = max(allocation.first_delivery, days.delivery_on_or_after(day + rng.randrange(1, 12)))
    if delivery <= days.LAST_DELIVERY:
        yield delivery, f"{allocation.place.code};{allocation.number};{days.iso(day)};{reason}"
