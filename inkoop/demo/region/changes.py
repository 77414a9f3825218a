"""Later versions of an allocation: longer, shorter, corrected, withdrawn."""

from random import Random

from inkoop.demo.region import days
from inkoop.demo.region.allocations import (
    CORRECTED,
    EXTENDED,
    SHORTENED,
    WITHDRAWN,
    Allocation,
    Version,
)


def add_versions(allocation: Allocation, last_day: int | None, rng: Random) -> None:
    """``last_day`` is the last day of the contract, when the provider leaves."""
    first = allocation.versions[0]
    draw = rng.random()
    if draw < 0.012:
        _withdraw(allocation, first, rng)
    elif first.end is None:
        _close(allocation, first, rng)
    elif draw < 0.20 and last_day is None:
        _extend(allocation, first, first.end, rng)
    elif draw < 0.28:
        _shorten(allocation, first, first.end, rng)
    elif draw < 0.33:
        _correct(allocation, first, rng)
    if len(allocation.versions) == 2 and rng.random() < 0.03:
        _receive_in_reverse(*allocation.versions)


def _withdraw(allocation: Allocation, first: Version, rng: Random) -> None:
    delivery = first.delivery + rng.randrange(1, 3)
    if delivery <= days.LAST_DELIVERY:
        allocation.care = None
        _append(allocation, first, delivery, rng, end=allocation.begin, reason=WITHDRAWN)


def _close(allocation: Allocation, first: Version, rng: Random) -> None:
    """An open-ended allocation gets its end after the care has ended; some never do."""
    if allocation.care is None or rng.random() < 0.15:
        return
    last = allocation.care[1]
    delivery = max(first.delivery + 1, days.delivery_on_or_after(last + rng.randrange(0, 40)))
    if delivery <= days.LAST_DELIVERY:
        # lines sent before cover whole months up to the one before the delivery, so the end may not cut those
        end = max(last, days.month_end(delivery - 2), allocation.begin)
        _append(allocation, first, delivery, rng, end=end, reason=rng.choice((SHORTENED, "12", CORRECTED)))


def _extend(allocation: Allocation, first: Version, end: int, rng: Random) -> None:
    delivery = max(first.delivery + 1, days.month_of(end) + rng.randrange(-1, 2))
    if delivery > days.LAST_DELIVERY:
        return
    longer = end + rng.randrange(45, 270)
    if rng.random() < 0.5:
        longer = days.month_end(days.month_of(longer))
    growth = (longer - allocation.begin + 1) / (end - allocation.begin + 1)
    if allocation.frequency == "6" and first.volume is not None:
        first_volume: int | None = round(first.volume * growth)
    else:
        first_volume = first.volume
    budget = int(first.budget * growth) // 5000 * 5000 if first.budget is not None else None
    if allocation.care is not None:
        allocation.care = (allocation.care[0], longer)
    _append(allocation, first, delivery, rng, end=longer, reason=EXTENDED, volume=first_volume, budget=budget)


def _shorten(allocation: Allocation, first: Version, end: int, rng: Random) -> None:
    """Never before a month that may have been declared already."""
    months = days.month_of(end) - max(0, days.month_of(allocation.begin))
    if months < 3:
        return
    delivery = max(first.delivery + 1, days.month_of(end) - rng.randrange(1, months))
    earliest = max(days.month_start(delivery - 1), allocation.begin)
    if delivery > days.LAST_DELIVERY or earliest >= end:
        return
    shorter = rng.randrange(earliest, min(end, earliest + 70))
    if allocation.care is not None:
        begin = allocation.care[0]
        allocation.care = (begin, min(allocation.care[1], shorter)) if begin <= shorter else None
    _append(allocation, first, delivery, rng, end=shorter, reason=SHORTENED)


def _correct(allocation: Allocation, first: Version, rng: Random) -> None:
    """More volume or budget than was first entered."""
    delivery = first.delivery + rng.randrange(1, 5)
    if delivery > days.LAST_DELIVERY:
        return
    volume = first.volume + max(1, first.volume // 4) if first.volume is not None else None
    budget = first.budget + first.budget // 10 if first.budget is not None else None
    _append(allocation, first, delivery, rng, end=first.end, reason=CORRECTED, volume=volume, budget=budget)


def _receive_in_reverse(first: Version, second: Version) -> None:
    """The newest date counts, not the order of receipt."""
    if second.delivery < days.LAST_DELIVERY:
        first.delivery = second.delivery + 1


def _append(
    allocation: Allocation,
    first: Version,
    delivery: int,
    rng: Random,
    *,
    end: int | None,
    reason: str,
    volume: int | None = None,
    budget: int | None = None,
) -> None:
    received = days.received_day(delivery)
    issued = max(first.issued + 1, received - rng.randrange(0, 12))
    allocation.versions.append(
        Version(
            delivery,
            issued,
            f"{rng.randrange(8, 18):02d}:{rng.randrange(60):02d}:{rng.randrange(60):02d}",
            end,
            volume if volume is not None else first.volume,
            budget if budget is not None else first.budget,
            reason,
        )
    )
