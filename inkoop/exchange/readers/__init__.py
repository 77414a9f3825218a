"""Readers: from a file to a header and rows of text, streaming."""

from inkoop.exchange.readers.tables import Table, open_table

__all__ = ["Table", "open_table"]
