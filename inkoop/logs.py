"""Log lines that a machine can read and that say nothing about people."""

import json
import logging
import re
from contextvars import ContextVar
from typing import Any

STANDARD_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
NOT_WRITTEN = {"request", "args", "kwargs", "data"}
"""What libraries pass along that may hold what somebody typed: a request with its query, arguments of a job."""
REDACTED = (
    # what PostgreSQL adds to an error is the row itself
    (re.compile(r"^(?:DETAIL|CONTEXT|LINE \d+|STATEMENT|PARAMETERS):.*$", re.MULTILINE), "…"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "…@…"),
    (re.compile(r"(?<=[\w/])\?[^\s'\">]+"), "?…"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "…"),
    (re.compile(r"(?<!\d)\d(?:[ .]?\d){8}(?!\d)", re.ASCII), "…"),
)

request_number: ContextVar[str] = ContextVar("request_number", default="")
"""Of the request that is being answered; stands in each line that is written meanwhile."""


def without_people(text: str) -> str:
    """The text with a … for what may tell who it is about: numbers of nine digits, pseudonyms, mail addresses, what
    was asked for behind a question mark, and the rows in errors of the database.
    """
    for pattern, instead in REDACTED:
        text = pattern.sub(instead, text)
    return text


class JsonFormatter(logging.Formatter):
    """One JSON object per line; what is passed as ``extra=`` becomes a field of its own."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_people(record.getMessage()),
        }
        if number := request_number.get():
            entry["request"] = number
        entry |= {
            key: without_people(value) if isinstance(value, str) else value
            for key, value in vars(record).items()
            if key not in STANDARD_FIELDS | NOT_WRITTEN
        }
        if record.exc_info:
            entry["exception"] = without_people(self.formatException(record.exc_info))
        return json.dumps(entry, default=lambda value: type(value).__name__, ensure_ascii=False)
