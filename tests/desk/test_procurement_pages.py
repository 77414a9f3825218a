"""Pages around procurement: who may see them, what they ask of the database, and changes after a look."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.models import ContractDecision, Decision, Procedure, ProductCode
from contracts.rules.periods import last_mature_month
from providers.models import Provider
from tests.contracts.procurement_cast import days_ago, make_product, open_house, tender
from tests.contracts.test_use import contract
from tests.desk.cast import auditor, contract_manager, outsider, person, region

pytestmark = pytest.mark.django_db

PAGES = {
    "use_page": [],
    "forms_page": [],
    "segments_page": [],
    "product_proposals": [],
    "masterdata_page": [],
    "product_page": ["H300"],
}


def url(name):
    return reverse(f"admin:{name}", args=PAGES[name])


def last_year():
    last = last_mature_month(timezone.localdate())
    return last.year if last.month == 12 else last.year - 1


@pytest.mark.parametrize("name", PAGES)
def test_only_who_may_see_the_region_sees_a_page(client, name):
    region()
    client.force_login(outsider())
    assert client.get(url(name)).status_code == 403
    for user in (contract_manager(), auditor()):
        client.force_login(user)
        assert client.get(url(name)).status_code == 200


def test_pages_of_a_procedure_are_closed_to_outsiders(client):
    made = open_house()
    application = made.apply()
    pages = [
        reverse("admin:procedure_page", args=[made.procedure.pk]),
        reverse("admin:lot_page", args=[made.lot.pk]),
        reverse("admin:application_add", args=[made.lot.pk]),
        reverse("admin:application_page", args=[application.pk]),
    ]
    client.force_login(outsider())
    assert [client.get(page).status_code for page in pages] == [403, 403, 403, 403]
    client.force_login(auditor())
    assert [client.get(page).status_code for page in pages] == [200, 200, 403, 200]
    response = client.post(
        pages[0], {"actie": "intrekken", "intrekken-on": "2026-01-01", "intrekken-reason": "x"}
    )
    assert response.status_code == 302
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_a_procedure_asks_as_many_queries_for_three_applications(
    client, django_assert_num_queries, rows
):
    made = tender()
    for place in range(rows):
        made.apply(place)
    client.force_login(person("beheer", superuser=True))
    page = reverse("admin:procedure_page", args=[made.procedure.pk])
    client.get(page)
    with django_assert_num_queries(25):
        response = client.get(page)
    assert len(response.context["lots"][0][1]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_unused_contracts_asks_as_many_queries(client, django_assert_num_queries, rows):
    product = make_product("H300")
    for number in range(rows):
        contract(number, products=[product])
    client.force_login(person("beheer", superuser=True))
    client.get(url("use_page"))
    with django_assert_num_queries(12):
        assert len(client.get(url("use_page")).context["rows"]) == rows


def test_contracts_are_dissolved_together_after_a_look(client):
    product = make_product("H300")
    one, other, third = (contract(number, products=[product]) for number in range(3))
    connie = contract_manager()
    client.force_login(connie)
    page, year = url("use_page"), last_year()
    assert [row.contract for row in client.get(page).context["rows"]] == [one, other, third]
    asked = {
        "jaar": year,
        "contract": [one.pk, other.pk],
        "what": "ontbinden",
        "on": days_ago(1).isoformat(),
        "reason": "geen cliënten",
    }
    look = client.post(page, asked)
    assert (look.context["is_preview"], ContractDecision.objects.count()) == (True, 0)
    assert client.post(page, asked | {"zeker": "1"}).status_code == 302
    assert [row.is_open for row in client.get(page).context["rows"]] == [False, False, True]
    client.force_login(person("dirk", "contractmanager"))
    proposals = reverse("admin:proposals_page")
    chosen = {"voorstel": keys_of(client.get(proposals))}
    assert len(chosen["voorstel"]) == 2
    look = client.post(proposals, chosen)
    assert (len(look.context["chosen"]), Decision.objects.count()) == (2, 0)
    done = client.post(proposals, chosen | {"zeker": "1"}, follow=True)
    assert [str(message) for message in done.context["messages"]] == ["Vastgesteld: 2 voorstellen."]
    client.force_login(connie)
    assert list(Decision.objects.order_by("contract").values_list("contract", "year")) == [
        (one.pk, year),
        (other.pk, year),
    ]
    assert Provider.objects.filter(excluded_until=None).get() == third.provider
    kept = asked | {"zeker": "1", "contract": [third.pk], "what": "ontbinden"}
    refused = client.post(page, kept)
    assert refused.context["fault"] == "Dit contract blijft. Niemand anders biedt H300."


def keys_of(response):
    return [one.key for one, fault in response.context["rows"] if not fault]


def test_nothing_is_chosen(client):
    contract(0, products=[make_product("H300")])
    client.force_login(contract_manager())
    response = client.post(url("use_page"), {"jaar": last_year(), "what": "houden"})
    assert response.context["fault"] == "Kies ten minste één contract."


def test_the_set_up_of_a_published_procedure_is_closed(client):
    made = open_house()
    draft = Procedure.objects.create(code="OH-9", title="Later", form="open_house", begin=date(2027, 1, 1))
    client.force_login(contract_manager())
    change = {
        one.pk: reverse("admin:contracts_procedure_change", args=[one.pk]) for one in (made.procedure, draft)
    }
    assert client.get(change[draft.pk]).context["has_change_permission"] is True
    assert client.get(change[made.procedure.pk]).context["has_change_permission"] is False
    assert client.post(change[made.procedure.pk], {"title": "anders"}).status_code == 403
    lot = reverse("admin:contracts_lot_change", args=[made.lot.pk])
    assert client.post(lot, {"name": "anders"}).status_code == 403


def test_procedures_are_found_by_where_they_stand(client):
    made = open_house()
    Procedure.objects.create(code="OH-9", title="Later", form="open_house", begin=date(2027, 1, 1))
    client.force_login(contract_manager())
    page = reverse("admin:contracts_procedure_changelist")
    found = {
        stand: [one.code for one in client.get(f"{page}?stand={stand}").context["cl"].result_list]
        for stand in ("concept", "beoordeling", "gegund")
    }
    assert found == {"concept": ["OH-9"], "beoordeling": [made.procedure.code], "gegund": []}


def test_a_product_is_changed_on_its_page(client):
    region()
    client.force_login(contract_manager())
    values = {
        "valid_from": "",
        "valid_until": "2026-12-31",
        "needs_no_decision": "on",
        "standard_code": "45A48",
    }
    sent = {f"wijzigen-{name}": value for name, value in values.items()} | {"wijzigen-reason": "raadsbesluit"}
    response = client.post(url("product_page"), {"actie": "wijzigen"} | sent)
    assert response.status_code == 302
    product = ProductCode.objects.get(code="H300")
    assert (product.valid_until, product.needs_no_decision, product.standard_code_id) == (
        date(2026, 12, 31),
        True,
        "45A48",
    )
    client.force_login(auditor())
    client.post(url("product_page"), {"actie": "wijzigen"} | sent | {"wijzigen-valid_until": ""})
    assert ProductCode.objects.get(code="H300").valid_until == date(2026, 12, 31)
