"""A database that two workers see at once, as for the import."""

from tests.exchange.conftest import committed, prepared_database

__all__ = ["committed", "prepared_database"]
