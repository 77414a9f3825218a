"""Accounts to look around with. Only in the local mode: their password is known to everyone."""

from dataclasses import dataclass

from django.contrib.auth.models import Group

from inkoop.base.models import User
from inkoop.desk.roles import CONTRACT_MANAGER, MESSAGE_MANAGER
from providers.choices import Segment
from providers.models import Provider

WORD = "jeugdhulp-demo"


@dataclass(frozen=True, slots=True)
class Account:
    """``group``: empty = may do everything."""

    username: str
    first_name: str
    group: str
    does: str


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


def keep_accounts() -> dict[str, User]:
    """Makes the accounts that are not there, and gives all of them the password that is printed."""
    return {account.username: _keep(account) for account in ACCOUNTS}


def listed() -> list[str]:
    """The accounts as a person reads them."""
    longest = max(len(account.username) for account in ACCOUNTS)
    return [f"{account.username:<{longest}}  wachtwoord {WORD}  ({account.does})" for account in ACCOUNTS]


def _keep(account: Account) -> User:
    is_administrator = not account.group
    user, _ = User.objects.get_or_create(
        username=account.username,
        defaults={
            "first_name": account.first_name,
            "is_staff": True,
            "is_superuser": is_administrator,
        },
    )
    if not user.check_password(WORD):
        user.set_password(WORD)
        user.save(update_fields=["password"])
    user.groups.set(Group.objects.filter(name=account.group))
    return user


def give_accounts_a_holder(holder: User) -> int:
    """The strategic providers without an account holder get this one; returns how many."""
    unheld = Provider.objects.filter(segment=Segment.STRATEGIC, account_holder=None)
    return unheld.update(account_holder=holder)
