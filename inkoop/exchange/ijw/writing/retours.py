"""Retour messages (IV028): the header of the message, and its classes with a code each when one of them is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TextIO

from inkoop.exchange.ijw.reading import Node, Value, Values
from inkoop.exchange.ijw.structure import Element, Message, children, message
from inkoop.exchange.ijw.writing.outgoing import fixed_values, write_message, xsd_values
from inkoop.exchange.ijw.writing.xml import has_part, part

NO_REMARK = "0200"
REFUSED_FOR_RULES = "0001"


@dataclass(frozen=True, slots=True)
class Retour:
    """What to answer. ``header`` holds codes for the message as a whole; ``classes`` codes by path of the class."""

    identification: str
    dated_on: date
    header: tuple[str, ...] = ()
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    xsd: tuple[str, str] | None = None


def write_retour(file: TextIO, received: Message, body: Node, retour: Retour) -> None:
    """Nothing wrong: only the header, without codes. Wrong in the header: only the header. Else all classes."""
    answer = message(received.answer, received.release.name)
    header = _header(answer, body, retour)
    if retour.header or not retour.classes:
        write_message(file, answer, header, {})
        return
    name = body.children[1].name
    values = _with_codes(part(answer.root, name), body.children[1], retour.classes)
    write_message(file, answer, header, {name: values})


def _header(answer: Message, body: Node, retour: Retour) -> Values:
    """The header of the message with its own code replaced; sender and receiver stay as they are."""
    header = body.find("Header") or Node("Header", "", 0)
    codes = retour.header or ((NO_REMARK,) if retour.classes else ())
    values: Values = {
        **header.values(),
        **fixed_values(answer),
        "IdentificatieRetour": retour.identification,
        "DagtekeningRetour": retour.dated_on.isoformat(),
        "XsdVersieRetour": xsd_values(retour.xsd or answer.release.xsd),
    }
    if REFUSED_FOR_RULES in codes:
        values["XsltVersie"] = answer.release.rules
    if codes:
        values["RetourCodes"] = code_values(codes)
    return values


def _with_codes(spec: Element, node: Node, classes: Mapping[str, tuple[str, ...]]) -> Value:
    """The values of a class unchanged, and its codes where the answer has a place for them."""
    if not children(spec):
        return node.text
    values: Values = {}
    for child in children(spec):
        found = [_with_codes(child, one, classes) for one in node.each(child.name)]
        if found:
            values[child.name] = found if child.maximum is None else found[0]
    if has_part(spec, "RetourCodes"):
        values["RetourCodes"] = code_values(classes.get(node.path, (NO_REMARK,)))
    return values


def code_values(codes: tuple[str, ...]) -> Values:
    return {"RetourCode": list(codes)}
