"""Figures for a monitor in the text form of Prometheus. Numbers only: of nobody, and of no provider or youth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import redis
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from inkoop.base.models import ClientRead, Delivery
from inkoop.operations.counters import LIMITS, counted
from inkoop.operations.queries.health import parts
from inkoop.operations.queries.queue import backlog, counts_since
from kpis.choices import ComputationStatus
from kpis.models import Computation

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
DAY = timedelta(days=1)
SERVER = """
SELECT pg_database_size(current_database()),
    (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
    (SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::float
     FROM pg_stat_activity WHERE datname = current_database())
"""

Counted = Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Sample:
    """``suffix`` is what a histogram adds to its name."""

    value: float
    labels: Mapping[str, str] | None = None
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    name: str
    explained: str
    samples: list[Sample]
    kind: str = "gauge"

    def written(self) -> str:
        name = f"inkoop_{self.name}"
        lines = [f"# HELP {name} {self.explained}", f"# TYPE {name} {self.kind}"]
        lines += [f"{name}{one.suffix}{_labels(one.labels)} {one.value:.12g}" for one in self.samples]
        return "\n".join(lines) + "\n"


def exposition() -> str:
    return "".join(metric.written() for metric in _metrics())


def _labels(labels: Mapping[str, str] | None) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _metrics() -> Iterator[Metric]:
    """Of what answers: without database only that it is away, without Redis no counts of requests."""
    found = parts()
    well = [Sample(one.is_well, {"onderdeel": one.name}) for one in found]
    yield Metric("gezond", "1 = het onderdeel doet het.", well)
    if found[0].is_well:
        yield from _work()
        yield from _data()
    try:
        requests = {tuple(name.split("|")): number for name, number in counted().items()}
    except redis.RedisError:
        return
    yield from _requests(requests)


def _work() -> Iterator[Metric]:
    now, waits = timezone.now(), backlog()
    waited = (now - waits.oldest_file).total_seconds() if waits.oldest_file else 0
    yield Metric("wachtende_bestanden", "Bestanden die op een worker wachten.", [Sample(waits.files)])
    yield Metric("langste_wachttijd_seconden", "Hoe lang het oudste bestand wacht.", [Sample(waited)])
    yield Metric(
        "wachtende_berekeningen", "Gevraagde berekeningen die wachten.", [Sample(waits.computations)]
    )
    jobs = sorted(counts_since(now - DAY).items())
    samples = [Sample(number, {"taak": task, "staat": state}) for (task, state), number in jobs]
    yield Metric("taken_laatste_dag", "Taken van de laatste 24 uur.", samples)


def _data() -> Iterator[Metric]:
    now = timezone.now()
    recent = Delivery.objects.filter(created_at__gte=now - DAY).order_by("status")
    counts = recent.values_list("status").annotate(Count("pk"))
    samples = [Sample(number, {"status": status}) for status, number in counts]
    yield Metric("aanleveringen_laatste_dag", "Aanleveringen van de laatste 24 uur.", samples)
    done = Computation.objects.filter(status=ComputationStatus.DONE, finished_at__isnull=False)
    newest = done.order_by("-finished_at").values_list("finished_at", flat=True).first()
    if newest:
        age = (now - newest).total_seconds()
        yield Metric("laatste_berekening_seconden", "Sinds er voor het laatst gerekend is.", [Sample(age)])
    reads = ClientRead.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    yield Metric("inzagen_totaal", "Vastgelegde inzagen in cliëntgegevens.", [Sample(reads)], "counter")
    with connection.cursor() as cursor:
        cursor.execute(SERVER)
        size, connections, longest = cursor.fetchone()
    yield Metric("database_bytes", "Omvang van de database.", [Sample(size)])
    yield Metric("database_verbindingen", "Verbindingen met de database.", [Sample(connections)])
    yield Metric("database_langste_transactie_seconden", "Duur van de langste transactie.", [Sample(longest)])


def _requests(found: Counted) -> Iterator[Metric]:
    answered = [
        Sample(number, {"deel": part, "antwoord": status})
        for (kind, part, status), number in sorted(found.items())
        if kind == "aantal"
    ]
    yield Metric("verzoeken_totaal", "Beantwoorde verzoeken.", answered, "counter")
    names = sorted({part for _, part, _ in found})
    samples = [sample for part in names for sample in _histogram(found, part)]
    yield Metric("verzoek_seconden", "Duur van verzoeken.", samples, "histogram")


def _histogram(found: Counted, part: str) -> Iterator[Sample]:
    total = 0
    for limit in (*map(str, LIMITS), "+Inf"):
        total += found.get(("duur", part, limit), 0)
        yield Sample(total, {"deel": part, "le": limit}, "_bucket")
    yield Sample(found.get(("microseconden", part, ""), 0) / 1_000_000, {"deel": part}, "_sum")
    yield Sample(total, {"deel": part}, "_count")
