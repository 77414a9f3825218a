"""Who may ask: keys, their scopes and terms, the organisation's own login, and every resource as every role."""

import json
from datetime import timedelta
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from threading import Thread

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from inkoop.api.choices import Scope
from inkoop.api.models import ApiToken
from inkoop.api.services import make_token, revoke_tokens
from inkoop.api.urls import RESOURCES
from inkoop.base.choices import Role
from inkoop.base.models import User
from inkoop.desk.roles import rights_of
from tests.api.cast import ROOT, asking, key_of, user_in
from tests.desk.cast import person

pytestmark = pytest.mark.django_db


def status(key, resource="aanbieders"):
    return Client(headers={"Authorization": f"Bearer {key}"}).get(f"{ROOT}{resource}").status_code


def test_without_a_key_nothing_is_shown():
    for name in RESOURCES:
        answer = Client().get(f"{ROOT}{name}")
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="inkoop"')
        assert answer.json()["title"] == "Niet aangemeld"


def test_a_session_of_the_pages_is_no_key(client):
    client.force_login(person("bo", superuser=True))
    assert client.get(f"{ROOT}aanbieders").status_code == 401


def test_the_key_itself_is_not_kept():
    key = key_of(user_in(Role.CONTRACT_MANAGER))
    token = ApiToken.objects.get()
    assert key.startswith("inkoop_")
    assert key not in str(vars(token))
    assert len(token.digest) == 64
    assert "digest" not in [field.name for field in token.events.model._meta.fields]


@pytest.mark.parametrize("how", ["expired", "revoked", "dismissed", "guessed"])
def test_a_key_that_no_longer_counts_opens_nothing(how):
    user = user_in(Role.CONTRACT_MANAGER)
    key = key_of(user)
    assert status(key) == 200
    if how == "expired":
        ApiToken.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    elif how == "revoked":
        assert revoke_tokens(tokens=[ApiToken.objects.get().pk], by=user) == 1
    elif how == "dismissed":
        User.objects.filter(pk=user.pk).update(is_active=False)
    assert status(key + "x" if how == "guessed" else key) == 401


def test_a_key_lasts_a_year_at_most():
    user, today = user_in(), timezone.localdate()
    for day in (today - timedelta(days=1), today + timedelta(days=367)):
        with pytest.raises(ValidationError):
            make_token(user=user, name="x", scopes=[Scope.READ], expires_on=day, by=user)


def test_a_key_opens_what_its_scopes_say():
    user = user_in(Role.CONTRACT_MANAGER)
    key = key_of(user, Scope.READ)
    assert (status(key, "aanbieders"), status(key, "toewijzingen")) == (200, 403)
    key = key_of(user, Scope.CLIENTS)
    assert (status(key, "aanbieders"), status(key, "toewijzingen")) == (403, 200)


@pytest.mark.parametrize("role", list(Role))
def test_every_resource_opens_for_the_roles_that_may_and_for_no_other(role):
    client = asking(user_in(role))
    opened = {name for name in RESOURCES if client.get(f"{ROOT}{name}").status_code in {200, 404}}
    assert opened == {name for name, view in RESOURCES.items() if view.needs("GET")[1] in rights_of(role)}


def test_who_asks_too_often_waits(settings):
    settings.API_RATE = "2/min"
    client = asking(user_in(Role.CONTRACT_MANAGER))
    found = [client.get(f"{ROOT}gemeenten") for _ in range(3)]
    assert [one.status_code for one in found] == [200, 200, 429]
    assert found[-1].json()["title"] == "Te veel aanvragen"
    assert int(found[-1].headers["Retry-After"]) > 0


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def login(settings, tmp_path):
    """Signs as the organisation's own login would, which tells its public keys at an address."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private.public_key()))
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [{**public, "kid": "1", "use": "sig"}]}))
    settings.API_OIDC_ISSUER = "https://login.example"
    server = HTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path))
    Thread(target=server.serve_forever, daemon=True).start()
    settings.API_OIDC_KEYS_URL = f"http://127.0.0.1:{server.server_port}/keys.json"

    def signed(**changed):
        claims = {
            "iss": "https://login.example",
            "aud": "inkoop",
            "exp": int(timezone.now().timestamp()) + 60,
            "preferred_username": "vraagt",
            "scope": "openid lezen",
        }
        return jwt.encode(claims | changed, private, algorithm="RS256", headers={"kid": "1"})

    yield signed
    server.shutdown()
    server.server_close()


def test_the_login_of_the_organisation_is_a_key_too(login):
    user_in(Role.CONTRACT_MANAGER)
    assert (status(login()), status(login(), "toewijzingen")) == (200, 403)
    assert status(key_of(User.objects.get(username="vraagt"))) == 200


@pytest.mark.parametrize(
    "changed",
    [{"iss": "https://ander.example"}, {"aud": "ander"}, {"exp": 1}, {"preferred_username": "niemand"}],
)
def test_a_login_that_is_not_ours_or_passed_opens_nothing(login, changed):
    user_in(Role.CONTRACT_MANAGER)
    assert status(login(**changed)) == 401


def test_without_that_login_its_tokens_open_nothing(login, settings):
    user_in(Role.CONTRACT_MANAGER)
    token = login()
    settings.API_OIDC_ISSUER = ""
    assert status(token) == 401


def test_a_key_is_made_in_the_admin_and_shown_once(client):
    client.force_login(person("bo", Role.ADMINISTRATOR))
    user = user_in(Role.CONTRACT_MANAGER)
    asked = {"user": user.pk, "name": "Power BI", "scopes": ["lezen"], "expires_on": timezone.localdate()}
    page = client.post("/admin/api/apitoken/add/", asked, follow=True)
    told = str(next(iter(page.context["messages"])))
    assert status(told.rpartition(" ")[2]) == 200
    assert told.rpartition(" ")[2] not in client.get("/admin/api/apitoken/").content.decode()
    chosen = {"action": "revoke", "_selected_action": [ApiToken.objects.get().pk]}
    client.post("/admin/api/apitoken/", chosen)
    assert status(told.rpartition(" ")[2]) == 401
