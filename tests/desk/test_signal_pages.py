"""The pages of signals: a list by money, and one page that explains, takes a reply and is judged."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from kpis.models import Signal, SignalSighting
from tests.desk.cast import PEILDATUM, WINDOW, auditor, contract_manager, make_signal, outsider, region

pytestmark = pytest.mark.django_db

LIST = reverse("admin:signals_page")


def page_of(signal):
    return reverse("admin:signal_page", args=[signal.pk])


def shown(response):
    return [(row["signal"].provider.name, row["signal"].cause) for row in response.context["rows"]]


def post(client, signal, name, **values):
    data = {"actie": name, **{f"{name}-{key}": value for key, value in values.items()}}
    return client.post(page_of(signal), data, follow=True)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_as_many_queries_for_three_signals_as_for_one(client, django_assert_num_queries, rows):
    region(rows)
    client.force_login(contract_manager())
    client.get(LIST)
    with django_assert_num_queries(10):
        response = client.get(LIST)
    assert len(response.context["rows"]) == rows


def test_list_is_narrowed_by_state_indicator_name_and_account(client):
    made = region(3)
    user = contract_manager()
    client.force_login(user)
    make_signal(made, made.providers[0], indicator="DG07", stake=5_000_000)
    settled, lapsed = (made.providers[place].signals.get() for place in (1, 2))
    post(client, settled, "oordeel", verdict="geen_actie", reason="Eenmalig.")
    Signal.objects.filter(pk=lapsed.pk).update(lapsed_at=timezone.now())
    made.providers[0].account_holder = user
    made.providers[0].save()
    first = [("Zorggroep 0", "DG07"), ("Zorggroep 0", "DG03")]
    assert shown(client.get(LIST)) == first
    assert shown(client.get(f"{LIST}?indicator=DG07")) == first[:1]
    assert shown(client.get(f"{LIST}?stand=afgehandeld")) == [("Zorggroep 1", "DG03")]
    assert shown(client.get(f"{LIST}?stand=vervallen")) == [("Zorggroep 2", "DG03")]
    assert len(shown(client.get(f"{LIST}?stand=alle"))) == 4
    assert shown(client.get(f"{LIST}?stand=alle&naam=groep+1")) == [("Zorggroep 1", "DG03")]
    assert shown(client.get(f"{LIST}?stand=alle&van=mij")) == first
    assert shown(client.get(f"{LIST}?stand=onzin&indicator=DG99&p=9")) == first
    assert "Geen signaal voldoet hieraan" in client.get(f"{LIST}?naam=niemand").content.decode()


def test_page_explains_where_a_signal_stands_on(client):
    made = region()
    signal = made.providers[0].signals.get()
    Signal.objects.update(companions=["DG04"], numerator=1_200_000, denominator=1)
    client.force_login(contract_manager())
    content = client.get(page_of(signal)).content.decode()
    for text in (
        "Kosten per cliënt van Zorggroep 0 zijn veel hoger.",
        "segment overig, categorie 45: 12 aanbieders",
        "oktober 2024 t/m september 2025, alle rijp",
        "wijkt af van vergelijkbare aanbieders, versie 1",
        "€\xa012.000,00 / 1",
        "€\xa06.000",
        "Verzilvering: 80,0%",
    ):
        assert text in content, text


def test_history_of_two_peildata_is_drawn_and_listed(client):
    made = region()
    signal = made.providers[0].signals.get()
    for place, (value, stands) in enumerate(((None, False), (9_000, True), (12_000, True)), start=9):
        figures = {"value": value, "median_peers": 600, "robust_z": 4, "n_peers": 12} if stands else {}
        SignalSighting.objects.create(
            signal=signal,
            peildatum=PEILDATUM.replace(month=place, day=30),
            stands=stands,
            indicator="DG03",
            window_from=WINDOW[0],
            window_to=WINDOW[1],
            rule_version=1,
            threshold=Decimal("3.5"),
            **figures,
        )
    client.force_login(contract_manager())
    response = client.get(page_of(signal))
    assert [(row["one"].peildatum.month, row["value"]) for row in response.context["history"]] == [
        (11, "€\xa0120,00"),
        (10, "€\xa090,00"),
        (9, "n.v.t."),
    ]
    assert response.context["chart"].description.startswith(
        "Van €\xa090,00 per 30 oktober 2025 naar €\xa0120,00"
    )


def test_reply_with_attachment_and_verdict_stand_on_the_page_and_the_file_comes_back(client):
    made = region()
    signal = made.providers[0].signals.get()
    client.force_login(contract_manager())
    sent = SimpleUploadedFile("uitleg.pdf", b"%PDF-1.7")
    post(client, signal, "uitleg", channel="mail", text="Alleen crisis.", attachment=sent)
    response = post(client, signal, "oordeel", verdict="verklaard", reason="Klopt.")
    assert [(row.verdict_name, row.text) for row, _ in response.context["said"]] == [
        ("verklaard", "Klopt."),
        ("", "Alleen crisis."),
    ]
    reply = signal.replies.get()
    file = client.get(reverse("admin:signal_attachment", args=[signal.pk, reply.pk]))
    assert b"".join(file.streaming_content) == b"%PDF-1.7"
    assert file["Content-Disposition"] == 'attachment; filename="uitleg.pdf"'
    assert client.get(reverse("admin:signal_attachment", args=[signal.pk, 0])).status_code == 404


def test_verdict_without_reason_and_bsn_in_a_reply_are_refused_with_a_sentence(client):
    made = region()
    signal = made.providers[0].signals.get()
    client.force_login(contract_manager())
    judging = post(client, signal, "oordeel", verdict="verklaard").context["actions"][0]
    assert (set(judging.form.errors), judging.is_open) == ({"reason"}, True)
    content = post(client, signal, "uitleg", channel="mail", text="999900006").content.decode()
    assert "lijkt een burgerservicenummer te staan" in content
    assert signal.replies.count() == signal.judgements.count() == 0


def test_auditor_reads_along_and_outsider_sees_nothing(client):
    made = region()
    signal = made.providers[0].signals.get()
    client.force_login(auditor())
    assert client.get(page_of(signal)).context["actions"] == []
    post(client, signal, "oordeel", verdict="verklaard", reason="Klopt.")
    assert signal.judgements.count() == 0
    client.force_login(outsider())
    assert [client.get(url).status_code for url in (LIST, page_of(signal))] == [403, 403]
