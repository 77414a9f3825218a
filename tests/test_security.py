"""What every page owes its visitor."""

import pytest

pytestmark = pytest.mark.django_db

LOGIN = "/aanmelden/"


def test_the_policy_allows_only_our_own_files(client):
    policy = client.get(LOGIN).headers["Content-Security-Policy"]
    assert {part.strip() for part in policy.split(";")} == {
        "default-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    }


def test_the_login_page_runs_no_inline_code(client):
    page = client.get(LOGIN).content.decode()
    assert [part for part in ("<style", "style=", "onclick=", "<script>") if part in page] == []


def test_the_sixth_attempt_is_refused_even_with_the_right_password(client, django_user_model):
    django_user_model.objects.create_user("anna", password="goed wachtwoord", is_staff=True)
    wrong = [client.post(LOGIN, {"login": "anna", "password": "fout"}).status_code for _ in range(5)]
    right = client.post(LOGIN, {"login": "anna", "password": "goed wachtwoord"})
    assert (wrong, right.status_code) == ([200, 200, 200, 200, 429], 429)
    assert right.content.decode() == "Te vaak een onjuist wachtwoord. Probeer het over een kwartier opnieuw."


def test_the_root_leads_to_the_login_and_then_to_where_somebody_works(client, django_user_model):
    assert client.get("/").headers["Location"] == LOGIN
    client.force_login(django_user_model.objects.create_user("anna", is_staff=True))
    assert client.get("/").headers["Location"] == "/admin/"


def test_the_desk_has_no_login_of_its_own(client):
    assert client.get("/admin/login/?next=/admin/").headers["Location"] == f"{LOGIN}?next=%2Fadmin%2F"
