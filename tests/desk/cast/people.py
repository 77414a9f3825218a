"""Who look at the pages."""

from django.contrib.auth.models import Group

from inkoop.base.models import User
from inkoop.desk.roles import AUDITOR, CONTRACT_MANAGER, MESSAGE_MANAGER


def person(name: str, *roles: str, superuser: bool = False) -> User:
    user = User.objects.create_user(name, password="geheim-genoeg", is_staff=True, is_superuser=superuser)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def contract_manager() -> User:
    return person("connie", CONTRACT_MANAGER)


def message_manager() -> User:
    return person("berend", MESSAGE_MANAGER)


def auditor() -> User:
    return person("tineke", AUDITOR)


def outsider() -> User:
    """May log in and has no role: must see nothing."""
    return person("otto")
