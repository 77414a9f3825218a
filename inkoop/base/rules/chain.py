"""The chain of reads: the hash of each row follows from the row and from the hash before it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Link:
    """One row as it is kept."""

    id: int
    by_id: int
    at: datetime
    subject: str
    object_id: str
    path: str
    roles: str
    hash: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A row that is known from elsewhere: noted in a log, printed, or the last one of those removed."""

    id: int
    hash: str

    def __str__(self) -> str:
        return f"{self.id}:{self.hash}"


BEGIN = Anchor(0, "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """``broken_at``: the first row that does not follow from the one before; NULL = the chain is whole."""

    checked: int
    last: Anchor
    broken_at: int | None = None
    cause: str = ""

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def hash_of(link: Link, before: str) -> str:
    at = link.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    parts = [before, link.id, link.by_id, at, link.subject, link.object_id, link.path, link.roles]
    text = json.dumps(parts, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def verified(links: Iterable[Link], *, start: Anchor = BEGIN, known: Anchor | None = None) -> Outcome:
    """Walks the rows in order of their number, from the one after ``start``. ``known`` must be met on the way."""
    checked, last = 0, start
    for link in links:
        if link.id != last.id + 1:
            return Outcome(checked, last, last.id + 1, "deze regel ontbreekt")
        if link.hash != hash_of(link, last.hash):
            return Outcome(checked, last, link.id, "deze regel is gewijzigd of hoort hier niet")
        checked, last = checked + 1, Anchor(link.id, link.hash)
        if known and known.id == link.id and known.hash != link.hash:
            return Outcome(checked, last, link.id, "deze regel is een andere dan eerder genoteerd")
    if known and known.id > last.id:
        return Outcome(checked, last, last.id + 1, f"het log eindigt voor de genoteerde regel {known.id}")
    return Outcome(checked, last)
