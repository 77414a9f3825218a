"""Waiting times and places as providers report them."""

from datetime import date

from contracts.models import Tariff
from contracts.queries.terms import tariffs_on
from kpis.models import CapacityReport
from providers.models import Provider


def offered(provider: Provider, today: date) -> dict[str, str]:
    """Product code -> description of what the contracts of a provider price on a day. One query."""
    priced = tariffs_on(Tariff.objects.filter(contract__provider=provider), today, as_of=today)
    rows = priced.order_by("product_code__code")
    return dict(rows.values_list("product_code__code", "product_code__description"))


def newest_reports(provider: Provider) -> list[CapacityReport]:
    """Of each location and product the newest row, by location. One query."""
    rows = CapacityReport.objects.filter(provider=provider).select_related("location")
    newest = rows.order_by("location__name", "location_id", "product_code", "-id")
    return list(newest.distinct("location__name", "location_id", "product_code"))
