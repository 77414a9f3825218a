"""Making and revoking keys."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from inkoop.api.choices import Scope
from inkoop.api.models import ApiToken
from inkoop.base.models import User

PREFIX = "inkoop_"
LONGEST = timedelta(days=366)


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def check_term(expires_on: date) -> None:
    today = timezone.localdate()
    if not today <= expires_on <= today + LONGEST:
        raise ValidationError("Kies een einddatum vanaf vandaag en hoogstens een jaar vooruit.")


@transaction.atomic
def make_token(
    *, user: User, name: str, scopes: Iterable[str], expires_on: date, by: User
) -> tuple[ApiToken, str]:
    """The token, and the key that is told once. Raises ValidationError for a term that has passed or is over a year."""
    check_term(expires_on)
    key = PREFIX + secrets.token_urlsafe(32)
    with pghistory.context(user=by.pk, reason="gemaakt"):
        token = ApiToken.objects.create(
            user=user,
            name=name,
            scopes=[Scope(one) for one in scopes],
            expires_on=expires_on,
            digest=digest_of(key),
            made_by=by,
        )
    return token, key


@transaction.atomic
def revoke_tokens(*, tokens: Iterable[int], by: User) -> int:
    """From now on these keys (by primary key) open nothing; returns how many did until now."""
    standing = ApiToken.objects.filter(pk__in=tokens, revoked_at=None)
    with pghistory.context(user=by.pk, reason="ingetrokken"):
        return standing.update(revoked_at=timezone.now())
