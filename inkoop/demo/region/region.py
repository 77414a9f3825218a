"""Puts a region together, one provider in one municipality at a time, so that memory stays flat."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from inkoop.demo.region import changes, days, registers
from inkoop.demo.region.allocations import Allocation, Drawer
from inkoop.demo.region.contracts import Agreements
from inkoop.demo.region.declarations import Declaring
from inkoop.demo.region.faults.planter import Planter
from inkoop.demo.region.lines import Desk
from inkoop.demo.region.people import BsnClients, Clients, Municipality, Provider, municipalities, providers
from inkoop.demo.region.shape import SHAPES, Shape
from inkoop.demo.region.writer import Deliveries, Outbox


@dataclass(frozen=True, slots=True)
class Order:
    size: str
    seed: int
    directory: Path
    xml: bool = False
    clients_as: str = "client"
    errors: bool = True


@dataclass(frozen=True, slots=True)
class Made:
    lines: int
    refusals: int


def make(order: Order) -> Made:
    shape = SHAPES[order.size]
    rng = Random(f"{order.seed}/region")
    places = municipalities(shape, rng)
    found = providers(shape, places, rng)
    clients = BsnClients(order.seed, places, days.MONTHS) if order.clients_as == "bsn" else Clients(order.seed)
    planter = Planter() if order.errors else None
    with Deliveries(order.directory, order.clients_as) as deliveries:
        agreements = _write_registers(deliveries, places, found, order.seed)
        for provider, place, running in _accounts(shape, found):
            account = Account(provider, place, agreements[provider.index], clients, planter, order.seed)
            account.fill(running)
            deliveries.take(account.outbox)
    return Made(deliveries.line_count, deliveries.refusal_count)


def _write_registers(
    deliveries: Deliveries, places: list[Municipality], found: list[Provider], seed: int
) -> list[Agreements]:
    outbox = Outbox()
    for row in registers.municipality_rows(places):
        outbox.add("gemeenten", 0, row)
    for row in registers.product_rows():
        outbox.add("productcodes", 0, row)
    agreements = []
    for provider in found:
        outbox.add("aanbieders", max(0, provider.joined - 1), registers.provider_row(provider))
        agreed = Agreements(provider, Random(f"{seed}/contract/{provider.index}"))
        for delivery, row in agreed.contract_rows():
            outbox.add("contracten", delivery, row)
        for delivery, row in agreed.tariff_rows():
            outbox.add("tarieven", delivery, row)
        agreements.append(agreed)
    deliveries.take(outbox)
    return agreements


def _accounts(shape: Shape, found: list[Provider]) -> Iterator[tuple[Provider, Municipality, float]]:
    total = sum(provider.size for provider in found)
    for provider in found:
        clients = sum(place.clients for place in provider.municipalities)
        for place in provider.municipalities:
            yield provider, place, shape.running * provider.size / total * place.clients / clients


class Account:
    """All that passes between one provider and one municipality."""

    def __init__(
        self,
        provider: Provider,
        place: Municipality,
        agreements: Agreements,
        clients: Clients,
        planter: Planter | None,
        seed: int,
    ) -> None:
        self._provider, self._place, self._agreements, self._clients = provider, place, agreements, clients
        self._planter = planter
        self._rng = Random(f"{seed}/{provider.index}/{place.index}")
        self.outbox = Outbox()
        self._desk = Desk(provider, place, clients, self.outbox, self._rng)
        self._drawer = Drawer(provider, place, agreements, self._rng)

    def fill(self, running: float) -> None:
        for begin in self._drawer.begins(running):
            client = self._clients.pick(self._place, days.month_of(begin), self._rng)
            allocation = self._drawer.draw(client, self._clients.name(self._place, client), begin)
            if allocation is not None:
                self._handle(allocation)

    def _handle(self, allocation: Allocation) -> None:
        leaves = self._provider.left
        changes.add_versions(allocation, days.month_end(leaves) if leaves is not None else None, self._rng)
        for version in allocation.versions:
            row = registers.allocation_row(allocation, version, self._provider, self._clients)
            self.outbox.add("toewijzingen", version.delivery, row)
        for delivery, row in registers.start_rows(allocation, self._rng):
            self.outbox.add("starts", delivery, row)
        for delivery, row in registers.stop_rows(allocation, self._rng):
            self.outbox.add("stops", delivery, row)
        Declaring(allocation, self._desk, self._agreements, self._planter, self._rng).run()
        self._place.remember(self._provider.index, allocation.number)


