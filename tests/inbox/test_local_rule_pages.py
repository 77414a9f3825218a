"""Setting a local rule, and what it may not be."""

from datetime import date

import pytest
from django.urls import reverse

from contracts.models import Contract
from inkoop.exchange.models import LocalRule
from tests.desk.cast import contract_manager
from tests.inbox.cast import rule

pytestmark = pytest.mark.usefixtures("ground")


ADD_RULE = reverse("admin:exchange_localrule_add")
RULE = {
    "kind": "laat",
    "threshold": "90",
    "effect": "waarschuwing",
    "explanation": "Artikel 7.",
    "valid_from": "2026-06-01",
    "contract_number": "",
}


def test_local_rule_is_set_by_its_author(client):
    user = contract_manager()
    client.force_login(user)
    assert client.post(ADD_RULE, RULE | {"contract_number": "C1"}).status_code == 302
    made = LocalRule.objects.get()
    assert (made.author, made.contract, made.threshold, made.effect) == (
        user,
        Contract.objects.get(),
        90,
        "waarschuwing",
    )


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"kind": "geen start", "threshold": "", "effect": "weigeren"}, "effect", "OP364"),
        ({"kind": "na stop", "threshold": "", "effect": "weigeren"}, "effect", "OP364"),
        ({"effect": "weigeren"}, "effect", "OP354"),
        ({"kind": "halve maand", "effect": "weigeren"}, "effect", "IV078"),
        ({"threshold": ""}, "threshold", "dagen na het einde van de dienstmaand"),
        ({"kind": "geen start"}, "threshold", "heeft geen grens"),
        ({"contract_number": "C99"}, "contract_number", "niet bekend"),
        ({"ends_on": "2026-05-01"}, "__all__", "ligt voor de eerste"),
    ],
)
def test_misuse_of_a_local_rule_is_explained(client, changes, field, sentence):
    client.force_login(contract_manager())
    response = client.post(ADD_RULE, RULE | changes)
    errors = response.context["adminform"].form.errors
    assert list(errors) == [field]
    assert sentence in errors[field][0]
    assert LocalRule.objects.count() == 0


def test_refusing_is_offered_to_be_explained(client):
    client.force_login(contract_manager())
    response = client.post(ADD_RULE, RULE | {"kind": "geen start", "threshold": "", "effect": "weigeren"})
    assert "mag niet worden afgekeurd omdat een startbericht ontbreekt" in response.content.decode()


def test_same_rule_on_the_same_day_is_told(client):
    client.force_login(contract_manager())
    client.post(ADD_RULE, RULE)
    response = client.post(ADD_RULE, RULE)
    assert list(response.context["adminform"].form.errors) == ["valid_from"]


def test_local_rule_ends_and_keeps_what_it_said(client):
    made = rule("laat", threshold=30)
    client.force_login(contract_manager())
    url = reverse("admin:exchange_localrule_change", args=[made.pk])
    assert (
        client.post(url, {"ends_on": "2026-12-31", "threshold": "1", "effect": "aanhouden"}).status_code
        == 302
    )
    made.refresh_from_db()
    assert (made.ends_on, made.threshold, made.effect) == (date(2026, 12, 31), 30, "waarschuwing")
    assert client.post(reverse("admin:exchange_localrule_delete", args=[made.pk])).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_rules_asks_as_many_queries_for_three_as_for_one(client, django_assert_num_queries, rows):
    for place in range(rows):
        rule("laat", threshold=place, contract=Contract.objects.get(), valid_from=date(2026, 1, place + 1))
    client.force_login(contract_manager())
    url = reverse("admin:exchange_localrule_changelist")
    client.get(url)
    with django_assert_num_queries(7):
        response = client.get(url)
    assert len(response.context["cl"].result_list) == rows
