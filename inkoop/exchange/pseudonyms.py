"""From BSN to pseudonym: HMAC-SHA-256 under a secret key. The BSN goes no further than this module's callers."""

import hashlib
import hmac

from inkoop.base.bsn import SEPARATORS, WEIGHTS, is_bsn


def pseudonym(bsn: str, *, key: bytes) -> str:
    """64 hexadecimal characters."""
    return hmac.new(key, bsn.encode("ascii"), hashlib.sha256).hexdigest()


def bsn_in_place_of(client: str) -> str:
    """The BSN that a client's name seems to be, also written with points or without its leading zero; else empty.

    One in eleven numbers of eight or nine digits passes the elfproef by chance; those are taken for a BSN too.
    """
    digits = client.translate(SEPARATORS)
    number = digits.zfill(len(WEIGHTS)) if len(digits) == len(WEIGHTS) - 1 else digits
    return number if is_bsn(number) else ""
