"""The register of providers in the admin: numbers, subcontractors, evidence, segments, account holders."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from inkoop.base.models import Delivery
from providers.models import Evidence, Provider, ProviderSegment, Subcontracting
from providers.services.segments import decide_segments
from tests.contracts.procurement_cast import make_provider
from tests.desk.cast import MONTHS, contract_manager, outsider, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents(settings, tmp_path):
    settings.DOCUMENTS = str(tmp_path)
    return tmp_path


def manager(client):
    user = contract_manager()
    client.force_login(user)
    return user


def add_evidence(client, provider, content, **extra):
    file = SimpleUploadedFile("uittreksel.pdf", content, content_type="application/pdf")
    values = {"provider": provider.pk, "kind": "kvk", "issued_on": "2026-01-15", "note": "", "expires_on": ""}
    return client.post(reverse("admin:providers_evidence_add"), values | {"file": file} | extra)


def test_a_paper_is_kept_outside_the_web_root_with_its_last_day(client, documents):
    user, provider = manager(client), make_provider(1)
    assert add_evidence(client, provider, b"%PDF-1.7 inhoud").status_code == 302
    evidence = Evidence.objects.get()
    assert (evidence.expires_on, evidence.file_name, evidence.by) == (
        date(2026, 7, 15),
        "uittreksel.pdf",
        user,
    )
    (kept,) = [path for path in documents.rglob("*") if path.is_file()]
    assert (kept.read_bytes(), kept.stat().st_mode & 0o777) == (b"%PDF-1.7 inhoud", 0o600)
    assert "uittreksel" not in kept.name
    response = client.get(reverse("admin:evidence_file", args=[evidence.pk]))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 inhoud"
    assert response["Content-Disposition"] == 'attachment; filename="uittreksel.pdf"'
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (
        "application/octet-stream",
        "nosniff",
    )
    client.force_login(outsider())
    assert client.get(reverse("admin:evidence_file", args=[evidence.pk])).status_code == 403


def test_another_kind_of_file_or_a_wrong_day_is_refused(client, documents):
    manager(client)
    provider = make_provider(1)
    response = add_evidence(
        client, provider, b"MZ programma", issued_on="2026-01-15", expires_on="2025-01-01"
    )
    assert response.context["adminform"].form.errors == {
        "file": ["Alleen PDF, PNG en JPEG worden bewaard. Sla het document op als PDF en kies dat."],
        "expires_on": ["Het bewijs verloopt voor het is afgegeven. Controleer beide dagen."],
    }
    assert list(documents.rglob("*")) == []


def test_a_provider_added_by_hand_has_a_person_as_its_origin(client):
    user = manager(client)
    values = {
        "agb": "1234567",
        "name": "Klein Zorg",
        "kvk": "1234",
        "legal_form": "",
        "city": "",
        "email": "",
    }
    response = client.post(reverse("admin:providers_provider_add"), values)
    assert response.context["adminform"].form.errors == {
        "agb": ["Een AGB-code heeft 8 cijfers; hier staan er 7."],
        "kvk": ["Een KvK-nummer heeft 8 cijfers; hier staan er 4."],
    }
    values |= {"agb": "12345678", "kvk": "12345679"}
    assert client.post(reverse("admin:providers_provider_add"), values).status_code == 302
    provider = Provider.objects.get(agb="12345678")
    assert (provider.delivery.file_name, provider.delivery.by) == ("met de hand: Klein Zorg", user)
    assert provider.segments.get().segment == "overig"


def test_no_subcontractor_of_a_subcontractor():
    main, middle, third = (make_provider(number) for number in range(3))
    first = Subcontracting(
        provider=main, name="tweede", kvk="12345678", known_as=middle, begin=date(2026, 1, 1)
    )
    first.full_clean()
    first.save()
    passed_on = Subcontracting(
        provider=middle, name="derde", kvk="12345679", known_as=third, begin=date(2026, 6, 1)
    )
    with pytest.raises(ValidationError) as caught:
        passed_on.full_clean()
    assert caught.value.messages == [
        "Zorggroep 1 is in deze periode zelf onderaannemer en mag het werk niet doorgeven."
    ]
    first.end = date(2026, 5, 31)
    first.save()
    passed_on.full_clean()
    passed_on.save()
    first.end = None
    with pytest.raises(ValidationError) as caught:
        first.full_clean()
    assert caught.value.messages == [
        "Deze aanbieder heeft in deze periode zelf onderaannemers; dan mag dit niet."
    ]


def test_consent_is_asked_unless_self_employed():
    provider = make_provider(1)
    rows = [
        Subcontracting(provider=provider, name="a", kvk="12345678", begin=date(2026, 1, 1), **extra)
        for extra in ({}, {"consented_on": date(2026, 1, 1)}, {"is_self_employed": True})
    ]
    assert [one.may_work for one in rows] == [False, True, True]


def test_a_decided_segment_is_known_from_its_day_with_its_origin(client):
    user = manager(client)
    one, other = make_provider(1), make_provider(2, segment="groot")
    chosen = {one.pk: "groot", other.pk: "groot"}
    assert decide_segments(chosen=chosen, on=date(2026, 3, 1), reason="omzet 2025", by=user) == 1
    row = ProviderSegment.objects.get()
    assert (row.provider, row.segment, row.received_on) == (one, "groot", date(2026, 3, 1))
    assert (row.delivery.kind, row.delivery.rows_total, row.delivery.by) == ("aanbieders", 1, user)
    assert decide_segments(chosen=chosen, on=date(2026, 3, 1), reason="nog eens", by=user) == 0
    assert Delivery.objects.filter(file_name__startswith="met de hand").count() == 1


def test_segments_are_changed_after_a_look(client, monkeypatch):
    monkeypatch.setattr("inkoop.desk.views.segments.default_window", lambda *_: (MONTHS[0], MONTHS[-1]))
    made = region(3)
    user = manager(client)
    first = made.providers[0]
    url = reverse("admin:segments_page")
    rows = client.get(url).context["rows"]
    assert [(row.provider, row.declared, str(row.segment)) for row in rows] == [
        (made.providers[0], 1_200_000, "strategisch"),
        (made.providers[1], 1_200_000, "strategisch"),
        (made.providers[2], 1_200_000, "groot"),
    ]
    chosen = {"aanbieder": [first.pk], "reason": "weinig omzet"}
    assert client.post(url, chosen).context["is_preview"] is True
    assert Provider.objects.get(pk=first.pk).segment == "overig"
    assert client.post(url, chosen | {"zeker": "1"}).status_code == 302
    assert Provider.objects.get(pk=first.pk).segment == "strategisch"
    assert ProviderSegment.objects.filter(delivery__by=user).count() == 1


def test_account_holder_is_given_after_a_look(client):
    made = region(2)
    user = manager(client)
    url = reverse("admin:providers_provider_changelist")
    chosen = {"action": "give_account_holder", "_selected_action": [one.pk for one in made.providers]}
    response = client.post(url, chosen)
    assert list(response.context["providers"]) == made.providers
    assert not Provider.objects.filter(account_holder=user).exists()
    client.post(url, chosen | {"zeker": "1", "holder": user.pk})
    assert list(Provider.objects.filter(account_holder=user).order_by("agb")) == made.providers
    event = made.providers[0].events.order_by("-pgh_id").first()
    assert event.pgh_context.metadata["reason"] == "accounthouder toegewezen"


def test_providers_that_ask_for_attention_are_found(client):
    one, other, third = region(3).providers
    manager(client)
    Evidence.objects.create(provider=one, kind="kvk", issued_on=date(2025, 7, 1), expires_on=date(2099, 1, 1))
    Subcontracting.objects.exclude(provider=other).update(consented_on=date(2025, 1, 1))
    Provider.objects.filter(pk=third.pk).update(excluded_until=date(2099, 1, 1))
    page = reverse("admin:providers_provider_changelist")
    found = {
        name: list(client.get(f"{page}?aandacht={name}").context["cl"].result_list)
        for name in ("bewijs", "toestemming", "uitgesloten")
    }
    assert found == {"bewijs": [other, third], "toestemming": [other], "uitgesloten": [third]}


@pytest.mark.parametrize(
    ("choice", "expires"), [("verlopen", "2025-07-10"), ("binnenkort", None), ("geldig", None)]
)
def test_evidence_is_found_by_its_last_day(client, choice, expires):
    region()
    manager(client)
    rows = (
        client.get(f"{reverse('admin:providers_evidence_changelist')}?geldig={choice}")
        .context["cl"]
        .result_list
    )
    assert [str(one.expires_on) for one in rows] == ([expires] if expires else [])
    assert timezone.localdate() > date(2025, 7, 10)
