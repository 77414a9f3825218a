"""A figure of the benchmark and how it is shown."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """``measured`` and ``baseline`` are medians in ``unit``; ``goal`` is the highest ratio that is good."""

    name: str
    measured: float
    baseline: float
    goal: float
    unit: str = "s"

    @property
    def ratio(self) -> float:
        return self.measured / self.baseline

    def line(self) -> str:
        verdict = "gehaald" if self.ratio <= self.goal else "NIET gehaald"
        return (
            f"{self.name:<46} {self.measured:9.3f} {self.unit:<2} {self.baseline:9.3f} {self.unit:<2} "
            f"{self.ratio:8.2f}  <= {self.goal:<6g} {verdict}"
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"ratio": self.ratio, "met": self.ratio <= self.goal}


HEADER = f"{'naam':<46} {'gemeten':>12} {'maatstaf':>12} {'verhouding':>9}  doel"


def seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def paired(measured: Callable[[], float], baseline: Callable[[], float], pairs: int) -> tuple[float, float]:
    """Medians of two measurements that take turns, so that both meet the same noise."""
    found = [(measured(), baseline()) for _ in range(pairs)]
    return median(one for one, _ in found), median(other for _, other in found)
