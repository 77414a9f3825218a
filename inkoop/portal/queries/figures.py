"""The newest computed figures that the portal shows."""

from kpis.choices import ComputationName, Split
from kpis.models import Computation


def newest(name: ComputationName) -> Computation | None:
    """With figures, also while they are computed again; None = never computed. One query."""
    found = Computation.objects.filter(name=name, split=Split.NONE).exclude(fingerprint="")
    return found.order_by("-peildatum", "-window_to", "window_from").first()
