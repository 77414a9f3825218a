"""What every reader gives."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` yields rows with exactly as many fields as ``header``; empty rows are passed over."""

    header: list[str]
    rows: Iterator[list[str]]
