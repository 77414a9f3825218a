"""Requests of providers (JW315, JW317) and answers of a municipality (JW319), loaded or refused with their code."""

from datetime import date

import pytest

from contracts.models import CareRequest, RequestDecision, RequestedProduct
from inkoop.base.models import Finding
from tests.ijw.cast import (
    EVA,
    OTHER,
    allocated,
    allocation,
    answer,
    change,
    request,
    requested,
    wanted,
)
from tests.ijw.ground import counts, load
from tests.ijw.test_writing import body_of, codes

pytestmark = pytest.mark.usefixtures("region")

TO_CHANGE = {
    "ToewijzingNummer": "10073",
    "GewensteIngangsdatum": "2026-06-01",
    "Einddatum": "2026-12-31",
    "Omvang": {"Volume": "120", "Eenheid": "04", "Frequentie": "4"},
}
STRANGER = "999900055"


@pytest.fixture
def send(tmp_path):
    """Loads a message; gives its delivery."""
    made = []

    def load_one(write, *content, **changes):
        made.append(None)
        given = {"identification": f"B{len(made)}"} | changes
        return load(write(tmp_path / f"{len(made)}.xml", *content, **given))

    return load_one


def found(delivery):
    """The codes by class: 0 is the client, of a JW317 1 is the request."""
    assert delivery.status == "geladen", delivery.message
    by_class = {}
    rows = Finding.objects.filter(delivery=delivery).order_by("row_number", "code")
    for number, code in rows.values_list("row_number", "code"):
        by_class.setdefault(number, []).append(code)
    return by_class


def changed(**changes):
    made = TO_CHANGE | changes
    return {name: value for name, value in made.items() if value is not None}


def give(send, number="500", **changes):
    """An allocation to Tom besides 10072 and 10073."""
    delivery = send(allocation, [allocated(number, **changes)])
    assert counts(delivery)[1:] == (1, 0), found(delivery)


# --- JW315


def test_each_product_is_a_request_of_its_own(send, answered):
    doctor = {"Type": "02", "Naam": "dr. Vos"}
    delivery = send(request, [requested("A1"), requested("A2", Verwijzer=doctor, **OTHER)])
    assert counts(delivery)[1:] == (2, 0)
    assert list(
        CareRequest.objects.order_by("id").values_list(
            "kind", "reference", "status", "dated_on", "referrer_type", "referrer_name"
        )
    ) == [
        ("toewijzing", "A1", "open", date(2026, 5, 6), "01", ""),
        ("toewijzing", "A2", "open", date(2026, 5, 6), "02", "dr. Vos"),
    ]
    assert list(
        RequestedProduct.objects.order_by("id").values_list(
            "change", "category", "product_code", "begin", "end", "volume", "unit", "frequency", "budget"
        )
    ) == [
        ("nieuw", "45", code, date(2026, 5, 1), date(2026, 10, 31), 2, "04", "2", None)
        for code in ("45A03", "45A04")
    ]
    assert CareRequest.objects.first().client.allocations.count() == 2
    kind, body = body_of(answered(delivery))
    assert (kind.name, len(body.children)) == ("JW316", 1)


def test_request_for_a_youth_who_is_new_makes_the_client_known(send):
    assert found(send(request, [requested()], client={"Bsn": STRANGER})) == {}
    assert CareRequest.objects.get().client.allocations.count() == 0


def test_reference_that_was_used_is_9347(send, answered):
    send(request, [requested("A1")], client={"Bsn": EVA})
    delivery = send(request, [requested("A1"), requested("A2", **OTHER)])
    assert found(delivery) == {1: ["9347"]}
    _, body = body_of(answered(delivery))
    products = body.each("Client/AangevraagdeProducten/AangevraagdProduct")
    assert [codes(one) for one in products] == [["9347"], ["0200"]]


def test_second_request_while_one_is_pending_is_9374(send, answered):
    send(request, [requested("A1")])
    delivery = send(request, [requested("A2")])
    assert (found(delivery), counts(delivery)[1:]) == ({0: ["9374"]}, (0, 1))
    _, body = body_of(answered(delivery))
    assert codes(body.find("Client")) == ["9374"]
    assert CareRequest.objects.count() == 1


def test_requested_code_outside_its_category_is_s329(send):
    wrong = requested(Product={"Categorie": "44", "Code": "45A03"})
    assert found(send(request, [wrong])) == {1: ["S329"]}


def test_request_of_an_unknown_provider_must_be_looked_at(send):
    delivery = send(request, [requested()], sender="42429999")
    assert found(delivery) == {0: ["onbekende-aanbieder"]}
    assert CareRequest.objects.count() == 0


# --- JW317


def test_change_is_one_request_about_all_allocations(send, answered):
    delivery = send(lambda path, **more: change(path, same=["10072"], changed=[changed()], **more))
    assert counts(delivery)[1:] == (1, 0)
    assert CareRequest.objects.values_list("kind", "reference", "reason").get() == ("wijziging", "V1", "1")
    assert list(
        RequestedProduct.objects.order_by("place").values_list(
            "change", "allocation__number", "begin", "end", "volume", "unit", "frequency"
        )
    ) == [
        ("ongewijzigd", "10072", None, None, None, "", ""),
        ("gewijzigd", "10073", date(2026, 6, 1), date(2026, 12, 31), 120, "04", "4"),
    ]
    kind, body = body_of(answered(delivery))
    assert (kind.name, len(body.children)) == ("JW318", 1)


@pytest.fixture
def ask(send):
    def load_one(**content):
        return send(lambda path, **more: change(path, **content, **more))

    return load_one


def test_change_for_an_unknown_youth_is_8187_and_the_rest_is_not_judged(ask, answered):
    delivery = ask(same=["10072"], new=[wanted(**OTHER)], bsn=STRANGER)
    assert (found(delivery), counts(delivery)[1:]) == ({0: ["8187"]}, (0, 1))
    _, body = body_of(answered(delivery))
    assert codes(body.find("Client")) == ["8187"]
    below = {node.name: codes(node) for node in body.find("Client").walk() if node.has("RetourCodes")}
    assert below.pop("Client") == ["8187"]
    assert below == {"Verzoek": ["0233"], "OngewijzigdProduct": ["0233"], "NieuwProduct": ["0233"]}


def test_allocation_that_is_left_out_is_9349(ask):
    assert found(ask(same=["10072"], new=[wanted(Product={"Categorie": "44"}, Omvang=None, Budget="5")])) == {
        1: ["9349"]
    }


def test_allocation_that_is_over_is_not_current(ask, send):
    give(send, Ingangsdatum="2026-04-01", Einddatum="2026-04-30", **OTHER)
    only = {"same": ["10072"], "changed": [changed()]}
    assert found(ask(**only | {"same": ["10072", "500"]})) == {3: ["9350"]}
    assert found(ask(**only)) == {}


def test_product_that_is_no_current_allocation_is_9350_or_9351(ask):
    delivery = ask(same=["10072", "10073", "77"], changed=[changed(ToewijzingNummer="78")])
    assert found(delivery) == {4: ["9350"], 5: ["9351"]}


def test_change_in_the_past_that_is_not_for_the_whole_time_is_9357(ask):
    late = changed(GewensteIngangsdatum="2026-05-06")
    assert found(ask(same=["10072"], changed=[late])) == {3: ["9357"]}
    whole = changed(GewensteIngangsdatum="2026-01-01")
    assert found(ask(same=["10072"], changed=[whole])) == {}


def test_products_that_overlap_are_9361(ask):
    twice = wanted(GewensteIngangsdatum="2026-12-01", Einddatum="2027-01-31")
    assert found(ask(same=["10072", "10073"], new=[twice])) == {1: ["9361"]}
    after = wanted(GewensteIngangsdatum="2027-01-01", Einddatum="2027-01-31")
    assert found(ask(same=["10072", "10073"], new=[after])) == {}


def test_another_budget_or_total_from_a_later_day_is_9373(ask, send):
    total = {"Omvang": {"Volume": "50", "Eenheid": "04", "Frequentie": "6"}}
    give(send, "500", Product={"Categorie": "44"}, Omvang=None, Budget="90000")
    give(send, "501", Ingangsdatum="2027-01-01", Einddatum="2027-12-31", **OTHER, **total)
    later = {"GewensteIngangsdatum": "2027-02-01", "Einddatum": "2027-12-31"}
    more = {"Omvang": {"Volume": "60", "Eenheid": "04", "Frequentie": "6"}}
    delivery = ask(
        same=["10072", "10073"],
        changed=[
            changed(ToewijzingNummer="500", Omvang=None, Budget="95000"),
            changed(ToewijzingNummer="501", **later, **more),
        ],
    )
    assert found(delivery) == {4: ["9373"], 5: ["9373"]}


def test_size_follows_the_product_of_the_allocation(ask, send):
    give(send, "500", Product={"Categorie": "44"}, Omvang=None, Budget="90000")
    give(
        send,
        "501",
        Product=None,
        Omvang=None,
        Budget="90000",
        Ingangsdatum="2027-06-01",
        Einddatum="2027-06-30",
    )
    delivery = ask(
        same=["10072"],
        changed=[
            changed(Omvang=None),
            changed(ToewijzingNummer="500", Einddatum="2026-07-14"),
            changed(ToewijzingNummer="501", GewensteIngangsdatum="2027-06-01", Einddatum="2027-06-30"),
        ],
    )
    assert found(delivery) == {3: ["9411"], 4: ["9412"], 5: ["9375"]}


def test_new_product_outside_its_category_is_s329(ask):
    wrong = wanted(Product={"Categorie": "44", "Code": "45A03"})
    assert found(ask(same=["10072", "10073"], new=[wrong])) == {4: ["S329"]}


def test_change_with_a_used_reference_while_one_is_pending(ask):
    ask(same=["10072"], changed=[changed()])
    assert found(ask(same=["10072"], changed=[changed()])) == {1: ["9347", "9374"]}


# --- JW319


INVESTIGATED = {"VerzoekAntwoord": "2", "RedenAfwijzingVerzoek": None}


@pytest.fixture
def told(send):
    """Loads an answer of the municipality; gives its codes."""
    return lambda **changes: send(
        lambda path, **more: answer(path, identification=more["identification"], **changes)
    )


def decided(reference="A1"):
    rows = RequestDecision.objects.filter(request__reference=reference).order_by("id")
    return list(rows.values_list("status", "refusal_reason", "other_municipality"))


def test_answer_of_the_municipality_decides_the_request(send, told, answered):
    send(request, [requested("A1")])
    delivery = told(**INVESTIGATED)
    assert (found(delivery), decided()) == ({}, [("onderzoek", "", "")])
    assert found(told(RedenAfwijzingVerzoek="8", Woonplaatsbeginsel={"Gemeente": "0344"})) == {}
    assert decided() == [("onderzoek", "", ""), ("afgewezen", "8", "0344")]
    assert CareRequest.objects.values_list("status", "decided_on").get() == ("afgewezen", date(2026, 5, 6))
    kind, body = body_of(answered(delivery))
    assert (kind.name, len(body.children)) == ("JW320", 1)


def test_answer_to_no_request_is_9355(told, answered):
    delivery = told()
    assert (found(delivery), counts(delivery)[1:]) == ({1: ["9355"]}, (0, 1))
    assert codes(body_of(answered(delivery))[1].find("Antwoord")) == ["9355"]


def test_second_investigation_is_9360(send, told):
    send(request, [requested("A1")])
    told(**INVESTIGATED)
    assert found(told(**INVESTIGATED)) == {1: ["9360"]}


def test_answer_after_a_refusal_is_9365(send, told):
    send(request, [requested("A1")])
    told()
    assert found(told()) == {1: ["9365"]}


def test_answer_after_a_grant_is_9359(send, told):
    send(request, [requested("A1")])
    give(send, ReferentieAanbieder="A1", **OTHER)
    assert decided() == [("toegewezen", "", "")]
    assert found(told()) == {1: ["9359"]}


# --- JW301 as an answer


def test_reference_of_no_request_is_9379(send, answered):
    send(request, [requested("A1")], client={"Bsn": EVA})
    delivery = send(allocation, [allocated("500", ReferentieAanbieder="A7", **OTHER)])
    assert found(delivery) == {1: ["9379"]}
    assert codes(body_of(answered(delivery))[1].find("Client/ToegewezenProducten/ToegewezenProduct")) == [
        "9379"
    ]


def test_reference_of_a_refused_request_is_9379(send, told):
    send(request, [requested("A1")])
    told()
    assert found(send(allocation, [allocated("500", ReferentieAanbieder="A1", **OTHER)])) == {1: ["9379"]}


def test_reference_is_no_matter_where_no_requests_come_in(send):
    assert found(send(allocation, [allocated("500", ReferentieAanbieder="A7", **OTHER)])) == {}


def test_reference_at_a_refused_product_grants_nothing(send):
    send(request, [requested("A1")])
    wrong = {"Product": {"Categorie": "44", "Code": "45A03"}}
    assert found(send(allocation, [allocated("500", ReferentieAanbieder="A1", **wrong)])) == {1: ["S329"]}
    assert CareRequest.objects.get().status == "open"
