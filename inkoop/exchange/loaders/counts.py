"""How many rows of a delivery went which way."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    accepted: int
    refused: int
    unchanged: int = 0

    @property
    def total(self) -> int:
        return self.accepted + self.refused + self.unchanged
