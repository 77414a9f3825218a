"""What each figure says, how it is made, an example with numbers and what it does not say; for whoever reads it.

Plain Dutch, one entry per figure. ``{parameters}`` in a text stand for what a region may set; ``filled`` puts them in.
Pages, the portal and reports show these texts; the examples are computed again in the tests.
"""

from kpis.rules.explained.behaviour import BEHAVIOUR, COMPARED
from kpis.rules.explained.explanation import Explanation
from kpis.rules.explained.steering import ACCESS, CEILINGS, COURSE, MONEY

__all__ = ["ALL", "SUBJECTS", "Explanation", "explanation_of"]

SUBJECTS = {
    "Declaratiegedrag": BEHAVIOUR,
    "Vergelijken": COMPARED,
    "IBP's en bestedingsruimte": CEILINGS,
    "Verloop van hulp": COURSE,
    "Geld en verwachting": MONEY,
    "Verschuiving en toegang": ACCESS,
}
ALL = {one.code: one for group in SUBJECTS.values() for one in group}


def explanation_of(code: str) -> Explanation:
    """That of a figure; second figures (DG03M, DG09-0611) have that of the first. Raises KeyError."""
    return ALL[code if code in ALL else code[:4]]
