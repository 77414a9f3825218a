"""What every reader gives."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

BLOCK_ROWS = 1_000  # more takes more memory and is no faster

Lines = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows. ``text``: as they stand in the file, when each of its lines is a row and nothing in it is quoted;
    else empty. ``columns``: the rows by column; None = not split, because the text as a whole was found good.
    """

    rows: int
    columns: list[Sequence[str]] | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` yields rows with exactly as many fields as ``header``; empty rows are passed over.

    A reader may give the same rows faster, as ``blocks``; of the two only one can be read.
    """

    header: list[str]
    rows: Iterator[list[str]]
    blocks: Callable[[Lines | None], Iterator[Block]] | None = None
    delimiter: str = ";"

    def in_blocks(self, good: Lines | None = None) -> Iterator[Block]:
        """``good`` matches lines that need not be split."""
        return in_blocks(self.rows) if self.blocks is None else self.blocks(good)


def in_blocks(rows: Iterator[list[str]]) -> Iterator[Block]:
    while chunk := list(islice(rows, BLOCK_ROWS)):
        yield Block(len(chunk), list(zip(*chunk, strict=True)))


def in_rows(blocks: Iterable[Block]) -> Iterator[list[str]]:
    for block in blocks:
        yield from map(list, zip(*block.columns or (), strict=True))
