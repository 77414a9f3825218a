"""The legal order of control (Regeling Jeugdwet, par. 6a and 6b).

A figure that stands out is a reason in a risk analysis, never a finding. Lines of single youths may be opened for
control only under a specific plan: after the general plan was published and the material control left a question, and
once the provider has been told why.
"""

from collections.abc import Mapping
from datetime import date

GENERAL, SPECIFIC = "algemeen", "specifiek"
ADOPTED, PUBLISHED, ANNOUNCED, DRAFTED, CLOSED, WITHDRAWN = (
    "vastgesteld",
    "gepubliceerd",
    "aangekondigd",
    "concept",
    "afgerond",
    "ingetrokken",
)
ORDER = {GENERAL: (ADOPTED, PUBLISHED, CLOSED), SPECIFIC: (ADOPTED, ANNOUNCED, DRAFTED, CLOSED)}
"""The steps after a plan was drawn up, per kind. Withdrawing can be done at any time before the end."""


def next_steps(kind: str, taken: Mapping[str, date]) -> list[str]:
    """The step whose turn it is, and withdrawing; nothing when the plan is over."""
    if CLOSED in taken or WITHDRAWN in taken:
        return []
    return [next(step for step in ORDER[kind] if step not in taken), WITHDRAWN]


def is_published(taken: Mapping[str, date], begin: date, until: date, today: date) -> bool:
    """Whether a general plan carries a specific one: published, running and not over."""
    return PUBLISHED in taken and CLOSED not in taken and WITHDRAWN not in taken and begin <= today <= until


def opens_lines(kind: str, taken: Mapping[str, date], begin: date, until: date, today: date) -> bool:
    """Whether lines of single youths may be looked at: a specific plan, announced, running and not over.

    ``begin`` and ``until`` are both inclusive.
    """
    is_over = CLOSED in taken or WITHDRAWN in taken
    return kind == SPECIFIC and ANNOUNCED in taken and not is_over and begin <= today <= until
