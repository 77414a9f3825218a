"""Addresses of the inbox, and what a page told."""

from datetime import timedelta

from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from inkoop.exchange.models import Message
from tests.ijw.cast import EVA, TOM, line
from tests.inbox.cast import received

INBOX = reverse("admin:exchange_message_changelist")
BSNS = (TOM, EVA)


def page_of(message):
    return reverse("admin:exchange_message_change", args=[message.pk])


def overruling(message, row=2):
    return reverse("admin:message_overrule", args=[message.pk, row])


def answering(message):
    return reverse("admin:message_answer", args=[message.pk])


def due_in(message, days):
    """Moves the deadline to so many days from today."""
    Message.objects.filter(pk=message.pk).update(do_by=timezone.localdate() + timedelta(days=days))


def told(response):
    return [str(one) for one in get_messages(response.wsgi_request)]


def three(tmp_path):
    messages = [
        received(tmp_path, number=place, clients={TOM: [line(f"R{place}", ToewijzingNummer=allocation)]})
        for place, allocation in ((1, "10072"), (2, "10073"), (3, "99"))
    ]
    for message, days in zip(messages, (2, -1, 0), strict=True):
        due_in(message, days)
    return messages
