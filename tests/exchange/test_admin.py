"""Handing in a file in the admin, following it, and getting back what was refused."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from inkoop.base.models import ClientRead, Delivery
from inkoop.exchange.models import WaitingFile
from inkoop.exchange.services import load_upload
from tests.desk.cast import contract_manager, make_delivery, message_manager, outsider, region

pytestmark = pytest.mark.django_db

ADD = reverse("admin:base_delivery_add")
FILE = b"gemeentecode;naam\n9001;Aarkerke\nfout;Dalbrugge\n"


def page_of(delivery):
    return reverse("admin:base_delivery_change", args=[delivery.pk])


def hand_in(client, **extra):
    values = {"received_on": "2025-01-10", "file": SimpleUploadedFile("gemeenten.csv", FILE)}
    return client.post(ADD, values | extra)


@pytest.fixture
def handing_in(client):
    client.force_login(message_manager())
    return client


def test_handed_in_file_waits_and_leads_to_its_page(handing_in):
    response = hand_in(handing_in)
    delivery = Delivery.objects.get()
    assert (response.status_code, response.url) == (302, page_of(delivery))
    assert (delivery.file_name, delivery.status, delivery.by.username) == ("gemeenten.csv", "wacht", "berend")
    assert WaitingFile.objects.get().delivery == delivery
    content = handing_in.get(page_of(delivery)).content.decode()
    assert 'hx-trigger="every 2s"' in content
    assert "Nu bijwerken" in content


def test_page_shows_the_outcome_once_the_file_is_loaded(handing_in):
    hand_in(handing_in)
    delivery = load_upload(delivery_id=Delivery.objects.get().pk)
    shown = handing_in.get(page_of(delivery)).context
    assert (delivery.status, delivery.rows_accepted, delivery.rows_refused) == ("geladen", 1, 1)
    assert [row["rows"] for row in shown["by_code"]] == [1]
    assert [finding.row_number for finding in shown["findings"]] == [2]


def test_trial_loads_nothing_and_says_what_would_happen(handing_in):
    hand_in(handing_in, trial="on", kind="gemeenten")
    delivery = load_upload(delivery_id=Delivery.objects.get().pk)
    content = handing_in.get(page_of(delivery)).content.decode()
    assert delivery.status == "proef"
    assert "(proef)" in content


def test_refused_rows_can_be_taken_along_as_a_file(handing_in):
    hand_in(handing_in)
    delivery = load_upload(delivery_id=Delivery.objects.get().pk)
    response = handing_in.get(reverse("admin:delivery_outcome", args=[delivery.pk]))
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode()), delimiter=";"))
    assert response["Content-Disposition"] == 'attachment; filename="gemeenten.csv.uitkomst.csv"'
    assert [(row["rij"], row["veld"], row["gevonden"]) for row in rows] == [("2", "gemeentecode", "fout")]


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ({"file": ""}, "file"),
        ({"received_on": ""}, "received_on"),
        ({"received_on": "2999-01-01"}, "received_on"),
        ({"kind": "onbekend"}, "kind"),
    ],
)
def test_form_that_is_not_right_hands_in_nothing(handing_in, extra, field):
    response = hand_in(handing_in, **extra)
    assert list(response.context["form"].errors) == [field]
    assert not Delivery.objects.exists()


def test_form_offers_today_as_day_of_receipt(handing_in):
    form = handing_in.get(ADD).context["form"]
    assert form["received_on"].value() == timezone.localdate()


def test_progress_tells_the_page_to_load_again_when_the_work_is_done(handing_in):
    loading = make_delivery("a.csv", status="bezig", rows_total=1000, rows_read=250)
    loaded = make_delivery("b.csv")
    at_work = handing_in.get(reverse("admin:delivery_progress", args=[loading.pk]))
    assert "250 van ongeveer 1.000 rijen" in at_work.content.decode()
    assert 'max="1000" value="250"' in at_work.content.decode()
    assert "HX-Refresh" not in at_work
    done = handing_in.get(reverse("admin:delivery_progress", args=[loaded.pk]))
    assert done["HX-Refresh"] == "true"


def test_file_that_could_not_be_read_shows_why(handing_in):
    refused = make_delivery("a.csv", status="geweigerd", message="De kop klopt niet.", rows_total=None)
    content = handing_in.get(page_of(refused)).content.decode()
    assert "De kop klopt niet." in content
    assert "niet tot het einde gelezen" in content


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_as_many_queries_for_three_findings_as_for_one(handing_in, django_assert_num_queries, rows):
    made = region(rows)
    handing_in.get(page_of(made.delivery))
    with django_assert_num_queries(9):
        response = handing_in.get(page_of(made.delivery))
    assert len(response.context["findings"]) == rows


def test_only_who_may_hand_in_can(client):
    for user, status in ((contract_manager(), 403), (outsider(), 403)):
        client.force_login(user)
        assert client.get(ADD).status_code == status
        assert hand_in(client).status_code == status
    assert not Delivery.objects.exists()


def test_pages_of_a_delivery_are_not_for_everybody(client):
    delivery = make_delivery("a.csv")
    client.force_login(outsider())
    for name in ("base_delivery_change", "delivery_progress", "delivery_outcome"):
        assert client.get(reverse(f"admin:{name}", args=[delivery.pk])).status_code == 403


def test_looking_at_findings_is_kept(handing_in):
    delivery = make_delivery("a.csv")
    handing_in.get(page_of(delivery))
    handing_in.get(reverse("admin:delivery_outcome", args=[delivery.pk])).getvalue()
    kept = ClientRead.objects.order_by("id").values_list("subject", "object_id")
    assert list(kept) == [("bevindingen", str(delivery.pk))] * 2
