"""Working days with the Dutch public holidays, for terms such as "within ten working days".

The days are those of the Algemene termijnenwet: Saturday and Sunday (article 1), and the algemeen erkende feestdagen
of article 3, first paragraph: Nieuwjaarsdag, Easter Monday, Hemelvaartsdag, Whit Monday, both days of Kerst, the day on
which the King's birthday is celebrated, and 5 May, which that paragraph names for every year and not each fifth one.
Goede Vrijdag counts as well: the second paragraph puts it on a par with them. Days that a besluit puts on a par for one
year (third paragraph) are not counted, so a term is at worst reckoned a day too short and never too long. Koningsdag is
27 April, or the day before when that is a Sunday; it exists since 2014, and the days here are given from that year.
"""

from datetime import date, timedelta
from functools import cache

from inkoop.base.periods import ONE_DAY

FIRST_YEAR = 2014
SATURDAY, SUNDAY = 5, 6


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the rule of Butcher and Meeus."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    quarter, place = divmod(in_century, 4)
    weekday = (32 + 2 * rest + 2 * quarter - epact - place) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def kings_day(year: int) -> date:
    day = date(year, 4, 27)
    return day - ONE_DAY if day.weekday() == SUNDAY else day


@cache
def holidays(year: int) -> dict[date, str]:
    """The public holidays of a year by day, with their names; two may fall on one day, which has the later name.

    Raises ValueError for a year before 2014.
    """
    if year < FIRST_YEAR:
        raise ValueError(f"Feestdagen zijn bekend vanaf {FIRST_YEAR}, niet voor {year}.")
    sunday = easter(year)
    return {
        date(year, 1, 1): "Nieuwjaarsdag",
        sunday - timedelta(days=2): "Goede Vrijdag",
        sunday: "eerste paasdag",
        sunday + ONE_DAY: "tweede paasdag",
        kings_day(year): "Koningsdag",
        date(year, 5, 5): "Bevrijdingsdag",
        sunday + timedelta(days=39): "Hemelvaartsdag",
        sunday + timedelta(days=49): "eerste pinksterdag",
        sunday + timedelta(days=50): "tweede pinksterdag",
        date(year, 12, 25): "eerste kerstdag",
        date(year, 12, 26): "tweede kerstdag",
    }


def is_workday(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in holidays(day.year)


def add_workdays(day: date, count: int) -> date:
    """The last day of a term of ``count`` working days (1 or more) that begins the day after ``day``.

    The day itself does not count, whether it is a working day or not. Raises ValueError for a count below 1.
    """
    if count < 1:
        raise ValueError("Een termijn telt ten minste één werkdag.")
    while count:
        day += ONE_DAY
        count -= is_workday(day)
    return day


def term_end(day: date, days: int) -> date:
    """Last day of a term of calendar days that begins the day after ``day``; an end on a Saturday, Sunday or public
    holiday moves to the next working day (Algemene termijnenwet, articles 1 and 3).
    """
    end = day + timedelta(days=days)
    while not is_workday(end):
        end += ONE_DAY
    return end


def workdays_between(first: date, last: date) -> int:
    """Working days after ``first`` t/m ``last``; negative when ``last`` is the earlier of the two."""
    if last < first:
        return -workdays_between(last, first)
    return sum(is_workday(first + timedelta(days=place)) for place in range(1, (last - first).days + 1))
