"""The description of the API keeps the national rules, and the API keeps to its description."""

import re

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from inkoop.api.urls import RESOURCES
from inkoop.base.choices import Role
from tests.api.cast import ROOT, key_of, user_in
from tests.desk.cast import region

pytestmark = pytest.mark.django_db

NOT_CHECKED = [positive_data_acceptance, negative_data_rejection]
"""An AGB code that is nobody's is well written and not found; a question whose only fault is that it lacks the key
gets the key here. What is refused, and how that is said, is in the tests of the resources.
"""
METHODS = {"get", "post", "put", "patch", "delete"}
KEBAB = re.compile(r"^(/([a-z][a-z0-9-]*|[a-z][a-z0-9-]*\.json|\{[a-z]+\}))+$")
CAMEL = re.compile(r"^[a-z][a-zA-Z0-9]*$")


@pytest.fixture(scope="module")
def described():
    return Client().get(f"{ROOT}openapi.json").json()


def operations(described):
    for path, found in described["paths"].items():
        for method, operation in found.items():
            if method in METHODS:
                yield path, method, operation


def test_every_resource_is_described(described):
    assert described["openapi"] == "3.1.0"
    assert {path.split("/")[1] for path in described["paths"]} == set(RESOURCES)


def test_version_server_and_contact_are_told(described):
    info = described["info"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", info["version"])
    assert set(info["contact"]) == {"name", "email", "url"}
    assert [server["url"] for server in described["servers"]] == ["http://localhost:8000/api/v1"]


def test_paths_are_in_kebab_case_without_slash_at_the_end(described):
    assert [path for path in described["paths"] if not KEBAB.match(path) or path.endswith("/")] == []


def test_names_in_the_address_are_in_camel_case(described):
    names = {one["name"] for _, _, found in operations(described) for one in found.get("parameters", ())}
    assert [name for name in names if not CAMEL.match(name)] == []


def test_every_answer_tells_the_version(described):
    silent = [
        (path, code)
        for path, _, found in operations(described)
        for code, answer in found["responses"].items()
        if "API-Version" not in answer["headers"]
    ]
    assert silent == []


def test_every_fault_is_a_problem(described):
    for path, _, found in operations(described):
        faults = {code: answer for code, answer in found["responses"].items() if code[0] == "4"}
        assert {"400", "401", "403", "404", "406", "429"} <= set(faults), path
        for answer in faults.values():
            assert answer["content"] == {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Probleem"}}
            }


def test_days_are_days(described):
    for name, schema in described["components"]["schemas"].items():
        for field, kind in schema.get("properties", {}).items():
            if field.endswith(("datum", "dagtekening")) or field in {"begin", "eind", "ontvangen_op"}:
                assert kind["format"] == "date", (name, field)


def test_everything_is_told_in_dutch_and_asks_for_a_key(described):
    for path, _, found in operations(described):
        assert found["description"], path
        assert found["security"] == [{"sleutel": []}], path


def test_an_address_that_is_not_there_is_a_problem_too(client):
    answer = client.get(f"{ROOT}nergens")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["detail"] == "Dit bestaat niet, of u mag het niet zien."


@pytest.fixture
def key():
    """The end of a request would end the connection that holds the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    region(2)
    yield key_of(user_in(Role.ADMINISTRATOR))
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def api(key):
    return schemathesis.openapi.from_wsgi(f"{ROOT}openapi.json", get_wsgi_application())


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_the_api_keeps_to_its_description(api, key, mode):
    asked = [keep_asking(found.ok(), key, mode) for found in api.get_all_operations()]
    assert len(asked) == len(list(operations(api.raw_schema)))
    assert sum(asked) >= len(asked)


def keep_asking(operation, key, mode):
    """Asks what the description allows (or, made up, does not); returns how often."""
    statuses = []

    @settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        answer = case.call_and_validate(
            headers={"Authorization": f"Bearer {key}"}, excluded_checks=NOT_CHECKED
        )
        statuses.append(answer.status_code)

    ask()
    return len(statuses)
