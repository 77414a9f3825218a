"""Recognising a BSN, so that it can be refused or blotted out wherever people or files may have written one."""

import re

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
SEPARATORS = str.maketrans("", "", " .-")
# Nine digits on their own, with or without spaces or points between them.
RUN = re.compile(r"(?<!\d)\d(?:[ .]?\d){8}(?!\d)", re.ASCII)


def is_bsn(value: str) -> bool:
    """Nine digits, not all zero, elfproef (CS002)."""
    if len(value) != len(WEIGHTS) or not (value.isascii() and value.isdigit()) or value == "000000000":
        return False
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, value, strict=True)) % 11 == 0


def holds_bsn(text: str) -> bool:
    return any(is_bsn(found.translate(SEPARATORS)) for found in RUN.findall(text))


def without_bsn(text: str) -> str:
    """The text with a … in the place of every number that may be a BSN."""
    return RUN.sub(lambda found: "…" if is_bsn(found[0].translate(SEPARATORS)) else found[0], text)
