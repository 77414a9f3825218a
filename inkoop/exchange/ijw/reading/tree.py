"""Checks an element against its structure and turns it into a node: order, number of times, values."""

from collections.abc import Callable

from lxml import etree

from inkoop.exchange.ijw.findings import FORM, Finding, shown
from inkoop.exchange.ijw.reading.leaves import SPACES, read_value
from inkoop.exchange.ijw.reading.nodes import Node
from inkoop.exchange.ijw.structure import Element, Group, Message, SimpleType

Report = Callable[[Finding], None]
XmlElement = etree._Element  # noqa: SLF001  # the only name that lxml has for it

HINTS = frozenset(
    f"{{http://www.w3.org/2001/XMLSchema-instance}}{name}"
    for name in ("schemaLocation", "noNamespaceSchemaLocation")
)


class TreeReader:
    """Reads elements of one message; what is wrong goes to ``report``.

    ``passed`` are elements whose content was read and thrown away before; they only count. After line
    ``skipped_from`` the parser was not given ``skipped`` lines of the file.
    """

    def __init__(self, message: Message, report: Report) -> None:
        self.report = report
        self.passed: set[XmlElement | None] = set()
        self.skipped = self.skipped_from = 0
        self._message = message
        self._places: dict[int, dict[str, int]] = {}

    def line_of(self, element: XmlElement) -> int:
        """Where the element begins in the file; 0 = unknown."""
        return self.line_in_file(element.sourceline or 0)

    def line_in_file(self, line: int) -> int:
        """The line of the file that the parser knows under this number."""
        return line + self.skipped if line > self.skipped_from else line

    def read(self, element: XmlElement, spec: Element, path: str) -> Node:
        node = Node(spec.name, path, self.line_of(element))
        self._refuse_attributes(element, node)
        if isinstance(spec.content, Group):
            self._read_group(element, spec.content, node)
        else:
            self._read_value(element, spec.content, node)
        return node

    def _refuse_attributes(self, element: XmlElement, node: Node) -> None:
        for name in element.attrib:
            if name not in HINTS or element.getparent() is not None:
                self._find(
                    "attribuut", node, "Het element heeft een attribuut.", str(name), "geen attributen"
                )

    def _read_value(self, element: XmlElement, kind: SimpleType, node: Node) -> None:
        if len(element):
            found = local_name(element[0])
            self._find("waarde", node, "Het element bevat andere elementen.", f"<{found}>", kind.expected)
            return
        text = element.text or ""
        value = read_value(kind, text)
        if value is None:
            self._find("waarde", node, "De waarde is niet toegestaan.", shown(node.name, text), kind.expected)
        else:
            node.text = value

    def _read_group(self, element: XmlElement, group: Group, node: Node) -> None:
        self._refuse_text(element.text, node)
        place, counts = 0, [0] * len(group.elements)
        for child in element:
            self._refuse_text(child.tail, node)
            found = self._place(group, child)
            if found is None:
                self._unknown(child, node, group, place)
                continue
            if found < place:
                self._misplaced(child, node, group, place)
            place = max(place, found)
            counts[found] += 1
            self._read_child(child, group.elements[found], node, counts[found])
        self._count(group, counts, node, element)

    def _read_child(self, child: XmlElement, spec: Element, node: Node, count: int) -> None:
        if child in self.passed:
            return
        path = f"{node.path}/{spec.name}" + ("" if spec.maximum == 1 else f"[{count}]")
        node.children.append(self.read(child, spec, path))

    def _place(self, group: Group, child: XmlElement) -> int | None:
        if id(group) not in self._places:
            self._places[id(group)] = {self._message.tag(spec): n for n, spec in enumerate(group.elements)}
        return self._places[id(group)].get(str(child.tag))

    def _count(self, group: Group, counts: list[int], node: Node, element: XmlElement) -> None:
        for spec, count in zip(group.elements, counts, strict=True):
            if count < spec.minimum:
                cause = f"Het element {spec.name} ontbreekt."
                self._find("aantal", node, cause, "", f"<{spec.name}>")
            elif spec.maximum is not None and count > spec.maximum:
                cause = f"Het element {spec.name} komt te vaak voor."
                self._find("aantal", node, cause, f"{count} keer", f"hoogstens {spec.maximum} keer")

    def _unknown(self, child: XmlElement, node: Node, group: Group, place: int) -> None:
        cause = "Dit element is hier niet toegestaan."
        if local_name(child) in {spec.name for spec in group.elements}:
            cause = "Dit element staat in een andere naamruimte dan de standaard voorschrijft."
        self._find_at(child, "volgorde", node, cause, _next_names(group, place))

    def _misplaced(self, child: XmlElement, node: Node, group: Group, place: int) -> None:
        self._find_at(
            child, "volgorde", node, "Dit element staat op de verkeerde plaats.", _next_names(group, place)
        )

    def refuse_text(self, line: int, path: str) -> None:
        cause = "Er staat tekst tussen de elementen."
        self.report(Finding(FORM, "inhoud", path, line, cause, "tekst", "alleen elementen"))

    def _refuse_text(self, text: str | None, node: Node) -> None:
        if text and text.strip(SPACES):
            self.refuse_text(node.line, node.path)

    def _find_at(self, child: XmlElement, rule: str, node: Node, cause: str, expected: str) -> None:
        path, line = f"{node.path}/{local_name(child)}", self.line_of(child) or node.line
        self.report(Finding(FORM, rule, path, line, cause, f"<{local_name(child)}>", expected))

    def _find(self, rule: str, node: Node, cause: str, found: str, expected: str) -> None:
        self.report(Finding(FORM, rule, node.path, node.line, cause, found, expected))


def local_name(element: XmlElement) -> str:
    return str(element.tag).rpartition("}")[2][
        :60
    ]  # may be no name at all, such as one with an unknown prefix


def _next_names(group: Group, place: int) -> str:
    """What may follow: the element reached, and those after it up to the first that is required."""
    names = []
    for spec in group.elements[place:]:
        names.append(f"<{spec.name}>")
        if spec.minimum and len(names) > 1:
            break
    return " of ".join(names)
