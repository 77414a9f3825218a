"""Folders of our own: private, locked while in use, removed afterwards."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from inkoop.servers.processes import ServersError

FOLDER_PREFIX = "inkoop-servers-"
LARGE_TEMPORARY = Path("/var/tmp")  # noqa: S108 -- only ever holds a folder of our own making
LEFTOVER_SECONDS = 3600


@contextmanager
def throw_away_folder() -> Iterator[Path]:
    parent = LARGE_TEMPORARY if os.access(LARGE_TEMPORARY, os.W_OK) else Path(tempfile.gettempdir())
    sweep(parent)
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=parent))
    try:
        with lock(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: Path) -> None:
    """Remove folders of starters that were killed; a living one holds its lock."""
    for folder in parent.glob(f"{FOLDER_PREFIX}*"):
        try:
            status = folder.stat()
            old = time.time() - status.st_mtime > LEFTOVER_SECONDS
            if old and status.st_uid == os.geteuid():
                with lock(folder):
                    shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # in use, or somebody else was first
            continue


def lock(folder: Path) -> IO[str]:
    """Hold the folder until the file is closed, at the latest when this process ends."""
    file = (folder / "lock").open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise
    return file


def make_private_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ServersError(f"Kan de map {folder} niet maken: {error.strerror}") from error
    if not os.access(folder, os.W_OK) or folder.stat().st_uid != os.geteuid():
        raise ServersError(f"De map {folder} is van een ander account. Kies een andere map of wis deze.")


def write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(text)
