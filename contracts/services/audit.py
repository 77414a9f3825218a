"""Why something changes, kept by the database beside who and when."""

from contextlib import AbstractContextManager
from typing import Any

import pghistory

from inkoop.base.models import User


def because(by: User | None, reason: str) -> AbstractContextManager[Any]:
    """Everything written inside carries the person (None = the system) and the reason."""
    return pghistory.context(**({"user": by.pk} if by else {}), reason=reason)
