"""What numbers of providers look like. Each function returns what is wrong; an empty text = nothing.

AGB-codes and KvK-numbers have no published check digit, so length, digits and placeholders are all that
can be tested without asking the registers themselves.
"""

import re

AGB_LENGTH = KVK_LENGTH = 8
BRANCH_LENGTH = 12
POSTCODE = re.compile(r"[1-9][0-9]{3} [A-EGHJ-NPR-TVWXZ][A-EGHJ-NPR-TV-Z]")
ASCII_DIGITS = re.compile(r"[0-9]+")


def agb_fault(code: str) -> str:
    if fault := _digits_fault(code, AGB_LENGTH, "Een AGB-code"):
        return fault
    if code.startswith("00"):
        return "Een AGB-code begint met de soort zorgverlener (twee cijfers); 00 bestaat niet."
    return ""


def kvk_fault(number: str) -> str:
    return _digits_fault(number, KVK_LENGTH, "Een KvK-nummer")


def branch_fault(number: str) -> str:
    return _digits_fault(number, BRANCH_LENGTH, "Een vestigingsnummer")


def postcode_fault(postcode: str) -> str:
    if POSTCODE.fullmatch(postcode):
        return ""
    return f"“{postcode}” is geen postcode. Schrijf vier cijfers, een spatie en twee hoofdletters: 3311 AB."


def _digits_fault(text: str, length: int, what: str) -> str:
    if not ASCII_DIGITS.fullmatch(text):
        return f"{what} bestaat alleen uit cijfers; hier staat “{text}”."
    if len(text) != length:
        return f"{what} heeft {length} cijfers; hier staan er {len(text)}."
    if len(set(text)) == 1:
        return f"{what} met {length} keer hetzelfde cijfer bestaat niet."
    return ""
