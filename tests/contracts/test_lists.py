"""The list of contracts, the portfolio, and acts on several contracts."""

from datetime import date

import pytest
from django.core.cache import cache

from contracts.models import Contract, ContractDecision
from tests.contracts.cast import change
from tests.desk.cast import auditor, outsider, person, region

pytestmark = pytest.mark.django_db

LIST = "/admin/contracts/contract/"
PORTFOLIO = f"{LIST}portefeuille/"
IMPORT = f"{LIST}inlezen/"


def numbers(client, query):
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return sorted(row.number for row in response.context["cl"].result_list)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=lopend", ["C0", "C1", "C2"]),
        ("status=concept", []),
        ("status=voorstel", []),
        ("eindigt=3", ["C0", "C1"]),
        ("eindigt=nooit", ["C2"]),
        ("vorm=aanbesteding", ["C1"]),
        ("segment=groot", ["C1"]),
        ("segment=overig&eindigt=nooit", ["C2"]),
        ("gemeente=0001", ["C0", "C1", "C2"]),
        ("gemeente=9999", []),
        ("van=mij", ["C2"]),
        ("van=niemand", ["C0", "C1"]),
        ("agb=99000001", ["C1"]),
        ("q=Zorggroep 2", ["C2"]),
    ],
)
def test_filters_of_the_list(client, three, query, expected):
    assert numbers(client, query) == expected


def test_contract_for_another_municipality_is_left_out(client, three):
    change("C0", municipality_ids=[three.municipality.pk + 1])
    assert numbers(client, "gemeente=0001") == ["C1", "C2"]


def test_list_counts_by_status_what_it_shows(client, three):
    assert client.get(LIST).context["totals"] == [("lopend", 3)]
    assert client.get(f"{LIST}?van=mij").context["totals"] == [("lopend", 1)]


# -- the portfolio


def test_portfolio_is_ordered_by_end_and_adds_up(client, three):
    shown = client.get(PORTFOLIO).context
    assert [row.contract.number for row in shown["rows"]][-1] == "C2"
    assert shown["declared"] == sum(row.declared for row in shown["rows"])
    assert sum(len(one.rows) for one in shown["quarters"]) == 3
    assert (shown["final"], shown["extendable"]) == (2, 1)
    assert [len(one.rows) for one in shown["quarters"]][-2:] == [0, 1]
    assert len(client.get(f"{PORTFOLIO}?segment=groot").context["rows"]) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_portfolio_asks_as_many_queries_for_three_contracts_as_for_one(
    client, django_assert_num_queries, rows
):
    region(rows)
    client.force_login(person("beheer", superuser=True))
    client.get(PORTFOLIO)
    cache.clear()  # the sums of the register too
    with django_assert_num_queries(9):
        assert len(client.get(PORTFOLIO).context["rows"]) == rows


def test_filter_that_cannot_be_understood_leads_back(client, three):
    response = client.get(f"{PORTFOLIO}?onzin=1")
    assert (response.status_code, response.url) == (302, PORTFOLIO)


# -- several contracts at once


def bulk(client, name, *contracts, **form):
    chosen = [contract.pk for contract in contracts]
    return client.post(LIST, {"action": name, "_selected_action": chosen, **form}, follow=True)


def test_extension_of_several_is_looked_at_and_then_proposed(client, three):
    everything = list(Contract.objects.order_by("number"))
    preview = bulk(client, "verlengen", *everything)
    assert [(one.contract.number, one.is_possible, one.text) for one in preview.context["effects"]] == [
        ("C0", True, "van 31-12-2026 naar 31-12-2027"),
        (
            "C1",
            False,
            "Er is geen optie meer open. Leg een langere looptijd vast als addendum, met de reden.",
        ),
        ("C2", False, "Het contract loopt voor onbepaalde tijd; verlengen is niet nodig."),
    ]
    assert ContractDecision.objects.count() == 0
    answer = {"bevestigd": "1", "decided_on": date.today().isoformat()}  # noqa: DTZ011
    refused = bulk(client, "verlengen", *everything, **answer)
    assert refused.context["form"].errors == {"reason": ["Dit veld is vereist."]}
    done = bulk(client, "verlengen", *everything, **answer, reason="Goede resultaten.")
    assert [str(message) for message in done.context["messages"]] == ["Verlenging voorstellen: 1 contract."]
    assert ContractDecision.objects.get().contract.number == "C0"
    (again,) = bulk(client, "verlengen", everything[0]).context["effects"]
    assert (again.is_possible, again.text) == (False, "er ligt al een voorstel")


def test_several_contracts_get_somebody_to_look_after_them(client, three):
    user = person("carel")
    chosen = list(Contract.objects.exclude(number="C2"))
    bulk(client, "aanwijzen", *chosen, bevestigd="1", responsible=user.pk, reason="Nieuwe verdeling.")
    found = Contract.objects.order_by("number").values_list("number", "responsible__username")
    assert list(found) == [("C0", "carel"), ("C1", "carel"), ("C2", None)]


def test_who_may_only_look_has_nothing_to_choose(client):
    region()
    client.force_login(auditor())
    assert client.get(LIST).context["action_form"] is None
    for url in (IMPORT, f"{LIST}add/"):
        assert client.get(url).status_code == 403
    client.force_login(outsider())
    for url in (LIST, PORTFOLIO, f"{LIST}register.csv"):
        assert client.get(url).status_code == 403
