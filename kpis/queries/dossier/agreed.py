"""Contracts, spending room, agreements, the ladder and dates that come."""

from contracts.choices import ContractStatus, ProcurementForm
from contracts.models import Contract, ContractDecision, SpendingRoom
from contracts.queries.deadlines import deadlines
from contracts.queries.declared import declared_by_contract
from contracts.queries.spending import room_states
from contracts.queries.status import with_status
from contracts.rules.periods import add_months, last_mature_month
from inkoop.base.dutch import counted, euro, long_date, month, percent
from inkoop.base.parameters import values_at
from kpis.models import Agreement, AgreementTest
from kpis.queries.dossier.parts import Asked, Section, Table, short_date
from kpis.queries.talks.agreements import Known, figure_name, for_next_agenda, in_unit, known_figures
from kpis.queries.talks.ladder import position_of

GOING_ON = (ContractStatus.RUNNING, ContractStatus.PLANNED, ContractStatus.ENDING)
AHEAD_MONTHS = 12
DATES_SHOWN = 15
ELSEWHERE = "afgelopen of geen contract"


def contracts(asked: Asked) -> Section:
    """With what was declared under each in the twelve mature months; what no contract covers has its own row."""
    last = last_mature_month(asked.day, int(values_at(asked.day)["mature_after"]))
    first = add_months(last, 1 - AHEAD_MONTHS)
    months = declared_by_contract([asked.provider.pk], first=first, last=last, as_of=asked.day)
    declared = {contract: sum(one.cents for one in rows) for contract, rows in months.items()}
    found = with_status(
        Contract.objects.filter(provider=asked.provider), today=asked.day, only=GOING_ON
    ).order_by("number")
    rows: list[tuple[str, ...]] = [
        (
            one.number,
            ProcurementForm(one.form).label if one.form else "onbekend",  # type: ignore[attr-defined]  # annotated
            f"{short_date(one.begin)} t/m {short_date(one.end) if one.end else 'onbepaald'}",  # type: ignore[attr-defined]  # annotated
            one.options or "geen",  # type: ignore[attr-defined]  # annotated
            short_date(one.notice_by),  # type: ignore[attr-defined]  # annotated
            ContractStatus(one.status).label,  # type: ignore[attr-defined]  # annotated
            euro(declared.pop(one.pk, 0)),
        )
        for one in found
    ]
    if elsewhere := sum(declared.values()):
        rows.append((ELSEWHERE, *["–"] * 5, euro(elsewhere)))
    columns = ("Contract", "Vorm", "Looptijd", "Opties", "Opzeggen uiterlijk", "Stand", "Gedeclareerd")
    caption = f"Contracten die lopen of nog beginnen; gedeclareerd over {month(first)} t/m {month(last)}"
    table = Table(caption, columns, rows, (6,))
    return Section("contracten", "Contracten", [], [table], "Er loopt geen contract.")


def spending(asked: Asked) -> Section:
    rooms = SpendingRoom.objects.filter(
        contract__provider=asked.provider, year__in=[asked.day.year - 1, asked.day.year]
    )
    states = room_states(rooms, today=asked.day, parameters=values_at(asked.day))
    rows = [
        (
            str(one.room),
            euro(one.use.room),
            euro(one.use.declared),
            euro(one.left),
            percent(one.declared_share, 0),
        )
        for one in states
    ]
    columns = ("Bestedingsruimte", "Bedrag", "Gedeclareerd", "Over", "Benut")
    empty = "Er is geen bestedingsruimte afgesproken."
    table = Table("Per jaar", columns, rows, (1, 2, 3, 4))
    notable = [
        f"Van de bestedingsruimte {one.room} is {percent(one.declared_share, 0)} gedeclareerd."
        for one in states
        if one.state != "groen"
    ]
    return Section("ruimte", "Bestedingsruimte", [], [table], empty, notable=notable)


def agreements(asked: Asked) -> Section:
    """Open ones, and those settled since the talk before."""
    found = list(for_next_agenda(asked.provider.pk, since=asked.since).select_related("owner"))
    tests: dict[int, AgreementTest] = {}
    for test in AgreementTest.objects.filter(agreement__in=found, tested_on__lte=asked.day).order_by(
        "tested_on", "id"
    ):
        tests[test.agreement_id] = test
    known = known_figures() if found else {}
    rows = [_agreement_row(one, tests.get(one.pk), known) for one in found]
    columns = ("Maatregel", "Trekkers", "Gereed", "Toets", "Cijfer", "Uitkomst")
    table = Table("Open, en afgehandeld sinds het vorige gesprek", columns, rows)
    waiting = [one for one in found if one.is_open]
    late = sum(one.due_on < asked.day for one in waiting)
    notable = []
    if waiting:
        much = counted(len(waiting), "verbeterafspraak staat", "verbeterafspraken staan")
        notable = [f"{much} open, {late} over de datum." if late else f"{much} open."]
    empty = "Er staan geen verbeterafspraken open."
    return Section("afspraken", "Verbeterafspraken", [], [table], empty, notable=notable)


def _agreement_row(one: Agreement, test: AgreementTest | None, known: Known) -> tuple[str, ...]:
    owner = one.owner.get_full_name() or one.owner.username
    aim = "–"
    if one.figure:
        begin, target = in_unit(one.figure, one.baseline, known), in_unit(one.figure, one.target, known)
        aim = f"{figure_name(one.figure, known)}: van {begin} naar {target}"
    result = one.get_result_display()
    if one.is_open and test:
        value, proposed = in_unit(one.figure, test.value, known), test.get_proposed_display()
        result = f"open; op {short_date(test.tested_on)} {value}: {proposed}"
    elif not one.is_open and one.result_note:
        result = f"{result}. {one.result_note}"
    return (
        one.measure,
        f"{owner}; {one.provider_owner}",
        short_date(one.due_on),
        short_date(one.test_on),
        aim,
        result,
    )


def ladder(asked: Asked) -> list[Section]:
    """Only of who stands on it."""
    move = position_of(asked.provider, on=asked.day)
    if move is None or move.step is None or move.until is None:
        return []
    lines = [
        f"Sinds {long_date(move.taken_on)} op trede {move.step}; de termijn loopt tot en met {long_date(move.until)}.",
        f"Reden: {move.reason}",
    ]
    notable = [f"Op de escalatieladder: trede {move.step}, tot en met {long_date(move.until)}."]
    return [Section("ladder", "Escalatieladder", lines, notable=notable)]


def dates(asked: Asked) -> Section:
    until = add_months(asked.day, AHEAD_MONTHS)
    rows = [
        (short_date(one.due.day), one.due.kind.label.capitalize(), one.due.text)
        for one in deadlines(today=asked.day, until=until)
        if one.is_open and one.days >= 0 and one.due.provider == asked.provider
    ]
    table = Table("De eerste twaalf maanden", ("Datum", "Soort", "Wat"), rows[:DATES_SHOWN])
    return Section("data", "Data die komen", [], [table], "In de komende twaalf maanden komt er geen datum.")


def decisions_since(asked: Asked) -> list[str]:
    """What was decided about contracts after the talk before."""
    if asked.since is None:
        return []
    found = ContractDecision.objects.filter(
        contract__provider=asked.provider,
        state="vastgesteld",
        decided_on__gt=asked.since,
        decided_on__lte=asked.day,
    ).select_related("contract")
    return [
        f"Contract {one.contract.number}: {one.get_kind_display()} op {long_date(one.decided_on)}."
        for one in found.order_by("decided_on", "pk")
    ]
