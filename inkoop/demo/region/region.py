"""Puts a region together, one provider in one municipality at a time, so that memory stays flat."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from inkoop.demo.region import days, ibps, registers
from inkoop.demo.region.account import Account
from inkoop.demo.region.contracts import Agreements
from inkoop.demo.region.faults import registers as faulty_registers
from inkoop.demo.region.faults.planter import Planter
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
    balance = ibps.Balance()
    with Deliveries(order.directory, order.clients_as, xml=order.xml) as deliveries:
        agreements = _write_registers(deliveries, places, found, order.seed)
        if order.errors:
            outbox = Outbox()
            faulty_registers.plant(outbox, places, found, agreements, clients, rng)
            deliveries.take(outbox)
        for provider, place, running in _accounts(shape, found):
            account = Account(provider, place, agreements[provider.index], clients, planter, balance, order.seed)
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
