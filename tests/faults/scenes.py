"""What is being done when something is killed, and what must hold afterwards: nothing lost, doubled or half.

A scene prepares an empty database, names the process that does the work, and finishes what was broken off in the way a
user or the clock would. ``outcome`` is then compared with that of an undisturbed run.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from django.core.exceptions import ValidationError
from django.db import connection

from contracts.choices import IndexMethod
from contracts.models import DeclarationLine, IndexationRun, RefusedLine, Tariff
from contracts.rules.indexation import Component
from contracts.services import indexation
from inkoop.base.choices import DeliveryKind
from inkoop.base.models import Delivery, User
from inkoop.exchange import services
from inkoop.exchange.models import Message, WaitingFile
from tests.desk.cast import person, region
from tests.exchange import cast
from tests.inbox.cast import RECEIVED, received
from tests.inbox.cast import lay_ground as lay_ground_of_messages

REFUSED = 4_000
INDEXED_ON, DECIDED_ON = date(2026, 1, 1), date(2026, 3, 10)
FIGURES = (
    "kpis_indicatorvalue",
    "kpis_monthvalue",
    "kpis_ibpstatus",
    "kpis_allocationmonth",
    "kpis_categorymonth",
)


@dataclass(frozen=True)
class Scene:
    """``needs_worker``: the work is in the queue, and the worker is what is killed."""

    name: str
    prepare: Callable[[Path], None]
    command: Callable[[Path], list[str]]
    finish: Callable[[Path], None]
    outcome: Callable[[Path], Any]
    needs_worker: bool = False


def manage(*words: object) -> list[str]:
    return [sys.executable, "manage.py", *map(str, words)]


def in_python(code: str) -> list[str]:
    return [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"]


def _write_declarations(folder: Path) -> Path:
    cast.lay_ground()
    unknown = [cast.line(referentienummer=f"X{n}", toewijzingnummer="9") for n in range(REFUSED)]
    path = folder / "declaraties.csv"
    path.write_text(cast.table("declaraties", [cast.line(), *unknown]), encoding="utf-8")
    return path


def _ready_to_import(folder: Path) -> None:
    _write_declarations(folder)


def _import(folder: Path) -> None:
    services.receive(folder / "declaraties.csv", received_on=cast.MARCH)


COMPUTE = manage("compute", "all", "--peildatum", cast.MARCH.isoformat())


def _compute(_: Path) -> None:
    subprocess.run(COMPUTE, check=True, stdout=subprocess.DEVNULL)


def _booked(_: Path) -> Any:
    """One accepted line and all refused ones, of one loaded delivery; and no file that still waits."""
    loaded = Delivery.objects.filter(kind="declaraties", status="geladen")
    rows = RefusedLine.objects.values_list("row_number", flat=True)
    return (
        [(one.rows_accepted, one.rows_refused, one.rows_unchanged) for one in loaded],
        DeclarationLine.objects.count(),
        (rows.count(), len(set(rows))),
        WaitingFile.objects.count(),
    )


def _upload(folder: Path) -> None:
    path = _write_declarations(folder)
    services.accept_upload(
        BytesIO(path.read_bytes()),
        file_name=path.name,
        received_on=cast.MARCH,
        by=None,
        kind=DeliveryKind.DECLARATIONS,
    )


def _load_what_waits(_: Path) -> None:
    """As the clock does every five minutes."""
    for delivery_id in services.waiting_uploads():
        services.load_upload(delivery_id=delivery_id)


def _ready_to_compute(folder: Path) -> None:
    services.receive(_write_declarations(folder), received_on=cast.MARCH)


def _figures(_: Path) -> Any:
    """Without the numbers of rows and computations, which may differ."""
    found = []
    with connection.cursor() as cursor:
        for name in FIGURES:
            cursor.execute(
                f"SELECT count(*), coalesce(sum(hashtextextended((to_jsonb(t) - 'id' - 'computation_id')::text, 0)), 0)"
                f" FROM {name} t"
            )
            found.append((name, cursor.fetchone()))
    return found


def _propose_indexation(_: Path) -> None:
    region(3)
    connie = person("connie", "contractmanager")
    person("carel", "contractmanager")
    publication = indexation.publish_index(
        year=2026,
        version="proef",
        method=IndexMethod.ADDITIVE,
        decimals=3,
        source="",
        components=[
            Component("OVA", Decimal("0.9"), Decimal("4.94"), Decimal("6.00"), Decimal("4.18")),
            Component("PPC", Decimal("0.1"), Decimal("2.51"), Decimal("3.10"), Decimal("1.82")),
        ],
        by=connie,
    )
    indexation.propose_indexation(
        publication=publication, effective_on=INDEXED_ON, reason="proef", today=DECIDED_ON, by=connie
    )


APPROVE = f"""
from datetime import date
from decimal import Decimal
from contracts.models import IndexationRun
from contracts.services import indexation
from inkoop.base.models import User
indexation.approve_indexation(run=IndexationRun.objects.get(), by=User.objects.get(username="carel"),
    today=date({DECIDED_ON.year}, {DECIDED_ON.month}, {DECIDED_ON.day}))
"""


def _approve(_: Path) -> None:
    try:
        indexation.approve_indexation(
            run=IndexationRun.objects.get(), by=User.objects.get(username="carel"), today=DECIDED_ON
        )
    except ValidationError:
        return  # it was settled before the kill


def _prices(_: Path) -> Any:
    """All new prices or none, each once."""
    begun = Tariff.objects.filter(begin=INDEXED_ON).order_by("contract__number", "product_code", "cents")
    return (
        [str(run.state) for run in IndexationRun.objects.all()],
        list(begun.values_list("contract__number", "product_code", "cents", "end")),
    )


def _receive_message(folder: Path) -> None:
    lay_ground_of_messages(folder)
    received(folder)
    (folder / "antwoorden").mkdir(exist_ok=True)


def _answer(folder: Path) -> None:
    message = Message.objects.get()
    if message.answered_at is None:
        services.answer(delivery_id=message.delivery_id, folder=folder / "antwoorden", dated_on=RECEIVED)


def _answers(folder: Path) -> Any:
    """One whole answer, and a message that says so."""
    files = sorted((folder / "antwoorden").glob("*.xml"))
    roots = [ET.parse(path).getroot().tag.rpartition("}")[2] for path in files]  # noqa: S314 -- our own file
    return (len(files), roots, [bool(one.answered_at) for one in Message.objects.all()])


SCENES = (
    Scene(
        "import",
        _ready_to_import,
        lambda folder: manage(
            "import_delivery", folder / "declaraties.csv", "--received-on", cast.MARCH.isoformat()
        ),
        _import,
        _booked,
    ),
    Scene("import door de worker", _upload, lambda _: [], _load_what_waits, _booked, needs_worker=True),
    Scene(
        "berekening",
        _ready_to_compute,
        lambda _: COMPUTE,
        _compute,
        _figures,
    ),
    Scene("indexatie", _propose_indexation, lambda _: in_python(APPROVE), _approve, _prices),
    Scene(
        "antwoord",
        _receive_message,
        lambda folder: manage(
            "ijw",
            "answer",
            Message.objects.get().delivery_id,
            "-o",
            folder / "antwoorden",
            "--dated-on",
            RECEIVED,
        ),
        _answer,
        _answers,
    ),
)
