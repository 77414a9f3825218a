"""Every delivery in a transaction of its own, as in use: in one transaction the locks of all would be held."""

from tests.exchange.conftest import committed

__all__ = ["committed"]
