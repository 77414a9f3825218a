"""How an allocation went, as far as an IBP looks at it."""

from dataclasses import dataclass


@dataclass(slots=True)
class Course:
    number: int
    client: int
    begin: int
    first_delivery: int
    money: list[tuple[int, int, int]]  # delivery, service month, signed cents

    def declared(self) -> int:
        return sum(cents for _, _, cents in self.money)
