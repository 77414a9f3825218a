"""The history of an object, as the database keeps it."""

import pytest
from django.urls import reverse

from inkoop.base.admin.history import history_of
from providers.models import Location
from tests.desk.cast import contract_manager, outsider, region

pytestmark = pytest.mark.django_db


def history_page(provider):
    return reverse("admin:providers_provider_history", args=[provider.pk])


def test_change_in_the_admin_is_kept_with_who_before_and_after(client):
    provider = region().providers[0]
    user = contract_manager()
    client.force_login(user)
    form = {"account_holder": user.pk, "status": "gestopt", "excluded_until": "", "why": "fusie"}
    parts = ("locations", "contacts", "subcontractors", "evidence", "segments")
    counts = {f"{part}-{name}": "0" for part in parts for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    client.post(reverse("admin:providers_provider_change", args=[provider.pk]), form | counts)
    provider.refresh_from_db()
    newest, first = history_of(provider)
    assert (newest.by, newest.why) == ("connie", "fusie")
    assert [(change.field, change.before, change.after) for change in newest.changes] == [
        ("status", "actief", "gestopt"),
        ("accounthouder", "–", "connie"),
    ]
    assert (first.by, first.is_first, first.changes) == ("", True, [])


def test_a_change_without_a_reason_is_not_kept(client):
    provider = region().providers[0]
    client.force_login(contract_manager())
    location = Location.objects.create(provider=provider, name="De Brug", city="Aardijk")
    page = reverse("admin:providers_location_change", args=[location.pk])
    values = {"provider": provider.pk, "name": "De Brug", "city": "Bergdorp"}
    refused = client.post(page, values)
    assert refused.context["adminform"].form.errors == {"why": ["Dit veld is vereist."]}
    assert client.post(page, values | {"why": "verhuisd"}).status_code == 302
    newest = history_of(location)[0]
    assert (newest.why, newest.by, [change.after for change in newest.changes]) == (
        "verhuisd",
        "connie",
        ["Bergdorp"],
    )


def test_change_in_bulk_is_kept_as_well():
    provider = region().providers[0]
    type(provider).objects.filter(pk=provider.pk).update(city="Elders")
    (change,) = history_of(provider)[0].changes
    assert (change.field, change.before, change.after) == ("plaats", "Aardijk", "Elders")


def test_history_shows_the_changes_to_who_may_see_the_object(client):
    provider = region().providers[0]
    client.force_login(contract_manager())
    assert "Vastgelegd." in client.get(history_page(provider)).content.decode()
    client.force_login(outsider())
    assert client.get(history_page(provider)).status_code == 404
