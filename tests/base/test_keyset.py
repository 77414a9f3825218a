"""Pages that go on from a row: together they are the whole list, in order, and nothing twice."""

import pytest
from django.contrib import admin
from django.urls import reverse

from contracts.models import DeclarationLine
from kpis.models import IbpStatus, MonthValue
from tests.desk.cast import person, region

pytestmark = pytest.mark.django_db

LINES = reverse("admin:contracts_declarationline_changelist")


@pytest.fixture
def looking(client, monkeypatch):
    """A user with small pages."""
    for model in (DeclarationLine, IbpStatus, MonthValue):
        monkeypatch.setattr(admin.site._registry[model], "list_per_page", 5)
    client.force_login(person("beheer", superuser=True))
    return client


def page(client, url):
    changelist = client.get(url).context["cl"]
    return [row.pk for row in changelist.result_list], changelist.next_link, changelist.previous_link


def walk(client, url, query=""):
    """All pages from the first to the last, and then back again."""
    forward, link = [], query
    while link is not None:
        rows, following, _ = page(client, url + link)
        forward.append(rows)
        last, link = link, following
    backward, link = [], last
    while link is not None:
        rows, _, link = page(client, url + link)
        backward.append(rows)
    return forward, backward[::-1]


@pytest.mark.parametrize(
    ("query", "ordering"),
    [("", ["-id"]), ("?agb=99000001", ["-month", "-id"]), ("?soort=debet", ["-id"])],
)
def test_pages_together_are_the_list_in_order(looking, query, ordering):
    region(2)
    rows = DeclarationLine.objects.order_by(*ordering)
    if "agb" in query:
        rows = rows.filter(provider__agb="99000001")
    forward, backward = walk(looking, LINES, query)
    assert [pk for rows in forward for pk in rows] == list(rows.values_list("pk", flat=True))
    assert [len(rows) for rows in forward[:-1]] == [5] * (len(forward) - 1)
    assert len(forward) > 2
    assert backward == forward


def test_ties_are_told_apart_by_the_key(looking):
    region(2)
    DeclarationLine.objects.update(month="2025-01-01")
    own = DeclarationLine.objects.filter(provider__agb="99000001").order_by("-id")
    forward, _ = walk(looking, LINES, "?agb=99000001")
    assert [pk for rows in forward for pk in rows] == list(own.values_list("pk", flat=True))


def test_order_by_an_amount_that_may_be_absent_puts_the_absent_ones_last(looking):
    region(7)
    IbpStatus.objects.filter(ibp__code__in=["IBP-0", "IBP-3"]).update(
        overrun=None, overrun_original=None, utilisation=None, status="nvt"
    )
    IbpStatus.objects.filter(ibp__code="IBP-5").update(overrun=900_000)
    forward, backward = walk(looking, reverse("admin:kpis_ibpstatus_changelist"))
    codes = dict(IbpStatus.objects.values_list("pk", "ibp__code"))
    order = ["IBP-5", "IBP-6", "IBP-4", "IBP-2", "IBP-1", "IBP-3", "IBP-0"]
    assert [codes[pk] for rows in forward for pk in rows] == order
    assert backward == forward


def test_click_on_a_heading_turns_the_order_round(looking):
    region(7)
    MonthValue.objects.update(month="2025-01-01")
    url = reverse("admin:kpis_monthvalue_changelist")
    ascending, _ = walk(looking, url, "?o=0")
    descending, _ = walk(looking, url, "?o=-0")
    keys = list(MonthValue.objects.order_by("pk").values_list("pk", flat=True))
    assert [pk for rows in ascending for pk in rows] == keys
    assert [pk for rows in descending for pk in rows] == keys[::-1]


def test_column_without_index_cannot_be_asked_for_as_order(looking):
    region(2)
    assert page(looking, f"{LINES}?o=2")[0] == page(looking, LINES)[0]


def test_rows_that_arrive_do_not_move_the_page(looking):
    region(2)
    _, link, _ = page(looking, LINES)
    before = page(looking, LINES + link)[0]
    newest = DeclarationLine.objects.order_by("-id")[0]
    newest.pk, newest.reference = None, "nieuw"
    newest.save(force_insert=True)
    assert page(looking, LINES + link)[0] == before


def test_page_before_the_first_rows_is_the_first_page(looking):
    region()
    first, _, _ = page(looking, LINES)
    assert page(looking, f"{LINES}?voor={first[2]}") == page(looking, LINES)


@pytest.mark.parametrize("place", ["onzin", "1~2", "", "~"])
def test_place_that_is_none_leads_back_to_the_list(looking, place):
    region()
    response = looking.get(f"{LINES}?na={place}")
    if place:
        assert (response.status_code, response.url) == (302, f"{LINES}?e=1")
    else:
        assert response.status_code == 200


def test_filter_and_search_do_not_keep_the_place(looking):
    region(2)
    _, link, _ = page(looking, LINES)
    content = looking.get(LINES + link).content.decode()
    assert "?soort=credit" in content
    assert 'name="na"' not in content


def test_nothing_is_counted(looking, django_assert_num_queries):
    region(2)
    looking.get(LINES)
    with django_assert_num_queries(4) as queries:
        looking.get(LINES)
    assert not [query for query in queries.captured_queries if "COUNT(" in query["sql"]]
