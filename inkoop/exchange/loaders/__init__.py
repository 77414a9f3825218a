"""Loaders: from staged rows to facts, per kind of delivery."""

from collections.abc import Callable

from psycopg import Cursor

from inkoop.base.choices import DeliveryKind
from inkoop.base.models import Delivery
from inkoop.exchange.loaders.allocations import load_allocations
from inkoop.exchange.loaders.care import load_starts, load_stops
from inkoop.exchange.loaders.contracts import load_contracts, load_tariffs
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.loaders.declarations import load_declarations
from inkoop.exchange.loaders.ibps import load_ibps
from inkoop.exchange.loaders.master import load_municipalities, load_product_codes, load_providers
from inkoop.exchange.loaders.satisfaction import load_satisfaction

Loader = Callable[[Cursor, Delivery], Counts]

# Kinds without a table come as messages only.
LOADERS: dict[DeliveryKind, Loader] = {
    DeliveryKind.MUNICIPALITIES: load_municipalities,
    DeliveryKind.PROVIDERS: load_providers,
    DeliveryKind.PRODUCT_CODES: load_product_codes,
    DeliveryKind.CONTRACTS: load_contracts,
    DeliveryKind.TARIFFS: load_tariffs,
    DeliveryKind.ALLOCATIONS: load_allocations,
    DeliveryKind.IBPS: load_ibps,
    DeliveryKind.STARTS: load_starts,
    DeliveryKind.STOPS: load_stops,
    DeliveryKind.DECLARATIONS: load_declarations,
    DeliveryKind.SATISFACTION: load_satisfaction,
}
"""A loader reads the staging table and writes facts and findings for a delivery that is already saved."""
