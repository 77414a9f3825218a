"""Who may do what in the portal, by role. Everybody may look at contracts, the mirror and messages."""

from enum import StrEnum


class Task(StrEnum):
    PEOPLE = "gebruikers"
    PROPOSE = "wijzigingen"
    APPLY = "inschrijven"
    DECLARE = "declareren"
    CLIENTS = "cliëntgegevens"
    EXPLAIN = "toelichten"
    REPORT = "verantwoorden"


MAY = {
    "beheerder": frozenset(Task),
    "financieel": frozenset({Task.DECLARE, Task.CLIENTS, Task.EXPLAIN, Task.REPORT}),
    "inhoudelijk": frozenset({Task.CLIENTS, Task.EXPLAIN, Task.REPORT, Task.APPLY}),
}


def may(role: str, task: Task) -> bool:
    """False for a role that does not exist."""
    return task in MAY.get(role, frozenset())
