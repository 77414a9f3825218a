"""Two people on one object: the second is told what the first changed, and nobody's work is lost."""

import re

import pytest
from django.urls import reverse

from inkoop.base.admin.seen import SEEN
from providers.models import Contact, Provider
from tests.desk.cast import contract_manager, region

pytestmark = pytest.mark.django_db

TOKEN = re.compile(rf'name="{SEEN}" value="([^"]+)"')


@pytest.fixture
def contact():
    region(1)
    return Contact.objects.get()


@pytest.fixture
def page(client, contact):
    client.force_login(contract_manager())
    url = reverse("admin:providers_contact_change", args=[contact.pk])
    fields = client.get(url).context["adminform"].form.initial
    typed = {name: value for name, value in fields.items() if value is not None}
    return url, typed | {SEEN: TOKEN.search(client.get(url).content.decode())[1], "why": "nieuw nummer"}


def test_who_is_alone_just_saves(client, page, contact):
    url, typed = page
    assert client.post(url, typed | {"phone": "0201234567"}).status_code == 302
    contact.refresh_from_db()
    assert contact.phone == "0201234567"


def test_what_only_the_other_changed_is_taken_over_and_nothing_is_saved_yet(client, page, contact):
    url, typed = page
    Contact.objects.update(email="nieuw@zorg.example")
    again = client.post(url, typed | {"phone": "0201234567"})
    form = again.context["adminform"].form
    contact.refresh_from_db()
    assert (again.status_code, contact.phone) == (200, "")
    assert (form["email"].value(), form["phone"].value()) == ("nieuw@zorg.example", "0201234567")
    (told,) = form.non_field_errors()
    assert told.startswith("Terwijl u dit invulde, is het gewijzigd.")
    assert "Overgenomen: E-mail (nieuw@zorg.example)." in told.replace("E-mailadres", "E-mail")
    assert list(form.errors) == ["__all__"]


def test_after_a_look_the_merged_form_is_saved(client, page, contact):
    url, typed = page
    Contact.objects.update(email="nieuw@zorg.example")
    form = client.post(url, typed | {"phone": "0201234567"}).context["adminform"].form
    shown = {name: form[name].value() or "" for name in form.fields}
    assert client.post(url, shown | {SEEN: form.seen_token}).status_code == 302
    contact.refresh_from_db()
    assert (contact.email, contact.phone) == ("nieuw@zorg.example", "0201234567")


def test_a_field_that_both_changed_keeps_what_was_typed_and_shows_the_other(client, page, contact):
    url, typed = page
    Contact.objects.update(phone="0301112233")
    form = client.post(url, typed | {"phone": "0201234567"}).context["adminform"].form
    assert form["phone"].value() == "0201234567"
    assert form.errors["phone"] == ["Intussen staat hier: 0301112233. Kies wat blijft."]


def test_the_other_is_named(client, page, contact):
    url, typed = page
    client.post(url, typed | {"phone": "0301112233"})
    (told,) = (
        client.post(url, typed | {"email": "mijn@zorg.example"}).context["adminform"].form.non_field_errors()
    )
    assert "gewijzigd door" in told


def test_a_choice_is_told_in_words(client, page, contact):
    other = Provider.objects.get()
    other.pk, other.agb, other.name = None, "12345678", "Een ander"
    other.save()
    url, typed = page
    Contact.objects.update(provider=other)
    (told,) = client.post(url, typed).context["adminform"].form.non_field_errors()
    assert "Een ander" in told


def test_a_token_that_was_tampered_with_is_refused(client, page, contact):
    url, typed = page
    form = client.post(url, typed | {SEEN: "x" + typed[SEEN]}).context["adminform"].form
    assert form.non_field_errors() == ["Deze pagina is niet heel aangekomen. Open haar opnieuw."]
