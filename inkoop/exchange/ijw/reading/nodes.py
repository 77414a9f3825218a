"""An element that was read: its values as text, in the order of the message."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Union

Value = Union[str, "Values", list["Value"]]
Values = dict[str, Value]


@dataclass(slots=True)
class Node:
    """``path`` says where it stands in the message, ``text`` is the value of an element without children.

    Numbers come without leading zeros or a plus sign, dates and times without spaces around them.
    """

    name: str
    path: str
    line: int
    text: str = ""
    children: list["Node"] = field(default_factory=list)

    def find(self, path: str) -> "Node | None":
        """The first descendant along ``path``, such as "Omvang/Eenheid"."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if child.name == name:
                return child.find(rest) if rest else child
        return None

    def get(self, path: str) -> str:
        """The value along ``path``; empty when it is absent."""
        node = self.find(path)
        return node.text if node else ""

    def has(self, path: str) -> bool:
        return self.find(path) is not None

    def each(self, path: str) -> Iterator["Node"]:
        """Every descendant along ``path``, such as "ToegewezenProducten/ToegewezenProduct"."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if child.name == name:
                if rest:
                    yield from child.each(rest)
                else:
                    yield child

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def values(self) -> Values:
        """The children as plain values; what occurs more than once becomes a list."""
        made: Values = {}
        for child in self.children:
            value: Value = child.values() if child.children else child.text
            if child.name not in made:
                made[child.name] = value
                continue
            earlier = made[child.name]
            made[child.name] = [*earlier, value] if isinstance(earlier, list) else [earlier, value]
        return made
