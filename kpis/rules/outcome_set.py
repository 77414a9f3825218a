"""The national outcome set: why help ended in iJw (JZ588) against the reasons of CBS. A mapping, no equality.

Turning 18 or moving to Wmo, Wlz or Zvw is ``volgens plan`` at CBS, and a reason of its own (39) in iJw.
"""

from dataclasses import dataclass

SET_VERSION = 7


@dataclass(frozen=True, slots=True)
class Reason:
    """``cbs`` empty = CBS does not count it as an end; ``counts``: in the denominator of uitval."""

    ijw: str
    text: str
    cbs: str
    cbs_text: str
    counts: bool


PLANNED = ("01", "volgens plan")
NOT_COUNTED = ("", "telt niet als einde")
_ROWS = (
    ("02", "overlijden", ("05", "externe omstandigheden"), False),
    ("20", "levering tijdelijk beëindigd", NOT_COUNTED, False),
    ("31", "beëindigd volgens plan", PLANNED, True),
    ("32", "voortijdig, eenzijdig door cliënt", ("03", "eenzijdig door de cliënt"), True),
    ("33", "voortijdig, eenzijdig door aanbieder", ("04", "eenzijdig door de aanbieder"), True),
    ("34", "voortijdig, in overeenstemming", ("02", "in overeenstemming"), True),
    ("35", "voortijdig, externe omstandigheden", ("05", "externe omstandigheden"), True),
    ("36", "door de gemeente", NOT_COUNTED, False),
    ("37", "in verband met een wijzigingsverzoek", NOT_COUNTED, False),
    ("38", "overstap naar andere aanbieder", ("02", "in overeenstemming"), True),
    ("39", "uitstroom naar ander domein", PLANNED, True),
)
REASONS = tuple(Reason(ijw, text, *cbs, counts) for ijw, text, cbs, counts in _ROWS)
