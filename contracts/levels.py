"""On which of the four control levels (IV088) a retourcode stands, and which refusals a person may overrule.

The first three levels are what sender and receiver can both see: the form, the rules inside the message, and the
messages exchanged before. A person cannot make those true by a decision. The fourth is a source outside the messages,
such as the agreements in a contract, and there the region may decide otherwise about one line.
"""

from enum import IntEnum

from contracts.retourcodes import RETOURCODES, WITHOUT_CAUSE


class Level(IntEnum):
    """Level 1 has no retourcode: such a message is not answered."""

    INSIDE = 2
    EARLIER_MESSAGES = 3
    OUTSIDE_SOURCE = 4

    @property
    def words(self) -> str:
        return WORDS[self]


WORDS = {
    Level.INSIDE: "inhoud van het bericht",
    Level.EARLIER_MESSAGES: "eerdere berichten",
    Level.OUTSIDE_SOURCE: "bron buiten de berichten",
}

OUTSIDE = {
    "0611": "het tarief in het contract",
    "8848": "de dag van ontvangst",
    "9346": "het uurtarief in het contract",
    "S300": "de lijst van gemeenten",
    "S329": "de productlijst van de regio",
}
"""Codes of level 4, with the source. 0611 (TR418) stands in the published list under level 3, but compares with the
contract, which IV088 names as a source of level 4."""

WITHOUT_PLACE = "S300"
"""Of level 4, and still not to be overruled: without a known municipality there is nothing to book on."""


def level_of(code: str) -> Level:
    """Raises KeyError for a code that refuses nothing or that the standard does not know."""
    if code == "0001":
        return Level.INSIDE
    if code in WITHOUT_CAUSE or code not in RETOURCODES:
        raise KeyError(code)
    return Level.OUTSIDE_SOURCE if code in OUTSIDE else Level.EARLIER_MESSAGES


def may_be_overruled(code: str) -> bool:
    return code in OUTSIDE and code != WITHOUT_PLACE
