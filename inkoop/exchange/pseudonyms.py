"""From BSN to pseudonym: HMAC-SHA-256 under a secret key. The BSN goes no further than this module's callers."""

import hashlib
import hmac

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def is_bsn(value: str) -> bool:
    """Nine digits, not all zero, elfproef (CS002)."""
    if len(value) != len(WEIGHTS) or not (value.isascii() and value.isdigit()) or value == "000000000":
        return False
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, value, strict=True)) % 11 == 0


def pseudonym(bsn: str, *, key: bytes) -> str:
    """64 hexadecimal characters."""
    return hmac.new(key, bsn.encode("ascii"), hashlib.sha256).hexdigest()
