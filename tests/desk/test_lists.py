"""Every list and page of the admin: its queries, who may see it, and whether the look is kept."""

from datetime import date

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from contracts.models import AllocationVersion, CareRequest, ContractVersion, Tariff
from inkoop.base.models import ClientRead
from kpis.models import Kpi, KpiTask, Production, Reviewer
from providers.models import Notice
from tests.desk.cast import auditor, contract_manager, open_lines, outsider, person, region

pytestmark = pytest.mark.django_db

OUR_APPS = {"base", "providers", "contracts", "kpis", "exchange"}

QUERIES = {
    "base.clientread": 3,
    "base.delivery": 3,
    "base.finding": 4,
    "base.municipality": 5,
    "base.parameter": 5,
    "base.privacyrecord": 5,
    "base.team": 5,
    "base.user": 6,
    "contracts.allocation": 5,
    "contracts.allocationversion": 4,
    "contracts.carerequest": 4,
    "contracts.client": 4,
    "contracts.contract": 6,
    "contracts.declaration": 3,
    "contracts.declarationline": 4,
    "contracts.ibp": 5,
    "contracts.lot": 4,
    "contracts.municipalexclusion": 5,
    "contracts.procedure": 6,
    "contracts.productcategory": 5,
    "contracts.productcode": 5,
    "contracts.refusedline": 4,
    "contracts.shortage": 4,
    "contracts.standardcode": 6,
    "contracts.tariff": 3,
    "exchange.localrule": 5,
    "exchange.message": 3,
    "kpis.budget": 6,
    "kpis.computation": 4,
    "kpis.escalationstep": 5,
    "kpis.ibpoverrunrate": 4,
    "kpis.ibpstatus": 6,
    "kpis.indicatorvalue": 4,
    "kpis.kpitask": 5,
    "kpis.monthvalue": 5,
    "kpis.production": 5,
    "kpis.reviewer": 5,
    "kpis.signal": 3,
    "providers.capacityreport": 4,
    "providers.contact": 4,
    "providers.evidence": 4,
    "providers.location": 4,
    "providers.notice": 4,
    "providers.provider": 4,
    "providers.subcontracting": 4,
}

PUBLISHED = date(2025, 6, 1)

CLIENT_LEVEL = {
    "base.finding",
    "contracts.allocation",
    "contracts.allocationversion",
    "contracts.carerequest",
    "contracts.client",
    "contracts.declarationline",
    "contracts.ibp",
    "contracts.refusedline",
    "kpis.ibpstatus",
}

OPEN_TO_ALL = {
    "base.municipality",
    "base.parameter",
    "base.team",
    "contracts.productcategory",
    "contracts.productcode",
    "contracts.standardcode",
}
"""Without rows of clients or providers: the permission to view is all there is."""


def list_of(label):
    return reverse(f"admin:{label.replace('.', '_')}_changelist")


def rows_of(response):
    return list(response.context["cl"].result_list)


def test_every_list_is_counted():
    ours = {model._meta.label_lower for model in admin.site._registry if model._meta.app_label in OUR_APPS}
    assert ours == set(QUERIES)


def ask_for_figures(made, rows):
    """Tasks, reviewers and what passes between a provider and the region, which have lists of their own too."""
    for number in range(rows):
        kpi = Kpi.objects.create(
            code=f"L{number}",
            name="Wachttijd",
            why="Wachten schaadt.",
            source="aanbieder",
            reference="regio",
            why_asked="In geen bericht.",
        )
        KpiTask.objects.create(
            kpi=kpi,
            provider=made.providers[number],
            period_from=date(2025, 1, 1),
            period_to=date(2025, 3, 31),
            due_on=date(2025, 5, 1),
        )
        Reviewer.objects.create(
            name=f"Beoordelaar {number}", email=f"b{number}@voorbeeld.nl", municipality=made.municipality
        )
        Production.objects.create(provider=made.providers[number], year=2025)
        Notice.objects.create(title="Let op", text="Bericht", shown_from=PUBLISHED, shown_until=PUBLISHED)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_as_many_queries_for_three_rows_as_for_one(client, django_assert_num_queries, rows):
    ask_for_figures(region(rows), rows)
    client.force_login(person("beheer", superuser=True))
    for label, queries in QUERIES.items():
        client.get(list_of(label))
        with django_assert_num_queries(queries, info=label):
            response = client.get(list_of(label))
        assert len(rows_of(response)) >= (1 if label == "base.municipality" else rows), label


@pytest.mark.parametrize("versions", [1, 3])
def test_page_asks_as_many_queries_for_three_versions_as_for_one(client, django_assert_num_queries, versions):
    made = region()
    client.force_login(person("beheer", superuser=True))
    for model in (AllocationVersion, ContractVersion):
        repeat(model.objects.get(), versions)
    pages = {
        reverse("admin:contracts_allocation_change", args=[made.allocations[0].pk]): 9,
        reverse("admin:contracts_carerequest_change", args=[CareRequest.objects.get().pk]): 12,
        reverse("admin:contracts_contract_change", args=[Tariff.objects.get().contract_id]): 33,
    }
    for url, queries in pages.items():
        client.get(url)
        with django_assert_num_queries(queries, info=url):
            response = client.get(url)
        assert response.status_code == 200


def repeat(version, times):
    for number in range(1, times):
        version.pk, version.row_number = None, 1000 + number
        version.save(force_insert=True)


def test_user_without_role_sees_no_list(client):
    region()
    client.force_login(outsider())
    for label in QUERIES:
        assert client.get(list_of(label)).status_code == 403, label


def test_permission_to_view_without_the_region_shows_no_rows(client):
    region()
    user = outsider()
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    shown = {label for label in QUERIES if rows_of(client.get(list_of(label)))}
    assert shown - {"base.user", "base.clientread", "base.privacyrecord", "kpis.computation"} == OPEN_TO_ALL


def test_contract_manager_sees_every_list_but_those_of_the_machine_room(client):
    region()
    client.force_login(contract_manager())
    closed = {label for label in QUERIES if client.get(list_of(label)).status_code == 403}
    assert closed == {"base.user", "base.clientread", "base.privacyrecord"}


def test_facts_cannot_be_typed_over(client):
    made = region()
    client.force_login(person("beheer", superuser=True))
    changeable = {
        "base.user",
        "base.team",
        "contracts.lot",
        "contracts.municipalexclusion",
        "contracts.procedure",
        "contracts.shortage",
        "exchange.localrule",
        "kpis.escalationstep",
        "kpis.reviewer",
        "providers.capacityreport",
        "providers.contact",
        "providers.location",
        "providers.notice",
        "providers.provider",
        "providers.subcontracting",
    }
    removable = {"providers.evidence"}  # a paper that was added to the wrong provider
    for model, model_admin in admin.site._registry.items():
        label = model._meta.label_lower
        if label in QUERIES and label not in changeable:
            request = client.get(list_of(label)).wsgi_request
            assert not model_admin.has_change_permission(request), label
            assert not model_admin.has_delete_permission(request) or label in removable, label
    url = reverse("admin:contracts_allocation_change", args=[made.allocations[0].pk])
    assert client.post(url, {"number": "ander"}).status_code == 403


def test_looking_at_client_data_is_kept(client):
    made = region()
    user = contract_manager()
    client.force_login(user)
    for label in QUERIES:
        client.get(list_of(label))
    page = reverse("admin:contracts_allocation_change", args=[made.allocations[0].pk])
    client.get(page)
    kept = ClientRead.objects.filter(by=user).order_by("id").values_list("path", "object_id")
    expected = [(list_of(label), "") for label in QUERIES if label in CLIENT_LEVEL]
    assert list(kept) == [*expected, (page, str(made.allocations[0].pk))]


def test_auditor_sees_who_looked_at_client_data(client):
    region()
    client.force_login(auditor())
    client.get(list_of("contracts.client"))
    newest = rows_of(client.get(list_of("base.clientread")))[0]
    assert (newest.by.username, newest.subject, newest.path) == (
        "tineke",
        "cliënten",
        list_of("contracts.client"),
    )


@pytest.mark.parametrize(
    ("label", "query", "found"),
    [
        ("contracts.declarationline", "q=R1-3", ["R1-3"]),
        ("contracts.declarationline", "q=T2", [f"R2-{place}" for place in reversed(range(12))]),
        ("contracts.declarationline", "agb=99000001&maand=2025-04", ["R1-3"]),
        ("contracts.declarationline", "agb=99000001&soort=credit", []),
        ("contracts.declarationline", "agb=00000000", []),
        ("contracts.refusedline", "q=X1", ["X1 (0611, 9307)"]),
        ("contracts.refusedline", "agb=99000002&code=9307", ["X2 (0611, 9307)"]),
        ("contracts.refusedline", "code=8021", []),
        ("contracts.allocation", "q=T1", ["T1"]),
        ("contracts.carerequest", "q=V2", ["V2"]),
        ("contracts.carerequest", "status__exact=open", []),
        ("contracts.ibp", "q=IBP-2", ["IBP-2"]),
        ("contracts.client", "q=jeugdige-1", ["jeugdige-1"]),
        ("contracts.declaration", "q=D1-4", ["D1-4"]),
        ("contracts.contract", "status=afgelopen", []),
        ("contracts.contract", "status=lopend&agb=99000001&eindigt=nooit", []),
        ("providers.provider", "q=Zorggroep 1", ["Zorggroep 1 (99000001)"]),
        ("base.delivery", "q=kapot-2", ["kapot-2.csv (declaraties, 2025-01-10)"]),
    ],
)
def test_search_and_filters_find_these_rows(client, label, query, found):
    open_lines(*region(3).providers)
    client.force_login(contract_manager())
    assert [str(row) for row in rows_of(client.get(f"{list_of(label)}?{query}"))] == found


def test_month_that_is_no_month_is_refused_with_the_list_itself(client):
    region()
    client.force_login(contract_manager())
    response = client.get(f"{list_of('contracts.declarationline')}?agb=99000000&maand=13-2025")
    assert (response.status_code, response.url) == (302, f"{list_of('contracts.declarationline')}?e=1")
