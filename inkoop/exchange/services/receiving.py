"""Receiving a file: recognise it, stage it, judge it, book it; whole or not at all.

The delivery is written down before the work begins and its outcome in the same transaction as the
rows, so that after a crash the delivery says which of the two states holds. A session lock on the
file tells a load at work from one whose process died.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import monotonic

from django.db import connection, transaction
from django.utils import timezone
from psycopg import Cursor

from inkoop.base.bsn import without_bsn
from inkoop.base.choices import DeliveryKind, DeliveryStatus
from inkoop.base.models import Delivery, Finding, User
from inkoop.base.signals import delivery_loaded
from inkoop.base.sql import LOCK_ONE_LOAD, one_value, room
from inkoop.exchange.errors import BrokenFile
from inkoop.exchange.ijw.sources import looks_like_messages
from inkoop.exchange.ijw.tables import place_in_order
from inkoop.exchange.loaders import LOADERS
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.readers import open_table
from inkoop.exchange.services.local_rules import judge_locally
from inkoop.exchange.services.messages import RefusedMessage, keep_for_answer, load_message
from inkoop.exchange.services.only_own import refuse_lines_of_others
from inkoop.exchange.services.trials import Findings, copy_out, put_back
from inkoop.exchange.staging import Progress, check_header, detect_kind, listed, stage

LOCK_FILE = 8201
BLOCK = 1 << 20
TRIAL_FINDINGS = 10_000
# The server ends the work of a process that died within a second, not only when its statement is done.
NOTICE_DEATH = "SET LOCAL client_connection_check_interval = '1s'"
MANY_ROWS = 200_000
REPORT_EVERY = 0.5  # seconds

BROKEN_OFF = "Het laden is onderbroken en er is niets geladen. Lever het bestand opnieuw aan."


@dataclass(frozen=True, slots=True)
class Receipt:
    """``repeated``: the file was loaded before and nothing changed; ``ignored``: unknown columns, to be shown."""

    delivery: Delivery
    repeated: bool = False
    ignored: str = ""


class _Trial(Exception):
    """Takes a trial back; carries what it found."""

    def __init__(self, counts: Counts, findings: Findings, ignored: str) -> None:
        self.counts = counts
        self.findings = findings
        self.ignored = ignored


def receive(
    path: Path,
    *,
    received_on: date,
    file_name: str | None = None,
    kind: DeliveryKind | None = None,
    by: User | None = None,
    trial: bool = False,
    delivery: Delivery | None = None,
) -> Receipt:
    """Loads a file, or tries to (``trial``: nothing stays but the findings).

    A file that cannot be read gives a delivery with status REJECTED and a message; no exception.
    ``delivery`` is a waiting one made by an upload. Cost: one load at a time; readers are not blocked.
    """
    sha256, lines = _fingerprint(path)
    delivery = delivery or Delivery(by=by, received_on=received_on)
    delivery.file_name = without_bsn(file_name or path.name)[:200]
    delivery.sha256, delivery.is_trial, delivery.kind = sha256, trial, kind or ""
    with _held(sha256):
        recover_broken_off()
        if loaded := _loaded_before(sha256, kind):
            return Receipt(loaded, repeated=True)
        delivery.status, delivery.started_at, delivery.rows_total = (
            DeliveryStatus.LOADING,
            timezone.now(),
            lines,
        )
        delivery.save()
        return _load(path, delivery, kind)


def file_order(paths: list[Path], kind: DeliveryKind | None = None) -> list[Path]:
    """Files of one day in the order in which they build on each other: by kind, messages by dagtekening, by name."""
    kinds = list(DeliveryKind)

    def key(path: Path) -> tuple[int, str, str]:
        if not path.is_file():
            return len(kinds), "", path.name
        found, dated = _place_of(path)
        return kinds.index(kind or found), dated, path.name

    return sorted(paths, key=key)


def _place_of(path: Path) -> tuple[DeliveryKind, str]:
    """The kind by header; a file that cannot be read comes last, and is refused when its turn comes."""
    try:
        if looks_like_messages(path):
            return place_in_order(path)
        with open_table(path) as table:
            return detect_kind(table.header), ""
    except (BrokenFile, OSError):
        return DeliveryKind.DECLARATIONS, ""


def _loaded_before(sha256: str, kind: DeliveryKind | None) -> Delivery | None:
    loaded = Delivery.objects.filter(sha256=sha256, status=DeliveryStatus.LOADED, is_trial=False)
    return (loaded.filter(kind=kind) if kind else loaded).first()


def _load(path: Path, delivery: Delivery, kind: DeliveryKind | None) -> Receipt:
    try:
        with transaction.atomic():
            ignored = _load_rows(path, delivery, kind)
    except BrokenFile as error:
        _reject(path, delivery, error)
        return Receipt(delivery)
    except _Trial as tried:
        _finish(delivery, DeliveryStatus.TRIED, _about_a_trial(tried.findings), tried.counts)
        with connection.cursor() as wrapper:
            put_back(wrapper.cursor, tried.findings)
        return Receipt(delivery, ignored=tried.ignored)
    except Exception:
        _finish(delivery, DeliveryStatus.BROKEN_OFF, BROKEN_OFF)
        raise
    return Receipt(delivery, ignored=ignored)


def _reject(path: Path, delivery: Delivery, error: BrokenFile) -> None:
    """Nothing is loaded; a message that can be answered waits for that."""
    with transaction.atomic():
        _finish(delivery, DeliveryStatus.REJECTED, str(error))
        if isinstance(error, RefusedMessage):
            Finding.objects.bulk_create(error.findings)
            if error.message and not delivery.is_trial:
                keep_for_answer(error.message, path)


def _about_a_trial(findings: Findings) -> str:
    if findings.rows < TRIAL_FINDINGS:
        return ""
    return f"Van een proef worden de eerste {TRIAL_FINDINGS} bevindingen bewaard; er kunnen er meer zijn."


def _load_rows(path: Path, delivery: Delivery, kind: DeliveryKind | None) -> str:
    """Returns the unknown columns, to be shown."""
    with connection.cursor() as wrapper:
        cursor: Cursor = wrapper.cursor
        cursor.execute(NOTICE_DEATH)
        cursor.execute(room("512MB" if (delivery.rows_total or 0) > MANY_ROWS else "64MB"))
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_ONE_LOAD])
        with _progress(delivery) as progress:
            if looks_like_messages(path):
                counts, ignored = load_message(cursor, path, delivery, kind, progress), ""
            else:
                counts, ignored = _load_table(cursor, path, delivery, kind, progress)
        judge_locally(cursor, delivery)
        if delivery.is_trial:
            raise _Trial(counts, copy_out(cursor, delivery.pk, TRIAL_FINDINGS), ignored)
    message = f"Onbekende kolommen, niet gelezen: {ignored}." if ignored else ""
    _finish(delivery, DeliveryStatus.LOADED, message, counts)
    transaction.on_commit(lambda: delivery_loaded.send(Delivery, delivery_id=delivery.pk), robust=True)
    return ignored


def _load_table(
    cursor: Cursor, path: Path, delivery: Delivery, kind: DeliveryKind | None, progress: Progress
) -> tuple[Counts, str]:
    with open_table(path) as table:
        kind = kind or detect_kind(table.header)
        if kind not in LOADERS:
            raise BrokenFile(f"{kind.label.capitalize()} komen alleen als bericht (XML), niet als tabel.")
        delivery.kind = kind
        ignored = listed(check_header(table.header, kind))
        stage(cursor, table, kind, progress)
    refuse_lines_of_others(cursor, delivery)
    return LOADERS[kind](cursor, delivery), ignored


def _finish(delivery: Delivery, status: DeliveryStatus, message: str, counts: Counts | None = None) -> None:
    delivery.status, delivery.message, delivery.finished_at = status, message, timezone.now()
    delivery.rows_total = counts.total if counts else None
    delivery.rows_accepted = counts.accepted if counts else None
    delivery.rows_refused = counts.refused if counts else None
    delivery.rows_unchanged = counts.unchanged if counts else None
    if counts:
        delivery.rows_read = counts.total
    delivery.save()


def _fingerprint(path: Path) -> tuple[str, int]:
    """SHA-256 and about how many data rows: the line ends less the header."""
    digest, lines = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            lines += block.count(b"\n")
    return digest.hexdigest(), max(lines - 1, 0)


@contextmanager
def _held(sha256: str) -> Iterator[None]:
    """As long as this session lives, others see that the load is at work; the same file waits its turn."""
    lock = [LOCK_FILE, _lock_number(sha256)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", lock)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", lock)


def _lock_number(sha256: str) -> int:
    return int.from_bytes(bytes.fromhex(sha256[:8]), "big", signed=True)


@contextmanager
def _progress(delivery: Delivery) -> Iterator[Progress]:
    """Writes the number of rows read, twice a second, on a connection of its own: others see it at once."""
    beside = connection.copy()
    due = monotonic() + REPORT_EVERY
    try:

        def report(rows: int) -> None:
            nonlocal due
            if monotonic() < due:
                return
            with beside.cursor() as cursor:
                cursor.execute("UPDATE base_delivery SET rows_read = %s WHERE id = %s", [rows, delivery.pk])
            due = monotonic() + REPORT_EVERY

        yield report
    finally:
        beside.close()


def recover_broken_off() -> list[Delivery]:
    """Finds loads whose process died and says so; nothing of them was loaded."""
    died = []
    for delivery in Delivery.objects.filter(status=DeliveryStatus.LOADING):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_FILE, _lock_number(delivery.sha256)]
            )
            if (
                one_value(cursor)
                and Delivery.objects.filter(pk=delivery.pk, status=DeliveryStatus.LOADING).exists()
            ):
                _finish(delivery, DeliveryStatus.BROKEN_OFF, BROKEN_OFF)
                died.append(delivery)
    return died
