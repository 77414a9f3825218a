"""What a message is made of, as plain values: simple types, groups of elements, messages, releases."""

from dataclasses import dataclass, field
from enum import Enum


class Base(Enum):
    TEXT = "tekst"
    INTEGER = "geheel getal"
    DATE = "datum"
    TIME = "tijd"


@dataclass(frozen=True, slots=True)
class SimpleType:
    """Facets of a value. ``pattern`` is a Python regex for the whole value; ``expected`` completes "verwacht: ..."."""

    base: Base
    expected: str
    shortest: int = 0
    longest: int | None = None
    pattern: str = ""
    values: tuple[str, ...] = ()
    lowest: int | None = None
    highest: int | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """One place in a group. ``maximum`` None = any number; ``shared`` = in the namespace that all messages share."""

    name: str
    content: "SimpleType | Group"
    minimum: int = 1
    maximum: int | None = 1
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A complex type: elements in a fixed order."""

    name: str
    elements: tuple[Element, ...]


def children(element: Element) -> tuple[Element, ...]:
    """The elements inside it; none for a value."""
    return element.content.elements if isinstance(element.content, Group) else ()


@dataclass(frozen=True, slots=True)
class Release:
    """One release of the standard. ``xsd`` = versions of the shared and the message schema that we write;
    ``rules`` = version of the published in-message rules (XSLT) that level 2 follows.
    """

    name: str
    version: str
    subversion: str
    shared: str
    namespaces: str
    xsd: tuple[str, str]
    rules: str

    def namespace(self, name: str) -> str:
        return self.namespaces.format(name.lower())


@dataclass(frozen=True, slots=True)
class Message:
    """``answer`` is the message that answers it, ``answers`` the one that it answers.

    ``repeated`` is the path from the root to the element that may occur without end; empty when the
    whole message is small.
    """

    name: str
    code: str
    title: str
    release: Release
    root: Element
    to_municipality: bool
    answer: str = ""
    answers: str = ""
    repeated: tuple[str, ...] = field(default=())

    @property
    def namespace(self) -> str:
        return self.release.namespace(self.name)

    def tag(self, element: Element) -> str:
        """The qualified name as lxml writes it."""
        return f"{{{self.release.shared if element.shared else self.namespace}}}{element.name}"
