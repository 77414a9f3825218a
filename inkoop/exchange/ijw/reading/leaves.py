"""Whether a value has the form that its simple type asks, as XML Schema reads it."""

import re
from datetime import date
from functools import cache

from inkoop.exchange.ijw.structure import Base, SimpleType

SPACES = " \t\n\r"
LONGEST_NUMBER = 40

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile(r"(?:([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)")
INTEGER = re.compile(r"[+-]?[0-9]+")


def read_value(kind: SimpleType, text: str) -> str | None:
    """The value as text in one form; None when the type does not allow it."""
    if kind.base is Base.TEXT:
        return text if _is_text(kind, text) else None
    value = text.strip(SPACES)
    if kind.pattern and not _matches(kind.pattern, value):
        return None
    if kind.base is Base.INTEGER:
        return _integer(kind, value)
    if kind.base is Base.DATE:
        return value if is_date(value) else None
    return _time(value)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _matches(pattern: str, text: str) -> bool:
    return _compiled(pattern).fullmatch(text) is not None


def _is_text(kind: SimpleType, text: str) -> bool:
    if kind.values:
        return text in kind.values
    if len(text) < kind.shortest or (kind.longest is not None and len(text) > kind.longest):
        return False
    return not kind.pattern or _matches(kind.pattern, text)


def _integer(kind: SimpleType, value: str) -> str | None:
    if not INTEGER.fullmatch(value) or len(value) > LONGEST_NUMBER:
        return None
    number = int(value)
    if (kind.lowest is not None and number < kind.lowest) or (
        kind.highest is not None and number > kind.highest
    ):
        return None
    return str(number)


def is_date(value: str) -> bool:
    if not DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _time(value: str) -> str | None:
    """Midnight at the end of the day is written as the begin; parts of a second are cut off."""
    if not TIME.fullmatch(value):
        return None
    return value[:8].replace("24:", "00:")
