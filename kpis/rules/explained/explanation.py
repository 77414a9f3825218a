"""One explanation: what a figure says, how it is made, an example with numbers and its limits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Explanation:
    """``limits``: what the figure does not say, and when it cannot be measured; one sentence each."""

    code: str
    name: str
    says: str
    formula: str
    example: str
    limits: tuple[str, ...]

    @property
    def has_code(self) -> bool:
        """True for the indicators of declaratiegedrag, which people know by their code."""
        return self.code.startswith("DG")

    def mentions(self, sought: str) -> bool:
        """True when all words sought stand somewhere in it; also without words."""
        text = " ".join((self.code, self.name, self.says, self.formula, *self.limits)).casefold()
        return all(word in text for word in sought.casefold().split())

    def filled(self, parameters: Mapping[str, Decimal]) -> "Explanation":
        """With the values of the region in the place of their names."""
        plain = {name: f"{value.normalize():f}".replace(".", ",") for name, value in parameters.items()}
        return replace(
            self,
            says=self.says.format_map(plain),
            formula=self.formula.format_map(plain),
            limits=tuple(limit.format_map(plain) for limit in self.limits),
        )
