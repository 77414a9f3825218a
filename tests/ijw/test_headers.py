"""The header of each message: 9056, 8848 and S300 are answered with the header alone."""

from datetime import date

import pytest

from inkoop.base.choices import DeliveryStatus
from tests.ijw.ground import load
from tests.ijw.test_writing import RECEIVED as MESSAGES
from tests.ijw.test_writing import body_of, codes

pytestmark = pytest.mark.usefixtures("region")

DAY_BEFORE = date(2026, 5, 5)


@pytest.fixture(params=MESSAGES)
def message(request, tmp_path):
    return MESSAGES[request.param](tmp_path / "bericht.xml")


def header_codes(delivery, answered):
    assert delivery.status == DeliveryStatus.REJECTED
    _, body = body_of(answered(delivery))
    assert len(body.children) == 1
    return codes(body.find("Header"))


def test_identification_that_was_used_is_9056(message, answered):
    assert load(message).status == DeliveryStatus.LOADED
    message.write_text(message.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert header_codes(load(message), answered) == ["9056"]


def test_message_from_the_future_is_8848(message, answered):
    assert header_codes(load(message, DAY_BEFORE), answered) == ["8848"]


def test_unknown_municipality_is_s300(message, answered):
    text = message.read_text(encoding="utf-8")
    message.write_text(text.replace(">0384<", ">9999<"), encoding="utf-8")
    assert header_codes(load(message), answered) == ["S300"]


def test_broken_rule_is_0001(tmp_path, answered):
    for name, make in MESSAGES.items():
        if name == "JW319":
            continue
        path = make(tmp_path / f"{name}.xml")
        text = path.read_text(encoding="utf-8").replace(">999900006<", ">999900007<")
        path.write_text(text, encoding="utf-8")
        assert header_codes(load(path), answered) == ["0001"], name
