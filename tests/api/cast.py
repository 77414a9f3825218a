"""Keys for each role, and a client that speaks with one."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from inkoop.api.choices import Scope
from inkoop.api.services import make_token
from inkoop.base.models import User

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
