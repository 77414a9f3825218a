"""Every address and every action of the admin, asked as every role, against what `docs/rechten.md` says.

The views run without rendering and without middleware, so that the hundreds of them take seconds.
"""

import re

import pytest
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve

from inkoop.base.choices import Role
from inkoop.base.models import User
from tests.desk.cast import region
from tests.rights import matrix

pytestmark = pytest.mark.django_db

ARGUMENT = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
VALUES = {
    "agb": "99000000",
    "slug:kind": "aanbieders",
    "str:kind": "csv",
    "code": "H300",
    "key": "geheim",
    "name": "verlengen",
    "step": "overleg",
    "content_type_id": "0",
}
QUERY = {"masterdata_kind": "?vorm=csv"}
REDIRECTS = {"/admin/login/": 403, "/admin/": 404}
"""The admin sends whom it does not let in to the login page, and asked for what is not there to its start page."""
LOOK_UP_FIRST = {"contract_settle"}
"""Says "not found" before it says "not allowed": what is needed follows from what is asked."""


def address(page):
    path = ARGUMENT.sub(lambda part: _value(page, part["kind"], part["name"]), page.route)
    return "/" + re.sub(r"\^\(\?P<app_label>(\w+).*\)/\$", r"\1/", path) + QUERY.get(page.name, "")


def _value(page, kind, name):
    if name == "object_id" and (one := matrix.admins().get(page.name.rpartition("_")[0])):
        return str(one.model._default_manager.order_by("pk").values_list("pk", flat=True).first() or 1)
    return VALUES.get(f"{kind}:{name}") or VALUES.get(name) or "1"


def person(role, *, is_staff=True):
    user = User.objects.create_user(f"wie-{role}", password="geheim-genoeg", is_staff=is_staff)
    user.groups.set(Group.objects.filter(name=role))
    return user


def ask(user, path, method="GET"):
    """The status; 403 for whom is sent to the login page. What it did is undone."""
    request = RequestFactory().generic(method, path)
    request.user, request.session, request.htmx = user, {}, False
    request._messages = FallbackStorage(request)
    request._dont_enforce_csrf_checks = True
    found = resolve(request.path)
    with transaction.atomic():
        try:
            response = found.func(request, *found.args, **found.kwargs)
        except PermissionDenied:
            status = 403
        except Http404:
            status = 404
        else:
            for close in response._resource_closers:  # close() would end the database connection as well
                close()
            status = REDIRECTS.get(response.headers.get("Location", "").split("?")[0], response.status_code)
        transaction.set_rollback(True)
    return ask(user, path, "POST") if status == 405 and method == "GET" else status


def pages_of_admin():
    pages = [page for page in matrix.pages() if page.route.startswith("admin/")]
    return [
        page
        for page in pages
        if page.name != page.route and page.name not in matrix.FOR_EVERYBODY | matrix.FOR_FIELDS
    ]


def outcomes(user):
    return {page.name: ask(user, address(page)) for page in pages_of_admin()}


def refused(found):
    """The pages that were refused; also those that say that there is nothing before they ask who looks."""
    looked = {name for name in found if name.endswith("_history") or name in LOOK_UP_FIRST}
    return {name for name, status in found.items() if status == 403 or (status == 404 and name in looked)}


@pytest.mark.parametrize("role", matrix.STAFF)
def test_every_page_opens_for_the_roles_that_may_and_for_no_other(role):
    region()
    found = outcomes(person(role))
    may_not = {page.name for page in pages_of_admin() if not matrix.may_open(role, page)}
    assert may_not - refused(found) == set()
    assert {name for name, status in found.items() if status == 403} - may_not == set()
    assert {name: status for name, status in found.items() if status >= 500} == {}


@pytest.mark.parametrize("role", [role for role in Role if role not in matrix.STAFF])
def test_the_admin_is_closed_to_who_is_no_staff_whatever_the_role(role):
    assert set(outcomes(person(role, is_staff=False)).values()) == {403}


def test_the_admin_is_closed_to_who_is_not_signed_in():
    assert set(outcomes(AnonymousUser()).values()) == {403}


def test_staff_without_a_role_gets_no_further_than_the_frame():
    region()
    found = outcomes(person("niemand"))
    assert set(found) - refused(found) == matrix.FOR_STAFF


@pytest.mark.parametrize("role", matrix.STAFF)
def test_each_role_is_offered_the_actions_that_it_may_do(role):
    request = RequestFactory().get("/")
    request.user = person(role)
    offered = {
        model._meta.label_lower: sorted(one.get_actions(request))
        for model, one in admin.site._registry.items()
        if isinstance(one, ModelAdmin) and one.has_view_or_change_permission(request)
    }
    assert offered == matrix.actions(role)


@pytest.mark.parametrize("role", list(Role))
def test_a_group_has_exactly_the_rights_of_its_role(role):
    given = {
        f"{one.content_type.app_label}.{one.codename}"
        for one in Group.objects.get(name=role).permissions.select_related("content_type")
    }
    assert given == matrix.rights_of(role)


def test_an_auditor_changes_nothing():
    verbs = {right.split(".")[1].split("_")[0] for right in matrix.rights_of(Role.AUDITOR)}
    assert verbs == {"view", "see"}
