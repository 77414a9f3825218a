"""Planted errors in the deliveries before the declarations: rows that point at something unknown, or overlap."""

from collections.abc import Iterator

from inkoop.demo.region import days
from inkoop.demo.region.contracts import Agreements
from inkoop.demo.region.people import Clients, Municipality, Provider
from inkoop.demo.region.world import World
from inkoop.demo.region.writer import Outbox, Refusal

_UNKNOWN_AGB, _UNKNOWN_MUNICIPALITY, _UNKNOWN_ALLOCATION = "99999999", "9999", 999_999_001


def plant(world: World) -> Outbox:
    outbox = Outbox()
    rng = world.rng("faulty registers")
    for delivery in range(2, days.LAST_DELIVERY, 4):
        place = rng.choice(world.places)
        for kind, row, note in _unknown(delivery, place, rng.choice(world.providers), world.clients):
            outbox.add(kind, delivery, row, Refusal("fout", note))
    for agreements in rng.sample(world.agreements, 3):
        _overlapping_tariff(outbox, agreements)
    outbox.add(
        "contracten",
        14,
        f"OH99999;{_UNKNOWN_AGB};open_house;{days.first_of(15)};{days.last_of(35)};2x12;3;",
        Refusal("fout", "aanbieder onbekend"),
    )
    return outbox


def _unknown(
    delivery: int, place: Municipality, provider: Provider, clients: Clients
) -> Iterator[tuple[str, str, str]]:
    day = days.iso(days.received_day(delivery) - delivery % 9)
    end = days.iso(days.month_end(delivery + 6))
    number = _UNKNOWN_ALLOCATION + delivery
    product = provider.products[0]
    scope = f"{product.category};{product.code};{day};10:15:00;{day};{end};10;{product.unit};6;;;02;;"
    client = f"{clients.name(place, delivery)};{days.iso_month(clients.birth_month(place, delivery))}"
    yield (
        "toewijzingen",
        f"{_UNKNOWN_MUNICIPALITY};{number};{client};{provider.agb};{scope}",
        "gemeente onbekend",
    )
    yield "toewijzingen", f"{place.code};{number};{client};{_UNKNOWN_AGB};{scope}", "aanbieder onbekend"
    yield (
        "ibps",
        f"IBP-{place.code}-F{delivery:04d};{place.code};{number};500000;{day};{end};gemeente;{day};laag;midden;1",
        "toewijzing onbekend",
    )
    yield "starts", f"{place.code};{number};{day}", "toewijzing onbekend"
    yield "stops", f"{place.code};{number};{day};31", "toewijzing onbekend"


def _overlapping_tariff(outbox: Outbox, agreements: Agreements) -> None:
    """Halfway the second year, while the tariff of that year runs until December."""
    contract = agreements.contracts[0]
    product = next((product for product in contract.products if product.priced), None)
    cents = agreements.cents(product, 18) if product else None
    if product is not None and cents is not None:
        row = f"{contract.number};{product.code};{days.first_of(18)};{days.last_of(23)};{cents + 100};{product.unit}"
        outbox.add("tarieven", 18, row, Refusal("fout", "overlapt een tarief van dit contract"))
