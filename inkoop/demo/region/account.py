"""All that passes between one provider and one municipality."""

from inkoop.demo.region import changes, days, ibps, registers
from inkoop.demo.region.allocations import Allocation, Drawer
from inkoop.demo.region.courses import Course
from inkoop.demo.region.declarations import Declaring
from inkoop.demo.region.lines import Desk
from inkoop.demo.region.people import Municipality, Provider
from inkoop.demo.region.world import World
from inkoop.demo.region.writer import Outbox

_FOLLOWED = 0.24  # share of the trajectories after which the same provider starts another
_AMBULANT = ("45", "50", "54")
_WITH_IBP = 0.45  # share of the clients in ambulant care


class Account:
    def __init__(self, world: World, provider: Provider, place: Municipality) -> None:
        self._world, self._provider, self._place = world, provider, place
        self._clients, self._agreements = world.clients, world.agreements[provider.index]
        self._rng = world.rng(provider.index, place.index)
        self.outbox = Outbox()
        self._desk = Desk(provider, place, world.clients, self.outbox, self._rng)
        self._drawer = Drawer(provider, place, self._agreements, self._rng)
        self._courses: dict[int, list[Course]] = {}  # of the clients who may get an IBP

    def fill(self, running: float) -> None:
        for begin in self._drawer.begins(running, _FOLLOWED):
            client = self._clients.pick(self._place, days.month_of(begin), self._rng)
            self._help(client, begin)
        for courses in self._courses.values():
            self._set_ibp(courses)

    def _help(self, client: int, begin: int | None) -> None:
        """One trajectory after another, as long as the client stays with this provider."""
        while begin is not None:
            age = days.month_of(begin) - self._clients.birth_month(self._place, client)
            allocation = self._drawer.draw(client, self._clients.name(self._place, client), begin, age)
            if allocation is None:
                return
            self._handle(allocation)
            begin = self._next_begin(allocation)

    def _next_begin(self, allocation: Allocation) -> int | None:
        end = allocation.versions[-1].end
        if end is None or allocation.withdrawn or self._rng.random() >= _FOLLOWED:
            return None
        begin = end + 1 + int(self._rng.random() ** 2 * 75)
        return begin if begin < self._drawer.last_begin else None

    def _handle(self, allocation: Allocation) -> None:
        leaves = self._provider.left
        changes.add_versions(allocation, days.month_end(leaves) if leaves is not None else None, self._rng)
        self._write(allocation)
        declaring = Declaring(allocation, self._desk, self._agreements, self._world.planter, self._rng)
        declaring.run()
        self._place.remember(self._provider.index, allocation.number)
        if allocation.category in _AMBULANT:
            course = Course(
                allocation.number,
                allocation.client,
                allocation.begin,
                allocation.first_delivery,
                declaring.money,
            )
            self._courses.setdefault(allocation.client, []).append(course)

    def _write(self, allocation: Allocation) -> None:
        for version in allocation.versions:
            row = registers.allocation_row(allocation, version, self._provider, self._clients)
            self.outbox.add("toewijzingen", version.delivery, row)
            if self._rng.random() < 0.004 and version.delivery < days.LAST_DELIVERY:
                self.outbox.add("toewijzingen", version.delivery + 1, row)  # sent again, unchanged
        for delivery, row in registers.start_rows(allocation, self._rng):
            self.outbox.add("starts", delivery, row)
        for delivery, row in registers.stop_rows(allocation, self._rng):
            self.outbox.add("stops", delivery, row)

    def _set_ibp(self, courses: list[Course]) -> None:
        """Providers may share an IBP: some courses are kept for the next provider of the same child."""
        client = courses[0].client
        elsewhere = self._place.courses.pop(client, None)
        if elsewhere is not None:
            courses = [*courses, elsewhere]
        elif self._rng.random() >= _WITH_IBP:
            if len(self._place.courses) < 200:
                self._place.courses[client] = courses[0]
            return
        for delivery, row in ibps.rows(courses, self._place, self._world.balance, self._rng):
            self.outbox.add("ibps", delivery, row)
