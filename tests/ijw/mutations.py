"""Small damage to a message, drawn from a seed: what senders do wrong, and what nobody would do."""

from collections.abc import Iterator
from random import Random

from lxml import etree

TEXTS = (
    "", " ", "0", "-1", "00", "99999999999999", "x", "é", "2026-02-30", "2026-04-01", "0001-01-01", "9999-12-31",
    "1900-01-01", "12:00:00", "24:00:00", "C", "D", "83", "04", "3", "13", "999900006", "999900007", "000000000",
    "a" * 300, "45A03", "&", "\n", "0384", "42420001", "1.0.0", "R 1", "0200", "9999",
)  # fmt: skip
PIECES = (
    b"<",
    b">",
    b"&",
    b"\x00",
    b"\xff",
    b"]]>",
    b"<!--",
    b"<?x?>",
    b"<a/>",
    b"</a>",
    b'"',
    b"jw323:",
    b"<!DOCTYPE a>",
)


def mutations(content: bytes, draw: Random, count: int) -> Iterator[bytes]:
    for _ in range(count):
        kind = draw.choice([_bytes, _tree, _tree, _tree])
        mutated = kind(content, draw)
        for _ in range(draw.choice([0, 0, 0, 1, 3])):
            mutated = _bytes(mutated, draw)
        yield mutated


def _bytes(content: bytes, draw: Random) -> bytes:
    start = draw.randrange(len(content) + 1)
    end = min(len(content), start + draw.choice([0, 1, 5, 40]))
    piece = draw.choice([b"", draw.choice(PIECES), content[start:end] * 2, bytes([draw.randrange(256)])])
    return content[:start] + piece + content[end:]


def _tree(content: bytes, draw: Random) -> bytes:
    root = etree.fromstring(content)
    for _ in range(draw.choice([1, 1, 2, 5])):
        draw.choice([_text, _text, _text, _drop, _double, _swap, _move, _rename, _attribute])(root, draw)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _any(root, draw):
    return draw.choice([node for node in root.iter() if node is not root] or [root])


def _text(root, draw):
    leaves = [node for node in root.iter() if not len(node)]
    chosen = draw.choice(leaves)
    chosen.text = draw.choice([draw.choice(TEXTS), draw.choice(leaves).text, (chosen.text or "") + "1"])


def _drop(root, draw):
    node = _any(root, draw)
    if node.getparent() is not None:
        node.getparent().remove(node)


def _double(root, draw):
    node = _any(root, draw)
    if node.getparent() is not None:
        node.addnext(etree.fromstring(etree.tostring(node, with_tail=False)))


def _swap(root, draw):
    node = _any(root, draw)
    if node.getnext() is not None:
        node.getnext().addnext(node)


def _move(root, draw):
    node, target = _any(root, draw), _any(root, draw)
    if node not in target.iterancestors() and node is not target:
        target.append(node)


def _rename(root, draw):
    node, other = _any(root, draw), _any(root, draw)
    node.tag = draw.choice([other.tag, f"{node.tag}x", etree.QName(node).localname])


def _attribute(root, draw):
    _any(root, draw).set(draw.choice(["a", "{http://www.w3.org/2001/XMLSchema-instance}nil"]), "true")
