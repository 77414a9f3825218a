"""The lines of one allocation in the order in which they are sent: each one lawful when it is received."""

from dataclasses import dataclass, replace
from random import Random

from inkoop.demo.region import days
from inkoop.demo.region.allocations import SPECIFIC, WITHDRAWN, Allocation, Part, Version
from inkoop.demo.region.catalogue import (
    DAY_AND_NIGHT,
    EURO,
    HOUR,
    MINUTE,
    OUTPUT_UNITS,
    PIECE_OUTPUT,
    Product,
)
from inkoop.demo.region.contracts import Agreements
from inkoop.demo.region.faults.case import Case, Fault
from inkoop.demo.region.faults.history import declaration_number_used_before
from inkoop.demo.region.faults.planter import Planter
from inkoop.demo.region.limits import BY_MONTH, IN_ALL, Grant
from inkoop.demo.region.lines import Desk, Line, Sent
from inkoop.demo.region.people import Habits
from inkoop.demo.region.prices import amount_of, written_tariff
from inkoop.demo.region.writer import Refusal

_SEASON = (1.0, 0.93, 1.0, 0.97, 0.94, 1.0, 0.88, 0.62, 1.02, 0.96, 1.03, 0.82)
_CREDITABLE = {"0611", "9346", "9340", "9341", "9387", "9388", "9321", "9322", "9369"}
_DIP = {7: 3.2, 11: 1.9, 6: 1.4}  # months in which more children get no care


@dataclass(slots=True)
class Want:
    """Care of a month that the provider still has to declare."""

    month: int
    part: Part
    factor: float
    tries: int = 0


class Declaring:
    """Sends the lines of one allocation and keeps count of what has been accepted."""

    def __init__(
        self, allocation: Allocation, desk: Desk, agreements: Agreements, planter: Planter | None, rng: Random
    ) -> None:
        self.allocation, self.desk, self.agreements = allocation, desk, agreements
        self.habits: Habits = desk.provider.habits
        self.rng = rng
        self._planter = planter
        self.used = 0  # minutes, or the unit of the allocation
        self.spent = 0  # cents
        self.live: dict[tuple[str, int], Sent] = {}  # accepted and not credited, by code and month
        self.credited: list[Sent] = []
        self.refused: list[tuple[Line, int]] = []
        self.money: list[tuple[int, int, int]] = []  # delivery, service month, signed cents
        self._wants: dict[int, list[Want]] = {}
        self._credits: dict[int, list[Sent]] = {}

    def run(self) -> None:
        self._plan()
        for delivery in range(self.allocation.first_delivery, days.LAST_DELIVERY + 1):
            # credits come first, so that their room can be used again at once
            for sent in self._credits.get(delivery, ()):
                self._credit(sent, delivery)
            wants = self._wants.get(delivery)
            version = self.allocation.version_at(delivery) if wants else None
            if wants and version is not None and version.reason != WITHDRAWN:
                for want in wants:
                    self._declare(want, version, delivery)
        if self.allocation.withdrawn and self._planter is not None and self.rng.random() < 0.6:
            self._declare_though_withdrawn()

    def later(self, want: Want, delivery: int) -> None:
        if delivery <= days.LAST_DELIVERY:
            want.tries += 1
            self._wants.setdefault(delivery, []).append(want)

    def _plan(self) -> None:
        care = self.allocation.care
        if care is None:
            return
        first = max(0, days.month_of(care[0]))
        last = min(days.MONTHS - 1, days.month_of(care[1]))
        if self.rng.random() < 0.03:
            last = min(days.MONTHS - 1, last + 1)  # declared after the care has stopped
        for month in range(first, last + 1):
            if self.rng.random() >= self.habits.silent * _DIP.get(month % 12, 1.0):
                self._plan_month(month, first, last)

    def _plan_month(self, month: int, first: int, last: int) -> None:
        delivery = max(month + 1 + self._delay(), self.allocation.first_delivery)
        if delivery > days.LAST_DELIVERY:
            return
        for part in self.allocation.parts:
            factor = self._factor(part.product, month, first, last)
            if factor > 0:
                self._wants.setdefault(delivery, []).append(Want(month, part, factor))

    def _delay(self) -> int:
        draw = self.rng.random()
        for months, share in enumerate(self.habits.late):
            if draw < share:
                return months
        return len(self.habits.late) + int(self.rng.random() * 3)

    def _factor(self, product: Product, month: int, first: int, last: int) -> float:
        """How the month compares with an ordinary one."""
        if product.unit == EURO and self.allocation.frequency == IN_ALL:  # half at the start, half at the end
            return 0.5 if month in (first, last) else 0.0
        if product.unit == PIECE_OUTPUT and self.allocation.frequency == BY_MONTH:
            return 1.0
        usual = self.habits.use * _SEASON[month % 12] if product.unit != DAY_AND_NIGHT else 0.96
        return usual * (0.7 + 0.6 * self.rng.random())

    # -- one line

    def _declare(self, want: Want, version: Version, delivery: int) -> None:
        period = self.period(want.month, version)
        if period is None or (want.part.product.code, want.month) in self.live:
            return
        line = self._line(want, version, period, delivery)
        if line is None:
            return
        made = self._fault(Case(line, want.part.product, want.month, period, version, delivery, self), want)
        if made is None:
            self.accept(line, want, delivery)
        else:
            self._send_fault(made, line, want, delivery)

    def period(self, month: int, version: Version) -> tuple[int, int] | None:
        begin = max(days.month_start(month), self.allocation.begin)
        end = days.month_end(month) if version.end is None else min(days.month_end(month), version.end)
        return (begin, end) if begin <= end else None

    def _line(self, want: Want, version: Version, period: tuple[int, int], delivery: int) -> Line | None:
        product = want.part.product
        cents = self.agreements.cents(product, want.month)
        if cents is None and product.unit != EURO:
            return None
        volume = self._volume(want, version, period, cents)
        if volume <= 0:
            return None
        number, signed_on = self.desk.heading(delivery)
        allocation = self.allocation
        unit = self.unit_of(product)
        return Line(
            self.desk.provider.agb,
            allocation.place.code,
            number,
            signed_on,
            self.desk.reference(),
            "",
            allocation.name,
            allocation.number,
            product.category,
            product.code,
            days.iso(period[0]),
            days.iso(period[1]),
            volume,
            unit,
            written_tariff(unit, product, cents),
            amount_of(volume, unit, product, cents),
            "D",
        )

    def unit_of(self, product: Product) -> str:
        return MINUTE if product.unit == HOUR and self.allocation.in_minutes else product.unit

    def _volume(self, want: Want, version: Version, period: tuple[int, int], cents: int | None) -> int:
        if self.allocation.variant == SPECIFIC:
            return self._within_volume(want, version, period)
        wanted = self._wanted_of_part(want, period)
        if version.budget is None:
            return wanted
        return min(wanted, self._affordable(version.budget, want.part.product, cents or 0))

    def _wanted_of_part(self, want: Want, period: tuple[int, int]) -> int:
        share = (period[1] - period[0] + 1) / 30
        wanted = want.part.monthly * want.factor * min(share, 1.0)
        unit = self.unit_of(want.part.product)
        if unit == MINUTE:
            return round(wanted * 12) * 5
        if unit == DAY_AND_NIGHT:
            return min(round(wanted), period[1] - period[0] + 1)
        return max(1, round(wanted))

    def _affordable(self, budget: int, product: Product, cents: int) -> int:
        left = budget - self.spent
        if self.unit_of(product) == MINUTE:
            return max(0, (left * 60 // cents - 1) // 5 * 5)
        return left // cents

    def _within_volume(self, want: Want, version: Version, period: tuple[int, int]) -> int:
        """In the unit of the line."""
        allocation, product = self.allocation, want.part.product
        scale = 60 if allocation.unit == HOUR else 1
        step = 60 if self.unit_of(product) == HOUR else 1
        most, left = self.period_maximum(version, period), self.room(version)
        if most is None:
            wanted = want.factor * (version.volume or 0) * scale / self._expected_months(version)
            if product.unit == EURO:
                wanted = want.factor * (version.volume or 0)
            elif product.unit in OUTPUT_UNITS:
                wanted = float(self.rng.random() < wanted)
        else:
            wanted = self._wanted_of_period(want, most, version, period)
        wanted = min(wanted, most if most is not None else wanted, left if left is not None else wanted)
        if self.unit_of(product) == MINUTE:
            return int(wanted) // 5 * 5
        return round(wanted) // step if wanted == int(wanted) else int(wanted + 0.5 * step) // step

    def _wanted_of_period(self, want: Want, most: int, version: Version, period: tuple[int, int]) -> float:
        product = want.part.product
        if product.unit in OUTPUT_UNITS and self.allocation.frequency == BY_MONTH:
            # the broken first month is not paid, the broken last month in full
            return 0 if period[0] != days.month_start(want.month) else most
        if product.unit == DAY_AND_NIGHT:
            return min(most * want.factor, period[1] - period[0] + 1)
        return most * want.factor

    def _expected_months(self, version: Version) -> float:
        end = version.end or (self.allocation.care or (0, self.allocation.begin))[1]
        return max(1.0, (end - self.allocation.begin + 1) / 30.44)

    def period_maximum(self, version: Version, period: tuple[int, int]) -> int | None:
        """In minutes for hours, else in the unit of the allocation."""
        grant = self._grant(version)
        return grant.in_period(*period) if grant is not None else None

    def room(self, version: Version) -> int | None:
        """What is left of the whole allocation, in minutes for hours."""
        grant = self._grant(version)
        most = grant.in_all() if grant is not None else None
        return most - self.used if most is not None else None

    def _grant(self, version: Version) -> Grant | None:
        if version.volume is None:
            return None
        allocation = self.allocation
        return Grant(version.volume, allocation.unit, allocation.frequency, allocation.begin, version.end)

    def accept(self, line: Line, want: Want, delivery: int) -> None:
        self.desk.accept(line, delivery)
        used = int(line.volume) * (60 if line.unit == HOUR and self.allocation.unit == HOUR else 1)
        sent = Sent(line, delivery, want.month, used)
        self.live[line.code, want.month] = sent
        self.used += used
        self.spent += int(line.amount)
        self.money.append((delivery, want.month, int(line.amount)))
        if self.rng.random() < self.habits.credits:
            self._plan_credit(sent, want, delivery)

    # -- errors

    def _fault(self, case: Case, want: Want) -> Fault | None:
        if self._planter is None or want.tries > 2:
            return None
        if self.desk.numbers_to_reuse.get(case.delivery):
            self.desk.numbers_to_reuse[case.delivery] -= 1
            return declaration_number_used_before(case)
        made = self._planter.plant(case, self.rng, self.habits.slips)
        if made is not None and made.codes == "9333":
            self.desk.numbers_to_reuse[case.delivery] = self.rng.randrange(5)
        return made

    def _send_fault(self, made: Fault, line: Line, want: Want, delivery: int) -> None:
        if made.beside:
            self.accept(line, want, delivery)
        self.desk.refuse(made.line, delivery, Refusal(made.codes, made.note))
        if (
            not _CREDITABLE.isdisjoint(made.codes.split())
            and made.line.kind == "D"
            and "8021" not in made.codes
        ):
            self.refused.append((made.line, delivery))
        if made.at_once:
            self.accept(replace(line, reference=self.desk.reference()), want, delivery)
        elif not made.beside:
            self.later(want, delivery + self.rng.choice((1, 1, 1, 2)))

    def _declare_though_withdrawn(self) -> None:
        first, last = self.allocation.versions
        month = max(0, days.month_of(self.allocation.begin))
        delivery = max(last.delivery, month + 1)
        period = self.period(month, first)
        if delivery > days.LAST_DELIVERY or month >= days.MONTHS or period is None:
            return
        line = self._line(Want(month, self.allocation.parts[0], 1.0), first, period, delivery)
        if line is not None:
            self.desk.refuse(line, delivery, Refusal("9384", "toewijzing is ingetrokken"))

    # -- corrections

    def _plan_credit(self, sent: Sent, want: Want, delivery: int) -> None:
        at = delivery + self.rng.choice((1, 1, 1, 2, 2, 3, 5))
        if at > days.LAST_DELIVERY:
            return
        self._credits.setdefault(at, []).append(sent)
        draw = self.rng.random()
        if draw < 0.12:
            return  # never declared again
        again = Want(want.month, want.part, want.factor * self.rng.choice((0.6, 0.8, 1.1, 1.25)), want.tries)
        self.later(again, at if draw < 0.75 else at + self.rng.randrange(1, 3))

    def _credit(self, sent: Sent, delivery: int) -> None:
        self.desk.accept(self.desk.credit(sent.line, delivery), delivery)
        del self.live[sent.line.code, sent.month]
        self.credited.append(sent)
        self.used -= sent.used
        self.spent -= int(sent.line.amount)
        self.money.append((delivery, sent.month, -int(sent.line.amount)))
