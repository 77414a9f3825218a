"""Tables as CSV or XLSX, in and out. What a spreadsheet would take for a formula is made harmless."""

import csv
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from python_calamine import CalamineError, CalamineWorkbook

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_UNPACKED = 50_000_000
UNREADABLE = "Het bestand is niet te lezen. Sla het op als CSV (UTF-8) of XLSX en kies het opnieuw."


def safe_cell(value: Any) -> Any:
    """A text that begins like a formula gets an apostrophe before it; numbers and days stay what they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def plain_cell(value: str) -> str:
    """What ``safe_cell`` made harmless, as it was."""
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA) else value


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a mark that spreadsheets know it by, semicolons."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(header)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    file = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    import xlsxwriter  # noqa: PLC0415 -- two megabytes that only who writes needs

    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for number, row in enumerate([header, *rows]):
            for place, value in enumerate(row):
                sheet.write(number, place, "" if value is None else safe_cell(value))
    return file.getvalue()


def read_table(content: bytes, file_name: str) -> tablib.Dataset:
    """The first sheet, or the CSV, as text. Raises ValidationError with what to do."""
    try:
        rows = _read_xlsx(content) if file_name.lower().endswith(".xlsx") else _read_csv(content)
    except (CalamineError, zipfile.BadZipFile, UnicodeDecodeError, csv.Error, OSError) as error:
        raise ValidationError(UNREADABLE) from error
    rows = [row for row in rows if any(row)]
    if not rows:
        raise ValidationError("Het bestand is leeg. Het heeft een kopregel nodig, en een rij per contract.")
    header, *cells = rows
    table = tablib.Dataset(headers=[name.strip().lower() for name in header])
    for row in cells:
        table.append([plain_cell(value.strip()) for value in (row + [""] * len(header))[: len(header)]])
    return table


def _read_csv(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    first = text.split("\n", 1)[0]
    return list(csv.reader(StringIO(text), delimiter=";" if ";" in first else ","))


def _read_xlsx(content: bytes) -> list[list[str]]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise ValidationError("Het XLSX-bestand is uitgepakt te groot. Sla het op als CSV.")
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    return [[_text(value) for value in row] for row in sheet.iter_rows()]


def _text(value: Any) -> str:
    """A whole number without decimals, a day as JJJJ-MM-DD."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return text.removesuffix(" 00:00:00")
