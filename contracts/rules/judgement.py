"""The outcome of a delivery of declarations: which rows are accepted, and why others are not.

Order (OP366): first the credits, then the debits, each in row order; a row that was accepted
counts for the rows after it. Which findings stand together: formulas, section 11.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from contracts.rules import line_checks
from contracts.rules.allocations import Allocations, measured, total_limit
from contracts.rules.books import Books
from contracts.rules.codes import CREDIT
from contracts.rules.facts import AllocationVersion, ContractVersion, Line, ProductCode, Tariff
from contracts.rules.findings import (
    BUDGET_EXCEEDED,
    CREDITED_BEFORE,
    DATED_IN_FUTURE,
    DEBIT_STANDS,
    DECLARATION_USED,
    ENDS_OUTSIDE,
    BEGINS_OUTSIDE,
    NO_DEBIT,
    OTHER_CODE,
    OTHER_UNIT,
    REFERENCE_USED,
    TOTAL_VOLUME_EXCEEDED,
    UNKNOWN_MUNICIPALITY,
    Finding,
    MalformedRow,
    Outcome,
    dutch_day,
    euros,
)
from contracts.rules.form import form_findings
from contracts.rules.tariffs import AgreedTariffs

HIDES_VOLUME = frozenset({BEGINS_OUTSIDE, ENDS_OUTSIDE, OTHER_CODE, OTHER_UNIT})

CREDIT_REPEATS = (
    "agb", "municipality", "client", "allocation", "category", "code",
    "begin", "end", "volume", "unit", "tariff", "amount",
)  # fmt: skip
