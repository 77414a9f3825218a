"""What the page of one message shows: totals, refused lines with their reasons, and what had been used by then."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from contracts.choices import DebitCredit, Unit
from contracts.levels import level_of, may_be_overruled
from contracts.models import Allocation, Declaration, DeclarationLine, RefusedLine
from contracts.rules.allocations import Allocations, measured, total_limit
from inkoop.base import dutch
from inkoop.base.choices import Severity
from inkoop.base.models import Finding
from inkoop.exchange.models import Message
from inkoop.exchange.queries.official import official_texts
from inkoop.exchange.queries.versions import versions_of

ROWS = 25
USED_SHOWN = 12
ABOUT_USE = {"9321", "9322", "9369"}
IN_CENTS = {"0611", "9346", "9369"}
NUMBER = re.compile(r"[0-9]+")
LOCAL = "lokaal: "


@dataclass(frozen=True, slots=True)
class Totals:
    """Cents, credits negative; counts of lines."""

    granted: int
    refused: int
    granted_lines: int
    refused_lines: int

    @property
    def submitted(self) -> int:
        return self.granted + self.refused

    @property
    def lines(self) -> int:
        return self.granted_lines + self.refused_lines


@dataclass(frozen=True, slots=True)
class Reason:
    """``official`` is the published text, empty where this installation does not have it."""

    finding: Finding
    official: str
    level: str

    @property
    def found(self) -> str:
        return self._shown(self.finding.found)

    @property
    def expected(self) -> str:
        return self._shown(self.finding.expected)

    def _shown(self, value: str) -> str:
        """Cents as euros, where that is what the code compares."""
        if self.finding.code not in IN_CENTS:
            return value
        return NUMBER.sub(lambda found: dutch.euro(int(found[0])), value)


@dataclass(frozen=True, slots=True)
class Used:
    line: DeclarationLine
    size: str
    running: str


@dataclass(frozen=True, slots=True)
class UseTable:
    """The newest lines that used the allocation up to then; ``earlier`` lines before them add up to ``brought``."""

    lines: list[Used]
    earlier: int
    brought: str
    total: str
    limit: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    line: RefusedLine
    allocation: Allocation | None
    reasons: list[Reason]
    use: UseTable | None

    @property
    def may_be_overruled(self) -> bool:
        return self.line.debit_credit == DebitCredit.DEBIT and all(map(may_be_overruled, self.line.codes))


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """``next_after``: the row number after which the next page begins; None = there is none."""

    rows: list[RefusedRow]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Warned:
    """Lines with one remark that refuses nothing."""

    code: str
    cause: str
    next_step: str
    lines: int
    is_local: bool = field(default=False)


def totals_of(message: Message) -> Totals:
    """Of a message that was refused as a whole everything is 0."""
    credit = When(debit_credit=DebitCredit.CREDIT, then=-F("amount"))
    signed = Case(credit, default=F("amount"), output_field=BigIntegerField())
    total = Coalesce(Sum(signed), 0)
    granted = DeclarationLine.objects.filter(declaration__delivery_id=message.delivery_id)
    refused = RefusedLine.objects.filter(delivery_id=message.delivery_id)
    found = [lines.aggregate(total=total, lines=Count("pk")) for lines in (granted, refused)]
    return Totals(found[0]["total"], found[1]["total"], found[0]["lines"], found[1]["lines"])


def declaration_of(message: Message) -> Declaration | None:
    return Declaration.objects.filter(delivery_id=message.delivery_id).select_related("municipality").first()


def reasons_as_a_whole(message: Message) -> list[Reason]:
    """Why nothing of the message was loaded, and what small messages were refused for."""
    found = Finding.objects.filter(delivery_id=message.delivery_id, severity=Severity.REFUSED)
    return _reasons(found.order_by("row_number", "code", "pk")[: ROWS * 4])


def remarks(message: Message) -> list[Warned]:
    """What was found and refuses nothing, by cause; of an overruled line not, which has its own place."""
    overruled = message.overrules.filter(undone_at=None).values("row_number")
    found = Finding.objects.filter(delivery_id=message.delivery_id, severity=Severity.WARNING)
    rows = (
        found.filter(~Q(row_number__in=overruled) | Q(code__startswith=LOCAL))
        .order_by()
        .values("code", "cause", "next_step")
        .annotate(lines=Count("pk"))
        .order_by("-lines", "code")
    )
    return [Warned(**row, is_local=row["code"].startswith(LOCAL)) for row in rows[:ROWS]]


def refused_rows(message: Message, after: int = 0) -> RefusedRows:
    """A page of the refused lines of a declaration, in the order of the message. Five queries at most."""
    found = RefusedLine.objects.filter(delivery_id=message.delivery_id, row_number__gt=after)
    lines = list(found.order_by("row_number")[: ROWS + 1])
    shown = lines[:ROWS]
    reasons = _reasons_by_row(message, shown)
    allocations = _allocations(shown)
    uses = _uses(message, shown, allocations)
    rows = [
        RefusedRow(
            line,
            allocations.get(_key(line)),
            reasons.get(line.row_number, []),
            uses.get(line.row_number),
        )
        for line in shown
    ]
    return RefusedRows(rows, shown[-1].row_number if len(lines) > ROWS else None)


def _reasons_by_row(message: Message, lines: list[RefusedLine]) -> dict[int, list[Reason]]:
    found: dict[int, list[Reason]] = defaultdict(list)
    numbers = [line.row_number for line in lines]
    findings = Finding.objects.filter(
        delivery_id=message.delivery_id, row_number__in=numbers, severity=Severity.REFUSED
    )
    for reason in _reasons(findings.order_by("row_number", "code", "pk")):
        found[reason.finding.row_number].append(reason)
    return found


def _reasons(findings: QuerySet[Finding]) -> list[Reason]:
    texts = official_texts()
    return [Reason(one, texts.get(one.code, ""), _level(one.code)) for one in findings]


def _level(code: str) -> str:
    """Empty for a reason that is no retourcode of a level."""
    try:
        level = level_of(code)
    except KeyError:
        return ""
    return f"{level:d}: {level.words}"


def _key(line: RefusedLine) -> tuple[int | None, str]:
    return line.municipality_id, line.allocation_number


def _allocations(lines: list[RefusedLine]) -> dict[tuple[int | None, str], Allocation]:
    wanted = {_key(line) for line in lines}
    found = Allocation.objects.filter(
        municipality_id__in={municipality for municipality, _ in wanted},
        number__in={number for _, number in wanted},
    )
    return {(one.municipality_id, one.number): one for one in found.select_related("municipality", "client")}


def _uses(
    message: Message, lines: list[RefusedLine], allocations: dict[Any, Allocation]
) -> dict[int, UseTable]:
    """By row number, for the lines that were refused for what is left of their allocation."""
    about = [line for line in lines if ABOUT_USE & set(line.codes) and _key(line) in allocations]
    if not about:
        return {}
    chosen = [allocations[_key(line)] for line in about]
    versions = Allocations(versions_of(chosen))
    used: dict[int, list[DeclarationLine]] = defaultdict(list)
    for line in _lines_up_to(message, chosen):
        used[line.allocation_id].append(line)
    return {
        line.row_number: _use_table(line, allocations[_key(line)], used, versions, message) for line in about
    }


def _lines_up_to(message: Message, allocations: list[Allocation]) -> QuerySet[DeclarationLine]:
    """What was accepted on them in this delivery and before it, in order of loading."""
    return (
        DeclarationLine.objects.filter(
            allocation__in=allocations, received_on__lte=message.delivery.received_on
        )
        .annotate(loaded_as=F("declaration__delivery_id"))
        .filter(loaded_as__lte=message.delivery_id)
        .order_by("loaded_as", "debit_credit", "row_number")
    )


def _use_table(
    refused: RefusedLine,
    allocation: Allocation,
    used: dict[int, list[DeclarationLine]],
    versions: Allocations,
    message: Message,
) -> UseTable:
    current = versions.current(allocation.municipality.code, allocation.number, message.delivery.received_on)
    is_budget = bool(current and current.budget is not None)
    limit = (current.budget if is_budget else total_limit(current)) if current else None
    unit = (current.unit if current else None) or ""
    rows, total = [], 0
    for line in used[allocation.pk]:
        if _comes_later(line, refused, message):
            continue
        size = line.amount if is_budget else measured(line.volume, line.unit)
        size = -size if line.debit_credit == DebitCredit.CREDIT else size
        total += size
        rows.append(
            Used(line, sized(size, unit, is_budget=is_budget), sized(total, unit, is_budget=is_budget))
        )
    shown = rows[-USED_SHOWN:]
    earlier = len(rows) - len(shown)
    return UseTable(
        shown,
        earlier,
        rows[earlier - 1].running if earlier else "",
        sized(total, unit, is_budget=is_budget),
        "" if limit is None else sized(limit, unit, is_budget=is_budget),
    )


def _comes_later(line: DeclarationLine, refused: RefusedLine, message: Message) -> bool:
    """In the same message: behind the refused line, and no credit, since those go first (OP366)."""
    in_message = getattr(line, "loaded_as", None) == message.delivery_id
    return in_message and line.debit_credit == DebitCredit.DEBIT and line.row_number > refused.row_number


def sized(size: int, unit: str, *, is_budget: bool) -> str:
    """Cents as euros; hours, which are compared in minutes, as hours and minutes."""
    if is_budget or unit == Unit.EURO:
        return dutch.euro(size)
    if unit == Unit.HOUR:
        sign, (hours, minutes) = "−" if size < 0 else "", divmod(abs(size), 60)
        text = f"{dutch.number(hours)} uur"
        return f"{sign}{text} {minutes} min" if minutes else f"{sign}{text}"
    return f"{dutch.number(size)} {_unit_word(unit)}".strip()


def _unit_word(unit: str) -> str:
    words = {Unit.MINUTE.value: "minuten", Unit.DAY.value: "etmalen", Unit.HALF_DAY.value: "dagdelen", "": ""}
    return words.get(unit, "stuks")
