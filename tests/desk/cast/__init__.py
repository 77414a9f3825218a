"""A small region with as many rows of everything as a test asks for."""

from tests.desk.cast.figures import make_signal
from tests.desk.cast.ground import (
    AMOUNT,
    CEILING,
    MONTHS,
    PEILDATUM,
    RECEIVED,
    WINDOW,
    Region,
    make_computation,
    make_delivery,
)
from tests.desk.cast.people import auditor, contract_manager, message_manager, outsider, person
from tests.desk.cast.plans import open_lines
from tests.desk.cast.region import region

__all__ = [
    "AMOUNT",
    "CEILING",
    "MONTHS",
    "PEILDATUM",
    "RECEIVED",
    "WINDOW",
    "Region",
    "auditor",
    "contract_manager",
    "make_computation",
    "make_delivery",
    "make_signal",
    "message_manager",
    "open_lines",
    "outsider",
    "person",
    "region",
]
