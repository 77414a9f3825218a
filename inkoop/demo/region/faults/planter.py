"""Chooses which error to plant where, so that every kind occurs."""

from random import Random

from inkoop.demo.region.faults import allocation, form, history, period, price, volume
from inkoop.demo.region.faults.case import REGISTERED, Case, Fault, Kind

MODULES = (allocation, form, history, period, price, volume)  # importing them registers their makers
_COMMON, _RARE = 0.0095, 0.2


class Planter:
    def __init__(self, share: float = 1.0) -> None:
        kinds = [Kind(make.__name__, make, weight, rare) for make, weight, rare in REGISTERED]
        self._common = [kind for kind in kinds if not kind.rare]
        self._rare = [kind for kind in kinds if kind.rare]
        self._rates = (_COMMON * share, (_COMMON + _RARE) * share)

    def plant(self, case: Case, rng: Random, slips: float) -> Fault | None:
        """An error for this line, or None: most lines are right."""
        draw = rng.random() / slips
        if draw < self._rates[0]:
            return self._neediest(case)
        if draw < self._rates[1]:
            return self._chance(case, rng)
        return None

    def _neediest(self, case: Case) -> Fault | None:
        for kind in sorted(self._common, key=lambda kind: kind.planted / kind.weight):
            made = self._try(kind, case)
            if made is not None:
                return made
        return None

    def _chance(self, case: Case, rng: Random) -> Fault | None:
        """Few lines allow a rare error, so many more are tried; the common ones set the measure."""
        kind = rng.choice([kind for kind in self._rare if not kind.planted] or self._rare)
        usual = sum(kind.planted for kind in self._common) / sum(kind.weight for kind in self._common)
        if kind.planted > 1.2 * usual * kind.weight + 1:
            return None
        return self._try(kind, case)

    def _try(self, kind: Kind, case: Case) -> Fault | None:
        made = kind.make(case)
        if made is not None:
            kind.planted += 1
        return made

    def counts(self) -> dict[str, int]:
        return {kind.name: kind.planted for kind in (*self._common, *self._rare)}
