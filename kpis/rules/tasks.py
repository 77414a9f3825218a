"""What may happen to a task of a provider, and which periods a rhythm has."""

from datetime import date, timedelta

OPEN, DRAFT, SUBMITTED, ACCEPTED, RETURNED = "open", "concept", "ingediend", "aanvaard", "teruggestuurd"
MOVES = {
    OPEN: {DRAFT, SUBMITTED},
    DRAFT: {DRAFT, SUBMITTED},
    RETURNED: {DRAFT, SUBMITTED},
    SUBMITTED: {ACCEPTED, RETURNED},
    ACCEPTED: {RETURNED},
}
MONTHS = {"maand": 1, "kwartaal": 3, "halfjaar": 6, "jaar": 12}
YEAR = 12


def may_move(state: str, to: str) -> bool:
    return to in MOVES[state]


def newest_period(rhythm: str, today: date) -> tuple[date, date]:
    """First and last day of the newest calendar period of a rhythm that is over on ``today``."""
    months = MONTHS[rhythm]
    number = (today.year * YEAR + today.month - 1) // months * months
    end = date(*_month(number), 1) - timedelta(days=1)
    return date(*_month(number - months), 1), end


def _month(number: int) -> tuple[int, int]:
    return number // YEAR, number % YEAR + 1
