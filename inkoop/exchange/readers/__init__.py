"""Readers: from a file to a header and rows of text, streaming."""

from inkoop.exchange.readers.table import Block, Lines, Table
from inkoop.exchange.readers.tables import open_table

__all__ = ["Block", "Lines", "Table", "open_table"]
