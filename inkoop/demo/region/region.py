"""Puts a region together, one provider in one municipality at a time, so that memory stays flat."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inkoop.demo.region import days, registers, world
from inkoop.demo.region.account import Account
from inkoop.demo.region.contracts import Agreements
from inkoop.demo.region.faults import registers as faulty_registers
from inkoop.demo.region.people import Municipality, Provider
from inkoop.demo.region.shape import SHAPES
from inkoop.demo.region.world import World
from inkoop.demo.region.writer import Deliveries, Outbox


@dataclass(frozen=True, slots=True)
class Order:
    size: str
    seed: int
    directory: Path
    xml: bool = False
    clients_as: str = "client"
    errors: bool = True
    first_year: int = days.FIRST_YEAR


@dataclass(frozen=True, slots=True)
class Made:
    lines: int
    refusals: int


def make(order: Order) -> Made:
    days.begin_in(order.first_year)
    region = world.create(SHAPES[order.size], order.seed, clients_as=order.clients_as, errors=order.errors)
    with Deliveries(order.directory, order.clients_as, xml=order.xml) as deliveries:
        for outbox in _registers(region):
            deliveries.take(outbox)
        for provider, place, running in _accounts(region):
            account = Account(region, provider, place)
            account.fill(running)
            deliveries.take(account.outbox)
    return Made(deliveries.line_count, deliveries.refusal_count)


def _registers(region: World) -> Iterator[Outbox]:
    yield _common_registers(region)
    for provider in region.providers:
        yield _registers_of(provider, region.agreements[provider.index])
    if region.planter is not None:
        yield faulty_registers.plant(region)


def _common_registers(region: World) -> Outbox:
    outbox = Outbox()
    for row in registers.municipality_rows(region.places):
        outbox.add("gemeenten", 0, row)
    for row in registers.product_rows():
        outbox.add("productcodes", 0, row)
    return outbox


def _registers_of(provider: Provider, agreements: Agreements) -> Outbox:
    outbox = Outbox()
    outbox.add("aanbieders", max(0, provider.joined - 1), registers.provider_row(provider))
    for delivery, row in agreements.contract_rows():
        outbox.add("contracten", delivery, row)
    for delivery, row in agreements.tariff_rows():
        outbox.add("tarieven", delivery, row)
    return outbox


def _accounts(region: World) -> Iterator[tuple[Provider, Municipality, float]]:
    """With the allocations that are in force there on an average day."""
    total = sum(provider.size for provider in region.providers)
    for provider in region.providers:
        clients = sum(place.clients for place in provider.municipalities)
        for place in provider.municipalities:
            yield provider, place, region.shape.running * provider.size / total * place.clients / clients
