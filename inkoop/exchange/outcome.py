"""The outcome of a delivery as a file for the sender."""

from pathlib import Path

from inkoop.base.models import Delivery
from inkoop.base.spreadsheets import SafeWriter

HEADER = ("rij", "veld", "code", "oorzaak", "gevonden", "verwacht", "volgende_stap")


def write_outcome(delivery: Delivery, path: Path) -> None:
    """Writes ``path`` as a whole or not at all; one row per finding, also for a file refused as a whole."""
    unfinished = path.with_name(path.name + ".deel")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = SafeWriter(file)
        writer.writerow(HEADER)
        if delivery.rows_total is None:
            writer.writerow(("", "", "bestand", delivery.message, "", "", ""))
        findings = delivery.findings.order_by("row_number", "code", "id")
        writer.writerows(
            findings.values_list(
                "row_number", "field", "code", "cause", "found", "expected", "next_step"
            ).iterator(chunk_size=5_000)
        )
    unfinished.replace(path)
