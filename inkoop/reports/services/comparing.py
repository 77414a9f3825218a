"""The same report of two peildata beside each other."""

from inkoop.base.dutch import long_date
from inkoop.reports.content import Column, Report, Row, Section, Table, Unit


def comparison(now: Report, then: Report) -> Section:
    """The totals of every table that has one in both, with the difference; hidden and absent ones are left out."""
    rows: list[Row] = []
    for section in now.sections:
        earlier = then.section(section.key)
        before = {table.title: table for table in earlier.tables} if earlier else {}
        for table in section.tables:
            rows += _differences(section, table, before.get(table.title))
    columns = (
        Column("Onderdeel"),
        Column(f"Naar de stand van {long_date(then.peildatum)} (€)", Unit.CENTS),
        Column(f"Naar de stand van {long_date(now.peildatum)} (€)", Unit.CENTS),
        Column("Verschil", Unit.CENTS),
    )
    return Section(
        "vergeleken",
        "Vergeleken met een eerdere stand",
        (
            (
                "Cijfers over dezelfde maanden veranderen doordat er later nog declaraties, crediteringen en "
                "toewijzingen binnenkomen."
            ),
        ),
        (Table("Totalen in euro's", columns, tuple(rows)),),
    )


def _differences(section: Section, table: Table, earlier: Table | None) -> list[Row]:
    if earlier is None or table.total is None or earlier.total is None:
        return []
    before = dict(zip((column.name for column in earlier.columns), earlier.total, strict=True))
    found: list[Row] = []
    for column, cell in zip(table.columns, table.total, strict=True):
        then = before.get(column.name)
        if column.unit == Unit.CENTS and isinstance(cell, int) and isinstance(then, int):
            found.append((f"{section.title}: {column.name}", then, cell, cell - then))
    return found
