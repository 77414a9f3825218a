"""The work on IBPs on the pages: tasks by money, decisions on the page of an IBP, counts per group."""

from datetime import date

import pytest
from django.urls import reverse

from contracts.models import AllocationVersion, IbpVersion
from inkoop.base.models import ClientRead
from inkoop.desk.roles import CONTRACT_MANAGER
from kpis.models import IbpDecision, IbpEvaluation, IbpStatus
from tests.desk.cast import CEILING, PEILDATUM, auditor, contract_manager, outsider, person, region

pytestmark = pytest.mark.django_db

WORK, OVERVIEW = reverse("admin:ibp_work"), reverse("admin:ibp_overview")


def tasks(made, **changes):
    for provider, ibp in zip(made.providers, made.ceilings, strict=True):
        values = {"amount": CEILING, "month_80": date(2025, 8, 1), "opened_on": PEILDATUM} | changes
        IbpEvaluation.objects.create(ibp=ibp, provider=provider, **values)


def post(client, ibp, name, **values):
    data = {"actie": name, **{f"{name}-{key}": value for key, value in values.items()}}
    return client.post(reverse("admin:ibp_page", args=[ibp.pk]), data, follow=True)


@pytest.mark.parametrize("rows", [1, 3])
def test_tasks_are_listed_in_as_many_queries_for_three_as_for_one(client, django_assert_num_queries, rows):
    tasks(region(rows))
    client.force_login(contract_manager())
    client.get(WORK)
    with django_assert_num_queries(14):
        response = client.get(WORK)
    assert len(response.context["rows"]) == rows


def test_the_largest_overrun_comes_first_and_the_list_is_narrowed(client):
    made = region(3)
    tasks(made)
    IbpStatus.objects.filter(ibp=made.ceilings[1]).update(overrun=900_000)
    IbpEvaluation.objects.filter(ibp=made.ceilings[2]).update(over_on=PEILDATUM)
    user = contract_manager()
    made.providers[0].account_holder = user
    made.providers[0].save()
    client.force_login(user)

    def codes(query=""):
        return [task.ibp.code for task, _ in client.get(WORK + query).context["rows"]]

    assert codes() == ["IBP-1", "IBP-0", "IBP-2"]
    assert codes("?vraagt=overschrijding") == ["IBP-2"]
    assert codes("?vraagt=evaluatie&van=mij") == ["IBP-0"]
    assert ClientRead.objects.filter(by=user, path=WORK).count() == 1


def test_a_raise_is_decided_on_the_page_of_an_ibp(client):
    made = region()
    tasks(made, over_on=PEILDATUM)
    ibp = made.ceilings[0]
    AllocationVersion.objects.filter(allocation=made.allocations[0]).update(
        budget=1_200_000, volume=None, unit="", frequency=""
    )
    client.force_login(contract_manager())
    response = post(client, ibp, "uitleg", text="Meer nodig.", asked_amount="15.000,00")
    assert response.context["work"].explanations[0].asked_amount == 1_500_000
    low = post(
        client, ibp, "besluit", cause="hardnekkig", action="verhogen", new_amount="9000,01", reason="x"
    )
    assert "TR369" in low.content.decode()
    response = post(
        client, ibp, "besluit", cause="hardnekkig", action="verhogen", new_amount="15000", reason="Zwaarder."
    )
    assert "als nieuwe versie" in response.content.decode()
    assert "stuur een nieuw JW301" in response.content.decode()
    assert IbpVersion.objects.filter(ibp=ibp).order_by("version").last().amount == 1_500_000
    assert (response.context["work"].asks, response.context["actions"]) == ("klaar", [])


def test_a_large_raise_is_settled_by_another_person_on_the_same_page(client):
    made = region()
    tasks(made, over_on=PEILDATUM)
    ibp, connie = made.ceilings[0], contract_manager()
    client.force_login(connie)
    post(client, ibp, "uitleg", text="Meer nodig.")
    asked = {"cause": "hardnekkig", "action": "verhogen", "new_amount": "25000", "reason": "Zwaarder."}
    response = post(client, ibp, "besluit", **asked)
    assert "stelt een ander haar vast" in response.content.decode()
    assert [action.name for action in response.context["actions"]] == ["terug"]
    assert IbpVersion.objects.filter(ibp=ibp).order_by("version").last().amount == CEILING
    client.force_login(person("bram", CONTRACT_MANAGER))
    assert [one.evaluation.ibp for one in client.get(WORK).context["raises"]] == [ibp]
    response = post(client, ibp, "vaststellen")
    assert "als nieuwe versie" in response.content.decode()
    assert IbpVersion.objects.filter(ibp=ibp).order_by("version").last().amount == 2_500_000
    assert client.get(WORK).context["raises"] == []


def test_auditor_reads_along_and_outsider_sees_nothing(client):
    made = region()
    tasks(made)
    client.force_login(auditor())
    response = post(client, made.ceilings[0], "besluit", cause="onbekend", action="volgen", reason="Nee.")
    assert (response.context["actions"], IbpDecision.objects.count()) == ([], 0)
    client.force_login(outsider())
    assert [client.get(url).status_code for url in (WORK, OVERVIEW)] == [403, 403]


@pytest.mark.parametrize(
    ("per", "name"),
    [("aanbieder", "Zorggroep 0"), ("gemeente", "Aardijk"), ("cel", "zonder klassen"), ("x", "Zorggroep 0")],
)
def test_ibps_are_counted_per_provider_municipality_and_cell(client, per, name):
    region()
    client.force_login(contract_manager())
    [group] = client.get(f"{OVERVIEW}?per={per}").context["groups"]
    assert (group.name, group.number, group.red, group.amount, group.used, group.overrun) == (
        name,
        1,
        1,
        CEILING,
        1_200_000,
        300_000,
    )


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("per", ["aanbieder", "cel", "gemeente"])
def test_groups_ask_as_many_queries_for_three_as_for_one(client, django_assert_num_queries, per, rows):
    region(rows)
    client.force_login(contract_manager())
    client.get(f"{OVERVIEW}?per={per}")
    with django_assert_num_queries({"aanbieder": 11, "cel": 12, "gemeente": 11}[per]):
        client.get(f"{OVERVIEW}?per={per}")
