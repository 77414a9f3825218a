"""How concentrated spending is over providers."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

FULL = 10_000


def herfindahl(amounts: Iterable[int]) -> int | None:
    """Herfindahl-Hirschman index, 0 to 10,000: the sum of squared percentages, half up. None = nothing declared.

    Amounts below zero (more credited than declared) count as zero.
    """
    kept = [max(amount, 0) for amount in amounts]
    total = sum(kept)
    if not total:
        return None
    exact = Decimal(FULL * sum(amount * amount for amount in kept)) / (total * total)
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def top_share(amounts: Iterable[int], count: int) -> Decimal | None:
    """Share of the ``count`` largest; None = nothing declared."""
    kept = sorted((max(amount, 0) for amount in amounts), reverse=True)
    total = sum(kept)
    return Decimal(sum(kept[:count])) / total if total else None


def tail(amounts: Iterable[int], share: Decimal) -> int:
    """How many of the smallest providers together stay within ``share`` of all; those with nothing included."""
    kept = sorted(max(amount, 0) for amount in amounts)
    room, total, count = share * sum(kept), 0, 0
    for amount in kept:
        total += amount
        if total > room:
            break
        count += 1
    return count
