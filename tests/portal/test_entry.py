"""Who comes in, and how."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from inkoop.base.models import User
from inkoop.portal.services.invitations import address_of, invite_by_mail
from providers.choices import PortalRole
from providers.models import ProviderUser
from providers.rules.roles import Task, may
from providers.services.users import accept, change_role, end_membership, invite, withdraw_invitation
from tests.desk.cast import contract_manager, region
from tests.portal.cast import PASSWORD, member

pytestmark = pytest.mark.django_db

LOGIN = "/aanmelden/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEW = {
    "first_name": "Nia",
    "last_name": "Jansen",
    "password": "een lange zin 42",
    "again": "een lange zin 42",
}


@pytest.fixture
def provider():
    return region(1).providers[0]


@pytest.fixture
def invitation(provider):
    return invite_by_mail(
        provider=provider, email="Nia@aanbieder.example", role=PortalRole.FINANCE, by=contract_manager()
    )


def way_in(invitation):
    return address_of(invitation).removeprefix("http://localhost:8000")


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_an_invitation_by_mail_makes_an_account_with_its_role(client, invitation):
    (sent,) = mail.outbox
    (link,) = re.findall(r"http://localhost:8000(/uitnodiging/.*/)", sent.body)
    assert sent.to == ["nia@aanbieder.example"]
    assert client.get(link).status_code == 200
    assert client.post(link, NEW).headers["Location"] == reverse("portal:start")
    found = ProviderUser.objects.get(user__username="nia@aanbieder.example")
    assert (found.role, found.provider, found.user.get_full_name()) == (
        "financieel",
        invitation.provider,
        "Nia Jansen",
    )
    assert client.get(reverse("portal:start")).context["title"] == "Start"


def test_an_invitation_works_once(client, invitation):
    client.post(way_in(invitation), NEW)
    client.logout()
    assert client.get(way_in(invitation)).status_code == 404


def test_an_invitation_that_is_withdrawn_replaced_or_changed_does_not_work(client, invitation):
    again = invite(
        provider=invitation.provider, email=invitation.email, role=PortalRole.MANAGER, by=invitation.by
    )
    assert client.get(way_in(invitation)).status_code == 404
    withdraw_invitation(invitation=again, by=invitation.by)
    assert client.get(way_in(again)).status_code == 404
    assert client.get(way_in(again)[:-3] + "abc/").status_code == 404


def test_an_invitation_expires(client, invitation):
    invitation.expires_at = timezone.now() - timedelta(seconds=1)
    invitation.save()
    response = client.post(way_in(invitation), NEW)
    assert response.context["form"].errors["password"] == [
        "Deze uitnodiging is ingetrokken of verlopen. Vraag wie u uitnodigde om een nieuwe."
    ]
    assert not User.objects.filter(username=invitation.email).exists()


def test_a_weak_password_is_refused(client, invitation):
    weak = {**NEW, "password": "kort", "again": "kort"}
    assert list(client.post(way_in(invitation), weak).context["form"].errors) == ["password"]
    assert not User.objects.filter(username=invitation.email).exists()


def test_an_invitation_is_for_nobody_else(invitation):
    other = member(invitation.provider, "els")
    with pytest.raises(ValidationError, match="is voor nia@aanbieder"):
        accept(invitation=invitation, by=other)


def test_who_has_an_account_gets_another_provider_beside_it(client, invitation):
    known = User.objects.create_user("nia@aanbieder.example", password=PASSWORD)
    link = way_in(invitation)  # another one a second later
    assert client.get(link).headers["Location"] == f"{LOGIN}?next={link}"
    client.force_login(known)
    client.post(link)
    assert known.memberships.get().role == "financieel"


def test_the_last_manager_stays(provider):
    manager = ProviderUser.objects.get(user=member(provider, "anne"))
    with pytest.raises(ValidationError, match="ten minste één beheerder"):
        change_role(member=manager, role=PortalRole.FINANCE, by=manager.user)
    with pytest.raises(ValidationError, match="ten minste één beheerder"):
        end_membership(member=manager, by=manager.user)
    member(provider, "bea")
    end_membership(member=manager, by=manager.user)
    assert ProviderUser.objects.filter(provider=provider, ended_at=None).count() == 1


def test_what_each_role_may_do():
    found = {role: sorted(task for task in Task if may(role, task)) for role in PortalRole.values}
    assert found == {
        "beheerder": sorted(Task),
        "financieel": ["cliëntgegevens", "declareren", "toelichten", "verantwoorden"],
        "inhoudelijk": ["cliëntgegevens", "inschrijven", "toelichten", "verantwoorden"],
    }
    assert not may("niemand", Task.DECLARE)


@pytest.fixture
def strict(settings):
    settings.SECOND_FACTOR = True


def sign_in(client, name):
    return client.post(LOGIN, {"login": name, "password": PASSWORD})


@pytest.mark.usefixtures("strict")
def test_without_a_second_factor_every_page_leads_to_setting_one_up(client, provider):
    member(provider, "anne")
    sign_in(client, "anne")
    set_up = reverse("mfa_activate_totp")
    pages = [reverse("portal:start"), reverse("portal:contracts"), reverse("door"), reverse("admin:index")]
    assert {client.get(page).headers["Location"] for page in pages} == {set_up}
    secret = client.get(set_up).context["form"].secret
    assert client.post(set_up, {"code": code_of(secret)}).headers["Location"] == reverse(
        "mfa_view_recovery_codes"
    )
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored


@pytest.mark.usefixtures("strict")
def test_a_code_is_asked_for_and_a_wrong_one_refused(client, provider):
    user = member(provider, "anne")
    TOTP.activate(user, SECRET)
    assert sign_in(client, "anne").headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("portal:start")).headers["Location"].startswith(LOGIN)
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(SECRET)}).status_code == 302
    assert client.get(reverse("portal:start")).status_code == 200


@pytest.mark.usefixtures("strict")
def test_a_session_that_did_not_show_it_is_asked_for_it(client, provider):
    user = member(provider, "anne")
    TOTP.activate(user, SECRET)
    client.force_login(user)
    assert client.get(reverse("portal:start")).headers["Location"] == reverse("mfa_reauthenticate")


@pytest.mark.usefixtures("strict")
def test_the_desk_asks_for_it_too(client):
    client.force_login(contract_manager())
    assert client.get(reverse("admin:index")).headers["Location"] == reverse("mfa_activate_totp")


def test_nobody_signs_up_by_themselves(client):
    client.post(reverse("account_signup"), {"username": "otto", "password1": "een lange zin 42"})
    assert not User.objects.filter(username="otto").exists()


def test_a_session_ends_when_nothing_is_asked_for_an_hour(client, provider):
    member(provider, "anne")
    sign_in(client, "anne")
    client.get(reverse("portal:start"))
    session = client.session
    session["seen_at"] -= 3601
    session.save()
    response = client.get(reverse("portal:start"), follow=True)
    assert response.redirect_chain[-1][0].startswith(LOGIN)
    assert [str(one) for one in response.context["messages"]] == [
        "U bent afgemeld omdat u een tijd niets deed. Meld u opnieuw aan."
    ]


def test_another_site_cannot_send_a_form(provider):
    from django.test import Client  # noqa: PLC0415

    client = Client(enforce_csrf_checks=True)
    client.force_login(member(provider, "anne"))
    assert client.post(reverse("portal:people"), {"email": "x@y.nl", "role": "beheerder"}).status_code == 403
