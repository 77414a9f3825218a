"""The clients and lines of a message, taken out of the tree as soon as they are complete.

Of what is taken one empty element stays behind, so that the rest of the tree can still be checked on order and
number of times. Nothing else between them may stay, or memory would grow with the file.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from inkoop.exchange.ijw.findings import FORM, Finding, Unreadable
from inkoop.exchange.ijw.reading.leaves import read_value
from inkoop.exchange.ijw.reading.patterns import Line, OwnerPattern, OwnerText
from inkoop.exchange.ijw.reading.tree import TreeReader, XmlElement, local_name
from inkoop.exchange.ijw.structure import Element, Message, SimpleType, children


class Batch(NamedTuple):
    """Lines that follow each other under one owner, as values by leaf path.

    ``number`` is the place of the first in the message, ``in_owner`` its place under the owner, and
    ``owner_number`` which owner that is. ``line`` is where in the file the owner begins; ``line_of`` says it of the
    nth of these lines, as long as the next batch was not asked for.
    """

    number: int
    bsn: str
    owner_number: int
    in_owner: int
    line: int
    lines: list[Line]
    line_of: Callable[[int], int]


def specs_along(message: Message) -> list[Element]:
    """The elements on the path to the repeated one, without the root."""
    found, spec = [], message.root
    for name in message.repeated:
        spec = next(child for child in children(spec) if child.name == name)
        found.append(spec)
    return found


def leaf_paths(spec: Element) -> list[str]:
    """The paths of all values under an element, in order; such as "Omvang/Eenheid"."""
    if isinstance(spec.content, SimpleType):
        return [""]
    return [f"{child.name}/{path}".rstrip("/") for child in children(spec) for path in leaf_paths(child)]


class Repeated:
    """Takes the owners of lines out of one message, and their lines."""

    def __init__(self, message: Message, reader: TreeReader) -> None:
        *above, self._owner, self._list, self._line = specs_along(message)
        self._message = message
        self.reader = reader
        self.pattern = OwnerPattern(message, self._owner)
        self._leaves = leaf_paths(self._line)
        self._above = [message.tag(spec) for spec in reversed([message.root, *above])]
        self._path = "/" + "/".join([message.root.name, *message.repeated[:-2]])
        self._owners = self._lines = self._in_owner = 0
        self._top: XmlElement | None = None
        self._open: XmlElement | None = None
        self._last: XmlElement | None = None

    @property
    def owner_name(self) -> str:
        return self._owner.name

    @property
    def tag(self) -> str:
        """The elements to listen to: their begin and their end."""
        return self._message.tag(self._owner)

    def path(self, owner_number: int, in_owner: int = 0) -> str:
        """Of an owner, or of a line of it."""
        owner = f"{self._path}[{owner_number}]"
        return f"{owner}/{self._list.name}/{self._line.name}[{in_owner}]" if in_owner else owner

    def begin(self, owner: XmlElement) -> None:
        top = owner.getparent()
        if (
            top is not None
            and self._top is None
            and [node.tag for node in (top, *top.iterancestors())] == self._above
        ):
            self._top = top
        if top is None or top is not self._top or self._open is not None:
            line = self.reader.line_of(owner)
            raise Unreadable(f"Het element {self._owner.name} staat op de verkeerde plaats.", line=line)
        self._open = owner
        self._owners, self._in_owner = self._owners + 1, 0

    def end(self, owner: XmlElement) -> Iterator[Batch]:
        """The lines of the owner, as far as they were not taken before; empties the owner."""
        lines = self.pattern.match(owner) if not self._in_owner else None
        if lines is not None:
            bsn, begin = owner[0].text or "", self.reader.line_of(owner)
            yield Batch(self._lines + 1, bsn, self._owners, 1, begin, lines, self._line_of)
            self._lines += len(lines)
        else:
            yield from self._with_care(owner)
            self.reader.read(owner, self._owner, self.path(self._owners))
        self._open = None
        self._empty(owner)

    def take(self, owner: OwnerText, line: int, text: str) -> Batch:
        """An owner that the parser has not seen, from the text of the message."""
        self._owners += 1
        first, self._lines = self._lines + 1, self._lines + len(owner.lines)

        def line_of(place: int) -> int:
            start = next(islice(self.pattern.line_places(text, owner.first_line), place, None))
            return line + text.count("\n", owner.start, start)

        return Batch(first, owner.value, self._owners, 1, line, owner.lines, line_of)

    def relieve(self) -> Iterator[Batch]:
        """The complete lines of an owner that is still coming in and grows large."""
        if self._open is not None:
            self.pattern.learn(self._open)
            yield from self._with_care(self._open, but_last=True)

    def _with_care(self, owner: XmlElement, *, but_last: bool = False) -> Iterator[Batch]:
        """Reads the lines one by one, with findings, and leaves one of them behind, emptied."""
        bsn = self._bsn(owner)
        for lines in owner.iterchildren(self._message.tag(self._list)):
            for element in list(lines)[: -1 if but_last else None]:
                if element in self.reader.passed:
                    continue
                if element.tag != self._message.tag(self._line):
                    break  # found when the owner is read
                yield self._read_line(element, bsn)
                self._keep_only(element)

    def _line_of(self, place: int) -> int:
        return 0 if self._open is None else self.reader.line_of(self._open[1][place])

    def _read_line(self, element: XmlElement, bsn: str) -> Batch:
        self._lines += 1
        self._in_owner += 1
        line, path = self.reader.line_of(element), self.path(self._owners, self._in_owner)
        values = self.pattern.match_line(element)
        if values is None:
            node = self.reader.read(element, self._line, path)
            found = (node.find(leaf) for leaf in self._leaves)
            values = tuple(None if leaf is None else leaf.text for leaf in found)
        return Batch(self._lines, bsn, self._owners, self._in_owner, line, [values], lambda _: line)

    def _keep_only(self, element: XmlElement) -> None:
        previous, parent = element.getprevious(), element.getparent()
        if previous is not None and previous in self.reader.passed and parent is not None:
            if previous.tail and not previous.tail.isspace():
                self.reader.refuse_text(self.reader.line_of(previous), self.path(self._owners))
            self.reader.passed.discard(previous)
            parent.remove(previous)
        element.clear(keep_tail=True)
        self.reader.passed.add(element)

    def _bsn(self, owner: XmlElement) -> str:
        spec = children(self._owner)[0]
        first = owner.find(self._message.tag(spec))
        if first is None or not isinstance(spec.content, SimpleType):
            return ""
        return read_value(spec.content, first.text or "") or ""

    def _empty(self, owner: XmlElement) -> None:
        """Empties the owner and removes all before it, of which only the last owner may be there."""
        self.reader.passed.clear()
        parent = owner.getparent()
        while (previous := owner.getprevious()) is not None and parent is not None:
            if previous is not self._last:
                self._refuse(previous)
            elif previous.tail and not previous.tail.isspace():
                self.reader.refuse_text(self.reader.line_of(previous), self.path(self._owners))
            parent.remove(previous)
        owner.clear(keep_tail=True)
        self.reader.passed.add(owner)
        self._last = owner

    def _refuse(self, element: XmlElement) -> None:
        cause, found = "Dit element is hier niet toegestaan.", f"<{local_name(element)}>"
        path, line = self.path(self._owners), self.reader.line_of(element)
        self.reader.report(Finding(FORM, "volgorde", path, line, cause, found, f"<{self._owner.name}>"))
