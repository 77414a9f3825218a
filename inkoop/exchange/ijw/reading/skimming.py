"""Owners with their lines taken from the text itself, without a tree: most of a large message.

It begins after the first owner, once the parser has read that one and the text of it was recognised too, and only if
nothing before it could hide text from the parser (no comment, CDATA, instruction or DOCTYPE). From there every owner
must follow the last with nothing but space between. What is not recognised goes to the parser, as does all after it.
"""

import re
from collections.abc import Iterator

from inkoop.exchange.ijw.reading.patterns import OwnerPattern
from inkoop.exchange.ijw.reading.repeated import Batch, Repeated
from inkoop.exchange.ijw.reading.tree import XmlElement

MOST_WAITING = 1 << 20
END_TAG = rb"</(?:[A-Za-z0-9_.-]+:)?%s\s*>"
HIDING = re.compile(rb"<!|.<\?", re.DOTALL)


class Skimmer:
    """``cut`` until the first owner has ended, ``begin`` then, and ``take`` as long as it ``is_open``."""

    def __init__(self, repeated: Repeated) -> None:
        self._repeated = repeated
        self._pattern: OwnerPattern = repeated.pattern
        self._end_tag = re.compile(END_TAG % repeated.owner_name.encode())
        self._seen = self._waiting = b""
        self._lines = 1
        self._is_over = not self._pattern.is_usable
        self.is_open = False

    def cut(self, block: bytes) -> tuple[bytes, bytes]:
        """The part of the block up to the end of the first owner, and the rest of it; all of it when it ends later."""
        if self._is_over:
            return block, b""
        before = len(self._seen)
        self._seen += block
        found = self._end_tag.search(self._seen)
        if found is None:
            self._is_over = len(self._seen) > MOST_WAITING
            return block, b""
        self._seen, rest = self._seen[: found.end()], self._seen[found.end() :]
        return self._seen[before:], rest

    def begin(self, last: XmlElement | None) -> bool:
        """Whether skimming can begin; ``last`` is the owner of which the parser has just read the end."""
        seen, self._seen, self._is_over = self._seen, b"", True
        if last is None or not self._pattern.plain_start or HIDING.search(seen):
            return False
        try:
            text = seen.decode()
        except UnicodeDecodeError:
            return False
        start = text.rfind(self._pattern.plain_start)
        owner = self._pattern.match_text(text, start) if start >= 0 else None
        if owner is None or owner.end != len(text):
            return False
        self._lines = text.count("\n") + 1
        self.is_open = True
        self._repeated.reader.skipped_from = self._lines
        return True

    def take(self, block: bytes) -> Iterator[Batch]:
        """The owners that are complete now."""
        data = self._waiting + block
        end = data.rfind(b"</")  # an owner that ends in this block ends here or before
        found = list(self._end_tag.finditer(data, max(0, end - len(block)))) if end >= 0 else []
        until = found[-1].end() if found else 0
        self._waiting = data[until:]
        try:
            text = data[:until].decode()
        except UnicodeDecodeError:
            self._stop(data)
            return
        place = 0
        while place < len(text):
            owner = self._pattern.match_text(text, place)
            if owner is None:
                self._stop(text[place:].encode() + self._waiting)
                return
            line = self._lines + text.count("\n", place, owner.start)
            self._lines += text.count("\n", place, owner.end)
            yield self._repeated.take(owner, line, text)
            place = owner.end
        if len(self._waiting) > MOST_WAITING:
            self._stop(self._waiting)

    def left(self) -> bytes:
        """What the parser must read, once no more is taken."""
        if self.is_open:
            return b""
        left, self._waiting = self._waiting, b""
        return left

    def close(self) -> bytes:
        """At the end of the message: what the parser must still read."""
        if self.is_open:
            self._stop(self._waiting)
        return self.left()

    def _stop(self, rest: bytes) -> None:
        self.is_open, self._waiting = False, rest
        reader = self._repeated.reader
        reader.skipped = self._lines - reader.skipped_from
