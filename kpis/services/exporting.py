"""Exports: computes what is not there yet, and writes the file whole or not at all."""

import os
import tempfile
from datetime import date
from pathlib import Path

from inkoop.base.models import User
from kpis.choices import ComputationName, Split
from kpis.queries.exports import csv_blocks
from kpis.queries.steps import Values
from kpis.services.asked import Asked, depth
from kpis.services.computing import ensure
from kpis.services.progress import Report

REJECTIONS = "afwijzingen"


class NoFolder(ValueError):
    """The folder to write in does not exist."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"De map {folder} bestaat niet. Maak haar eerst, of kies een andere.")


def write_export(
    wanted: Asked | date, path: Path, *, by: User | None = None, report: Report | None = None
) -> Path:
    """Writes the export of the figures asked for; a date gives the afwijzingen received on or before it.

    The file gets its name when it is complete; a file of that name is replaced. Raises OSError when it
    cannot be written, NoFolder before anything is computed.
    """
    if not path.absolute().parent.is_dir():
        raise NoFolder(path.absolute().parent)
    if isinstance(wanted, date):
        return _write(REJECTIONS, {"peildatum": wanted}, path)
    computation = ensure(wanted, by=by, report=report)
    if wanted.name == ComputationName.BEHAVIOUR and wanted.split == Split.NONE:
        ensure(depth(wanted.peildatum, wanted.first, wanted.last), by=by, report=report)
    return _write(wanted.name, {"computation": computation.pk}, path)


def _write(name: str, values: Values, path: Path) -> Path:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(csv_blocks(name, values))
            os.fchmod(file.fileno(), 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path
