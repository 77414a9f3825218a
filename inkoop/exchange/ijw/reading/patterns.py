"""A client with its lines, recognised by regular expressions that are made from the structure.

They recognise the usual form of well-formed elements as they are written out, and take the values. They are never
wider than the structure; what they do not recognise must be read with care, and may still prove correct.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from inkoop.exchange.ijw.reading.leaves import is_date
from inkoop.exchange.ijw.reading.tree import XmlElement
from inkoop.exchange.ijw.structure import Base, Element, Message, SimpleType, children
from inkoop.exchange.ijw.structure.types import ANYTHING, FILLED

Line = tuple[str | None, ...]
Prefixes = Mapping[str, str | None]

SPACE = r"[ \t\r\n]*"
NEVER = re.compile("(?!)")
PLAIN_TEXTS = (ANYTHING, FILLED)
REMEMBERED = 10_000


class OwnerText(NamedTuple):
    """An owner in the text of a message: where its start tag and its first line begin, and where it ends."""

    start: int
    first_line: int
    end: int
    value: str
    lines: list[Line]


class OwnerPattern:
    """For an owner that holds one value and then a list of lines, both without anything else that repeats."""

    def __init__(self, message: Message, owner: Element) -> None:
        self._message = message
        self._owner = owner
        self._usable = is_plain(owner)
        self._dates: list[int] = []
        self._known_dates: set[str | None] = set()
        self._begin = self._line = self._end = self._text_begin = NEVER
        self.plain_start = ""
        self._start_tag = self._line_start = ""
        self._names: dict[str | None, str] = {}

    def match(self, element: XmlElement) -> list[Line] | None:
        """The values of each line, None for those absent; None when anything is not recognised."""
        if not self._usable:
            return None
        text = etree.tostring(element, encoding="unicode", with_tail=False)
        if not self._start_tag or not text.startswith(self._start_tag):
            self.learn(element)
        begin = self._begin.match(text)
        return None if begin is None else self._lines(text, begin.end())

    @property
    def is_usable(self) -> bool:
        return self._usable

    def match_text(self, text: str, place: int) -> OwnerText | None:
        """An owner that stands there after space, as other owners of the same list are written; None when not so."""
        begin = self._text_begin.match(text, place)
        found = self._scan(text, begin.end()) if begin else None
        if begin is None or found is None:
            return None
        lines, last = found
        end = self._end.match(text, last)
        if not lines or end is None:
            return None
        return OwnerText(begin.start("owner"), begin.end(), end.end(), begin["value"], lines)

    def line_places(self, text: str, place: int) -> Iterator[int]:
        """Where each line begins, from the first on."""
        while found := self._line.match(text, place):
            yield found.start()
            place = found.end()

    def match_line(self, element: XmlElement) -> Line | None:
        """The values of one line of an owner that was learned, or None."""
        if not self._usable or not self._start_tag or element.nsmap != self._names or element.attrib:
            return None
        text = etree.tostring(element, encoding="unicode", with_tail=False)
        lines = self._lines(self._line_start + text.partition(">")[2], 0, ended=True)
        return lines[0] if lines else None

    def _lines(self, text: str, place: int, *, ended: bool = False) -> list[Line] | None:
        found = self._scan(text, place)
        if found is None:
            return None
        lines, place = found
        at_end = place == len(text) if ended else self._end.fullmatch(text, place)
        return lines if lines and at_end else None

    def _scan(self, text: str, place: int) -> tuple[list[Line], int] | None:
        """The lines that follow each other, and where they end; None when a date in them does not exist."""
        lines = []
        match, known = self._line.match, self._known_dates
        while found := match(text, place):
            line = found.groups()
            place = found.end()
            for date in self._dates:
                if line[date] not in known and not self._is_date(line[date]):
                    return None
            lines.append(line)
        return lines, place

    def _is_date(self, value: str | None) -> bool:
        if value is not None and not is_date(value):
            return False
        if len(self._known_dates) > REMEMBERED:
            self._known_dates.clear()
        self._known_dates.add(value)
        return True

    def learn(self, element: XmlElement) -> None:
        """Makes the patterns for owners that begin as this one, so with their names bound to the same namespaces."""
        prefixes: Prefixes = {space: prefix for prefix, space in element.nsmap.items()}
        if not {self._message.namespace, self._message.release.shared} <= set(prefixes):
            self._usable = False
            return
        make = _Maker(self._message, prefixes)
        value, lines = children(self._owner)
        (line,) = children(lines)
        self._start_tag, self._names = _start_tag(element), element.nsmap
        self._line_start = make.start(line).replace("\\", "")
        opened = make.start(lines) + SPACE
        self._begin = re.compile(re.escape(self._start_tag) + SPACE + make.whole(value, taken=False) + opened)
        self._line = re.compile(make.whole(line))
        self.plain_start = make.start(self._owner).replace("\\", "")
        self._text_begin = re.compile(
            f"{SPACE}(?P<owner>{make.start(self._owner)}){SPACE}{make.start(value)}"
            f"(?P<value>{value_pattern(type_of(value))}){make.end(value)}{SPACE}{opened}"
        )
        self._end = re.compile(make.end(lines) + SPACE + make.end(self._owner))
        self._dates = [place for place, kind in enumerate(leaf_types(line)) if kind.base is Base.DATE]


def _start_tag(element: XmlElement) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False).partition(">")[0] + ">"


class _Maker:
    """Patterns of elements, with the names as this message writes them."""

    def __init__(self, message: Message, prefixes: Prefixes) -> None:
        self._message = message
        self._prefixes = prefixes

    def whole(self, spec: Element, *, taken: bool = True) -> str:
        """The element with the space after it; ``taken``: its values are groups."""
        text = f"{self.start(spec)}{self._inside(spec, taken=taken)}{self.end(spec)}{SPACE}"
        return text if spec.minimum else f"(?:{text})?"

    def start(self, spec: Element) -> str:
        return f"<{self._name(spec)}>"

    def end(self, spec: Element) -> str:
        return f"</{self._name(spec)}>"

    def _inside(self, spec: Element, *, taken: bool) -> str:
        if isinstance(spec.content, SimpleType):
            return f"({'' if taken else '?:'}{value_pattern(spec.content)})"
        return SPACE + "".join(self.whole(child, taken=taken) for child in children(spec))

    def _name(self, spec: Element) -> str:
        prefix = self._prefixes[self._message.release.shared if spec.shared else self._message.namespace]
        return re.escape(f"{prefix}:{spec.name}" if prefix else spec.name)


def value_pattern(kind: SimpleType) -> str:
    """The usual form of a value."""
    if kind.values:
        return "|".join(map(re.escape, kind.values))
    if kind.base is Base.INTEGER:
        return rf"0|[1-9][0-9]{{0,{len(str(kind.highest)) - 1}}}"
    if kind.base is Base.DATE:
        return "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    if kind.pattern not in PLAIN_TEXTS:
        return kind.pattern
    return rf"[^<>&\s\x00-\x1f\ufffe\uffff][^<>&\x00-\x1f\ufffe\uffff]{{0,{(kind.longest or 1) - 1}}}"


def type_of(spec: Element) -> SimpleType:
    if not isinstance(spec.content, SimpleType):
        raise TypeError(f"{spec.name} heeft geen waarde.")
    return spec.content


def leaf_types(spec: Element) -> list[SimpleType]:
    """The types of all values under an element, in order."""
    if isinstance(spec.content, SimpleType):
        return [spec.content]
    return [kind for child in children(spec) for kind in leaf_types(child)]


def is_plain(owner: Element) -> bool:
    """Whether it holds a value and a list of lines in which nothing repeats."""
    parts = children(owner)
    lists_of = children(parts[-1])
    return (
        [part.maximum for part in parts] == [1, 1]
        and isinstance(parts[0].content, SimpleType)
        and [line.maximum for line in lists_of] == [None]
        and not any(_repeats(part) for part in children(lists_of[0]))
    )


def _repeats(spec: Element) -> bool:
    return spec.maximum is None or any(_repeats(child) for child in children(spec))
