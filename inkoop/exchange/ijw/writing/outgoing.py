"""Messages that we begin ourselves: a JW301 when a request is granted, a JW319 when it is refused or looked into."""

from dataclasses import dataclass
from datetime import date
from typing import TextIO

from inkoop.exchange.ijw.reading import Values
from inkoop.exchange.ijw.structure import Message
from inkoop.exchange.ijw.writing.xml import XmlWriter, part


@dataclass(frozen=True, slots=True)
class Origin:
    """Who writes, to whom, and under which name. ``xsd``: versions of the schemas; None = those of the release."""

    sender: str
    receiver: str
    identification: str
    dated_on: date
    xsd: tuple[str, str] | None = None


def header_values(message: Message, origin: Origin) -> Values:
    return {
        **fixed_values(message),
        "Afzender": origin.sender,
        "Ontvanger": origin.receiver,
        "BerichtIdentificatie": {
            "Identificatie": origin.identification,
            "Dagtekening": origin.dated_on.isoformat(),
        },
        "XsdVersie": xsd_values(origin.xsd or message.release.xsd),
    }


def fixed_values(message: Message) -> Values:
    return {
        "BerichtCode": message.code,
        "BerichtVersie": message.release.version,
        "BerichtSubversie": message.release.subversion,
    }


def xsd_values(versions: tuple[str, str]) -> Values:
    return {"BasisschemaXsdVersie": versions[0], "BerichtXsdVersie": versions[1]}


def write_message(file: TextIO, message: Message, header: Values, body: Values) -> None:
    """``body`` holds what follows the header, under its own name: {"Client": {...}}."""
    writer = XmlWriter(file, message)
    writer.begin_message()
    writer.element(part(message.root, "Header"), header)
    for name, values in body.items():
        writer.element(part(message.root, name), values)
    writer.end_message()
