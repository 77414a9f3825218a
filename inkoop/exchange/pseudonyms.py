"""From BSN to pseudonym: HMAC-SHA-256 under a secret key. The BSN goes no further than this module's callers."""

import hashlib
import hmac
from collections.abc import Iterable

from inkoop.base.bsn import SEPARATORS, WEIGHTS, is_bsn


def pseudonym(bsn: str, *, key: bytes) -> str:
    """64 hexadecimal characters. ``key`` may be several with commas, newest first: see ``rekeyed``."""
    *newer, oldest = key.split(b",")
    return rekeyed(hmac.new(oldest, bsn.encode("ascii"), hashlib.sha256).hexdigest(), newer[::-1])


def rekeyed(known: str, newer: Iterable[bytes]) -> str:
    """A pseudonym brought under newer keys, oldest of those first: no BSN is needed for it."""
    for key in newer:
        known = hmac.new(key, known.encode("ascii"), hashlib.sha256).hexdigest()
    return known


def keys_of(setting: str) -> list[str]:
    """Newest first."""
    return setting.split(",")


def bsn_in_place_of(client: str) -> str:
    """The BSN that a client's name seems to be, also written with points or without its leading zero; else empty.

    One in eleven numbers of eight or nine digits passes the elfproef by chance; those are taken for a BSN too.
    """
    digits = client.translate(SEPARATORS)
    number = digits.zfill(len(WEIGHTS)) if len(digits) == len(WEIGHTS) - 1 else digits
    return number if is_bsn(number) else ""
