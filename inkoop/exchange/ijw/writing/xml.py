"""Elements of one message as text."""

from collections.abc import Mapping
from typing import TextIO

from inkoop.exchange.ijw.reading import Value, Values
from inkoop.exchange.ijw.reading.leaves import read_value
from inkoop.exchange.ijw.structure import Element, Group, Message, SimpleType, children

ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})
INDENT = "  "


class XmlWriter:
    """Writes elements with their content, or the begin and the end of an element apart.

    A value that the structure does not allow is a mistake of ours: ValueError.
    """

    def __init__(self, file: TextIO, message: Message) -> None:
        self._file = file
        self._message = message
        self._prefix = message.name.lower()
        self._depth = 0

    def begin_message(self) -> None:
        spaces = {self._prefix: self._message.namespace, "ijw": self._message.release.shared}
        names = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in spaces.items())
        self._file.write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<{self._name(self._message.root)}{names}>\n'
        )
        self._depth = 1

    def end_message(self) -> None:
        self.end(self._message.root)

    def begin(self, spec: Element) -> None:
        self._line(f"<{self._name(spec)}>")
        self._depth += 1

    def end(self, spec: Element) -> None:
        self._depth -= 1
        self._line(f"</{self._name(spec)}>")

    def element(self, spec: Element, value: Value) -> None:
        """The element once, or for a list once for each value."""
        if isinstance(value, list):
            for one in value:
                self.element(spec, one)
        elif isinstance(spec.content, SimpleType):
            self._value(spec, spec.content, value)
        elif isinstance(value, Mapping):
            self.begin(spec)
            self.content(spec, value)
            self.end(spec)
        else:
            raise TypeError(f"{spec.name} vraagt onderdelen, geen waarde.")

    def content(self, spec: Element, values: Values) -> None:
        """What stands inside an element, in the order of the structure."""
        unknown = set(values) - {child.name for child in children(spec)}
        if unknown:
            raise ValueError(f"{spec.name} kent deze onderdelen niet: {', '.join(sorted(unknown))}.")
        for child in children(spec):
            value = values.get(child.name)
            if value is not None:
                self.element(child, value)
            elif child.minimum:
                raise ValueError(f"In {spec.name} ontbreekt {child.name}.")

    def _value(self, spec: Element, kind: SimpleType, value: Value) -> None:
        text = read_value(kind, value) if isinstance(value, str) else None
        if text is None:
            raise ValueError(f"De waarde van {spec.name} is niet toegestaan; verwacht: {kind.expected}.")
        name = self._name(spec)
        self._line(f"<{name}>{text.translate(ESCAPES)}</{name}>")

    def _line(self, text: str) -> None:
        self._file.write(f"{INDENT * self._depth}{text}\n")

    def _name(self, spec: Element) -> str:
        return f"{'ijw' if spec.shared else self._prefix}:{spec.name}"


def part(spec: Element, name: str) -> Element:
    """The child of that name."""
    return next(child for child in children(spec) if child.name == name)


def has_part(spec: Element, name: str) -> bool:
    return isinstance(spec.content, Group) and any(child.name == name for child in children(spec))
