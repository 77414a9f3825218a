"""Accounts to look around with. Only in the local mode: their password is known to everyone."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import Count

from inkoop.base.choices import Role
from inkoop.base.models import User
from inkoop.desk.roles import CONTRACT_MANAGER, MESSAGE_MANAGER
from providers.choices import PortalRole, Segment
from providers.models import Provider, ProviderUser

WORD = "jeugdhulp-demo"


@dataclass(frozen=True, slots=True)
class Account:
    """``group``: empty = may do everything. ``is_staff``: works in the desk; others only read reports."""

    username: str
    first_name: str
    group: str
    does: str
    is_staff: bool = True


ACCOUNTS = (
    Account(
        "contractmanager",
        "Chris",
        CONTRACT_MANAGER,
        "signalen, IBP's, aanbieders, contracten en besluiten over geweigerde regels",
    ),
    Account(
        "berichtenbeheerder",
        "Bente",
        MESSAGE_MANAGER,
        "bestanden aanleveren, geweigerde regels bekijken, berichten beantwoorden",
    ),
    Account("beheerder", "Bo", "", "alles, ook gebruikers en parameters"),
)


READERS = (
    Account("gemeente", "Gijs", Role.MUNICIPALITY, "rapportage van één gemeente", is_staff=False),
    Account("regio-overleg", "Roos", Role.BOARD, "KPI-rapport, besluiten en verrekening", is_staff=False),
)


def keep_accounts() -> dict[str, User]:
    """Makes the accounts that are not there, and gives all of them the password that is printed."""
    return {account.username: _keep(account) for account in ACCOUNTS}


def keep_readers() -> dict[str, User]:
    """The same of who only reads reports."""
    return {account.username: _keep(account) for account in READERS}


def listed() -> list[str]:
    """The accounts as a person reads them."""
    everybody = [(one.username, one.does) for one in (*ACCOUNTS, *READERS, *PORTAL_ACCOUNTS)]
    longest = max(len(username) for username, _ in everybody)
    return [f"{username:<{longest}}  wachtwoord {WORD}  ({does})" for username, does in everybody]


def _keep(account: Account) -> User:
    is_administrator = not account.group
    user, _ = User.objects.get_or_create(
        username=account.username,
        defaults={
            "first_name": account.first_name,
            "is_staff": account.is_staff,
            "is_superuser": is_administrator,
        },
    )
    if not user.check_password(WORD):
        user.set_password(WORD)
        user.save(update_fields=["password"])
    user.groups.set(Group.objects.filter(name=account.group))
    return user


@dataclass(frozen=True, slots=True)
class PortalAccount:
    """Somebody of a provider: the one with the most declarations, or a small one with signals."""

    username: str
    first_name: str
    role: PortalRole
    does: str
    is_small: bool = False


PORTAL_ACCOUNTS = (
    PortalAccount("aanbieder", "Aya", PortalRole.MANAGER, "portaal: de grootste aanbieder, beheerder"),
    PortalAccount("administratie", "Fien", PortalRole.FINANCE, "portaal: dezelfde, financieel"),
    PortalAccount(
        "praktijk", "Puck", PortalRole.MANAGER, "portaal: een kleine praktijk, alles zelf", is_small=True
    ),
)


def keep_portal_accounts() -> dict[str, User]:
    """Makes the accounts of providers, once there are declarations; again changes nothing."""
    largest = Provider.objects.annotate(n=Count("declaration")).order_by("-n", "agb").first()
    if largest is None:
        return {}
    pool = Provider.objects.filter(segment=Segment.OTHER, declaration__isnull=False).exclude(pk=largest.pk)
    small = pool.annotate(n=Count("signals", distinct=True)).order_by("-n", "agb")
    return {
        one.username: _keep_member(one, small.first() if one.is_small else largest) for one in PORTAL_ACCOUNTS
    }


def _keep_member(account: PortalAccount, provider: Provider | None) -> User:
    user, _ = User.objects.get_or_create(
        username=account.username, defaults={"first_name": account.first_name}
    )
    if not user.check_password(WORD):
        user.set_password(WORD)
        user.save(update_fields=["password"])
    if provider is not None and not user.memberships.exists():
        ProviderUser.objects.create(provider=provider, user=user, role=account.role)
    return user


def give_accounts_a_holder(holder: User) -> int:
    """The strategic providers without an account holder get this one; returns how many."""
    unheld = Provider.objects.filter(segment=Segment.STRATEGIC, account_holder=None)
    return unheld.update(account_holder=holder)
