"""Pages of talks: who gets in, what they cost, and that reading a dossier is kept."""

import pytest
from django.urls import reverse

from inkoop.base.models import ClientRead
from kpis.models import EscalationStep, Meeting
from kpis.services.talks.ladder import move_on_ladder
from tests.desk.cast import auditor, outsider
from tests.talks.cast import Account, days

pytestmark = pytest.mark.django_db


def pages(account, meeting, agreement, move):
    agb = account.provider.agb
    return [
        reverse("admin:talks_page"),
        reverse("admin:talks_board"),
        reverse("admin:talk_page", args=[meeting.pk]),
        reverse("admin:talk_dossier", args=[meeting.pk]),
        reverse("admin:talk_dossier_file", args=[meeting.pk]),
        reverse("admin:talk_invitation", args=[meeting.pk]),
        reverse("admin:agreements_page"),
        reverse("admin:agreement_page", args=[agreement.pk]),
        reverse("admin:ladder_page"),
        reverse("admin:provider_ladder", args=[agb]),
        reverse("admin:escalation_letter", args=[move.pk]),
    ]


def make(account):
    meeting, agreement = account.plan(), account.agree()
    move = move_on_ladder(
        provider=account.provider,
        step=EscalationStep.objects.get(number=1),
        on=days(0),
        reason="afspraak",
        by=account.connie,
    )
    return meeting, agreement, move


def test_an_auditor_looks_and_does_nothing_an_outsider_sees_nothing(client):
    account = Account()
    made = make(account)
    client.force_login(auditor())
    assert [client.get(url).status_code for url in pages(account, *made)] == [200] * 11
    assert b"Wat u kunt doen" in client.get(reverse("admin:talk_page", args=[made[0].pk])).content
    client.post(
        reverse("admin:talk_page", args=[made[0].pk]), {"actie": "vervallen", "vervallen-reason": "x"}
    )
    assert client.post(reverse("admin:talks_page"), {"aanbieder": "1"}).status_code == 403
    assert client.get(reverse("admin:talk_add", args=[account.provider.agb])).status_code == 403
    assert Meeting.objects.get().state == "gepland"
    client.force_login(outsider())
    assert [client.get(url).status_code for url in pages(account, *made)] == [403] * 11


def test_who_reads_a_dossier_is_kept(client):
    account = Account()
    meeting = account.plan()
    client.force_login(account.connie)
    for name in ("talk_dossier", "talk_dossier_file"):
        client.get(reverse(f"admin:{name}", args=[meeting.pk]))
    reads = ClientRead.objects.filter(by=account.connie)
    assert list(reads.values_list("object_id", flat=True)) == ["99000000", "99000000"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_cycle_asks_as_many_queries_for_three_providers_as_for_one(
    client, django_assert_num_queries, rows
):
    account = Account(rows)
    account.plan()
    client.force_login(account.connie)
    url = reverse("admin:talks_page") + "?stand="
    client.get(url)
    with django_assert_num_queries(QUERIES["cycle"]):
        assert len(client.get(url).context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_agreements_asks_as_many_queries_for_three_as_for_one(
    client, django_assert_num_queries, rows
):
    account = Account()
    for number in range(rows):
        account.agree(measure=f"maatregel {number}")
    client.force_login(account.connie)
    client.get(reverse("admin:agreements_page"))
    with django_assert_num_queries(QUERIES["agreements"]):
        assert len(client.get(reverse("admin:agreements_page")).context["rows"]) == rows


QUERIES = {"cycle": 14, "agreements": 7}
