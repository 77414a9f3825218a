"""From a message to facts, for what a table of the same kind does not ask or cannot hold.

A JW301 and a JW323 go along the staging table, so that they are judged as a table of the same kind; the other
messages are about one youth and a handful of products, and are judged here one product at a time.
"""

from inkoop.exchange.loaders.messages.allocations import judge_allocations, link_granted
from inkoop.exchange.loaders.messages.answers import load_answer
from inkoop.exchange.loaders.messages.care import load_starts_of_message, load_stops_of_message
from inkoop.exchange.loaders.messages.changes import load_change_request
from inkoop.exchange.loaders.messages.declarations import load_declared_message
from inkoop.exchange.loaders.messages.requests import load_requests

__all__ = [
    "judge_allocations",
    "link_granted",
    "load_answer",
    "load_change_request",
    "load_declared_message",
    "load_requests",
    "load_starts_of_message",
    "load_stops_of_message",
]
