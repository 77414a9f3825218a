"""The page of a contract: what it shows, who may do what, and how many queries it takes."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contracts.models import (
    Contract,
    ContractDecision,
    ContractDocument,
    ContractVersion,
    Instalment,
    LumpSum,
    SpendingRoomVersion,
    SpendingStepTaken,
)
from tests.contracts.cast import dossier
from tests.desk.cast import auditor, contract_manager, outsider, person, region

pytestmark = pytest.mark.django_db


def page_of(contract):
    return reverse("admin:contracts_contract_change", args=[contract.pk])


def act(contract, name):
    return reverse("admin:contract_act", args=[contract.pk, name])


def told(response):
    return [str(message) for message in response.context["messages"]]


def errors(response):
    return [error for errors in response.context["form"].errors.values() for error in errors]


@pytest.fixture
def found(client):
    made = dossier()
    client.force_login(made.connie)
    return made


def test_page_shows_terms_time_line_ceiling_and_changes(client, found):
    shown = client.get(page_of(found.contract)).context
    assert shown["status"] == "lopend"
    assert (shown["terms"].end, shown["terms"].options, shown["notice_by"]) == (
        date(2027, 12, 31),
        (12, 12),
        date(2027, 6, 30),
    )
    assert [(one.row, one.begin, one.end) for one in shown["stretches"]] == [
        ("Looptijd", date(2024, 1, 1), date(2027, 12, 31)),
        ("Opties", date(2028, 1, 1), date(2028, 12, 31)),
        ("Opties", date(2029, 1, 1), date(2029, 12, 31)),
        ("Tarieven", date(2024, 1, 1), None),
        ("Plafond 2025", date(2025, 1, 1), date(2025, 12, 31)),
    ]
    (room,) = shown["rooms"]
    assert (room.use.room, room.use.declared, room.use.expected, room.state) == (
        1_500_000,
        1_200_000,
        0,
        "oranje",
    )
    assert [step.step for step in room.taken] == ["bereikt", "melding"]
    assert [step.value for step, _ in room.next] == ["overleg"]
    assert sorted((event.what, event.why) for event in shown["events"] if event.changes) == [
        ("besluit over een contract", "Goede resultaten."),
        ("contract", "Verdeling van het werk."),
    ]


def test_page_takes_as_many_queries_for_a_longer_story(client, django_assert_num_queries, found):
    def fetch():
        response = client.get(page_of(found.contract))
        assert response.status_code == 200
        return response

    fetch()
    with django_assert_num_queries(43):
        fetch()
    repeat(found)
    with django_assert_num_queries(43):
        assert len(fetch().context["versions"]) == 4


def repeat(found):
    version = ContractVersion.objects.order_by("-id").first()
    for number in (1, 2):
        version.pk, version.row_number = None, 1000 + number
        version.save(force_insert=True)
    for model in (ContractDocument, LumpSum, Instalment):
        row = model.objects.order_by("id").first()
        row.pk = None
        if model is ContractDocument:
            row.sha256 = "f" * 64
        row.save(force_insert=True)


def test_extension_is_proposed_by_one_and_approved_by_another(client, found):
    response = client.post(
        act(found.contract, "verlengen"),
        {"decided_on": found.today.isoformat(), "reason": "Nog een jaar."},
        follow=True,
    )
    assert told(response) == ["Het voorstel ligt klaar. Een ander stelt het vast of wijst het af."]
    proposal = ContractDecision.objects.get(state="voorstel")
    answer = {"voorstel": proposal.pk, "doe": "vaststellen"}
    settle = reverse("admin:contract_settle", args=[found.contract.pk])
    assert told(client.post(settle, answer, follow=True)) == [
        "U hebt dit zelf voorgesteld. Een ander stelt het vast of wijst het af."
    ]
    client.force_login(found.carel)
    assert told(client.post(settle, answer | {"doe": "afwijzen"}, follow=True)) == [
        "Geef een toelichting: waarom gaat dit niet door?"
    ]
    response = client.post(settle, answer, follow=True)
    assert told(response) == ["Vastgesteld: de voorwaarden gelden vanaf vandaag."]
    assert response.context["terms"].end == date(2028, 12, 31)


@pytest.mark.parametrize(
    ("name", "form", "message"),
    [
        ("verlengen", {"reason": ""}, "Dit veld is vereist."),
        (
            "opzeggen",
            {"end": "2026-01-01"},
            "Met een opzegtermijn van 6 maanden eindigt het contract op zijn vroegst",
        ),
        ("ontbinden", {"end": "2023-01-01"}, "Het nieuwe einde ligt voor het begin van het contract."),
        (
            "addendum",
            {"begin": "2024-01-01", "options": "3 maal", "form": "open_house"},
            "De opties ‘3 maal’",
        ),
        (
            "addendum",
            {"begin": "2024-01-01", "end": "2023-01-01", "form": "open_house"},
            "Het einde ligt voor",
        ),
        (
            "addendum",
            {
                "begin": "2024-01-01",
                "end": "2027-12-31",
                "options": "2x12",
                "notice_months": 6,
                "form": "open_house",
            },
            "Er verandert niets",
        ),
        ("gegevens", {"predecessor": "C0"}, "Een contract is niet zijn eigen voorganger."),
        ("gegevens", {"predecessor": "C77"}, "Contract C77 is niet bekend."),
        (
            "plafond",
            {"year": 2025, "cents": "15.000,00"},
            "Er verandert niets: dit is al het geldende bedrag.",
        ),
        ("plafond", {"year": 2025, "cents": "1", "begin": "2024-05-01"}, "De begindag ligt niet in 2025."),
        ("vast-bedrag", {"weights": "1 half"}, "Schrijf hele getallen groter dan nul"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(client, found, name, form, message):
    values = {"decided_on": found.today.isoformat(), "reason": "Omdat."}
    response = client.post(act(found.contract, name), values | form)
    assert [error for error in errors(response) if error.startswith(message)] != []
    assert ContractDecision.objects.filter(state="voorstel").count() == 0


def test_a_day_in_the_future_is_no_day_of_a_decision(client, found):
    tomorrow = found.today + timedelta(days=1)
    response = client.post(act(found.contract, "verlengen"), {"decided_on": tomorrow, "reason": "x"})
    assert errors(response) == ["Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag."]


def test_amount_is_typed_in_euros_and_kept_in_cents(client, found):
    values = {"year": 2026, "cents": "12.345,67", "reason": "Nieuwe begroting."}
    client.post(act(found.contract, "plafond"), values)
    assert SpendingRoomVersion.objects.get(room__year=2026).amount == 1_234_567


def test_step_is_taken_in_its_turn(client, found):
    room = found.contract.spending_rooms.get()

    def take(step):
        url = reverse("admin:contract_step", args=[found.contract.pk, room.pk, step])
        return client.post(url, {"note": "Gesproken."})

    assert errors(take("afspraak")) == [
        "Deze stap is niet aan de beurt. Eerst komt: overleg met de aanbieder."
    ]
    assert errors(take("vol")) == ["Deze stap legt het systeem zelf vast."]
    assert take("overleg").status_code == 302
    newest = SpendingStepTaken.objects.order_by("-id").first()
    assert (newest.step, newest.note, newest.declared, newest.by) == (
        "overleg",
        "Gesproken.",
        1_200_000,
        found.connie,
    )


def test_instalment_is_paid_once(client, found):
    part = Instalment.objects.order_by("due_on")[0]
    url = reverse("admin:contract_pay", args=[found.contract.pk, part.pk])
    assert client.post(url, {"paid_on": found.today.isoformat()}).status_code == 302
    (message,) = errors(client.post(url, {"paid_on": found.today.isoformat()}))
    assert message.startswith("Deze termijn is al betaald op")


def test_document_is_kept_and_given_back_as_a_file(client, found):
    upload = SimpleUploadedFile("notulen.pdf", b"%PDF-1.7 notulen")
    client.post(act(found.contract, "document"), {"title": "Notulen", "file": upload})
    document = ContractDocument.objects.get(title="Notulen")
    response = client.get(reverse("admin:contract_document", args=[found.contract.pk, document.pk]))
    assert b"".join(response.streaming_content) == b"%PDF-1.7 notulen"
    assert response["Content-Disposition"] == 'attachment; filename="notulen.pdf"'
    again = SimpleUploadedFile("kopie.pdf", b"%PDF-1.7 notulen")
    response = client.post(act(found.contract, "document"), {"title": "Kopie", "file": again})
    assert errors(response) == ["Dit bestand staat al bij het contract, als ‘Notulen’."]
    other = SimpleUploadedFile("macro.exe", b"MZ")
    response = client.post(act(found.contract, "document"), {"title": "Kopie", "file": other})
    assert errors(response)[0].startswith("Dit soort bestand wordt niet bewaard.")


def test_new_contract_is_proposed_on_a_page(client, found):
    values = {
        "number": "C9",
        "provider": "99000000",
        "predecessor": "C0",
        "form": "aanbesteding",
        "begin": "2030-01-01",
        "end": "2031-12-31",
        "options": "1x24",
        "notice_months": 6,
        "decided_on": found.today.isoformat(),
        "reason": "Gegund.",
    }
    url = reverse("admin:contracts_contract_add")
    response = client.post(url, values | {"provider": "12345678"})
    assert errors(response)[0].startswith("AGB-code 12345678 is niet bekend.")
    response = client.post(url, values, follow=True)
    assert (response.context["status"], response.context["contract"].predecessor) == (
        "concept",
        found.contract,
    )


def test_who_may_look_sees_no_buttons_and_who_may_not_sees_nothing(client):
    region()
    contract = Contract.objects.get()
    client.force_login(auditor())
    assert b"Addendum</a>" not in client.get(page_of(contract)).content
    for name in (
        "verlengen",
        "opzeggen",
        "ontbinden",
        "addendum",
        "gegevens",
        "document",
        "vast-bedrag",
        "plafond",
    ):
        assert client.get(act(contract, name)).status_code == 403, name
    assert client.get(reverse("admin:contracts_contract_add")).status_code == 403
    client.force_login(outsider())
    assert client.get(page_of(contract)).status_code == 403
    client.force_login(contract_manager())
    assert b"Addendum</a>" in client.get(page_of(contract)).content


def test_unknown_act_and_contract_are_not_found(client):
    region()
    contract = Contract.objects.get()
    client.force_login(person("beheer", superuser=True))
    assert client.get(act(contract, "vernietigen")).status_code == 404
    contract.pk += 1000
    assert client.get(page_of(contract)).status_code == 404


def test_contract_without_terms_says_so(client):
    made = region()
    bare = Contract.objects.create(number="KAAL", provider=made.providers[0])
    client.force_login(contract_manager())
    response = client.get(page_of(bare))
    assert response.context["status"] == "vervallen"
    assert "Dit contract heeft nog geen vastgestelde voorwaarden." in response.content.decode()
    assert client.get(act(bare, "addendum")).status_code == 404


def test_proposal_of_another_contract_or_none_is_not_found(client, found):
    settle = reverse("admin:contract_settle", args=[found.contract.pk])
    for number in ("", "abc", "999999"):
        assert client.post(settle, {"voorstel": number, "doe": "vaststellen"}).status_code == 404
    done = ContractDecision.objects.get().pk
    assert client.post(settle, {"voorstel": done, "doe": "anders"}).status_code == 404
    assert client.get(settle).status_code == 405
