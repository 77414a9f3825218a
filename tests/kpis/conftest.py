"""A database that two workers see at once, as for the import."""

from tests.exchange.conftest import committed

__all__ = ["committed"]
