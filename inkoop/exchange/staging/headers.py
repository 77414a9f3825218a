"""The header of a delivered table: which kind of delivery it is, and whether nothing is missing."""

import re
from collections.abc import Iterable

from inkoop.base.choices import DeliveryKind
from inkoop.exchange.columns import COLUMNS, CONTROL
from inkoop.exchange.errors import BrokenFile

LONG_NUMBER = re.compile(r"\d{8,}")
LONGEST_NAME = 40
MOST_NAMES = 40


def detect_kind(header: list[str]) -> DeliveryKind:
    """The kind whose required columns all stand in the header; of several the one with most columns in common."""
    fitting = [
        kind
        for kind, columns in COLUMNS.items()
        if {column.name for column in columns if column.required} <= set(header)
    ]
    if not fitting:
        raise BrokenFile(
            f"De kopregel past bij geen enkele soort aanlevering. Gevonden kolommen: {listed(header)}. "
            "Zie de lijst met kolommen per soort, of geef de soort op met --kind om te zien wat er ontbreekt."
        )
    return max(fitting, key=lambda kind: len({column.name for column in COLUMNS[kind]} & set(header)))


def check_header(header: list[str], kind: DeliveryKind) -> list[str]:
    """Raises BrokenFile when columns are missing or double; returns the unknown ones, which are ignored."""
    columns = COLUMNS[kind]
    double = sorted({name for name in header if name and header.count(name) > 1})
    if double:
        raise BrokenFile(
            f"De kopregel noemt een kolom dubbel: {listed(double)}. Laat elke kolom één keer staan."
        )
    missing = [column.name for column in columns if column.required and column.name not in header]
    if {"bsn", "client"} <= {column.name for column in columns} and not {"bsn", "client"} & set(header):
        missing.append("client (of bsn)")
    if missing:
        raise BrokenFile(
            f"In de kopregel ontbreken kolommen voor {kind.label}: {', '.join(missing)}. "
            f"Gevonden: {listed(header)}. Voeg de kolommen toe en lever het bestand opnieuw aan."
        )
    return [name for name in header if name and name not in {column.name for column in columns}]


def listed(names: Iterable[str]) -> str:
    """Names of columns for a message. What stands in the place of a header may be a row of data: a long number,
    which may be a BSN, is never shown.
    """
    found = list(names)
    shown = [LONG_NUMBER.sub("…", CONTROL.sub(" ", name))[:LONGEST_NAME] for name in found[:MOST_NAMES]]
    return ", ".join(shown) + (" en meer" if len(found) > MOST_NAMES else "")
