"""A figure of the benchmark and how it is shown."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.db import connection

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and of processors: this process and PostgreSQL's. NULL = not measured."""

    wall: float
    cpu: float | None = None


Series = Spent | list[Spent]


@dataclass(frozen=True, slots=True)
class Figure:
    """``goal`` is the highest ratio of clock times that is good; of a series the median of the paired ratios."""

    name: str
    measured: Series
    baseline: Series
    goal: float
    unit: str = "s"

    @property
    def ratio(self) -> float:
        return median(self._ratios())

    def line(self) -> str:
        ratios, cpu = self._ratios(), self._cpu_ratio()
        verdict = "gehaald" if self.ratio <= self.goal else "NIET gehaald"
        both = " ".join(f"{_middle(series):9.3f} {self.unit:<2}" for series in (self.measured, self.baseline))
        spread = f"{self.ratio:8.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
        return f"{self.name:<46} {both} {spread:<22} {f'{cpu:.2f}' if cpu else '-':>8}  <= {self.goal:<6g} {verdict}"

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "unit": self.unit,
            "goal": self.goal,
            "measured": [(one.wall, one.cpu) for one in _listed(self.measured)],
            "baseline": [(one.wall, one.cpu) for one in _listed(self.baseline)],
            "ratio": self.ratio,
            "ratios": self._ratios(),
            "cpu_ratio": self._cpu_ratio(),
            "met": self.ratio <= self.goal,
        }

    def _pairs(self) -> list[tuple[Spent, Spent]]:
        return list(zip(_listed(self.measured), _listed(self.baseline), strict=True))

    def _ratios(self) -> list[float]:
        return [one.wall / other.wall for one, other in self._pairs()]

    def _cpu_ratio(self) -> float | None:
        ratios = [one.cpu / other.cpu for one, other in self._pairs() if one.cpu and other.cpu]
        return median(ratios) if ratios else None


HEADER = f"{'naam':<46} {'gemeten':>12} {'maatstaf':>12} {'verhouding (bereik)':>20} {'processor':>8}  doel"


def seconds(work: Callable[[], object]) -> Spent:
    connection.ensure_connection()
    started, cpu = perf_counter(), _cpu()
    work()
    return Spent(perf_counter() - started, _cpu() - cpu)


def paired(
    measured: Callable[[], Spent], baseline: Callable[[], Spent], pairs: int
) -> tuple[list[Spent], list[Spent]]:
    """Two measurements that take turns, so that both meet the same noise."""
    found = [(measured(), baseline()) for _ in range(pairs)]
    return [one for one, _ in found], [other for _, other in found]


def _listed(series: Series) -> list[Spent]:
    return [series] if isinstance(series, Spent) else series


def _middle(series: Series) -> float:
    return median(one.wall for one in _listed(series))


def _cpu() -> float:
    """Of this process, of its backend, and of all processes of the server that ended, such as parallel workers."""
    backend = connection.connection.info.backend_pid
    user, system, _, _, parent = _times(backend)
    _, _, ended_user, ended_system, _ = _times(parent)
    return process_time() + (user + system + ended_user + ended_system) / TICKS


def _times(pid: int) -> tuple[int, int, int, int, int]:
    """Ticks of a process (user, system), of its children that ended, and its parent. Needs a server on this machine."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    user, system, ended_user, ended_system = map(int, fields[11:15])
    return user, system, ended_user, ended_system, int(fields[1])
