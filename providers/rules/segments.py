"""Which segment follows from what a provider declares. A proposal: a person decides."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import accumulate

STRATEGIC, LARGE, OTHER = "strategisch", "groot", "overig"


def proposed_segments(
    declared: Mapping[int, int], *, strategic_share: Decimal, large_share: Decimal
) -> dict[int, str]:
    """Largest first: those that together reach ``strategic_share`` of all declared cents are strategic, those
    that then reach ``large_share`` are large, the rest is other. Nothing declared = other.

    The provider that crosses a border still belongs to the segment before it; equal amounts by key.
    """
    total = sum(amount for amount in declared.values() if amount > 0)
    order = sorted(declared, key=lambda key: (-declared[key], key))
    before = accumulate((max(declared[key], 0) for key in order), initial=0)
    return {
        key: _segment(declared[key], sum_before, total, strategic_share, large_share)
        for key, sum_before in zip(order, before, strict=False)
    }


def _segment(amount: int, before: int, total: int, strategic: Decimal, large: Decimal) -> str:
    if amount <= 0 or before >= large * total:
        return OTHER
    return STRATEGIC if before < strategic * total else LARGE
