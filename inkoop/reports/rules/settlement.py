"""Costs divided between municipalities: to the cent, by largest remainder (formulas, section 8)."""

from collections.abc import Mapping
from fractions import Fraction


def divide(total: int, weights: Mapping[str, Fraction | int]) -> dict[str, int]:
    """``total`` cents in proportion to the weights; the shares add up to it.

    Each gets the whole cents of its part; the cents left over go to the largest remainders, of equal ones to the
    first key. Without any weight everybody has the same. Negative weights are refused: ValueError.
    """
    if not weights:
        raise ValueError("Er zijn geen gemeenten om over te verdelen.")
    if any(weight < 0 for weight in weights.values()):
        raise ValueError(
            "Een gewicht is kleiner dan nul; verdelen kan alleen met gewichten van nul en hoger."
        )
    whole = sum(map(Fraction, weights.values()))
    parts = {
        key: Fraction(total) * (Fraction(weight) / whole if whole else Fraction(1, len(weights)))
        for key, weight in weights.items()
    }
    shares = {key: part.numerator // part.denominator for key, part in parts.items()}
    left = total - sum(shares.values())
    by_remainder = sorted(parts, key=lambda key: (shares[key] - parts[key], key))
    for key in by_remainder[:left]:
        shares[key] += 1
    return shares
