"""A provider tries its declarations, sends what it tried, and never those of another."""

from io import BytesIO

import pytest
from django.db import connection

from contracts.models import DeclarationLine
from inkoop.base.choices import DeliveryStatus
from inkoop.exchange.services import load_upload, send_tried, try_declarations
from inkoop.exchange.services.own_declarations import NotKept
from inkoop.exchange.staging.tables import STAGE
from providers.models import Provider
from tests.exchange.cast import lay_ground, line, row, table
from tests.portal.cast import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    lay_ground()
    return Provider.objects.get(agb="00000011")


def tried(provider, text, name="declaraties.csv"):
    user = provider.users.first().user if provider.users.exists() else member(provider, "anne")
    return try_declarations(BytesIO(text.encode()), file_name=name, provider=provider, by=user)


def loaded(sent):
    """Several files in one transaction, which a load is not made for: its table is taken away first."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{STAGE} CASCADE")
    return load_upload(delivery_id=sent.delivery_id)


def test_lines_of_another_refuse_the_whole_file(mine):
    found = loaded(tried(mine, table("declaraties", [line(), line(agb="00000022", referentienummer="R2")])))
    assert (found.status, found.message) == (
        DeliveryStatus.REJECTED,
        "Rij 2 noemt AGB-code 00000022. U levert aan voor 00000011; haal regels van anderen weg.",
    )


def test_another_kind_of_file_is_refused(mine):
    found = loaded(tried(mine, table("gemeenten", [row("gemeenten")])))
    assert (found.status, found.rows_total) == (DeliveryStatus.REJECTED, None)


def test_what_was_tried_is_sent_once_as_it_was(mine):
    trial = tried(mine, table("declaraties", [line()]))
    assert (loaded(trial).status, DeclarationLine.objects.count()) == (DeliveryStatus.TRIED, 0)
    sent = send_tried(tried=trial, by=trial.delivery.by)
    assert (sent.delivery.is_trial, sent.provider) == (False, mine)
    with pytest.raises(NotKept, match="al aangeleverd"):
        send_tried(tried=trial, by=trial.delivery.by)
