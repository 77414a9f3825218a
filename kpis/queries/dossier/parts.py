"""What a dossier is made of: sections with sentences and tables, everything as people read it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from kpis.models import Meeting
from providers.models import Provider


@dataclass(frozen=True)
class Table:
    """``numeric``: places of the columns with figures. Every row is as long as ``columns``."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int] = ()


@dataclass(frozen=True)
class Bars:
    """A chart of the table it stands above. ``series``: name -> a whole number per label; NULL = no bar."""

    labels: Sequence[str]
    series: Mapping[str, Sequence[int | None]]


@dataclass(frozen=True)
class Section:
    """``is_shared``: the provider may see it. ``empty``: what to say when there is nothing. ``notable``: what the
    first page says of it.
    """

    key: str
    title: str
    lines: Sequence[str] = ()
    tables: Sequence[Table] = ()
    empty: str = ""
    is_shared: bool = True
    notable: Sequence[str] = ()
    bars: Bars | None = None

    def as_content(self) -> dict[str, Any]:
        found = asdict(self)
        found["tables"] = [one for one in found["tables"] if one["rows"]]
        return found


@dataclass(frozen=True)
class Asked:
    """Of whom, for which talk and as of which day. ``since``: day of the talk before; NULL = there was none."""

    provider: Provider
    meeting: Meeting
    day: date
    before: Meeting | None = field(default=None)

    @property
    def since(self) -> date | None:
        return self.before.held_on if self.before else None


def short_date(day: date | None) -> str:
    return "–" if day is None else f"{day.day}-{day.month}-{day.year}"
