"""What was found in the monthly talk about a youth in residential care."""

from collections.abc import Mapping
from datetime import date

import pghistory
from django.db import transaction

from contracts.models import Allocation, ThroughflowTalk
from contracts.models.residential import CONDITIONS
from inkoop.base.bsn import without_bsn
from inkoop.base.models import User
from inkoop.base.periods import first_of_month


@transaction.atomic
def record_throughflow(
    *,
    allocation: Allocation,
    on: date,
    conditions: Mapping[str, bool | None],
    by: User,
    exit_on: date | None = None,
    note: str = "",
) -> ThroughflowTalk:
    """Keeps what was found in the month of ``on``; the same month again puts it right, and its history stays.

    A condition that is not named does not apply (NULL). Raises KeyError for one that does not exist.
    """
    if unknown := set(conditions) - set(CONDITIONS):
        raise KeyError(", ".join(sorted(unknown)))
    found = {name: conditions.get(name) for name in CONDITIONS}
    with pghistory.context(user=by.pk, reason="doorstroom besproken"):
        talk, _ = ThroughflowTalk.objects.update_or_create(
            allocation=allocation,
            month=first_of_month(on),
            defaults={**found, "exit_on": exit_on, "note": without_bsn(note), "by": by},
        )
    return talk
