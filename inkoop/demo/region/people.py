"""Municipalities, providers and clients; all names are invented."""

import hashlib
import zlib
from dataclasses import dataclass, field
from random import Random

from inkoop.demo.region.catalogue import BY_CATEGORY, INTEGRAL, Product
from inkoop.demo.region.courses import Course
from inkoop.demo.region.shape import Shape

_PLACE_STARTS = (
    "Aar",
    "Broek",
    "Dal",
    "Elzen",
    "Gors",
    "Heem",
    "Kruis",
    "Linden",
    "Maar",
    "Noorder",
    "Olm",
    "Rietz",
)
_PLACE_ENDS = ("veld", "meer", "hoven", "dijk", "woud", "kerke", "brugge")
_HOUSE_KINDS = (
    "Jeugdhulp",
    "Praktijk",
    "Ambulant Centrum",
    "Zorggroep",
    "Gezinshulp",
    "Stichting",
    "Team",
    "Buro",
)
_HOUSE_NAMES = (
    "De Wilg", "Lindehof", "Het Kompas", "Zonnewijzer", "De Springplank", "Vlinder", "Anker", "De Brug", "Noorderlicht",
    "Eikenburg", "De Vuurtoren", "Weideblik", "De Ruimte", "Kleurrijk", "Stapsteen", "Het Baken", "Zeilwind", "De Tuin",
)  # fmt: skip
_PRACTICES = (
    "De Linde",
    "Het Plein",
    "Oosterpoort",
    "De Haven",
    "Centrum",
    "Westerkade",
    "De Molen",
    "Parkzicht",
)
_SCHOOLS = (
    "Basisschool De Regenboog",
    "Basisschool Het Palet",
    "Scholengemeenschap De Dreef",
    "Kindcentrum De Boog",
)
_TEAMS = ("Noord", "Zuid", "Oost", "West", "Centrum")
_REFERRERS = (
    ("02", 0.50),
    ("01", 0.26),
    ("03", 0.07),
    ("04", 0.08),
    ("05", 0.05),
    ("06", 0.02),
    ("08", 0.02),
)
_SHARES = {"45": 46, "54": 20, "52": 4, "41": 5, "43": 5, "44": 7, "46": 3, "48": 3, "50": 5, "42": 2}
_BESIDE = {  # what a provider offers beside its main category
    "45": ("54", "50", "41", "42"), "54": ("45", "52"), "52": ("54", "45"), "41": ("42", "45"), "43": ("44", "46"),
    "44": ("43", "45"), "46": ("43", "45"), "48": ("45", "42"), "50": ("45", "54"), "42": ("41", "50"),
}  # fmt: skip
_FIRST_CATEGORIES = ("43", "45", "54", "44", "48", "46", "50", "45", "45", "45", "45", "45", "45", "45", "45", "45",
                     "45", "45", "54", "54", "52", "41", "42", "50")  # fmt: skip
_EARLIER = 30  # months before the first delivery, in which trajectories began that still run
_LEGAL = ("bv", "stichting", "eenmanszaak", "vof", "coöperatie")


@dataclass(slots=True)
class Municipality:
    index: int
    code: str
    name: str
    clients: int
    inflow: float  # new clients per month
    stay: int
    last_number: int = 0
    ibps: int = 0
    issued: list[tuple[int, int]] = field(default_factory=list)  # provider and number of some allocations
    courses: dict[int, Course] = field(default_factory=dict)  # by client, waiting for a shared IBP

    def next_number(self) -> int:
        self.last_number += 1
        return 100_000 + self.last_number

    def remember(self, provider: int, number: int) -> None:
        if len(self.issued) < 400:
            self.issued.append((provider, number))

    def number_elsewhere(self, provider: int, rng: Random) -> int | None:
        """The number of an allocation to another provider."""
        numbers = [number for other, number in self.issued if other != provider]
        return rng.choice(numbers) if numbers else None

    def team(self, pick: int) -> str:
        return f"Jeugdteam {_TEAMS[pick % (2 + self.index % 4)]}"


@dataclass(frozen=True, slots=True)
class Habits:
    """How a provider works and declares."""

    intensity: float = 1.0  # volume per client
    use: float = 0.86  # share of the allocation that is used
    late: tuple[float, ...] = (0.80, 0.93, 0.975, 0.99)  # cumulative share declared within 0, 1, 2, 3 months
    credits: float = 0.025
    silent: float = 0.04  # share of months without an invoice
    slips: float = 1.0  # how much more often than usual a line is wrong


EXPENSIVE = Habits(intensity=3.1, use=0.97)
LATE = Habits(late=(0.12, 0.30, 0.50, 0.68, 0.84, 0.95))
CORRECTING = Habits(credits=0.24)
UNUSED = Habits(use=0.30, silent=0.22)
SLOPPY = Habits(slips=5.0)


@dataclass(slots=True)
class Provider:
    index: int
    agb: str
    name: str
    registration: str
    legal: str
    segment: str
    place: str
    email: str
    size: float
    categories: tuple[str, ...]
    products: list[Product]
    habits: Habits
    factor: float  # of the tariffs
    joined: int  # month
    left: int | None  # last month
    municipalities: list[Municipality] = field(default_factory=list)


def municipalities(shape: Shape, rng: Random) -> list[Municipality]:
    names = [start + end for start in _PLACE_STARTS for end in _PLACE_ENDS]
    rng.shuffle(names)
    sizes = [1 / (rank + 1.5) ** 0.6 for rank in range(shape.municipalities)]
    people = []
    for index, size in enumerate(sizes):
        clients = max(40, round(shape.clients * size / sum(sizes)))
        people.append(
            Municipality(index, str(9001 + index), names[index], clients, clients / shape.stay, shape.stay)
        )
    return people


def providers(shape: Shape, places: list[Municipality], rng: Random) -> list[Provider]:
    found = [_provider(rank, shape, places, rng) for rank in range(shape.providers)]
    _make_some_stand_out(found)
    return found


def _provider(rank: int, shape: Shape, places: list[Municipality], rng: Random) -> Provider:
    segment = (
        "strategisch"
        if rank < shape.strategic
        else "groot"
        if rank < shape.strategic + shape.large
        else "overig"
    )
    categories = _categories(rank, rng)
    name = f"{_HOUSE_KINDS[rank % 8]} {_HOUSE_NAMES[rank % 18]}"
    if rank >= 72:  # 8 and 18 repeat together after 72 names
        name += f" {rank // 72 + 1}"
    joined, left = _membership(rank, rng)
    provider = Provider(
        index=rank,
        agb=str(99_000_000 + 7 * rank + 11),
        name=name,
        registration=str(99_100_000 + 13 * rank),
        legal=_LEGAL[rng.choices(range(5), (45, 25, 17, 8, 5))[0]]
        if segment == "overig"
        else _LEGAL[rank % 2],
        segment=segment,
        place=places[rank % len(places)].name,
        email=f"contract@aanbieder{rank + 1}.example",
        size=1 / (rank + 1) ** shape.skew,
        categories=categories,
        products=_contracted(categories, rng),
        habits=_habits(rng),
        factor=rng.uniform(0.95, 1.05),
        joined=joined,
        left=left,
    )
    provider.municipalities = _served(rank, segment, places, rng)
    return provider


def _categories(rank: int, rng: Random) -> tuple[str, ...]:
    if rank < len(_FIRST_CATEGORIES):
        main = _FIRST_CATEGORIES[rank]
    else:
        main = rng.choices(list(_SHARES), list(_SHARES.values()))[0]
    return (main, rng.choice(_BESIDE[main])) if rng.random() < 0.7 else (main,)


def _contracted(categories: tuple[str, ...], rng: Random) -> list[Product]:
    """Never the whole category: a declared code without a tariff must be possible."""
    chosen: list[Product] = []
    for category in categories:
        products = BY_CATEGORY[category]
        if category == "45":
            chosen += [product for product in products if product.code in INTEGRAL]
            products = [product for product in products if product.code not in INTEGRAL]
        count = max(2, round(len(products) * rng.uniform(0.45, 0.75))) if len(products) > 2 else 1
        chosen += rng.sample(products, min(count, len(products)))
    return sorted(chosen, key=lambda product: product.code)


def _habits(rng: Random) -> Habits:
    first = rng.uniform(0.72, 0.88)
    return Habits(
        intensity=rng.uniform(0.88, 1.14),
        use=rng.uniform(0.80, 0.93),
        late=(first, first + (1 - first) * 0.6, first + (1 - first) * 0.85, first + (1 - first) * 0.95),
        credits=rng.uniform(0.012, 0.04),
        silent=rng.uniform(0.02, 0.06),
        slips=rng.uniform(0.5, 1.5),
    )


def _membership(rank: int, rng: Random) -> tuple[int, int | None]:
    if rank < 20:
        return 0, None
    draw = rng.random()
    if draw < 0.05:
        return 12, None
    if draw < 0.08:
        return 24, None
    return (0, 23) if draw < 0.11 else (0, None)


def _served(rank: int, segment: str, places: list[Municipality], rng: Random) -> list[Municipality]:
    if segment != "overig":
        return list(places) if len(places) <= 20 else rng.sample(places, 20)
    count = min(len(places), rng.choice((1, 1, 2, 2, 3, 4, 6)))
    first = places[rank % len(places)]
    others = [place for place in places if place is not first]
    return [first, *rng.sample(others, count - 1)]


def _make_some_stand_out(found: list[Provider]) -> None:
    ordinary = [
        p for p in found if p.segment == "overig" and p.categories[0] == "45" and not p.joined and not p.left
    ]
    for provider, habits in zip(ordinary[1::2], (EXPENSIVE, LATE, CORRECTING, UNUSED, SLOPPY), strict=False):
        provider.habits = habits


class Clients:
    """The children of a municipality, numbered in the order in which they come into care."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def pick(self, place: Municipality, month: int, rng: Random) -> int:
        came = int(max(0, month + _EARLIER) * place.inflow)
        return rng.randrange(came, came + place.clients)

    def name(self, place: Municipality, number: int) -> str:
        text = f"{self._seed}/{place.code}/{number}"
        return "k" + hashlib.blake2b(text.encode(), digest_size=6).hexdigest()

    def other(self, place: Municipality, number: int) -> str:
        """The name of somebody else."""
        return self.name(place, number - 1 if number else 1)

    def birth_month(self, place: Municipality, number: int) -> int:
        came = max(0, int((number - place.clients) / place.inflow))
        return came - _EARLIER - 14 - self._draw(place, number, "age") % 186

    def referrer(self, place: Municipality, number: int) -> tuple[str, str]:
        draw = self._draw(place, number, "referrer")
        share, kind = draw % 1000 / 1000, "08"
        for code, part in _REFERRERS:
            if share < part:
                kind = code
                break
            share -= part
        if kind == "02":
            return kind, f"Huisartsenpraktijk {_PRACTICES[draw // 1000 % 8]} {place.name}"
        if kind == "01" and draw % 5 < 2:
            return kind, f"{_SCHOOLS[draw // 1000 % 4]} {place.name}"
        return kind, ""

    def team(self, place: Municipality, number: int) -> str:
        return place.team(self._draw(place, number, "team"))

    def _draw(self, place: Municipality, number: int, what: str) -> int:
        return zlib.crc32(f"{self._seed}/{place.code}/{number}/{what}".encode())


class BsnClients(Clients):
    """Clients under the burgerservicenummers that are reserved for testing."""

    FIRST, LAST = 999_900_006, 999_999_990

    def __init__(self, seed: int, places: list[Municipality], months: int) -> None:
        super().__init__(seed)
        self._numbers = [number for number in range(self.FIRST, self.LAST + 1) if passes_elfproef(number)]
        self._first: list[int] = []
        total = 0
        for place in places:
            self._first.append(total)
            total += place.clients + int((months + _EARLIER) * place.inflow) + 1
        self._first.append(total)
        if total > len(self._numbers):
            raise TooManyClients(total, len(self._numbers))

    def name(self, place: Municipality, number: int) -> str:
        return str(self._numbers[self._first[place.index] + number])

    def other(self, place: Municipality, number: int) -> str:
        """Somebody without care: in a message a wrong bsn would drag along the lines of that child."""
        return str(self._numbers[self._first[place.index + 1] - 1])


class TooManyClients(Exception):
    def __init__(self, wanted: int, available: int) -> None:
        super().__init__(
            f"Deze regio telt {wanted} cliënten, maar er zijn maar {available} burgerservicenummers om mee te testen."
            " Kies een kleinere regio of gebruik --clients-as client (zonder --xml)."
        )


def passes_elfproef(number: int) -> bool:
    digits = [int(digit) for digit in f"{number:09d}"]
    return (
        sum(digit * weight for digit, weight in zip(digits, range(9, 1, -1), strict=False)) - digits[8]
    ) % 11 == 0
