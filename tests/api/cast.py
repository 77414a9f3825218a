"""Keys for each role, a client that speaks with one, and rows of what the API tells besides contracts."""

from datetime import date, timedelta

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from inkoop.api.choices import Scope
from inkoop.api.services import make_token
from inkoop.base.models import User
from inkoop.reports.models import Publication
from kpis.models import Agreement, Meeting, Review, Signal
from tests.desk.quality import quality
from tests.desk.steering import change_figures, flow_figures, forecast_figures

ROOT = "/api/v1/"


def user_in(*roles, name="vraagt"):
    user, _ = User.objects.get_or_create(username=name)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def key_of(user, *scopes):
    by, _ = User.objects.get_or_create(username="bo")
    today = timezone.localdate()
    _token, key = make_token(
        user=user, name="proef", scopes=scopes or list(Scope), expires_on=today + timedelta(days=7), by=by
    )
    return key


def asking(user, *scopes):
    return Client(headers={"Authorization": f"Bearer {key_of(user, *scopes)}"})


def rows(client, resource, **query):
    """All rows of all pages."""
    answer = client.get(f"{ROOT}{resource}", query)
    assert answer.status_code == 200, answer.content
    found = answer.json()["resultaten"]
    while following := answer.json()["volgende"]:
        answer = client.get(following)
        found += answer.json()["resultaten"]
    return found


def to_steer_by(made, number):
    """As many rows as asked of KPIs, reviews, talks, figures to steer by and editions."""
    by = user_in(name="bo")
    quality(made, number)
    Signal.objects.update(lapsed_at=None)  # the KPIs were computed without what they came from
    for one in made.round.invitations.all():
        one.submitted_at = one.submitted_at or timezone.now()
        one.save()
    for figures in (change_figures, flow_figures, forecast_figures):
        figures(made, number)
    for place, provider in enumerate(made.providers[:number]):
        day = date(2025, 1, 1 + place)
        Meeting.objects.create(provider=provider, first_planned_on=day, planned_on=day, holder=by)
        Agreement.objects.create(
            provider=provider, measure="Sneller declareren.", owner=by, provider_owner="Directeur",
            agreed_on=day, due_on=day, test_on=day,
        )  # fmt: skip
        Publication.objects.create(
            kind="regio", year=2025, number=place + 1, peildatum=day, by=by, sha256="0" * 64,
            content={"report": {"title": "Rapport"}, "use": [["", 2025, "geheel", "", 3, 999]], "hidden": []},
        )  # fmt: skip
    return Review.objects.count()
