"""Requests of Ali, and deciding on them."""

from datetime import date

from contracts.models import AllocationVersion, CareRequest
from inkoop.base.models import User
from inkoop.exchange.services import (
    decide_request,
)
from tests.desk.cast import message_manager

DECIDED = date(2026, 5, 8)
PERSON = {
    "geboortedatum": "2010-02-14",
    "geslacht": "1",
    "achternaam": "Wit",
    "huisnummer": "9",
    "postcode": "9999XX",
}
PRODUCTS = "Client/ToegewezenProducten/ToegewezenProduct"


MONTHLY = {"Volume": "100", "Eenheid": "04", "Frequentie": "4"}
YEAR = {"Ingangsdatum": "2026-01-01", "Einddatum": "2026-12-31"}
WHOLE_YEAR = (date(2026, 1, 1), date(2026, 12, 31), 100, "")
ASKED = {"ToewijzingIngangsdatum": "2027-01-01", "ToewijzingEinddatum": "2027-06-30"}


def decide(reference="A1", status="toegewezen", **changes):
    given = {
        "request_id": CareRequest.objects.get(reference=reference).pk,
        "status": status,
        "by": User.objects.filter(username="berend").first() or message_manager(),
        "decided_on": DECIDED,
    }
    return decide_request(**given | changes)


def versions_of(number):
    rows = AllocationVersion.objects.filter(allocation__number=number).order_by("id")
    return list(rows.values_list("begin", "end", "volume", "reason"))


def products(body):
    return {product.get("ToewijzingNummer"): product for product in body.each(PRODUCTS)}
