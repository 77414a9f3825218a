"""What the login of allauth does in its own way here: nobody signs up by themselves, secrets are kept encrypted."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """An account comes from an invitation or from the administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not for the first second factor: who sets that up has just signed in."""
        user = getattr(context.request, "user", None)
        return user is None or not user.is_authenticated or is_mfa_enabled(user)

    def get_from_email(self) -> str:
        return settings.DEFAULT_FROM_EMAIL

    def format_email_subject(self, subject: str) -> str:
        return " ".join(subject.split())


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """Who comes by way of an organisation and is not linked to an account, is told so."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secret of a second factor encrypted, with the keys of waiting files; the newest key first."""

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()


def name_of_attempt(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Whose account somebody tried to enter: axes asks with credentials, and with the request alone."""
    return str((credentials or {}).get("username") or request.POST.get("login", "")).lower()


def _keys() -> MultiFernet:
    digests = (hashlib.sha256(f"second factor {key}".encode()).digest() for key in settings.FILE_KEYS)
    return MultiFernet(Fernet(base64.urlsafe_b64encode(digest)) for digest in digests)
