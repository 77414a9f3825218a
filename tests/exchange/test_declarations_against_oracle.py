"""The set-based judgement against the plain one: the same rows refused, for the same reasons, always.

Worlds are drawn from a seed. ``WORLDS=3000 python -m pytest tests/exchange/test_declarations_against_oracle.py``
tries more of them, ``FIRST_WORLD`` tells where to begin.
"""

import os
from pathlib import Path

import pytest
from django.db import transaction

from contracts.models import RefusedLine
from inkoop.base.choices import DeliveryKind
from inkoop.base.models import Delivery, Finding
from tests.exchange import worlds
from tests.exchange.cast import codes, deliver_text
from tests.oracle.files import DeliveredFile
from tests.oracle.region import Region
from tests.oracle.registers import Stamp

FIRST = int(os.environ.get("FIRST_WORLD", "1"))
COUNT = int(os.environ.get("WORLDS", "12"))

Refused = dict[int, list[str]]


@pytest.mark.parametrize("seed", range(FIRST, FIRST + COUNT))
@pytest.mark.django_db
def test_world_is_judged_as_the_oracle_does(seed, tmp_path):
    region = Region()
    with transaction.atomic():
        for number, file in enumerate(worlds.draw(seed), start=1):
            path = tmp_path / f"{number}.csv"
            path.write_text(file.text, encoding="utf-8")
            expected = refused_by_oracle(region, DeliveredFile(file.kind, file.received_on, number, path))
            assert refused_by_import(file, path) == expected, f"levering {number}: {file.kind}"
        transaction.set_rollback(True)


def refused_by_oracle(region: Region, file: DeliveredFile) -> Refused:
    """The codes of every refused row; of other kinds than declarations only that it is refused."""
    if file.kind != "declaraties":
        return {row.row: ["refused"] for row in file.rows() if not taken(region, file, row)}
    before = len(region.submitted)
    region.load(file)
    outcomes = enumerate(region.submitted[before:], start=1)
    return {number: list(outcome.codes) for number, outcome in outcomes if outcome.codes}


def taken(region, file, row):
    region._rows += 1
    return region.kept.take(file.kind, row, Stamp(file.received_on, region._rows))


def refused_by_import(file: worlds.File, path: Path) -> Refused:
    delivery = deliver_text(
        file.text, name=path.name, kind=DeliveryKind(file.kind), received_on=file.received_on
    ).delivery
    assert delivery.rows_refused is not None, delivery.message
    found = codes(delivery)
    assert len(found) == delivery.rows_refused
    if file.kind != "declaraties":
        return {number: ["refused"] for number in found}
    return booked_as_found(delivery, found)


def booked_as_found(delivery: Delivery, found: Refused) -> Refused:
    """The codes kept with the refused lines, which are those of the findings."""
    kept = dict(RefusedLine.objects.filter(delivery=delivery).values_list("row_number", "codes"))
    assert kept == {number: sorted(set(row)) for number, row in found.items()}
    assert not Finding.objects.filter(delivery=delivery, cause="").exists()
    return kept
