"""Damaged messages into the books: never a traceback, never half a load, always a reason.

A thousand in a normal run, half of them samples of the standard; ``FUZZ=10000`` loads more.
"""

import os
import random
from pathlib import Path

import pytest
from django.db import connection, transaction

from inkoop.base.choices import DeliveryStatus
from tests.ijw.cast import AGB, PLACE, TOM, declaration, line, start, started, stop, stopped
from tests.ijw.ground import load
from tests.ijw.mutations import mutations
from tests.ijw.reference import needs_reference, sample
from tests.ijw.test_writing import RECEIVED as MESSAGES

pytestmark = pytest.mark.usefixtures("region")

LOADED_NAMES = ("JW301", "JW305", "JW307", "JW315", "JW317", "JW319", "JW323")
EACH = int(os.environ.get("FUZZ", "1050")) // (2 * len(LOADED_NAMES))
OWN = MESSAGES | {
    "JW305": lambda path: start(path, [started("10072"), started("10073")]),
    "JW307": lambda path: stop(path, [stopped("10072"), stopped("10073")]),
    "JW323": lambda path: declaration(
        path, {TOM: [line("R1"), line("R2", ToewijzingNummer="10073", ProductTarief="1")]}
    ),
}


def facts():
    """How many rows there are in each table of the books."""
    with connection.cursor() as cursor:
        names = [
            name for name in connection.introspection.table_names(cursor) if name.startswith("contracts_")
        ]
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names))
        return dict(cursor.fetchall())


def try_one(path, before):
    with transaction.atomic():
        delivery = load(path)
        after, findings = facts(), delivery.findings.count()
        kept = hasattr(delivery, "message_received")
        transaction.set_rollback(True)
    if delivery.status == DeliveryStatus.REJECTED:
        assert (delivery.message != "", after) == (True, before)
        assert findings or not kept
        return
    assert delivery.status == DeliveryStatus.LOADED
    assert kept
    parts = (delivery.rows_accepted, delivery.rows_refused, delivery.rows_unchanged)
    assert delivery.rows_total == sum(parts)
    assert findings or not delivery.rows_refused


def try_all(content, path, seed, count):
    before = facts()
    draw = random.Random(seed)  # noqa: S311  # a seed, nothing secret
    for mutated in mutations(content, draw, count):
        path.write_bytes(mutated)
        try_one(path, before)


@pytest.mark.parametrize("name", LOADED_NAMES)
def test_damaged_message_is_loaded_whole_or_refused_with_a_reason(name, tmp_path):
    content = OWN[name](tmp_path / "goed.xml").read_bytes()
    try_all(content, tmp_path / "mutatie.xml", f"laden {name}", EACH)


@pytest.mark.parametrize("name", LOADED_NAMES)
class TestSamples:
    pytestmark = needs_reference

    def test_damaged_sample_is_loaded_whole_or_refused_with_a_reason(self, name, tmp_path):
        content = for_our_region(sample(name))
        try_all(content, tmp_path / "mutatie.xml", f"voorbeeld {name}", EACH)


def for_our_region(path: Path) -> bytes:
    """The sample as if it were sent in this region."""
    text = path.read_text(encoding="utf-8")
    for name in ("Afzender", "Ontvanger"):
        begin = text.index(f":{name}>") + len(name) + 2
        end = text.index("<", begin)
        text = text[:begin] + (PLACE if end - begin == len(PLACE) else AGB) + text[end:]
    return text.encode()
