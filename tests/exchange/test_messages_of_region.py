"""A month of the demo region: it writes JW323, the system answers each with JW325, and the totals equal the books."""

import csv
from datetime import date

import pytest
from django.db.models import Sum

from contracts.models import DeclarationLine
from inkoop.base.choices import DeliveryStatus
from inkoop.demo.region.region import Order, make
from inkoop.exchange.ijw.checking import check_file
from inkoop.exchange.models import Message
from inkoop.exchange.services import answer, file_order, receive
from tests.ijw.test_writing import body_of, codes

FIRST_MESSAGES = 40


def load(path, received_on):
    return receive(path, received_on=received_on).delivery


def cents(body, name):
    total = body.find(f"DeclaratieAntwoord/{name}")
    return int(total.get("TotaalBedrag")) * (1 if total.get("DebetCredit") == "D" else -1)


def booked(delivery):
    lines = DeclarationLine.objects.filter(declaration__delivery=delivery)
    by_sign = dict(lines.values_list("debit_credit").annotate(Sum("amount")).order_by())
    return by_sign.get("D", 0) - by_sign.get("C", 0)


@pytest.mark.usefixtures("committed")
def test_answers_equal_the_books_to_the_cent(tmp_path, settings):
    settings.WAITING_FILES = str(tmp_path / "kluis")
    region = tmp_path / "regio"
    make(Order("klein", 5, region, xml=True, clients_as="bsn"))
    loaded = []
    for folder in sorted(folder for folder in region.iterdir() if folder.is_dir()):
        received_on = date.fromisoformat(folder.name)
        registers = [path for path in folder.glob("*.csv") if path.stem != "declaraties"]
        for path in file_order(registers):
            load(path, received_on)
        messages = file_order(list((folder / "jw323").glob("*.xml")))
        loaded += [(load(path, received_on), received_on, path) for path in messages]
        if len(loaded) > FIRST_MESSAGES:
            break
    planted = planted_codes(region)
    answered = 0
    for delivery, received_on, path in loaded:
        target = answer(delivery_id=delivery.pk, folder=tmp_path, dated_on=received_on)
        (report,) = check_file(target)
        assert report.findings == []
        _, body = body_of(target)
        if delivery.status == DeliveryStatus.LOADED:
            assert cents(body, "TotaalToegekendBedrag") == booked(delivery), path
            assert codes(body.find("DeclaratieAntwoord")) == (["0200"] if delivery.rows_refused else ["8001"])
        else:
            assert set(planted.get(path.name, ())) & {"8848", "9333", "S300", "8214"}, delivery.message
        answered += 1
    statuses = [delivery.status for delivery, _, _ in loaded]
    assert statuses.count(DeliveryStatus.LOADED) > 0.9 * len(statuses)
    assert answered == Message.objects.filter(answered_at__isnull=False).count() > FIRST_MESSAGES


def planted_codes(region):
    """The codes that the region planted, by name of the message."""
    found = {}
    with (region / "verwacht_jw323.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            name = next(value for value in row.values() if value and value.endswith(".xml")).rpartition("/")[
                2
            ]
            found.setdefault(name, set()).update(row["codes"].split())
    return found
