"""Who may read which report, and what the pages do."""

from datetime import date

import pytest
from django.urls import reverse

from inkoop.base.choices import Role
from inkoop.base.models import Municipality
from inkoop.reports.models import BoardDecision, Publication, Subscription
from inkoop.reports.services.publishing import publish
from tests.kpis.cast import PEILDATUM
from tests.reports import cast

pytestmark = pytest.mark.django_db

FILES = ("pdf", "xlsx", "csv")


def answers(client, user, *addresses):
    client.force_login(user)
    return [client.get(address).status_code for address in addresses]


def test_a_municipality_reads_its_own_report_and_nothing_else(region, client):
    user = cast.officer("0501")
    assert answers(client, user, "/rapportages/", "/rapportages/0501/", "/rapportages/0501.xlsx") == [200] * 3
    assert (
        answers(client, user, "/rapportages/0502/", "/rapportages/regio/", "/rapportages/0502.pdf")
        == [404] * 3
    )
    assert answers(client, user, "/rapportages/besluiten/", "/rapportages/verrekening/") == [403] * 2


def test_editions_of_others_do_not_exist(region, client):
    by = cast.manager()
    own, other = (
        publish(municipality=Municipality.objects.get(code=code), peildatum=PEILDATUM, note="", by=by)
        for code in ("0501", "0502")
    )
    whole = publish(municipality=None, peildatum=PEILDATUM, note="", by=by)
    user = cast.officer("0501")
    addresses = [reverse("reports:edition", args=[one.pk]) for one in (own, other, whole)]
    assert answers(client, user, *addresses) == [200, 404, 404]
    files = [
        reverse("reports:edition_file", args=[one.pk, form]) + "?deel=producten"
        for one in (own, other, whole)
        for form in FILES
    ]
    assert answers(client, user, *files) == [200] * 3 + [404] * 6
    assert other.get_kind_display() in client.get("/rapportages/").content.decode()
    assert "Plaats 0502" not in client.get("/rapportages/").content.decode()


@pytest.mark.parametrize("role", [Role.BOARD, Role.CONTRACT_MANAGER, Role.AUDITOR])
def test_who_sees_the_region_reads_every_report(region, client, role):
    user = cast.person("lezer", role)
    found = answers(
        client, user, "/rapportages/regio/", "/rapportages/0503/", "/rapportages/besluiten/",
        "/rapportages/verrekening/?sleutel=clienten",
    )  # fmt: skip
    assert found == [200] * 4


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.TEAM])
def test_who_has_no_report_is_refused(region, client, role):
    assert answers(client, cast.person("ander", role), "/rapportages/", "/rapportages/0501/") == [403] * 2


def test_strangers_are_asked_to_sign_in(region, client):
    assert client.get("/rapportages/regio/").status_code == 302


def test_only_who_may_publish_publishes(region, client):
    client.force_login(cast.officer("0501"))
    given = {"peildatum": PEILDATUM.isoformat()}
    assert client.post("/rapportages/0501/vaststellen/", given).status_code == 403
    client.force_login(cast.manager())
    answer = client.post("/rapportages/0501/vaststellen/", given | {"note": "eerste"}, follow=True)
    assert answer.status_code == 200
    made = Publication.objects.get()
    assert (made.number, made.note, made.peildatum) == (1, "eerste", PEILDATUM)
    assert made.sha256 in answer.content.decode()


def test_hidden_figures_say_so_on_the_page(region, client):
    client.force_login(cast.officer("0501"))
    page = client.get("/rapportages/0501/").content.decode()
    assert "afgeschermd" in page
    assert "Afgeschermd in 2025: 2 rijen" in page


def test_two_peildata_stand_beside_each_other(region, client):
    cast.compute(date(2025, 3, 31))
    client.force_login(cast.manager())
    page = client.get("/rapportages/regio/?vergelijk=2025-03-31").content.decode()
    assert "Naar de stand van 31 maart 2025" in page
    assert "Verschil" in page


def test_in_a_meeting_one_subject_is_on_the_screen(region, client):
    client.force_login(cast.manager())
    page = client.get("/rapportages/regio/?weergave=vergadering&deel=producten").content.decode()
    assert '<h2 id="kop-deel">Gebruik per product</h2>' in page
    assert "Wie verwees</h2>" not in page


def test_a_mail_is_asked_for_and_stopped_again(region, client):
    user = cast.officer("0501")
    client.force_login(user)
    client.post("/rapportages/0501/abonnement/", {"every": "2"})
    assert Subscription.objects.get(user=user, municipality__code="0501").every == 2
    assert '<option value="2" selected>' in client.get("/rapportages/").content.decode()
    client.post("/rapportages/0501/abonnement/", {"every": "nooit"})
    assert Subscription.objects.count() == 0
    assert client.post("/rapportages/0502/abonnement/", {"every": "1"}).status_code == 404


def test_a_decision_is_asked_taken_and_ended(region, client):
    client.force_login(cast.manager())
    asked = {
        "wat": "vragen",
        "subject": "Verblijf",
        "decision": "Onderzoek de duur.",
        "owner": "Serviceorganisatie",
        "due_on": "2025-09-01",
    }
    client.post("/rapportages/besluiten/", asked)
    made = BoardDecision.objects.get()
    assert (made.state, made.decided_on) == ("gevraagd", None)
    assert "Onderzoek de duur." in client.get("/rapportages/regio/").content.decode()
    address = reverse("reports:settle_decision", args=[made.pk])
    taken = {**asked, "decision": "Onderzoek duur en uitstroom.", "decided_on": "2025-10-01"}
    assert "ligt voor het besluit" in client.post(address, taken).content.decode()
    client.post(address, taken | {"decided_on": "2025-06-01"})
    made.refresh_from_db()
    assert (made.state, made.decided_on, made.decision) == (
        "open", date(2025, 6, 1), "Onderzoek duur en uitstroom.",
    )  # fmt: skip
    assert client.post(address, {"state": "uitgevoerd", "outcome": ""}).status_code == 200
    client.post(address, {"state": "uitgevoerd", "outcome": "Besproken."})
    made.refresh_from_db()
    assert (made.state, made.outcome) == ("uitgevoerd", "Besproken.")


def test_a_decision_that_was_not_asked_is_put_on_the_list(region, client):
    client.force_login(cast.manager())
    given = {
        "wat": "besluit",
        "decided_on": "2025-06-01",
        "subject": "Verblijf",
        "decision": "Onderzoek de duur.",
        "owner": "Serviceorganisatie",
        "due_on": "2025-05-01",
    }
    assert "ligt voor het besluit" in client.post("/rapportages/besluiten/", given).content.decode()
    client.post("/rapportages/besluiten/", given | {"due_on": "2025-09-01"})
    assert BoardDecision.objects.get().state == "open"


def test_who_reads_only_does_not_decide(region, client):
    client.force_login(cast.person("bestuurder", Role.BOARD))
    assert client.post("/rapportages/besluiten/", {"wat": "vragen"}).status_code == 403
    assert "Leg een besluit voor" not in client.get("/rapportages/besluiten/").content.decode()


def test_nothing_computed_is_a_sentence(db, client):
    client.force_login(cast.manager())
    page = client.get("/rapportages/regio/")
    assert page.status_code == 200
    assert "Er zijn nog geen cijfers berekend" in page.content.decode()
