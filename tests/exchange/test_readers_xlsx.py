"""XLSX files: cells as people type them, and files that would take all memory."""

import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from random import Random

import pytest
import xlsxwriter

from inkoop.exchange.errors import BrokenFile
from inkoop.exchange.readers import open_table, sheets

UNREADABLE = "Het XLSX-bestand is niet te lezen. Open het, sla het opnieuw op en lever het nog eens aan."
IN_CSV = "Sla het blad op als CSV UTF-8 en lever dat aan; voor CSV is er geen grens."


@pytest.fixture
def path(tmp_path):
    return tmp_path / "levering.xlsx"


@pytest.fixture
def sheet(path):
    """A new workbook with one sheet; closed when it is read."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    made = book.add_worksheet()
    made.book = book
    return made


def read(path, sheet=None):
    if sheet is not None:
        sheet.book.close()
    with open_table(path) as table:
        return table.header, list(table.rows)


def refusal(path, sheet=None):
    with pytest.raises(BrokenFile) as refused:
        read(path, sheet)
    return str(refused.value)


def fill(sheet, *rows):
    for index, row in enumerate(rows):
        sheet.write_row(index, 0, row)


def test_cells_become_the_text_of_the_interface(path, sheet):
    clock = sheet.book.add_format({"num_format": "hh:mm"})
    moment = sheet.book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
    fill(sheet, ["Tekst", "getal", "breuk", "dag", "tijd", "dag2", "waar", "formule"], [" x ", 7500, 7.5])
    sheet.write_datetime(1, 3, date(2025, 1, 31))
    sheet.write_datetime(1, 4, time(9, 30), clock)
    sheet.write_datetime(1, 5, datetime(2025, 1, 31), moment)  # noqa: DTZ001 -- a cell knows no time zone
    sheet.write_boolean(1, 6, True)  # noqa: FBT003 -- not our function
    sheet.write_formula(1, 7, "=1+1", None, 2)
    assert read(path, sheet) == (
        ["tekst", "getal", "breuk", "dag", "tijd", "dag2", "waar", "formule"],
        [["x", "7500", "7.5", "2025-01-31", "09:30:00", "2025-01-31", "1", "2"]],
    )


@pytest.mark.parametrize(
    ("number", "text"), [(1, "1"), (99_999_999, "99999999"), (1e15, "1" + "0" * 15), (0.1, "0.1")]
)
def test_numbers(path, sheet, number, text):
    fill(sheet, ["a"], [number])
    assert read(path, sheet) == (["a"], [[text]])


def test_empty_rows_are_passed_over_and_cells_beside_the_header_ignored(path, sheet):
    fill(sheet, [], ["a", "b"], [], ["1", "", "los"], ["", "2"], [])
    sheet.write(9, 5, "los")
    assert read(path, sheet) == (["a", "b"], [["1", ""], ["", "2"]])


def test_only_the_first_sheet_is_read(path, sheet):
    fill(sheet, ["a"], ["1"])
    sheet.book.add_worksheet().write(0, 0, "b")
    assert read(path, sheet) == (["a"], [["1"]])


def test_the_name_of_the_file_does_not_matter(path, sheet):
    fill(sheet, ["a"], ["1"])
    sheet.book.close()
    assert read(path.rename(path.with_name("upload"))) == (["a"], [["1"]])


def test_empty_sheet(path, sheet):
    assert (
        refusal(path, sheet) == "Het eerste blad is leeg. Verwacht: een kopregel en rijen op het eerste blad."
    )


def test_other_zip_file(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("brief.txt", "Geachte heer")
    assert refusal(path) == UNREADABLE


@pytest.mark.parametrize("place", [0.3, 0.5, 0.7])
def test_damaged_file(path, sheet, place):
    """Bytes changed inside; the end, by which a zip file is known, is whole."""
    fill(sheet, ["a"], *[[f"waarde {n}"] for n in range(2_000)])
    sheet.book.close()
    content = bytearray(path.read_bytes())
    at = int(len(content) * place)
    content[at : at + 50] = bytes(50)
    path.write_bytes(content)
    assert refusal(path) == UNREADABLE


def test_damage_anywhere_is_refused_or_harmless(path, sheet):
    fill(sheet, ["a", "b"], [1, "x"], [2.5, "y"])
    sheet.book.close()
    whole, random = path.read_bytes(), Random(1)  # noqa: S311 -- nothing secret
    for _ in range(150):
        content = bytearray(whole)
        for _ in range(3):
            content[random.randrange(len(content))] = random.randrange(256)
        path.write_bytes(content)
        with suppress(BrokenFile):
            read(path)


def test_truncated_file(path, sheet):
    fill(sheet, ["a"], ["1"])
    sheet.book.close()
    path.write_bytes(path.read_bytes()[:-400])
    assert refusal(path) == (
        "Het bestand is geen tekst (CSV) en geen XLSX. Sla het op als CSV (UTF-8) of XLSX en lever het opnieuw aan."
    )


def test_file_that_unpacks_to_more_than_the_memory_allows(path, sheet):
    fill(sheet, ["a"], ["1"])
    sheet.book.close()
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/nullen", bytes(50_000_000))
    assert path.stat().st_size < 100_000
    assert refusal(path) == (
        f"Het XLSX-bestand is te groot: uitgepakt 50 MB, hoogstens 12 MB (ongeveer 15.000 rijen). {IN_CSV}"
    )


def test_file_that_says_to_be_smaller_than_it_is(path, sheet):
    """The size in the index is a lie; the part is read to the size it says and then does not fit its checksum."""
    fill(sheet, ["a"], *[[f"waarde {n}"] for n in range(2_000)])
    sheet.book.close()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))
    assert refusal(path) == UNREADABLE


def test_sheet_with_a_cell_in_its_far_corner(path, sheet):
    """Two cells, but a sheet is held as a full rectangle: this one would be 17 thousand million cells."""
    sheet.write(0, 0, "a")
    sheet.write(1_048_575, 16_383, "los")
    assert refusal(path, sheet) == (
        "Het blad is te groot: tot en met de laatste gevulde cel 17179869184 cellen, hoogstens 400000. "
        f"Verwijder losse cellen ver onder of rechts van de tabel. {IN_CSV}"
    )


def test_format_without_a_value_takes_no_room(path, sheet):
    fill(sheet, ["a"], ["1"])
    sheet.write_blank(1_048_575, 16_383, None, sheet.book.add_format({"bold": True}))
    assert read(path, sheet) == (["a"], [["1"]])


@pytest.mark.parametrize(
    ("xml", "cells"),
    [
        (b'<row r="7"><c r="C7"><v>1</v></c></row>', 21),
        (b"<row r='7'><c s='1' r='C7'><v>1</v></c></row>", 21),
        (b"<row><c><v>1</v></c><c><v>1</v></c></row><row><c><v>1</v></c></row>", 4),
        (b'<row r="9"><c/><c><v>1</v></c></row>', 18),
        (b'<x:row r="2"><x:c r="B2"><x:v>1</x:v></x:c></x:row>', 4),
        (b'<row r="2"><c note=">" r="B2"><v>1</v></c></row>', 4),
        (b'<row r="2"><c r="B2" s="1"/></row><cols><col max="9"/></cols>', 0),
        (b'<row r="1">' + b'<c r="A1"><v>1</v></c>' * 50_000 + b'<c r="Z1"><v>1</v></c></row>', 26),
    ],
)
def test_cells_of_a_part(path, xml, cells):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("sheet", xml)
    with zipfile.ZipFile(path) as archive:
        assert sheets._cells(archive, archive.getinfo("sheet")) == cells
