"""Addresses of requests, what people fill in there, and what the pages told."""

from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from contracts.models import RequestDecision
from inkoop.exchange.services import decide_request
from tests.desk.cast import person
from tests.ijw.cast import (
    ALI,
)
from tests.inbox.cast import message_of

INBOX = reverse("admin:exchange_message_changelist")
ASKED = {"ToewijzingIngangsdatum": "2026-06-01", "ToewijzingEinddatum": "2027-06-30"}
PEOPLE = f"bsn;geboortedatum;geslacht;achternaam;huisnummer;postcode\n{ALI};2010-02-14;1;Wit;9;9999XX\n"
BECAUSE = {"reason": "Besproken met het team."}
TERMS = {
    "category": "45",
    "product_code": "45A03",
    "begin": "2026-06-01",
    "end": "2027-06-30",
    "volume": "2",
    "unit": "04",
    "frequency": "2",
    "budget": "",
    "number": "",
}


def page_of(asked):
    return reverse("admin:contracts_carerequest_change", args=[asked.pk])


def deciding(asked, action):
    return reverse(f"admin:request_{action}", args=[asked.pk])


def message_page(asked):
    return reverse("admin:exchange_message_change", args=[message_of(asked.delivery).pk])


def sending(asked):
    return reverse("admin:message_decisions", args=[message_of(asked.delivery).pk])


def people_file(content=PEOPLE):
    return {"people": SimpleUploadedFile("personen.csv", content.encode())}


def told(response):
    return [str(one) for one in get_messages(response.wsgi_request)]


def checks_of(response):
    return [[(check.is_fine, check.text) for check in one.checks] for one in response.context["products"]]


def decided(asked, status="toegewezen", **changes):
    by = changes.pop("by", None) or person(f"besluiter-{status}-{RequestDecision.objects.count()}")
    values = {"request_id": asked.pk, "status": status, "by": by, "decided_on": timezone.localdate()}
    return decide_request(**values | changes)
