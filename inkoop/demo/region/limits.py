"""How much may be declared on an allocation with a volume."""

from dataclasses import dataclass

from inkoop.demo.region import days
from inkoop.demo.region.catalogue import HOUR, OUTPUT_UNITS

BY_DAY, BY_WEEK, BY_MONTH, IN_ALL = "1", "2", "4", "6"


@dataclass(frozen=True, slots=True)
class Grant:
    """Volumes in minutes where the allocation is in hours, else in its own unit."""

    volume: int
    unit: str
    frequency: str
    begin: int
    end: int | None

    def in_period(self, begin: int, end: int) -> int | None:
        """The most that one line may hold; None when only the total counts."""
        times = self._times(begin, end)
        return None if times is None else times * self._volume

    def in_all(self) -> int | None:
        """The most that all lines together may hold; without an end only a total has a maximum."""
        if self.frequency == IN_ALL:
            return self._volume
        if self.end is None:
            return None
        if self.frequency == BY_MONTH:
            return self._volume * (days.month_of(self.end) - days.month_of(self.begin) + 1)
        return self.in_period(self.begin, self.end)

    @property
    def _volume(self) -> int:
        return self.volume * 60 if self.unit == HOUR else self.volume

    def _times(self, begin: int, end: int) -> int | None:
        if self.frequency == BY_DAY:
            return end - begin + 1
        if self.frequency == BY_WEEK:
            return (
                self._output_weeks(begin, end)
                if self.unit in OUTPUT_UNITS
                else days.weeks_touched(begin, end)
            )
        return 1 if self.frequency == BY_MONTH else None

    def _output_weeks(self, begin: int, end: int) -> int:
        """Sundays, and one more where the last Sunday lies when the allocation ends later in a week."""
        ends_in_a_week = self.end is not None and self.end % 7 != 0
        last_sunday = days.last_sunday(self.end) if self.end is not None else 0
        return days.sundays(begin, end) + (ends_in_a_week and begin <= last_sunday <= end)
