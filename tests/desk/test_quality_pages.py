"""The pages of KPIs, reviews, satisfaction and policy goals, and the form behind a personal link."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contracts.models import AllocationVersion
from inkoop.desk.roles import CONTRACT_MANAGER
from kpis.models import (
    KpiVersion,
    PolicyGoal,
    PolicyValue,
    Review,
    Reviewer,
    ReviewIncident,
    ReviewRound,
)
from kpis.services.kpi_versions import draft_version
from providers.models import SurveyResult
from tests.desk.cast import auditor, contract_manager, outsider, person, region
from tests.desk.quality import path_of, quality

pytestmark = pytest.mark.django_db

KPIS, ROUNDS = reverse("admin:kpis_page"), reverse("admin:review_rounds")
SATISFACTION, POLICY = reverse("admin:satisfaction_page"), reverse("admin:policy_page")
KPI = reverse("admin:kpi_page", args=["K10"])
VERSION = reverse("admin:kpi_version", args=["K10", 2])


@pytest.fixture
def made():
    return quality(region())


@pytest.fixture
def manager(client, made):
    made.manager = contract_manager()
    client.force_login(made.manager)
    return client


def post(client, path, name, **values):
    data = {"actie": name, **{f"{name}-{key}": value for key, value in values.items()}}
    return client.post(path, data, follow=True)


def drafted(made, **changes):
    first = KpiVersion.objects.get(kpi__code="K10")
    kept = ("measure", "formula", "direction", "target", "green", "red", "minimum_n", "rhythm", "levels")
    values = {name: getattr(first, name) for name in kept} | changes
    return draft_version(
        kpi=first.kpi, by=made.manager, valid_from=timezone.localdate(), reason="Strenger.", **values
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_as_many_queries_for_three_rows_as_for_one(client, rows):
    made = quality(region(rows), rows)
    PolicyGoal.objects.update(indicator="uitgaven")
    client.force_login(contract_manager())
    pages = {
        "kpis": KPIS,
        "kpi": KPI,
        "version": reverse("admin:kpi_version", args=["K10", 1]),
        "rounds": ROUNDS,
        "round": reverse("admin:review_round", args=[made.round.pk]),
        "satisfaction": SATISFACTION,
        "policy": POLICY,
        "goal": reverse("admin:policy_goal", args=[made.goal.pk]),
        "form": path_of(made.invitations[0]),
        "tasks": reverse("admin:kpis_kpitask_changelist"),
        "reviewers": reverse("admin:kpis_reviewer_changelist"),
    }
    found = {name: queries_of(client, path) for name, path in pages.items()}
    assert found == {
        "kpis": 10,
        "kpi": 11,
        "version": 38,
        "rounds": 6,
        "round": 10,
        "satisfaction": 6,
        "policy": 11,
        "goal": 8,
        "form": 5,
        "tasks": 7,
        "reviewers": 7,
    }


def queries_of(client, path):
    """How many; asked twice, for what is looked up once and kept."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_list_of_kpis_shows_the_region_and_counts_who_is_outside_the_norm(manager, made):
    line = next(one for one in manager.get(KPIS).context["lines"] if one.version.kpi.code == "K10")
    assert (line.region.row.n, line.red) == (1, line.region.row.colour == "rood")
    shown = manager.get(KPI).context
    assert [(one.name, one.row.level) for one in shown["values"]] == [("Zorggroep 0", "aanbieder")]
    assert [row.level for row in shown["trend"]] == ["regio"]
    by_contract = manager.get(f"{KPI}?niveau=contract").context["values"]
    assert [one.row.key for one in by_contract] == ["C0"]
    assert manager.get(f"{KPI}?niveau=onzin").context["level"] == "aanbieder"


def test_a_version_is_tried_checked_by_another_and_switched_on_after_a_second_yes(manager, made, client):
    drafted(made, red=Decimal("0.999"), green=Decimal("0.9995"), target=Decimal(1))
    tried = manager.get(VERSION).context
    assert (tried["region"].n, [(one.name, one.now, one.then) for one in tried["changed"]]) == (
        1,
        [("Zorggroep 0", "let op", "buiten de norm")],
    )
    assert "een ander controleert haar" in post(manager, VERSION, "controle", sure="on").content.decode()
    client.force_login(person("carla", CONTRACT_MANAGER))
    post(client, VERSION, "controle", sure="on")
    assert KpiVersion.objects.get(number=2).state == "gecontroleerd"
    post(client, VERSION, "gebruik")
    assert KpiVersion.objects.get(number=2).state == "gecontroleerd"
    post(client, VERSION, "gebruik", sure="on")
    assert KpiVersion.objects.get(number=2).state == "in gebruik"
    post(client, VERSION, "intrekken", reason="Te streng.")
    assert KpiVersion.objects.get(number=2).state == "ingetrokken"


def test_a_new_version_is_drafted_on_the_page_of_its_kpi(manager):
    form = manager.get(KPI).context["actions"][0].form
    values = {name: form[name].value() for name in form.fields}
    values = {name: "" if value is None else value for name, value in values.items()}
    post(
        manager,
        KPI,
        "versie",
        **values | {"reason": "Scherper.", "valid_from": "2027-01-01", "minimum_n": 25},
    )
    made = KpiVersion.objects.get(kpi__code="K10", number=2)
    assert (made.state, made.minimum_n, made.reason) == ("concept", 25, "Scherper.")


def test_a_round_is_opened_and_its_links_are_mailed_and_renewed(manager, made):
    post(manager, ROUNDS, "ronde", quarter="2022-02-01")
    assert ReviewRound.objects.count() == 1
    post(manager, ROUNDS, "ronde", quarter="2022-01-01")
    opened = ReviewRound.objects.get(quarter="2022-01-01")
    page = reverse("admin:review_round", args=[opened.pk])
    assert "2 uitnodigingen zijn verstuurd." in post(manager, page, "versturen", sure="on").content.decode()
    invitation = opened.invitations.first()
    old = path_of(invitation)
    manager.post(page, {"uitnodiging": invitation.pk})
    invitation.refresh_from_db()
    assert (len(mail.outbox), manager.get(old).status_code) == (3, 410)
    assert path_of(invitation) in mail.outbox[-1].body


def test_a_jeugdprofessional_saves_resumes_and_submits_once_without_an_account(client, made):
    path, one = path_of(made.invitations[0]), made.providers[0].pk
    assert b"Zorggroep 0" in client.get(path).content
    client.post(path, {f"cijfer-{one}": "7", f"tekst-{one}": "Fijn."})
    content = client.get(path).content.decode()
    assert 'value="7"' in content
    assert "Fijn." in content
    client.post(path, {f"cijfer-{one}": "8", "indienen": "1"})
    assert "Dank u wel" in client.get(path).content.decode()
    client.post(path, {f"cijfer-{one}": "1", "indienen": "1"})
    assert Review.objects.get(invitation=made.invitations[0]).score == 8


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"cijfer": "goed"}, "Vul bij Zorggroep 0 een heel cijfer"),
        ({"cijfer": "11"}, "van 1 tot en met 10"),
        ({"cijfer": "6", "tekst": "999900006"}, "negen cijfers"),
        ({"cijfer": "6", "bijzonder": "Verviel."}, "Kies bij welke aanbieder"),
        ({"indienen": "1"}, "ten minste één aanbieder"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client, made, sent, said):
    one = made.providers[0].pk
    data = {f"{key}-{one}" if key in {"cijfer", "tekst"} else key: value for key, value in sent.items()}
    assert said in client.post(path_of(made.invitations[0]), data).content.decode()
    assert (
        Review.objects.filter(invitation=made.invitations[0]).count(),
        ReviewIncident.objects.count(),
    ) == (0, 1)


def test_a_form_shows_and_takes_only_providers_at_work_in_the_own_municipality(client):
    made = quality(region(2))
    elsewhere = made.providers[1]
    AllocationVersion.objects.filter(provider=elsewhere).update(provider=made.providers[0])
    path = path_of(made.invitations[0])
    content = client.get(path).content.decode()
    assert ("Zorggroep 0" in content, "Zorggroep 1" in content) == (True, False)
    client.post(path, {f"cijfer-{elsewhere.pk}": "1"})
    assert Review.objects.filter(provider=elsewhere).count() == 0


def test_an_incident_told_in_the_form_is_settled_by_the_contract_manager(manager, made):
    data = {"cijfer-1": "", "bijzonder": "Verviel.", "over": made.providers[0].pk}
    manager.post(path_of(made.invitations[0]), data)
    incident = ReviewIncident.objects.get(text="Verviel.")
    page = reverse("admin:review_incident", args=[incident.pk])
    post(manager, page, "afhandelen", outcome="Besproken in het gesprek.")
    incident.refresh_from_db()
    assert incident.outcome == "Besproken in het gesprek."
    assert [one.text for one in manager.get(ROUNDS).context["incidents"]] == [made.incident.text]


def test_satisfaction_stands_with_its_response(manager, made):
    rows = manager.get(f"{SATISFACTION}?aanbieder=99000000").context["rows"]
    assert [(one.response, one.grade, one.without_help) for one in rows] == [
        (Decimal("0.25"), Decimal(8), Decimal("0.7"))
    ]
    assert SurveyResult.objects.count() == 2


def test_goals_and_measures_are_kept_on_their_pages(manager, made):
    add = {kind: reverse("admin:policy_add", args=[kind]) for kind in ("gebied", "doel", "maatregel")}
    manager.post(add["gebied"], {"name": "Verblijf", "ist": "Vol.", "soll": "Ruim."})
    goal = {
        "area": made.goal.area_id,
        "number": 2,
        "text": "Minder verblijf",
        "scale": "regionaal",
        "indicator": "uitgaven",
        "indicator_text": "Gedeclareerd.",
        "categories": "43 44",
        "reference_year": 2025,
        "target_year": 2025,
    }
    content = manager.post(add["doel"], goal).content.decode()
    assert "een van de twee" in content
    assert "Het doeljaar ligt na het referentiejaar." in content
    manager.post(add["doel"], goal | {"target_year": 2027, "change": "-0.2"})
    kept = PolicyGoal.objects.get(number=2)
    assert (kept.categories, kept.unit, kept.change) == (["43", "44"], "eurocent", Decimal("-0.2"))
    measure = {"area": kept.area_id, "goals": [kept.pk], "name": "Meer gezinshuizen", "scale": "regionaal"}
    manager.post(add["maatregel"], measure | {"status": "loopt", "cents": "1.000,50"})
    assert [(one.name, one.cents, one.spent) for one in kept.measures.all()] == [
        ("Meer gezinshuizen", 100_050, 0)
    ]
    page = reverse("admin:policy_goal", args=[made.goal.pk])
    post(manager, page, "waarde", year=2026, value=41, source="opgave")
    assert PolicyValue.objects.get(year=2026).by == made.manager
    assert [one.standing for one in manager.get(page).context["found"].years] == ["nvt", "achter", "gehaald"]
    assert manager.get(reverse("admin:policy_add", args=["onzin"])).status_code == 404


def test_an_auditor_looks_and_changes_nothing_and_an_outsider_sees_nothing(client, made):
    pages = [KPIS, KPI, ROUNDS, SATISFACTION, POLICY]
    pages += [
        reverse("admin:review_round", args=[made.round.pk]),
        reverse("admin:review_incident", args=[made.incident.pk]),
    ]
    client.force_login(auditor())
    assert [client.get(page).status_code for page in pages] == [200] * 7
    assert [
        client.get(page).context.get("actions") for page in pages if page not in {SATISFACTION, POLICY}
    ] == [[]] * 5
    assert client.post(pages[5], {"uitnodiging": made.invitations[0].pk}).status_code == 403
    assert client.get(reverse("admin:policy_add", args=["doel"])).status_code == 403
    client.force_login(outsider())
    assert [client.get(page).status_code for page in pages] == [403] * 7


def test_a_jeugdprofessional_with_an_account_finds_the_form_without_the_link(client, made):
    invitation = made.invitations[0]
    own = reverse("own_review")
    assert client.get(own).status_code == 302
    professional = person("jp")
    client.force_login(professional)
    assert "hoort niet bij een jeugdprofessional" in client.get(own).content.decode()
    Reviewer.objects.filter(pk=invitation.reviewer_id).update(user=professional)
    client.post(own, {f"cijfer-{made.providers[0].pk}": "9", "indienen": "1"})
    assert Review.objects.get(invitation=invitation).score == 9
    assert "Dank u wel" in client.get(own).content.decode()
    ReviewRound.objects.update(closes_on=timezone.localdate() - timedelta(days=1), opens_on=date(2020, 1, 1))
    closed = client.get(own)
    assert (closed.status_code, "geen beoordelingsronde" in closed.content.decode()) == (404, True)


def test_a_long_form_can_be_searched_and_loses_nothing(client, monkeypatch):
    monkeypatch.setattr("inkoop.desk.views.kpis.reviews.LONG", 2)
    made = quality(region(3), 1)
    path, (one, two, three) = path_of(made.invitations[0]), made.providers
    client.post(path, {f"cijfer-{one.pk}": "7", f"cijfer-{two.pk}": "6"})
    found = client.post(
        path, {f"cijfer-{one.pk}": "8", f"cijfer-{two.pk}": "6", "zoek": "groep 2", "zoeken": "1"}
    )
    assert found.headers["Location"] == f"{path}?zoek=groep+2"
    shown = client.get(found.headers["Location"]).content.decode()
    assert (f"cijfer-{three.pk}" in shown, f"cijfer-{one.pk}" in shown) == (True, False)
    assert "1 van 3 aanbieders" in shown
    client.post(path, {f"cijfer-{three.pk}": "5", "gezocht": "groep 2", "indienen": "1"})
    scores = Review.objects.filter(invitation=made.invitations[0]).order_by("provider__agb")
    assert list(scores.values_list("score", flat=True)) == [8, 6, 5]
    assert made.invitations[0].reviews.count() == 3


def test_a_search_that_finds_nobody_says_so(client, made):
    shown = client.get(path_of(made.invitations[0]), {"zoek": "bestaat niet"}).content.decode()
    assert "Geen aanbieder heeft een naam met ‘bestaat niet’." in shown
