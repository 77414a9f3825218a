"""Which keys the pseudonyms were made with, for the check at every start: no cipher is loaded for it."""

import hashlib
import hmac

from inkoop.base.choices import PrivacyKind
from inkoop.base.models import PrivacyRecord


def fingerprint(keys: list[str]) -> str:
    """Of the keys of pseudonyms, oldest first; tells them apart and tells nothing about them."""
    digest = b"inkoop pseudoniemsleutels"
    for key in keys:
        digest = hmac.new(key.encode(), digest, hashlib.sha256).digest()
    return digest.hex()[:16]


def noted_fingerprint() -> str:
    """Of the keys that the pseudonyms in the database were made with; empty = never noted."""
    notes = PrivacyRecord.objects.filter(kind=PrivacyKind.KEYS, outcome__pseudonym_keys__isnull=False)
    outcome = notes.order_by("-pk").values_list("outcome", flat=True).first()
    return str(outcome["pseudonym_keys"]) if outcome else ""
