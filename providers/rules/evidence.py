"""How long evidence counts, and which files may be kept as evidence."""

from datetime import date

VALID_MONTHS = {"gva": 24, "belastingdienst": 6, "kvk": 6}
"""Kind -> months after issue that it counts (contract standards). Other kinds expire on the day they name."""

MEGABYTE = 1_000_000
LARGEST = 10 * MEGABYTE
SIGNATURES = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
ENDINGS = {"pdf": ("pdf",), "png": ("png",), "jpg": ("jpg", "jpeg")}
HEAD = max(len(signature) for signature in SIGNATURES.values())


def expiry(kind: str, issued_on: date, named: date | None) -> date | None:
    """The last day that it counts: by its kind, or the day that the paper names when that is earlier.

    None = no end.
    """
    months = VALID_MONTHS.get(kind)
    if months is None:
        return named
    by_kind = _add_months(issued_on, months)
    return by_kind if named is None else min(named, by_kind)


def file_fault(name: str, size: int, head: bytes) -> str:
    """What is wrong with an uploaded file, by its name, size in bytes and first bytes; empty = nothing."""
    if size == 0:
        return "Het bestand is leeg. Kies het bestand opnieuw."
    if size > LARGEST:
        return (
            f"Het bestand is {size / MEGABYTE:.1f} MB".replace(".", ",")
            + f"; ten hoogste {LARGEST // MEGABYTE} MB mag."
        )
    kind = file_kind(head)
    if kind is None:
        return "Alleen PDF, PNG en JPEG worden bewaard. Sla het document op als PDF en kies dat."
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS[kind]:
        return f"De naam eindigt op .{ending}, maar de inhoud is {kind.upper()}. Geef het bestand zijn echte naam."
    return ""


def file_kind(head: bytes) -> str | None:
    """By the first bytes, whatever the name says; None = not a kind that is kept."""
    return next((kind for kind, signature in SIGNATURES.items() if head.startswith(signature)), None)


def _add_months(day: date, months: int) -> date:
    """The same day so many months later, clipped to the month end."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month0 + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("a month has 28 days")
