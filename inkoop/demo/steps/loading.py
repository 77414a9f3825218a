"""Loads the files of a day by the same import that users use."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from time import monotonic

from django.core.management.base import CommandError

from inkoop.base.dutch import counted, number
from inkoop.base.models import Delivery, User
from inkoop.demo.steps.files import Day
from inkoop.exchange.services import receive


@dataclass(frozen=True, slots=True)
class LoadedDay:
    """``repeated``: files that were loaded before, so that nothing changed. The counts are of the others."""

    received_on: date
    files: int
    repeated: int
    accepted: int
    refused: int
    unchanged: int
    seconds: float

    @property
    def is_new(self) -> bool:
        return self.repeated < self.files

    def line(self) -> str:
        rows = number(self.accepted + self.refused + self.unchanged)
        return (
            f"{self.received_on:%d-%m-%Y}  {counted(self.files, 'bestand', 'bestanden')}  {rows:>6} rijen: "
            f"{number(self.accepted):>6} aanvaard, {self.refused:>3} geweigerd, {self.unchanged:>3} ongewijzigd  "
            f"{number(Decimal(self.seconds), 1):>5} s"
        )


def load_day(day: Day, *, by: User) -> LoadedDay:
    started = monotonic()
    receipts = [receive(path, received_on=day.received_on, by=by) for path in day.paths]
    for receipt in receipts:
        _stop_when_broken(receipt.delivery)
    new = [receipt.delivery for receipt in receipts if not receipt.repeated]
    return LoadedDay(
        received_on=day.received_on,
        files=len(receipts),
        repeated=len(receipts) - len(new),
        accepted=sum(delivery.rows_accepted or 0 for delivery in new),
        refused=sum(delivery.rows_refused or 0 for delivery in new),
        unchanged=sum(delivery.rows_unchanged or 0 for delivery in new),
        seconds=monotonic() - started,
    )


def _stop_when_broken(delivery: Delivery) -> None:
    if delivery.rows_total is None:
        name, day = delivery.file_name, delivery.received_on
        raise CommandError(f"{name} van {day:%d-%m-%Y} is niet geladen. {delivery.message}")
