"""A file that is there as a whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Opens a message for writing (UTF-8, no BOM, CR/LF: OP192); it gets its name when all went well."""
    unfinished = path.with_name(path.name + ".deel")
    try:
        with open(unfinished, "w", encoding="utf-8", newline="\r\n", opener=_private) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    """The file holds BSNs."""
    return os.open(path, flags, 0o600)
