"""A declaration line, and the desk that numbers and sends the lines of one provider to one municipality."""

from dataclasses import dataclass, replace
from random import Random

from inkoop.demo.region import days
from inkoop.demo.region.people import Clients, Municipality, Provider
from inkoop.demo.region.writer import Outbox, Refusal


@dataclass(slots=True)
class Line:
    """One row of ``declaraties``. Numbers may be replaced by text: a planted error may be anything."""

    agb: str
    municipality: str
    declaration: str
    signed_on: str
    reference: str
    previous: str
    client: str
    allocation: int | str
    category: str
    code: str
    begin: str
    end: str
    volume: int | str
    unit: str
    tariff: int | str
    amount: int | str
    kind: str

    def text(self) -> str:
        return (
            f"{self.agb};{self.municipality};{self.declaration};{self.signed_on};{self.reference};{self.previous};"
            f"{self.client};{self.allocation};{self.category};{self.code};{self.begin};{self.end};{self.volume};"
            f"{self.unit};{self.tariff};{self.amount};{self.kind}"
        )


@dataclass(slots=True)
class Sent:
    """An accepted debit."""

    line: Line
    delivery: int
    month: int
    used: int  # volume in minutes, or in the unit of the allocation

    @property
    def key(self) -> tuple[str, str, str]:
        return self.line.code, self.line.begin, self.line.end


class Desk:
    def __init__(
        self, provider: Provider, place: Municipality, clients: Clients, outbox: Outbox, rng: Random
    ) -> None:
        self.provider, self.place, self.outbox = provider, place, outbox
        self.numbers_to_reuse: dict[int, int] = {}  # delivery, lines still to send under a used number
        self._clients = clients
        self._accepted_in: set[int] = (
            set()
        )  # deliveries in which the ordinary declaration has an accepted line
        self._headings: dict[int, tuple[str, str]] = {}
        self._first_day = rng.randrange(1, 6)  # of the month, on which declarations are signed
        self._lines = self._extras = 0

    def reference(self) -> str:
        self._lines += 1
        return f"P{self.place.index:02d}-{self._lines:07d}"

    def heading(self, delivery: int) -> tuple[str, str]:
        """Number and date of the ordinary declaration of a delivery."""
        if delivery not in self._headings:
            signed = days.month_start(delivery) + self._first_day + delivery % 5
            self._headings[delivery] = (f"{self._stem(delivery)}", days.iso(signed))
        return self._headings[delivery]

    def extra_number(self, delivery: int) -> str:
        """The number of one more declaration in the same delivery."""
        self._extras += 1
        return f"{self._stem(delivery)}X{self._extras % 1000}"

    def number_used_before(self, delivery: int) -> str | None:
        earlier = [other for other in self._accepted_in if other < delivery]
        return self.heading(max(earlier))[0] if earlier else None

    def someone_else(self, client: int) -> str:
        return self._clients.other(self.place, client)

    def _stem(self, delivery: int) -> str:
        return f"G{self.place.index:02d}M{days.iso_month(delivery)[2:].replace('-', '')}"

    def accept(self, line: Line, delivery: int) -> None:
        self._accepted_in.add(delivery)
        self.outbox.add("declaraties", delivery, line.text())

    def refuse(self, line: Line, delivery: int, refusal: Refusal) -> None:
        self.outbox.add("declaraties", delivery, line.text(), refusal)

    def credit(self, line: Line, delivery: int) -> Line:
        number, signed_on = self.heading(delivery)
        return replace(
            line,
            declaration=number,
            signed_on=signed_on,
            reference=self.reference(),
            previous=line.reference,
            kind="C",
        )
