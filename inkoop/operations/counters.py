"""How many requests were answered and how fast, counted over all web processes in the cache's Redis.

A process adds up what it answered and hands that over every few seconds, so that a request waits for nothing. Nothing
in it says who asked or for what: only the part of the site, the class of the status and the time it took.
"""

import time
from collections import Counter
from threading import Lock

import redis
from django.conf import settings

from inkoop.environment import next_redis_database

KEY = "inkoop:verzoeken"
EVERY, AFTER_FAILURE = 5.0, 30.0  # seconds
LIMITS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
PARTS = ("admin", "api", "portaal", "rapportages")
OTHER = "overig"


class Counters:
    """Of one process."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = Lock()
        self._next = 0.0

    def add(self, *, path: str, status: int, seconds: float) -> None:
        part = part_of(path)
        slot = next((str(limit) for limit in LIMITS if seconds <= limit), "+Inf")
        with self._lock:
            self._counts[f"aantal|{part}|{status // 100}xx"] += 1
            self._counts[f"duur|{part}|{slot}"] += 1
            self._counts[f"microseconden|{part}|"] += int(seconds * 1_000_000)
        if time.monotonic() >= self._next:
            self.hand_over()

    def hand_over(self) -> None:
        """Redis away: keeps what it has and tries again later."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            self._next = time.monotonic() + EVERY
        try:
            with connection() as client, client.pipeline(transaction=True) as pipe:
                for field, number in counts.items():
                    pipe.hincrby(KEY, field, number)
                pipe.execute()
        except redis.RedisError:
            with self._lock:
                self._counts.update(counts)
                self._next = time.monotonic() + AFTER_FAILURE


counters = Counters()


def part_of(path: str) -> str:
    first = path.split("/")[1] if path.startswith("/") else ""
    return first if first in PARTS else OTHER


def connection() -> redis.Redis:
    return redis.Redis.from_url(
        next_redis_database(settings.REDIS_URL), socket_timeout=0.5, socket_connect_timeout=0.5
    )


def counted() -> dict[str, int]:
    """What all processes handed over; raises RedisError."""
    with connection() as client:
        return {field.decode(): int(number) for field, number in client.hgetall(KEY).items()}
