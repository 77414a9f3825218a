"""The days, the amounts and the first rows of the small region."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from contracts.models import Allocation, Ibp
from inkoop.base.models import Delivery, Municipality
from kpis.models import Computation
from providers.models import Provider

PEILDATUM = date(2025, 12, 31)
RECEIVED = date(2025, 1, 10)
WINDOW = (date(2024, 10, 1), date(2025, 9, 1))
MONTHS = [date(2025, month, 1) for month in range(1, 13)]
AMOUNT = 100_000
CEILING = 900_000


@dataclass
class Region:
    municipality: Municipality
    delivery: Delivery
    behaviour: Computation
    ibps: Computation
    providers: list[Provider] = field(default_factory=list)
    allocations: list[Allocation] = field(default_factory=list)
    ceilings: list[Ibp] = field(default_factory=list)


def make_delivery(name: str, *, status: str = "geladen", **extra: object) -> Delivery:
    counts = {"rows_total": 4, "rows_accepted": 3, "rows_refused": 1, "rows_unchanged": 0}
    values = {"kind": "declaraties", "received_on": RECEIVED, "sha256": name.ljust(64, "0")}
    if status in {"geladen", "proef"}:
        values |= counts
    return Delivery.objects.create(file_name=name, status=status, **values | extra)


def make_computation(name: str, delivery: Delivery, **extra: object) -> Computation:
    values = {"peildatum": PEILDATUM, "status": "klaar", "fingerprint": "f", "finished_at": timezone.now()}
    return Computation.objects.create(name=name, newest_delivery=delivery, **values | extra)
