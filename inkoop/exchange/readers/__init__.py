"""Readers: from a file to a header and rows of text, streaming."""

from inkoop.exchange.readers.table import Table
from inkoop.exchange.readers.tables import open_table

__all__ = ["Table", "open_table"]
