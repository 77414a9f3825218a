"""The start page: what asks for attention, with most money first, and only for who may see it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from inkoop.base.models import ClientRead, Delivery
from inkoop.desk.queries.worklist import open_signals, per_provider, unresolved_deliveries
from kpis.choices import Verdict
from kpis.models import Computation, IbpStatus, Signal
from kpis.services.replies import judge_signal
from tests.desk.cast import (
    contract_manager,
    make_delivery,
    make_signal,
    message_manager,
    outsider,
    region,
)

pytestmark = pytest.mark.django_db

WORKLIST = reverse("admin:index")


@pytest.mark.parametrize("rows", [1, 3])
def test_worklist_asks_as_many_queries_for_three_rows_as_for_one(client, django_assert_num_queries, rows):
    region(rows)
    client.force_login(contract_manager())
    client.get(WORKLIST)
    with django_assert_num_queries(22):
        response = client.get(WORKLIST)
    shown = response.context
    assert [len(shown[name]) for name in ("provider_signals", "exceeded", "unresolved", "computations")] == [
        rows
    ] * 4


def test_worklist_says_as_of_when_its_figures_are(client):
    region()
    client.force_login(contract_manager())
    content = client.get(WORKLIST).content.decode()
    assert "31 december 2025" in content
    assert "ontvangen op 10 januari 2025" in content


def test_worklist_without_anything_says_so(client):
    client.force_login(contract_manager())
    content = client.get(WORKLIST).content.decode()
    for text in (
        "Er zijn nog geen cijfers berekend.",
        "Het declaratiegedrag is nog niet berekend.",
        "De stand van de IBP's is nog niet berekend.",
        "Alle bestanden van de laatste 90 dagen zijn geladen.",
        "Alles is berekend; er loopt niets.",
        "Er is nog niets aangeleverd.",
    ):
        assert text in content


def test_figures_stand_while_they_are_computed_again(client):
    made = region()
    Computation.objects.filter(pk=made.ibps.pk).update(status="bezig", finished_at=None)
    client.force_login(contract_manager())
    response = client.get(WORKLIST)
    assert response.context["figures"].ibps == made.ibps
    assert "ze worden nu bijgewerkt" in response.content.decode()


def test_user_without_role_sees_nothing_of_the_region(client):
    made = region()
    client.force_login(outsider())
    response = client.get(WORKLIST)
    assert "hebt nog geen rol" in response.content.decode()
    for name in ("provider_signals", "exceeded", "nearly", "unresolved", "recent", "computations"):
        assert list(response.context[name]) == [], name
    assert made.providers[0].name not in response.content.decode()


def test_stranger_is_asked_to_log_in(client):
    response = client.get(WORKLIST)
    assert (response.status_code, response.url) == (302, f"{reverse('admin:login')}?next={WORKLIST}")


def test_only_the_message_manager_may_hand_in_a_file_from_here(client):
    region()
    client.force_login(contract_manager())
    assert "Bestand aanleveren" not in client.get(WORKLIST).content.decode()
    client.force_login(message_manager())
    assert "Bestand aanleveren" in client.get(WORKLIST).content.decode()


def test_signals_stand_in_order_of_the_money_they_are_about():
    made = region(3)
    user = contract_manager()
    Signal.objects.filter(provider=made.providers[1]).update(stake=4_500_000)
    Signal.objects.filter(provider=made.providers[2]).update(stake=None)
    make_signal(made, made.providers[0], indicator="DG07", stake=960_000)
    rows = per_provider(open_signals(user=user, of=None))
    assert [(row.provider.name, row.stake, [one.indicator for one in row.signals]) for row in rows] == [
        ("Zorggroep 1", 4_500_000, ["DG03"]),
        ("Zorggroep 0", 960_000, ["DG07", "DG03"]),
        ("Zorggroep 2", None, ["DG03"]),
    ]


def test_signal_that_lapsed_or_is_settled_is_not_shown():
    made = region(3)
    user = contract_manager()
    Signal.objects.filter(provider=made.providers[0]).update(lapsed_at=timezone.now())
    for provider, verdict in zip(made.providers[1:], (Verdict.EXPLAINED, Verdict.INVESTIGATING), strict=True):
        judge_signal(signal=provider.signals.get(), verdict=verdict, reason="Nagevraagd.", by=user)
    found = open_signals(user=user, of=None)
    assert [(one.provider, one.state) for one in found] == [(made.providers[2], "onderzoek")]


def test_mine_are_the_accounts_of_the_user(client):
    made = region(3)
    user = contract_manager()
    made.providers[1].account_holder = user
    made.providers[1].save()
    client.force_login(user)
    shown = client.get(f"{WORKLIST}?van=mij").context
    assert [row.found.provider for row in shown["provider_signals"]] == [made.providers[1]]
    assert [row.status.ibp.code for row in shown["exceeded"]] == ["IBP-1"]
    assert shown["n_exceeded"] == 1


def test_ibps_stand_most_exceeded_first_and_without_those_that_ended(client):
    region(3)
    IbpStatus.objects.filter(ibp__code="IBP-2").update(overrun=900_000)
    IbpStatus.objects.filter(ibp__code="IBP-1").update(elapsed=1)
    client.force_login(contract_manager())
    shown = client.get(WORKLIST).context
    assert [row.status.ibp.code for row in shown["exceeded"]] == ["IBP-2", "IBP-0"]
    assert (shown["n_exceeded"], shown["n_nearly"]) == (2, 0)


def test_refused_file_leaves_the_list_when_it_was_delivered_again():
    user = message_manager()
    refused = make_delivery("a.csv", status="geweigerd")
    broken_off = make_delivery("b.csv", status="afgebroken")
    make_delivery("proef.csv", status="geweigerd", is_trial=True)
    old = make_delivery("oud.csv", status="geweigerd")
    Delivery.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=91))
    assert list(unresolved_deliveries(user)) == [broken_off, refused]
    make_delivery("a.csv", sha256="1" * 64)
    assert list(unresolved_deliveries(user)) == [broken_off]


def test_looking_at_ibps_on_the_worklist_is_kept(client):
    region()
    user = contract_manager()
    client.force_login(user)
    client.get(WORKLIST)
    assert list(ClientRead.objects.filter(by=user).values_list("subject", "path")) == [
        ("standen van IBP's", WORKLIST)
    ]
