"""Figures that somebody asks for by name; they are computed outside the request."""

from inkoop.base.models import User
from kpis.choices import ComputationName, Split
from kpis.models import Computation
from kpis.services.asked import Asked
from kpis.services.computing import ensure


def request_computation(*, asked: Asked, by: User) -> Computation:
    """The row of these figures, kept because somebody asked. Asking twice changes nothing."""
    computation, _ = Computation.objects.get_or_create(
        name=asked.name,
        peildatum=asked.peildatum,
        window_from=asked.first,
        window_to=asked.last,
        split=asked.split,
        defaults={"by": by},
    )
    return computation


def compute_requested(*, computation_id: int) -> Computation | None:
    """Computes what a row stands for; None when the row is gone."""
    row = Computation.objects.filter(pk=computation_id).first()
    return row and ensure(asked_of(row))


def asked_of(row: Computation) -> Asked:
    """What was asked when the row was made."""
    return Asked(ComputationName(row.name), row.peildatum, row.window_from, row.window_to, Split(row.split))
