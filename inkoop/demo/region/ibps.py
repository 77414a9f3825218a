"""Individual budget ceilings (IBPs) in every state, set with hindsight of what is declared."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from inkoop.demo.region import days
from inkoop.demo.region.courses import Course
from inkoop.demo.region.people import Municipality

_CLASSES = ("laag", "midden", "hoog")
_ROUND_AMOUNTS = (100_000, 25_000, 5_000, 1_000, 100, 1)
_KINDS = {
    "ruim": 8.0,
    "bijna op": 4.0,
    "overschreden": 3.0,
    "verhoogd": 2.0,
    "verhoogd en overschreden": 1.0,
    "precies op": 1.0,
    "teruggekomen": 1.0,  # over the ceiling until a credit came
    "nul": 0.4,
    "zonder bedrag": 0.6,
}
_USE: dict[
    str, list[tuple[float, float]]
] = {  # share of the original amount that is used, and of the raised one
    "ruim": [(0.35, 0.78)],
    "bijna op": [(0.82, 0.98)],
    "overschreden": [(1.03, 1.7)],
    "verhoogd": [(1.1, 1.5), (0.7, 0.98)],
    "verhoogd en overschreden": [(1.4, 2.0), (1.05, 1.25)],
    "precies op": [(1.0, 1.0)],
}
_FIXED: dict[str, int | None] = {"nul": 0, "zonder bedrag": None}
_LEAST = 40_000  # cents declared, below which a share of the amount says little


@dataclass(slots=True)
class Version:
    delivery: int
    numbers: list[int]
    amount: int | None
    set_on: int


@dataclass(slots=True)
class Balance:
    """How many of each kind there are already, so that each kind occurs."""

    made: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_KINDS, 0))

    def in_turn(self) -> list[str]:
        return sorted(_KINDS, key=lambda kind: (self.made[kind] + 0.5) / _KINDS[kind])


def rows(
    courses: list[Course], place: Municipality, balance: Balance, rng: Random
) -> Iterator[tuple[int, str]]:
    """The versions of one IBP over these allocations of one client."""
    courses = sorted(courses, key=lambda course: course.first_delivery)
    kind, versions = _versions(courses, balance, rng)
    balance.made[kind] += 1
    place.ibps += 1
    first, last = courses[0].begin, max(_last_day(course) for course in courses)
    begin = min(course.begin for course in courses) if rng.random() < 0.9 else first
    end = days.add_months(begin, rng.choice((9, 12, 12, 18, 24))) - 1
    if rng.random() < 0.6:
        end = max(end, last)
    setter = rng.choice(("verwijzer", "gemeente"))
    classes = _classes(versions[0].amount, rng)
    head = f"IBP-{place.code}-{place.ibps:05d};{place.code}"
    period = f"{days.iso(begin)};{days.iso(end)};{setter}"
    for number, version in enumerate(versions, 1):
        numbers = " ".join(map(str, version.numbers))
        amount = "" if version.amount is None else version.amount
        row = f"{head};{numbers};{amount};{period};{days.iso(version.set_on)};{classes};{number}"
        yield version.delivery, row


def _versions(courses: list[Course], balance: Balance, rng: Random) -> tuple[str, list[Version]]:
    if sum(course.declared() for course in courses) < _LEAST:
        return "ruim", _dated(courses, [250_000], rng)
    possible = ((kind, _amounts(kind, courses, rng)) for kind in balance.in_turn())
    kind, amounts = next((kind, amounts) for kind, amounts in possible if amounts)
    return kind, _dated(courses, amounts, rng)


def _amounts(kind: str, courses: list[Course], rng: Random) -> list[int | None]:
    """The original amount and the raised one if any; nothing when the declarations do not allow this kind."""
    if kind in _FIXED:
        return [_FIXED[kind]]
    used = sum(course.declared() for course in courses)
    if kind == "teruggekomen":
        highest = _highest(courses)
        return [(used + highest) // 2] if highest > used + 1 else []
    return [_round(used / most, used / least, rng) for least, most in _USE[kind]]


def _round(low: float, high: float, rng: Random) -> int:
    """An amount between the two, as round as it can be."""
    if low == high:
        return round(low)
    wanted = rng.uniform(low, high)
    for unit in _ROUND_AMOUNTS:
        amount = round(wanted / unit) * unit
        if low < amount < high:
            return amount
    return round(wanted)


def _dated(courses: list[Course], amounts: list[int | None], rng: Random) -> list[Version]:
    """A version when the IBP is set, and one when a later allocation joins or the amount is raised."""
    known = [course for course in courses if course.first_delivery <= courses[0].first_delivery]
    delivery = courses[0].first_delivery
    versions = [_version(delivery, known, amounts[0], rng)]
    while len(known) < len(courses):
        course = courses[len(known)]
        known = [c for c in courses if c.first_delivery <= course.first_delivery]
        versions.append(_version(course.first_delivery, known, amounts[0], rng))
    if len(amounts) > 1:
        crossed = _crossing(courses, amounts[0] or 0)
        later = max(versions[-1].delivery + 1, crossed + rng.randrange(0, 2))
        if later <= days.LAST_DELIVERY:
            versions.append(_version(later, known, amounts[1], rng))
    return versions


def _version(delivery: int, courses: list[Course], amount: int | None, rng: Random) -> Version:
    set_on = days.received_day(delivery) - rng.randrange(1, 12)
    return Version(delivery, [course.number for course in courses], amount, set_on)


def _by_delivery(courses: list[Course]) -> Iterator[tuple[int, int]]:
    """Delivery and what is declared in all by then."""
    totals: dict[int, int] = {}
    for course in courses:
        for delivery, _, cents in course.money:
            totals[delivery] = totals.get(delivery, 0) + cents
    running = 0
    for delivery in sorted(totals):
        running += totals[delivery]
        yield delivery, running


def _highest(courses: list[Course]) -> int:
    return max((running for _, running in _by_delivery(courses)), default=0)


def _crossing(courses: list[Course], amount: int) -> int:
    return next((delivery for delivery, running in _by_delivery(courses) if running > amount * 0.8), 0)


def _last_day(course: Course) -> int:
    months = [month for _, month, _ in course.money]
    return days.month_end(max(months)) if months else course.begin + 180


def _classes(amount: int | None, rng: Random) -> str:
    if rng.random() < 0.04:
        return ";"
    heavy = min(4, (amount or 0) // 300_000)
    child = max(0, min(2, heavy // 2 + rng.choice((-1, 0, 0, 0, 1))))
    system = max(0, min(2, (heavy + 1) // 2 + rng.choice((-1, 0, 0, 1))))
    return f"{_CLASSES[child]};{_CLASSES[system]}"
