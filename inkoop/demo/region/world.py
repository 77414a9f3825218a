"""What all accounts of a region have in common."""

from dataclasses import dataclass
from random import Random

from inkoop.demo.region import days, people
from inkoop.demo.region.contracts import Agreements
from inkoop.demo.region.faults.planter import Planter
from inkoop.demo.region.ibps import Balance
from inkoop.demo.region.people import BsnClients, Clients, Municipality, Provider
from inkoop.demo.region.shape import Shape


@dataclass(frozen=True, slots=True)
class World:
    shape: Shape
    seed: int
    places: list[Municipality]
    providers: list[Provider]
    agreements: list[Agreements]  # by index of the provider
    clients: Clients
    planter: Planter | None
    balance: Balance

    def rng(self, *names: object) -> Random:
        """Chance of its own for each part, so that parts do not disturb each other."""
        return Random("/".join(map(str, (self.seed, *names))))


def create(shape: Shape, seed: int, *, clients_as: str, errors: bool) -> World:
    rng = Random(f"{seed}/people")
    places = people.municipalities(shape, rng)
    providers = people.providers(shape, places, rng)
    return World(
        shape=shape,
        seed=seed,
        places=places,
        providers=providers,
        agreements=[Agreements(provider, rng) for provider in providers],
        clients=BsnClients(seed, places, days.MONTHS) if clients_as == "bsn" else Clients(seed),
        planter=Planter() if errors else None,
        balance=Balance(),
    )
