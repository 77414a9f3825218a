"""No page and no file of one provider is for another."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inkoop.base.models import ClientRead
from inkoop.portal import urls
from providers.choices import PortalRole
from providers.models import Download, ProviderUser
from tests.portal.cast import member, portal

pytestmark = pytest.mark.django_db

OF_ALL = {  # what is published, empty forms, and one's own year
    "procedures_one",
    "procedures_apply",
    "contracts_propose",
    "reporting_production",
}
SEND_ONLY = {
    "contracts_withdraw",
    "declarations_send",
    "declarations_answer",
    "ceilings_withdraw",
    "procedures_withdraw",
    "reporting_drop_paper",
    "people_change",
    "people_withdraw",
}
FILES = (
    "file_contract",
    "file_letter",
    "file_evidence",
    "file_signal",
    "file_task",
    "file_dossier",
    "file_calendar",
    "declarations_outcome",
)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
INLINE = ("<style", " style=", "onclick=", "<script>", "http://", "javascript:")
NAMED = {page.name for page in urls.pages if page.pattern.regex.groups}
LISTS = {page.name for page in urls.pages if not page.pattern.regex.groups}


@pytest.fixture
def both(client):
    found = portal()
    client.force_login(found.mine.user)
    return found


def address(name, *args):
    return reverse(f"portal:{name}", args=args)


def test_every_page_of_one_thing_is_crawled(both):
    assert set(both.mine.keys) | OF_ALL == NAMED


def test_with_keys_of_another_there_is_nothing(client, both):
    pages = {name: address(name, key) for name, key in both.theirs.keys.items()}
    shown = {name: client.get(url).status_code for name, url in pages.items() if name not in SEND_ONLY}
    sent = {name: client.post(url).status_code for name, url in pages.items()}
    assert shown == {name: 404 for name in pages if name not in SEND_ONLY}
    assert sent == dict.fromkeys(pages, 404)


def test_with_ones_own_keys_the_same_pages_are_there(client, both):
    pages = {name: address(name, key) for name, key in both.mine.keys.items() if name not in SEND_ONLY}
    assert {name: client.get(url).status_code for name, url in pages.items()} == dict.fromkeys(pages, 200)


@pytest.mark.parametrize(
    ("kind", "query"),
    [("contact", "wijzig"), ("locatie", "wijzig"), ("gemeenten", "contract"), ("beeindiging", "contract")],
)
def test_nothing_of_another_can_be_proposed(client, both, kind, query):
    rows = {"contact": "contact", "locatie": "location"}
    mine, theirs = (getattr(side, rows.get(kind, "contract")).pk for side in (both.mine, both.theirs))
    url = address("contracts_propose", kind)
    assert [client.get(f"{url}?{query}={key}").status_code for key in (mine, theirs)] == [200, 404]


def said(response):
    """The page without the tokens of its forms, in which any two letters turn up by chance."""
    return TOKEN.sub("", response.content.decode())


def test_no_list_names_another_provider(client, both):
    them = both.theirs
    secrets = [
        them.provider.agb,
        them.provider.name,
        them.contract.number,
        "IBP-1",
        "jeugdige-1",
        "D1-",
        "Contact 1",
        "Locatie 1",
        "Maatregel 1",
        "Alleen voor 1",
        "steekproef 1",
        "toelichting 1",
        "Alleen van ons",
    ]
    pages = {name: said(client.get(address(name))) for name in LISTS - {"choose"}}
    pages["reporting_production"] = said(client.get(address("reporting_production", 2025)))
    pages["talks_one"] = said(client.get(address("talks_one", both.mine.keys["talks_one"])))
    told = {name: [one for one in secrets if one in page] for name, page in pages.items()}
    assert told == {name: [] for name in pages}
    assert both.mine.contract.number in pages["contracts"]
    assert "Alleen voor 0" in pages["start"]
    assert "toelichting 0" in pages["reporting_production"]
    assert "Gezegd door 0." in pages["talks_one"]
    assert "Maatregel 0" in pages["talks"]
    assert "IBP-0" in client.get(address("ceilings"), {"ook": "afgelopen"}).content.decode()


def test_a_stranger_and_somebody_without_provider_see_nothing(client, django_user_model):
    found = portal()
    pages = [address(name) for name in LISTS]
    pages += [address(name, key) for name, key in found.mine.keys.items()]
    assert {client.get(url).headers["Location"].split("?")[0] for url in pages} == {"/aanmelden/"}
    client.force_login(django_user_model.objects.create_user("otto"))
    assert {client.get(url, follow=True).status_code for url in pages} == {403}


def test_who_lost_the_way_in_sees_nothing_any_more(client, both):
    ProviderUser.objects.filter(user=both.mine.user).update(ended_at=timezone.now() + timedelta(days=1))
    assert client.get(address("contracts"), follow=True).status_code == 403


def test_a_role_opens_its_own_pages_alone(client, both):
    client.force_login(member(both.mine.provider, "els", PortalRole.CONTENT))
    closed = [address("people"), address("contracts_propose", "contact")]
    closed.append(address("declarations_delivery", both.mine.keys["declarations_delivery"]))
    assert [client.get(url).status_code for url in closed] == [403, 403, 403]
    assert client.get(address("ceilings")).status_code == 200


def test_one_user_for_two_providers_chooses_and_sees_one_at_a_time(client, both):
    user = both.mine.user
    ProviderUser.objects.create(provider=both.theirs.provider, user=user, role=PortalRole.MANAGER)
    assert client.get(address("contracts")).headers["Location"] == address("choose")
    client.post(address("choose"), {"aanbieder": both.theirs.provider.pk})
    page = said(client.get(address("contracts")))
    assert (both.theirs.contract.number in page, both.mine.contract.number in page) == (True, False)
    assert client.get(address("contracts_one", both.mine.contract.pk)).status_code == 404
    assert client.post(address("choose"), {"aanbieder": "999999"}).status_code == 404


def test_each_download_is_written_down_and_saved_not_shown(client, both):
    responses = [client.get(address(name, both.mine.keys[name])) for name in FILES]
    assert {one.headers["Content-Type"] for one in responses} == {"application/octet-stream"}
    assert {one.headers["Content-Disposition"].split(";")[0] for one in responses} == {"attachment"}
    kept = sorted(Download.objects.filter(by=both.mine.user).values_list("what", flat=True))
    assert kept == [
        "aanlevering",
        "accounthoudergesprek",
        "accounthoudergesprek",
        "bewijs bij een KPI-opgave",
        "bewijsstuk",
        "bijlage bij uitleg",
        "brief",
        "document bij een contract",
    ]


def test_looking_at_youths_is_written_down_without_naming_them(client, both):
    client.get(address("ceilings"), {"zoek": "T0"})
    client.get(address("ceilings_one", both.mine.keys["ceilings_one"]))
    reads = ClientRead.objects.filter(by=both.mine.user).values_list("path", flat=True)
    assert sorted(reads) == ["/portaal/ibp/", f"/portaal/ibp/{both.mine.keys['ceilings_one']}/"]


def test_pages_stay_out_of_shared_caches_and_run_no_inline_code(client, both):
    for name in LISTS - {"choose", "declarations_refused_file"}:
        response = client.get(address(name))
        assert response.headers["Cache-Control"] == "private, no-store"
        page = response.content.decode()
        assert [
            part
            for part in ("<style", " style=", "onclick=", "<script>", "http://", "javascript:")
            if part in page
        ] == []
