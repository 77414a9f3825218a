"""The values that a region may set; the defaults are those of the project, not national norms."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters in force on a peildatum (section 0: parameters, never constants in code)."""

    window_months: int = 12  # default window of declaratiegedrag
    mature_after: int = 3  # full calendar months after the service month
    late_days: int = 60  # DG06S: more than this many days after the service month
    long_days: int = 365  # DG11S: longer than this many days
    gap_days: int = 30  # trajectories merge over a gap of at most this many days
    adult_years: int = 18
    peer_clients: int = 10  # clients that a provider needs to be compared
    peer_minimum: int = 8  # peers with a value that a comparison needs
    peer_grouping: int = 1  # 1 segment and dominant category, 2 segment, 3 dominant category, 4 everybody
    signal_z: Fraction = Fraction(7, 2)
    ibp_warning: Fraction = Fraction(4, 5)
    ibp_full: Fraction = Fraction(1)
    burn_months: int = 3  # last mature months over which the burn of an IBP is measured
    ladder_months: int = 24  # service months behind one development factor
    ladder_age: int = 12  # months after which a service month counts as complete
    least_completeness: Fraction = Fraction(3, 10)  # below it the expected method
    credibility_months: int = 6
    onward_days: int = 28  # a new start within so many days after an end is no leaving
    repeat_days: int = 365  # back within so many days after leaving
    silence_months: int = 6  # without news, after which an open trajectory is closed
    reasons_known: Fraction = Fraction(4, 5)  # of the reasons for ending, before dropout is shown
    wait_norm_days: int = 70
    heavier_days: int = 90  # DG15: a heavier class so soon after the end of a lighter one


DEFAULTS = Parameters()
