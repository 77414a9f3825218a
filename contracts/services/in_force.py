"""What must be so before a decision comes into force."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection

from contracts.models import ContractVersion, ProductCode, Tariff
from contracts.queries.clashes import Planned, clashing_terms
from contracts.queries.exclusions import contradiction
from inkoop.base.sql import LOCK_ONE_LOAD
from providers.models import Provider


def wait_for_loading() -> None:
    """Until the end of the transaction nothing is loaded, so that what is checked stays true."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_ONE_LOAD])


def refuse_two_tariffs(provider: Provider, planned: Planned | None = None) -> None:
    """Raises ValidationError when two contracts would give one product two prices on one day.

    ``planned``: a contract that is only proposed takes part.
    """
    clash = clashing_terms(provider, planned)
    if clash:
        raise ValidationError(
            f"Op {clash.first_day:%d-%m-%Y} zouden de contracten {clash.one} en {clash.other} allebei een tarief geven "
            f"voor productcode {clash.code}. Laat het ene contract eindigen voor het andere begint."
        )


def refuse_excluded(version: ContractVersion, base: ContractVersion | None, today: date) -> None:
    """Raises ValidationError when a contract begins to name a municipality that does not buy what it prices.

    ``base``: the terms before; what they named already stays. None = a new contract.
    """
    before = set(base.municipality_ids) if base else set()
    named = sorted(set(version.municipality_ids) - before)
    if base is not None and not named:
        return
    first = max(version.begin, today)
    prices = Tariff.objects.filter(contract=version.contract_id, superseded_on=None, begin__lte=first)
    held = prices.filter(end=None) | prices.filter(end__gte=first)
    products = ProductCode.objects.filter(pk__in=held.values("product_code")).order_by("code")
    if fault := contradiction(products, named, first, version.end):
        raise ValidationError(fault)
