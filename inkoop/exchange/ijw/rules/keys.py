"""Finding keys that occur twice among millions, in little memory.

Only 64-bit hashes are kept: sorted in batches and spread over buckets in a temporary file. The hashes depend on a
secret of this process, so that the file says nothing. What is found here is suspect and no proof: two keys may
share a hash.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

BATCH = 32_768
BUCKETS = 64
WIDTH = 8
BUCKET_SIZE = (1 << 64) // BUCKETS
LOWEST = -(1 << 63)
BOUNDS = [LOWEST + BUCKET_SIZE * bucket for bucket in range(1, BUCKETS)]


class KeyLog:
    """``add`` takes the hash of a key."""

    def __init__(self) -> None:
        self._batch = array("q")
        self._file: IO[bytes] | None = None
        self._pieces: list[list[tuple[int, int]]] = [[] for _ in range(BUCKETS)]
        self.add = self._batch.append

    def settle(self) -> None:
        """To be called now and then: moves a full batch to the file."""
        if len(self._batch) < BATCH:
            return
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115  # lives as long as the log
        ordered = array("q", sorted(self._batch))
        place, start = self._file.tell(), 0
        for bucket, end in enumerate([*(bisect_left(ordered, bound) for bound in BOUNDS), len(ordered)]):
            if end > start:
                self._pieces[bucket].append((place + start * WIDTH, end - start))
            start = end
        self._file.write(ordered.tobytes())
        del self._batch[:]

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def buckets(self) -> Iterator["array[int]"]:
        """All hashes in groups; equal ones stand in the same group, and in the same group of every log."""
        ordered = array("q", sorted(self._batch))
        bounds = [0, *(bisect_left(ordered, bound) for bound in BOUNDS), len(ordered)]
        for bucket, pieces in enumerate(self._pieces):
            found = ordered[bounds[bucket] : bounds[bucket + 1]]
            for place, count in pieces:
                found.frombytes(self._read(place, count))
            yield found

    def _read(self, place: int, count: int) -> bytes:
        if self._file is None:
            return b""
        end = self._file.tell()
        self._file.seek(place)
        try:
            return self._file.read(count * WIDTH)
        finally:
            self._file.seek(end)


def repeated(log: KeyLog, most: int) -> set[int]:
    """Hashes that occur more than once; of many the first ``most``."""
    found: set[int] = set()
    for bucket in log.buckets():
        seen: set[int] = set()
        if len(set(bucket)) < len(bucket):
            found.update(key for key in bucket if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # remembers
        if len(found) > most:
            break
    return found


def shared(one: KeyLog, other: KeyLog, most: int) -> set[int]:
    """Hashes that occur in both; of many the first ``most``."""
    found: set[int] = set()
    for first, second in zip(one.buckets(), other.buckets(), strict=True):
        found.update(set(first) & set(second))
        if len(found) > most:
            break
    return found
