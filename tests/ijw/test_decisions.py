"""From a request to a decision and its message: allocations, JW301 and JW319."""

from datetime import date

import pytest

from contracts.models import Allocation, AllocationVersion, CareRequest, RequestDecision
from inkoop.base.models import Delivery
from inkoop.exchange.services import (
    NoAnswer,
    NotDecided,
    Terms,
)
from tests.ijw.cast import ALI, EVA, allocated, allocation, requested, wanted
from tests.ijw.decided import DECIDED, MONTHLY, PERSON, WHOLE_YEAR, YEAR, decide, products, versions_of
from tests.ijw.ground import load
from tests.ijw.test_request_messages import changed

pytestmark = pytest.mark.usefixtures("ali")


# --- an allocation that was asked for


def test_grant_makes_an_allocation_as_asked(ask):
    ask()
    decision = decide()
    version = AllocationVersion.objects.get(delivery=decision.delivery)
    assert (version.allocation.number, version.begin, version.end) == (
        "10076", date(2027, 1, 1), date(2027, 6, 30)
    )  # fmt: skip
    assert (version.category, version.product_code) == ("45", "45A03")
    assert (version.volume, version.unit, version.frequency) == (2, "04", "2")
    assert (version.referrer_type, version.received_on, version.issued_on) == ("01", DECIDED, DECIDED)
    assert version.allocation.client == CareRequest.objects.get().client
    found = CareRequest.objects.values_list("status", "decided_on", "decisions__by__username").get()
    assert found == ("toegewezen", DECIDED, "berend")
    made = Delivery.objects.get(pk=decision.delivery_id)
    assert (made.kind, made.status, made.rows_accepted) == ("toewijzingen", "geladen", 1)


def test_jw301_holds_all_current_allocations_and_the_reference_at_the_new_one(ask, written):
    delivery = ask()
    decide()
    ((kind, body),) = written(delivery)
    assert kind.name == "JW301"
    assert (body.get("Header/Afzender"), body.get("Header/Ontvanger")) == ("0384", "42420001")
    assert body.get("Client/Bsn") == ALI
    found = products(body)
    references = {number: product.get("ReferentieAanbieder") for number, product in found.items()}
    assert references == {"600": "", "601": "", "10076": "A1"}
    new = found["10076"].values()
    assert new.pop("Toewijzingstijd")
    assert new == {
        "ToewijzingNummer": "10076",
        "ReferentieAanbieder": "A1",
        "Product": {"Categorie": "45", "Code": "45A03"},
        "Toewijzingsdatum": "2026-05-08",
        "Ingangsdatum": "2027-01-01",
        "Einddatum": "2027-06-30",
        "Omvang": {"Volume": "2", "Eenheid": "04", "Frequentie": "2"},
    }


def test_grant_may_differ_from_what_was_asked(ask):
    ask()
    terms = Terms("45", "45A03", date(2026, 6, 1), date(2026, 6, 30), 9, "04", "6", None)
    decision = decide(terms=terms, number=500_000)
    version = AllocationVersion.objects.get(delivery=decision.delivery)
    assert version.allocation.number == "500000"
    assert (version.product_code, version.begin, version.volume) == ("45A03", date(2026, 6, 1), 9)


def test_number_that_was_used_is_not_given_out(ask):
    ask()
    with pytest.raises(NotDecided, match="Toewijzingnummer 10074 kan niet"):
        decide(number=10_074)
    assert (Allocation.objects.count(), RequestDecision.objects.count()) == (6, 0)


def test_address_comes_from_the_file_with_people_and_the_name_from_the_request(ask, written):
    delivery = ask()
    decide()
    ((_, body),) = written(delivery, {ALI: {"huisnummer": "12", "postcode": "1234AB", "plaats": "Aarveld"}})
    client = body.find("Client")
    assert client.find("Naam").values() == {
        "Geslachtsnaam": {"Achternaam": "Wit", "Voorvoegsel": "de"},
        "NaamGebruik": "1",
    }
    assert client.find("Contactgegevens").values() == {
        "Contact": {
            "Soort": "01",
            "Adres": {
                "Huis": {"Huisnummer": "12"}, "Postcode": "1234AB", "Plaatsnaam": "Aarveld", "LandCode": "NL"
            },
        }
    }  # fmt: skip


def test_grant_without_address_is_written_once_it_is_given(ask, written, tmp_path):
    delivery = ask()
    decide()
    with pytest.raises(NoAnswer, match="huisnummer, postcode"):
        written(delivery, {EVA: PERSON})
    assert list(tmp_path.glob("*JW301*")) == []
    assert len(written(delivery)) == 1
    assert written(delivery) == []


# --- refused, or looked into


def test_refusal_is_written_as_jw319(ask, written):
    delivery = ask()
    decide(status="afgewezen", refusal_reason="8", other_municipality="0344", explanation="verhuisd")
    ((kind, body),) = written(delivery)
    assert kind.name == "JW319"
    assert body.find("Antwoord").values() == {
        "ReferentieAanbieder": "A1",
        "VerzoekAntwoord": "1",
        "RedenAfwijzingVerzoek": "8",
        "Woonplaatsbeginsel": {"Gemeente": "0344"},
    }


def test_investigation_comes_before_the_end_and_once(ask, written):
    delivery = ask()
    decide(status="onderzoek")
    ((_, body),) = written(delivery)
    assert body.find("Antwoord").values() == {"ReferentieAanbieder": "A1", "VerzoekAntwoord": "2"}
    with pytest.raises(NotDecided, match="al in onderzoek"):
        decide(status="onderzoek")
    decide()
    assert [kind.name for kind, _ in written(delivery)] == ["JW301"]
    assert list(RequestDecision.objects.order_by("id").values_list("status", flat=True)) == [
        "onderzoek",
        "toegewezen",
    ]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"status": "afgewezen"}, "hoort een reden"),
        ({"refusal_reason": "3"}, "alleen bij een afwijzing"),
        ({"status": "afgewezen", "refusal_reason": "11"}, "Reden 11 bestaat niet"),
        ({"status": "afgewezen", "refusal_reason": "8"}, "woonplaatsbeginsel"),
        ({"status": "afgewezen", "refusal_reason": "3", "other_municipality": "0344"}, "woonplaatsbeginsel"),
        ({"decided_on": date(2026, 5, 5)}, "voor de dagtekening"),
    ],
)
def test_decision_that_cannot_be_is_not_taken(ask, changes, text):
    ask()
    with pytest.raises(NotDecided, match=text):
        decide(**changes)
    assert CareRequest.objects.get().status == "open"


def test_request_ends_once(ask):
    ask()
    decide(status="afgewezen", refusal_reason="3")
    with pytest.raises(NotDecided, match="al besloten: afgewezen"):
        decide()


# --- a change that was asked for

TO_CHANGE = {"ToewijzingNummer": "601", "GewensteIngangsdatum": "2026-06-01"}


def test_another_size_ends_the_allocation_and_begins_a_new_one(ask_change, written):
    delivery = ask_change(same=["600"], changed=[changed(**TO_CHANGE)])
    decide()
    assert versions_of("601") == [WHOLE_YEAR, (date(2026, 1, 1), date(2026, 5, 31), 100, "12")]
    assert versions_of("10076") == [(date(2026, 6, 1), date(2026, 12, 31), 120, "")]
    assert versions_of("600") == [WHOLE_YEAR]
    ((kind, body),) = written(delivery)
    assert kind.name == "JW301"
    assert {
        number: (product.get("ReferentieAanbieder"), product.get("RedenWijziging"))
        for number, product in products(body).items()
    } == {"600": ("A1", ""), "601": ("A1", "12"), "10076": ("A1", "")}


def test_longer_time_keeps_the_number(ask_change):
    longer = TO_CHANGE | {"GewensteIngangsdatum": "2026-01-01", "Einddatum": "2027-03-31"}
    ask_change(same=["600"], changed=[changed(Omvang=MONTHLY, **longer)])
    decide()
    assert versions_of("601")[1:] == [(date(2026, 1, 1), date(2027, 3, 31), 100, "12")]
    assert Allocation.objects.count() == 6


def test_another_budget_keeps_the_number(ask_change, tmp_path):
    budget = allocated("602", Product={"Categorie": "44"}, Omvang=None, Budget="90000", **YEAR)
    path = allocation(tmp_path / "budget.xml", [budget], client={"Bsn": ALI}, identification="B7")
    assert load(path).rows_accepted == 1
    more = {"ToewijzingNummer": "602", "GewensteIngangsdatum": "2026-01-01", "Omvang": None}
    ask_change(same=["600", "601"], changed=[changed(Budget="95000", **more)])
    decide()
    rows = AllocationVersion.objects.filter(allocation__number="602").order_by("id")
    assert list(rows.values_list("budget", "reason")) == [(90_000, ""), (95_000, "12")]


def test_new_product_in_a_change_gets_a_number(ask_change):
    ask_change(same=["600", "601"], new=[wanted(GewensteIngangsdatum="2027-01-01", Einddatum="2027-01-31")])
    decide()
    assert versions_of("10076") == [(date(2027, 1, 1), date(2027, 1, 31), 2, "")]


def test_change_is_granted_as_asked_or_not_at_all(ask_change):
    ask_change(same=["600"], changed=[changed(**TO_CHANGE)])
    terms = Terms("45", "45A03", date(2026, 6, 1), None, 9, "04", "6", None)
    with pytest.raises(NotDecided, match="zoals gevraagd"):
        decide(terms=terms)


def test_grant_of_a_change_needs_the_person_from_the_file(ask_change, written):
    delivery = ask_change(same=["600"], changed=[changed(**TO_CHANGE)])
    decide()
    with pytest.raises(NoAnswer, match="geboortedatum, geslacht, achternaam, huisnummer, postcode"):
        written(delivery, {EVA: PERSON})


def test_message_that_breaks_a_rule_is_not_written(ask, written, tmp_path):
    """The municipality grants the same product twice at a time: TR302 (stapeling)."""
    delivery = ask(requested("A1"))
    decide()
    with pytest.raises(NoAnswer, match="TR302"):
        written(delivery)
    assert list(tmp_path.glob("JW301*")) == []
    assert RequestDecision.objects.get().sent_at is None
