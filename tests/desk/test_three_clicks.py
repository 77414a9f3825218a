"""From the worklist to a cause and on to an action, by following links: three clicks and no more."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.services.procedures.refusal import Refused
from inkoop.desk.views.signals import WHERE_TO_LOOK, looking_further
from kpis.choices import MeetingKind
from kpis.models import AgendaItem, SignalJudgement
from kpis.rules.peers import DIRECTIONS
from kpis.services.talks.agenda import put_signal_on_agenda
from kpis.services.talks.planning import plan_meeting
from tests.desk.cast import auditor, contract_manager, region

pytestmark = pytest.mark.django_db


def links(response):
    """The addresses in the content of a page, without the menu."""
    page = response.content.decode().partition('id="content"')[2]
    return [unescape(found) for found in re.findall(r'href="([^"]+)"', page)]


def planned(provider, user, days=10):
    on = timezone.localdate() + timedelta(days=days)
    return plan_meeting(provider=provider, kind=MeetingKind.EXTRA, on=on, holder=user, place="", by=user)


def test_worklist_leads_to_the_cause_and_to_an_action(client):
    made = region()
    user = contract_manager()
    client.force_login(user)
    signal = made.providers[0].signals.get()
    first = reverse("admin:signal_page", args=[signal.pk])
    assert first in links(client.get(reverse("admin:index")))
    page = client.get(first)
    causes = [address for _, address in looking_further(signal)]
    assert [address for address in links(page) if address in causes] == causes
    for address in causes:
        assert client.get(address).status_code == 200, address
    assert reverse("admin:talk_add", args=["99000000"]) in links(page)
    assert [action.name for action in page.context["actions"]] == ["oordeel", "uitleg"]
    judged = {"actie": "oordeel", "oordeel-verdict": "in_onderzoek", "oordeel-reason": "Cijfers opgevraagd."}
    assert client.post(first, judged).status_code == 302
    assert SignalJudgement.objects.get().verdict == "in_onderzoek"


@pytest.mark.parametrize("page", ["change_page", "flow_page", "shift_page"])
def test_the_page_of_a_cause_leads_to_a_talk_with_the_provider_that_is_shown(client, page):
    made = region()
    client.force_login(contract_manager())
    address, agb = reverse(f"admin:{page}"), made.providers[0].agb
    named = {"per": "aanbieder", "sleutel": agb} if page == "change_page" else {"aanbieder": agb}
    talk = reverse("admin:talk_add", args=[agb])
    assert talk in links(client.get(address, named))
    assert talk not in links(client.get(address))
    strange = {name: value and "9/9" for name, value in named.items() if name != "per"}
    assert client.get(address, strange).status_code == 200


def test_every_indicator_with_a_signal_says_where_to_look(client):
    assert set(WHERE_TO_LOOK) == set(DIRECTIONS)


def test_a_signal_goes_on_the_agenda_of_the_next_talk_once(client):
    made = region(2)
    user = contract_manager()
    client.force_login(user)
    later, first = planned(made.providers[0], user, 30), planned(made.providers[0], user, 10)
    foreign = planned(made.providers[1], user, 5)
    signal = made.providers[0].signals.get()
    AgendaItem.objects.all().delete()
    address = reverse("admin:signal_page", args=[signal.pk])
    assert client.get(address).context["meeting"] == first
    for _ in range(2):
        assert client.post(address, {"actie": "agenda"}).status_code == 302
    (point,) = AgendaItem.objects.all()
    assert (point.meeting, point.title, point.source) == (first, "Signaal: kosten per cliënt", "signaal")
    with pytest.raises(Refused, match="andere aanbieder"):
        put_signal_on_agenda(signal=signal, meeting=foreign, by=user)
    assert later.agenda.count() == 0
    client.force_login(auditor())
    assert client.get(address).context["actions"] == []
    client.post(address, {"actie": "agenda"})
    assert AgendaItem.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_page_of_a_signal_asks_as_many_queries_in_a_larger_region(client, django_assert_num_queries, rows):
    made = region(rows)
    client.force_login(contract_manager())
    address = reverse("admin:signal_page", args=[made.providers[0].signals.get().pk])
    client.get(address)
    with django_assert_num_queries(11):
        assert client.get(address).status_code == 200
