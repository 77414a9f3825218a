"""Who asks: a key of ours, or a bearer token of the organisation's own login (OIDC)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import jwt
from django.conf import settings
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from inkoop.api.choices import Scope
from inkoop.api.models import ApiToken
from inkoop.api.services import PREFIX, digest_of
from inkoop.base.models import User

REFUSED = "De sleutel is onbekend, verlopen of ingetrokken. Vraag de beheerder om een nieuwe."
ALGORITHMS = ["RS256", "ES256"]


@dataclass(frozen=True)
class Granted:
    """What this request may, within the rights of the user."""

    scopes: frozenset[str]


class BearerAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[User, Granted] | None:
        kind, _, key = get_authorization_header(request).decode("latin-1").partition(" ")
        if kind.lower() != "bearer":
            return None
        return _by_key(key) if key.startswith(PREFIX) or not settings.API_OIDC_ISSUER else _by_login(key)

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="inkoop"'


def _by_key(key: str) -> tuple[User, Granted]:
    found = ApiToken.objects.select_related("user").filter(
        digest=digest_of(key), revoked_at=None, expires_on__gte=timezone.localdate(), user__is_active=True
    )
    token = found.first()
    if token is None:
        raise AuthenticationFailed(REFUSED)
    return token.user, Granted(frozenset(token.scopes))


def _by_login(key: str) -> tuple[User, Granted]:
    """The user is the one whose name stands in the claim ``preferred_username``; nobody is made here."""
    try:
        signer = _keys(settings.API_OIDC_KEYS_URL).get_signing_key_from_jwt(key)
        claims: dict[str, Any] = jwt.decode(
            key,
            signer,
            algorithms=ALGORITHMS,
            audience=settings.API_OIDC_AUDIENCE,
            issuer=settings.API_OIDC_ISSUER,
            options={"require": ["exp", "iss", "aud"]},
        )
    except jwt.PyJWTError:
        raise AuthenticationFailed(REFUSED) from None
    user = User.objects.filter(username=claims.get("preferred_username", ""), is_active=True).first()
    if user is None:
        raise AuthenticationFailed(REFUSED)
    return user, Granted(frozenset(str(claims.get("scope", "")).split()) & set(Scope.values))


@cache
def _keys(url: str) -> jwt.PyJWKClient:
    return jwt.PyJWKClient(url)


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "inkoop.api.authentication.BearerAuthentication"
    name = "sleutel"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
