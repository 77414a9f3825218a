"""What another system writes: figures of KPIs and reviews, tried first; and what editions tell."""

from datetime import date

import pytest

from inkoop.api.choices import Scope
from inkoop.base.choices import Role
from inkoop.base.models import MunicipalityUser
from inkoop.reports.models import Publication
from kpis.models import FlowMonth, KpiTask, KpiVersion, Review, ReviewInvitation
from tests.api.cast import ROOT, asking, rows, user_in
from tests.desk.cast import region
from tests.desk.quality import quality
from tests.desk.steering import flow_figures

pytestmark = pytest.mark.django_db

OPEN = "open"


@pytest.fixture
def made(db):
    return quality(region(1))


@pytest.fixture
def manager():
    return asking(user_in(Role.CONTRACT_MANAGER))


def post(client, resource, body):
    return client.post(f"{ROOT}{resource}", body, content_type="application/json")


def test_a_figure_is_tried_then_handed_in_then_refused(made, manager):
    task = KpiTask.objects.get()
    KpiTask.objects.update(state=OPEN, numerator=None, denominator=None, submitted_at=None, submitted_by=None)
    body = {
        "kpi": "K18",
        "agb": task.provider.agb,
        "periode_begin": task.period_from.isoformat(),
        "periode_eind": task.period_to.isoformat(),
        "teller": 8,
        "noemer": 10,
    }
    tried = post(manager, "kpi-opgaven", body | {"proef": True})
    assert (tried.status_code, tried.json()) == (200, {"proef": True, "bewaard": 1})
    assert KpiTask.objects.get().state == OPEN
    kept = post(manager, "kpi-opgaven", body)
    assert (kept.status_code, kept.json()) == (201, {"proef": False, "bewaard": 1})
    task.refresh_from_db()
    assert (task.state, task.numerator, task.denominator, task.submitted_by.username) == (
        "ingediend", 8, 10, "vraagt",
    )  # fmt: skip
    again = post(manager, "kpi-opgaven", body)
    assert again.status_code == 400
    assert "dat kan nu niet meer" in again.json()["errors"]["aanvraag"][0]


def test_what_nobody_asked_for_is_told(made, manager):
    body = {"kpi": "K18", "agb": "99999999", "periode_begin": "2020-01-01", "periode_eind": "2020-12-31"}
    answer = post(manager, "kpi-opgaven", body | {"teller": 1, "noemer": 2})
    assert answer.json()["errors"] == {
        "agb": ["Over deze periode is deze KPI niet aan deze aanbieder gevraagd."]
    }


def test_a_figure_of_the_cbs_has_its_source(made, manager):
    cbs = KpiVersion.objects.filter(kpi__source="cbs").first().kpi.code
    body = {
        "kpi": cbs,
        "periode_begin": "2025-01-01",
        "periode_eind": "2025-12-31",
        "teller": 900,
        "noemer": 9000,
    }
    refused = post(manager, "kpi-opgaven", body)
    assert refused.json()["errors"] == {"aanvraag": ["Zeg uit welke tabel van het CBS het cijfer komt."]}
    assert post(manager, "kpi-opgaven", body | {"toelichting": "Tabel 85098NED"}).status_code == 201
    assert KpiTask.objects.get(provider=None).note == "Tabel 85098NED"


def test_reviews_are_tried_then_kept_then_closed(made, manager):
    invitation = ReviewInvitation.objects.filter(submitted_at=None).first()
    body = {
        "kwartaal": invitation.round.quarter.isoformat(),
        "email": invitation.reviewer.email,
        "oordelen": [{"agb": made.providers[0].agb, "cijfer": 7, "toelichting": "Snel contact."}],
        "indienen": True,
    }
    before = Review.objects.count()
    assert post(manager, "beoordelingen", body | {"proef": True}).status_code == 200
    assert Review.objects.count() == before
    assert post(manager, "beoordelingen", body).status_code == 201
    assert Review.objects.get(invitation=invitation).score == 7
    assert "al ingediend" in post(manager, "beoordelingen", body).json()["errors"]["aanvraag"][0]
    told = {(one["agb"], one["cijfer"]) for one in rows(manager, "beoordelingen")}
    assert (made.providers[0].agb, 7) in told


def test_an_unknown_provider_is_named(made, manager):
    invitation = ReviewInvitation.objects.filter(submitted_at=None).first()
    body = {"kwartaal": invitation.round.quarter.isoformat(), "email": invitation.reviewer.email}
    answer = post(manager, "beoordelingen", body | {"oordelen": [{"agb": "99999999", "cijfer": 7}]})
    assert answer.json()["errors"] == {"oordelen": ["Deze aanbieder is er niet: 99999999."]}


def test_what_is_wrong_inside_a_list_is_named_by_its_place(made, manager):
    body = {"kwartaal": "2025-01-01", "email": "a@b.example", "oordelen": []}
    empty = post(manager, "beoordelingen", body).json()["errors"]
    assert list(empty) == ["oordelen"]
    wrong = body | {"oordelen": [{"agb": "99000000", "cijfer": 7}, {"agb": "99000001", "cijfer": 11}]}
    assert list(post(manager, "beoordelingen", wrong).json()["errors"]) == ["oordelen.1.cijfer"]


@pytest.mark.parametrize("resource", ["kpi-opgaven", "beoordelingen"])
def test_writing_takes_the_scope_and_the_right(resource):
    assert post(asking(user_in(Role.CONTRACT_MANAGER), Scope.READ), resource, {}).status_code == 403
    assert post(asking(user_in(Role.AUDITOR, name="tineke")), resource, {}).status_code == 403


def test_an_edition_tells_what_it_says_and_not_what_it_hides(made, manager):
    by = user_in(name="bo")
    one = Publication.objects.create(
        kind="regio", year=2025, number=1, peildatum=date(2025, 12, 31), by=by, sha256="0" * 64,
        content={"report": {"title": "Rapport"}, "use": [["", 2025, "geheel", "", 3, 999]], "hidden": []},
    )  # fmt: skip
    told = manager.get(f"{ROOT}rapportages/{one.pk}").json()
    assert told["inhoud"] == {"title": "Rapport"}
    assert (told["soort"], told["gemeentecode"], told["nummer"]) == ("regio", None, 1)


def test_few_who_came_or_went_are_not_told_to_a_municipality(made):
    flow_figures(made, 1)
    FlowMonth.objects.update(begin=20, entered=4, left=4, end=20)
    user = user_in(Role.MUNICIPALITY)
    MunicipalityUser.objects.create(user=user, municipality=made.municipality)
    told = rows(asking(user), "stromen")
    assert {(one["sleutel"], one["ingestroomd"], one["beginstand"]) for one in told} == {("0001", None, None)}
    manager = asking(user_in(Role.CONTRACT_MANAGER, name="connie"))
    assert {one["ingestroomd"] for one in rows(manager, "stromen")} == {4}
