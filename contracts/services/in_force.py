"""What must be so before a decision comes into force."""

from django.core.exceptions import ValidationError
from django.db import connection

from contracts.queries.clashes import clashing_terms
from inkoop.base.sql import LOCK_ONE_LOAD
from providers.models import Provider


def wait_for_loading() -> None:
    """Until the end of the transaction nothing is loaded, so that what is checked stays true."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_ONE_LOAD])


def refuse_two_tariffs(provider: Provider) -> None:
    """Raises ValidationError when two contracts would give one product two prices on one day."""
    clash = clashing_terms(provider)
    if clash:
        raise ValidationError(
            f"Op {clash.first_day:%d-%m-%Y} zouden de contracten {clash.one} en {clash.other} allebei een tarief geven "
            f"voor productcode {clash.code}. Laat het ene contract eindigen voor het andere begint."
        )
