"""Requests of providers in the admin: the page of one, and deciding."""

from datetime import date

import pytest
from django.urls import reverse

from contracts.models import AllocationVersion, CareRequest, ContractVersion, RequestDecision
from inkoop.base.models import ClientRead
from tests.desk.cast import auditor, contract_manager, message_manager, outsider
from tests.ijw.cast import (
    ALI,
    EVA,
    OTHER,
    TOM,
    requested,
    wanted,
)
from tests.ijw.test_request_messages import changed
from tests.inbox.asked import (
    ASKED,
    BECAUSE,
    TERMS,
    checks_of,
    decided,
    deciding,
    message_page,
    page_of,
    sending,
    told,
)
from tests.inbox.cast import load

pytestmark = pytest.mark.usefixtures("ground")


def test_page_shows_what_is_asked_and_what_the_contract_says(client, ask):
    asked = ask()
    client.force_login(message_manager())
    response = client.get(page_of(asked))
    assert checks_of(response) == [
        [
            (True, "Contract C1 loopt op 01-06-2026."),
            (True, "45A03 staat in de productcodelijst."),
            (True, "Tarief €\xa012,50 per uur (C1)."),
        ]
    ]
    content = response.content.decode()
    assert "Gevraagd: 01-06-2026 t/m 30-06-2027, 2 uur, per week." in content
    assert "deze cliënt heeft bij deze aanbieder geen lopende toewijzing" in content
    assert ALI not in content
    for action in ("grant", "refuse", "investigate"):
        assert deciding(asked, action) in content


def test_page_tells_what_does_not_fit(client, ask):
    """Another unit than the tariff, no tariff at all, and after the contract."""
    days = {"Omvang": {"Volume": "1", "Eenheid": "14", "Frequentie": "2"}}
    later = {"ToewijzingIngangsdatum": "2028-02-01", "ToewijzingEinddatum": "2028-06-30"}
    ask(
        requested("A1", **ASKED | days | {"ToewijzingEinddatum": "2028-01-31"}),
        requested("A2", **ASKED | OTHER),
        requested("A3", **later | {"Product": {"Categorie": "45"}, "Omvang": None}),
    )
    client.force_login(contract_manager())
    found = [checks_of(client.get(page_of(one)))[0] for one in CareRequest.objects.order_by("id")]
    assert [[text for is_fine, text in checks if not is_fine] for checks in found] == [
        ["Er is gevraagd in etmaal; het tarief geldt per uur.", "Het tarief eindigt op 31-12-2027."],
        ["Voor product 45A04 is op 01-06-2026 geen tarief afgesproken."],
        [
            "De aanbieder heeft op 01-02-2028 geen contract.",
            "Voor categorie 45 is op 01-02-2028 geen tarief afgesproken.",
        ],
    ]


def test_municipality_outside_the_contract_is_told(client, ask, tmp_path):
    (tmp_path / "elders.csv").write_text("gemeentecode;naam\n0344;Beekstad\n", encoding="utf-8")
    load(tmp_path / "elders.csv", date(2026, 4, 2))
    asked = ask(sender="42420001", receiver="0344")

    known = ContractVersion.objects.get()
    known.pk, known._state.adding, known.row_number = None, True, 2
    known.municipality_ids = [asked.municipality_id + 1]
    known.save()
    client.force_login(contract_manager())
    assert checks_of(client.get(page_of(asked)))[0][0] == (
        False,
        f"{asked.municipality} is uitgesloten: contract C1 geldt daar niet.",
    )


def test_page_of_a_change_shows_what_is_now(client, ask_change):
    asked = ask_change(same=["10072"], changed=[changed(ToewijzingNummer="10073")])
    client.force_login(message_manager())
    content = client.get(page_of(asked)).content.decode()
    assert "Te wijzigen: product 45A03, categorie 45, toewijzing 10073" in content
    assert "Nu: 01-01-2026 t/m 31-12-2026, 100 uur, per maand." in content
    assert "Gevraagd: 01-06-2026 t/m 31-12-2026, 120 uur, per maand." in content
    assert TOM not in content


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_as_many_queries_for_three_products_as_for_one(
    client, ask_change, django_assert_num_queries, rows
):
    new = [
        wanted(
            GewensteIngangsdatum=f"202{year}-01-01",
            Einddatum=f"202{year}-01-31",
            **({} if year == 7 else OTHER),
        )
        for year in (7, 8, 9)
    ]
    asked = ask_change(same=["10072", "10073"], new=new[:rows])
    client.force_login(message_manager())
    client.get(page_of(asked))
    with django_assert_num_queries(16):
        response = client.get(page_of(asked))
    assert len(response.context["products"]) == rows + 2


def test_every_look_is_kept(client, ask):
    asked, user = ask(), message_manager()
    client.force_login(user)
    pages = [page_of(asked), *(deciding(asked, one) for one in ("grant", "refuse", "investigate"))]
    for url in pages:
        assert client.get(url).status_code == 200
    assert list(ClientRead.objects.filter(by=user).order_by("id").values_list("subject", "path")) == [
        ("verzoeken", url) for url in pages
    ]


def test_message_leads_to_its_requests(client, ask):
    asked = ask()
    client.force_login(message_manager())
    assert page_of(asked) in client.get(message_page(asked)).content.decode()
    assert message_page(asked) in client.get(page_of(asked)).content.decode()
    assert page_of(asked) in client.get(reverse("admin:contracts_carerequest_changelist")).content.decode()


# --- deciding


def test_grant_is_filled_with_what_was_asked(client, ask):
    asked, user = ask(), message_manager()
    client.force_login(user)
    form = client.get(deciding(asked, "grant")).context["form"]
    assert (form["begin"].value(), form["volume"].value(), form["unit"].value()) == (
        date(2026, 6, 1),
        2,
        "04",
    )
    response = client.post(deciding(asked, "grant"), TERMS | BECAUSE)
    assert response.url == page_of(asked)
    assert told(response) == [
        "Verzoek A1 is toegewezen. Het bericht aan de aanbieder staat klaar bij het bericht waar het verzoek in stond."
    ]
    decision = RequestDecision.objects.get()
    assert (decision.status, decision.by, decision.explanation) == ("toegewezen", user, BECAUSE["reason"])
    shown = client.get(page_of(asked)).content.decode()
    assert BECAUSE["reason"] in shown
    assert deciding(asked, "refuse") not in shown


def test_grant_may_differ_from_what_was_asked(client, ask):
    asked = ask()
    client.force_login(contract_manager())
    less = {"begin": "2026-07-01", "volume": "9", "frequency": "6", "number": "500000"}
    client.post(deciding(asked, "grant"), TERMS | less | BECAUSE)
    version = AllocationVersion.objects.get(allocation__client=asked.client_id)
    assert (version.allocation.number, version.begin, version.volume, version.frequency) == (
        "500000",
        date(2026, 7, 1),
        9,
        "6",
    )


def test_budget_is_given_in_euros(client, ask):
    asked = ask(requested(**ASKED | {"Product": {"Categorie": "44"}, "Omvang": None, "Budget": "90050"}))
    client.force_login(contract_manager())
    form = client.get(deciding(asked, "grant")).context["form"]
    assert 'value="900,5' in str(form["budget"])
    budget = {"category": "44", "product_code": "", "volume": "", "unit": "", "frequency": ""}
    client.post(deciding(asked, "grant"), TERMS | budget | {"budget": "850,25"} | BECAUSE)
    assert AllocationVersion.objects.get(allocation__client=asked.client_id).budget == 85_025


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"reason": ""}, "reason", "vereist"),
        ({"reason": f"Gaat over {TOM}."}, "reason", "BSN"),
        ({"end": "2026-05-01"}, "end", "CS003"),
        ({"volume": ""}, "volume", "alle drie"),
        ({"budget": "100"}, "budget", "CD077"),
        ({"volume": "", "unit": "", "frequency": ""}, "volume", "CD041"),
        ({"product_code": ""}, "volume", "CD080"),
        ({"category": ""}, "category", "CD079"),
        ({"end": ""}, "end", "CD076"),
        ({"unit": "14", "frequency": "1"}, "frequency", "CS338"),
        ({"category": "44"}, "product_code", "TR381"),
        (
            {"product_code": "", "volume": "", "unit": "", "frequency": "", "budget": "5", "end": ""},
            "end",
            "CD075",
        ),
    ],
)
def test_terms_that_no_message_may_hold_are_explained(client, ask, changes, field, sentence):
    asked = ask()
    client.force_login(message_manager())
    response = client.post(deciding(asked, "grant"), TERMS | BECAUSE | changes)
    assert sentence in response.context["form"].errors[field][0]
    assert RequestDecision.objects.count() == 0


def test_product_that_runs_already_is_not_granted_twice(client, ask):
    asked = ask(bsn=EVA)
    client.force_login(message_manager())
    stacked = "Stapeling (TR302): hetzelfde product loopt in deze tijd al op toewijzing 10074, 10075."
    assert (False, stacked) in checks_of(client.get(page_of(asked)))[0]
    response = client.post(deciding(asked, "grant"), TERMS | BECAUSE)
    assert response.context["form"].errors["begin"] == [stacked]
    assert CareRequest.objects.get().status == "open"


def test_number_that_was_used_is_told(client, ask):
    asked = ask()
    client.force_login(message_manager())
    response = client.post(deciding(asked, "grant"), TERMS | BECAUSE | {"number": "10074"})
    assert told(response) == ["Toewijzingnummer 10074 kan niet. Kies een nummer dat nog niet is gebruikt."]


def test_change_is_granted_as_asked(client, ask_change):
    asked = ask_change(same=["10072"], changed=[changed(ToewijzingNummer="10073")])
    client.force_login(message_manager())
    response = client.get(deciding(asked, "grant"))
    assert list(response.context["form"].fields) == ["reason", "number"]
    content = response.content.decode()
    assert "Toewijzing 10073 loopt dan van 01-01-2026 t/m 31-05-2026: 45A03, 100 uur, per maand." in content
    assert (
        "Er komt een nieuwe toewijzing van 01-06-2026 t/m 31-12-2026: 45A03, 120 uur, per maand." in content
    )
    client.post(deciding(asked, "grant"), BECAUSE)
    assert CareRequest.objects.get().status == "toegewezen"


def test_refusal_keeps_both_reasons(client, ask):
    asked = ask()
    client.force_login(message_manager())
    values = {"refusal_reason": "8", "other_municipality": "0344"} | BECAUSE
    assert told(client.post(deciding(asked, "refuse"), values))[0].startswith("Verzoek A1 is afgewezen.")
    decision = RequestDecision.objects.get()
    assert (decision.refusal_reason, decision.other_municipality, decision.explanation) == (
        "8",
        "0344",
        BECAUSE["reason"],
    )
    assert "reden 8, woonplaatsbeginsel: gemeente 0344." in client.get(page_of(asked)).content.decode()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"refusal_reason": ""}, "refusal_reason"),
        ({"refusal_reason": "11"}, "refusal_reason"),
        ({"refusal_reason": "8"}, "other_municipality"),
        ({"refusal_reason": "8", "other_municipality": "Aarveld"}, "other_municipality"),
        ({"refusal_reason": "3", "other_municipality": "0344"}, "other_municipality"),
        ({"refusal_reason": "3", "reason": "ja"}, "reason"),
    ],
)
def test_refusal_that_is_not_complete_is_explained(client, ask, values, field):
    asked = ask()
    client.force_login(message_manager())
    response = client.post(deciding(asked, "refuse"), BECAUSE | values)
    assert list(response.context["form"].errors) == [field]
    assert RequestDecision.objects.count() == 0


def test_investigation_is_taken_once(client, ask):
    asked = ask()
    client.force_login(message_manager())
    assert told(client.post(deciding(asked, "investigate"), BECAUSE))[0].startswith(
        "Verzoek A1 is in onderzoek."
    )
    assert deciding(asked, "investigate") not in client.get(page_of(asked)).content.decode()
    again = client.post(deciding(asked, "investigate"), BECAUSE)
    assert told(again)[-1] == "Verzoek A1 is al in onderzoek. Wijs het toe of wijs het af."
    client.post(deciding(asked, "refuse"), BECAUSE | {"refusal_reason": "7"})
    assert CareRequest.objects.get().status == "afgewezen"


@pytest.mark.parametrize("action", ["grant", "refuse", "investigate"])
def test_second_person_gets_a_sentence(client, ask, action):
    asked = ask()
    decided(asked, by=contract_manager())
    client.force_login(message_manager())
    values = TERMS | BECAUSE | {"refusal_reason": "3"}
    for response in (client.get(deciding(asked, action)), client.post(deciding(asked, action), values)):
        assert response.url == page_of(asked)
        assert told(response)[-1] == (
            "Op verzoek A1 is al besloten: toegewezen door connie. Er is niets veranderd."
        )
    assert RequestDecision.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (contract_manager, [200, 200, 200, 200, 403]),
        (message_manager, [200, 200, 200, 200, 302]),
        (auditor, [200, 403, 403, 403, 403]),
        (outsider, [403, 403, 403, 403, 403]),
    ],
)
def test_rights_of_each_role(client, ask, role, expected):
    asked = ask()
    client.force_login(role())
    pages = [page_of(asked), *(deciding(asked, one) for one in ("grant", "refuse", "investigate"))]
    assert [client.get(url).status_code for url in [*pages, sending(asked)]] == expected


def test_posting_without_the_right_changes_nothing(client, ask):
    asked = ask()
    client.force_login(auditor())
    for action in ("grant", "refuse", "investigate"):
        assert client.post(deciding(asked, action), TERMS | BECAUSE).status_code == 403
    assert RequestDecision.objects.count() == 0
