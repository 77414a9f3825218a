"""Whatever somebody hands in: a delivery that says what was wrong, and never an error page.

Made-up bytes, and good files with something knocked out of them.
"""

from io import BytesIO
from random import Random
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from contracts.transfer.files import read_table
from inkoop.base.choices import DeliveryStatus
from inkoop.exchange.services import load_upload
from tests.desk.cast import message_manager
from tests.exchange.cast import HEADERS, deliver_text, line, row, table
from tests.ijw.cast import TOM, declaration
from tests.ijw.cast import line as message_line

ENDED = {DeliveryStatus.LOADED, DeliveryStatus.REJECTED}
OFTEN = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NASTY = st.sampled_from(
    [
        "", " ", "0", "-1", "=1+1", "99999999999999999999", "1e309", "NaN", "2025-13-45", "0001-01-01", "9999-12-31",
        "\x1a", "'", '"', ";", "\\.", "\\N", "é", "\U0001f9d2", "\u202e", "a" * 5_000, "999900006", "NULL", "%s", "{}",
    ]
)  # fmt: skip


def ends(content, name):
    """The status of the delivery; a load that is left open or breaks off would be another."""
    with transaction.atomic():
        delivery = deliver_text(content, name=name).delivery
        status = delivery.status
        transaction.set_rollback(True)
    return status


@OFTEN
@given(
    content=st.binary(max_size=400), name=st.sampled_from(["a.csv", "a.xlsx", "a.xml", "a.zip", "a", "a.txt"])
)
@example(content=b"", name="a.csv")
@example(content=b"PK\x03\x04" + bytes(40), name="a.xlsx")
@example(content=b"\xff\xfe\x00", name="a.csv")
@example(content=b"<?xml version='1.0'?><a", name="a.xml")
def test_any_bytes_are_refused_with_a_sentence(ground, content, name):
    assert ends(content, name) in ENDED


@OFTEN
@given(kind=st.sampled_from(sorted(HEADERS)), data=st.data())
def test_any_value_in_any_column_is_judged(ground, kind, data):
    names = HEADERS[kind].split(";")
    changes = data.draw(st.dictionaries(st.sampled_from(names), NASTY, min_size=1, max_size=4))
    try:
        text = table(kind, [row(kind) | changes])
    except KeyError:
        text = table(kind, [changes])
    assert ends(text, "a.csv") in ENDED


def knocked(content, seed):
    """A few bytes changed, taken out or put in."""
    chance, bytes_ = Random(seed), bytearray(content)  # noqa: S311 -- nothing secret
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(bytes_))
        match chance.randrange(3):
            case 0:
                bytes_[place] = chance.randrange(256)
            case 1:
                del bytes_[place : place + chance.randint(1, 30)]
            case _:
                bytes_[place:place] = chance.randbytes(chance.randint(1, 10))
    return bytes(bytes_)


@pytest.fixture
def whole(ground, tmp_path):
    """A good file of each form."""
    sheet = BytesIO()
    with Workbook(sheet, {"in_memory": True}) as book:
        page = book.add_worksheet()
        cells = line()
        page.write_row(0, 0, list(cells))
        page.write_row(1, 0, [str(value) for value in cells.values()])
    message = declaration(tmp_path / "bericht.xml", {TOM: [message_line()]}).read_bytes()
    packed = BytesIO()
    with ZipFile(packed, "w") as folder:
        folder.writestr("bericht.xml", message)
    csv = table("declaraties", [line()]).encode()
    return {"a.csv": csv, "a.xlsx": sheet.getvalue(), "a.xml": message, "a.zip": packed.getvalue()}


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.xml", "a.zip"])
def test_a_damaged_file_is_loaded_or_refused(whole, name):
    found = {ends(knocked(whole[name], seed), name) for seed in range(25)}
    assert found <= ENDED
    assert DeliveryStatus.REJECTED in found


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.xml", "a.zip"])
def test_a_damaged_upload_never_gives_an_error_page(whole, name, client, settings, tmp_path):
    settings.WAITING_FILES = str(tmp_path / "kluis")
    client.force_login(message_manager())
    for seed in range(5):
        file = SimpleUploadedFile(name, knocked(whole[name], 100 + seed))
        answer = client.post(reverse("admin:base_delivery_add"), {"received_on": "2025-03-10", "file": file})
        assert answer.status_code in (200, 302)
        if answer.status_code == 302:
            number = int(answer.headers["Location"].rstrip("/").split("/")[-2])
            assert load_upload(delivery_id=number).status in ENDED


@OFTEN
@given(content=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.xlsx"]))
def test_any_file_of_master_data_is_read_or_refused(content, name):
    assert isinstance(read_or_say(content, name), list)


def read_or_say(content, name):
    """The header, or the sentences that say what is wrong; any other error is ours."""
    try:
        return list(read_table(content, name).headers or [])
    except ValidationError as error:
        return list(error.messages)
