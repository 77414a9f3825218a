"""Tables for a terminal."""

from collections.abc import Sequence


def table(
    headers: Sequence[str], rows: Sequence[Sequence[str]], *, texts: int, widest: int = 30
) -> list[str]:
    """Lines of a table: the first ``texts`` columns stand to the left, the numbers after them to the right."""
    lines = [headers, *([_cut(cell, widest) for cell in row] for row in rows)]
    lengths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return ["  " + "  ".join(_fitted(line, lengths, texts)).rstrip() for line in lines]


def _cut(text: str, widest: int) -> str:
    return text if len(text) <= widest else text[: widest - 1] + "…"


def _fitted(line: Sequence[str], lengths: Sequence[int], texts: int) -> list[str]:
    return [
        cell.ljust(length) if place < texts else cell.rjust(length)
        for place, (cell, length) in enumerate(zip(line, lengths, strict=True))
    ]
