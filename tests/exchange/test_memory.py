"""The process that imports stays small, whatever the size of the file."""

import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter
from django.conf import settings

from inkoop.exchange.errors import BrokenFile
from inkoop.exchange.readers import open_table
from tests.exchange.cast import HEADERS, line

MOST = 128  # MB
SOME = 8  # MB, what may differ between two runs

# Reads and stages a file in a transaction that is taken back; prints the largest memory of the process in kB. Not
# from getrusage: that begins with the memory of the process that started this one.
STAGE = r"""
import re, sys
from pathlib import Path
import django
django.setup()
from django.contrib import admin
from django.db import connection, transaction
from inkoop.base.choices import DeliveryKind
from inkoop.exchange.readers import open_table
from inkoop.exchange.services import receive
from inkoop.exchange.staging import stage
with transaction.atomic(), connection.cursor() as cursor, open_table(Path(sys.argv[1])) as table:
    rows = stage(cursor.cursor, table, DeliveryKind.DECLARATIONS, lambda rows: None)
    transaction.set_rollback(True)
print(rows, re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.fixture
def megabytes(environment):
    """The number of rows staged from a file and the largest memory, in MB, of the process that did it."""

    def measure(path: Path) -> tuple[int, float]:
        words = [sys.executable, "-c", STAGE, str(path)]
        done = subprocess.run(
            words, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
        )
        rows, kilobytes = map(int, done.stdout.split())
        return rows, kilobytes / 1024

    return measure


def unlike(number):
    """A line with names of its own, so that nothing can be remembered."""
    names = {
        "referentienummer": f"R{number:09d}",
        "declaratienummer": f"D{number // 40}",
        "client": f"{number // 9:064d}",
    }
    return line(**names, toewijzingnummer=number // 9)


def write_csv(path, count):
    header = HEADERS["declaraties"]
    with path.open("w", encoding="utf-8") as file:
        file.write(header + "\n")
        for number in range(count):
            cells = unlike(number)
            file.write(";".join(str(cells.get(name, "")) for name in header.split(";")) + "\n")
    return path


def write_xlsx(path, count):
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    names = HEADERS["declaraties"].split(";")
    sheet.write_row(0, 0, names)
    for number in range(count):
        cells = unlike(number)
        sheet.write_row(number + 1, 0, [cells.get(name, "") for name in names])
    book.close()
    return path


def test_memory_does_not_grow_with_the_file(megabytes, tmp_path):
    small_rows, small = megabytes(write_csv(tmp_path / "klein.csv", 15_000))
    large_rows, large = megabytes(write_csv(tmp_path / "groot.csv", 90_000))
    assert (small_rows, large_rows) == (15_000, 90_000)
    assert large < small + SOME
    assert large < MOST


def test_memory_of_the_largest_xlsx_that_is_taken(megabytes, tmp_path):
    rows, large = megabytes(write_xlsx(tmp_path / "groot.xlsx", 13_000))
    assert rows == 13_000
    assert large < MOST


def test_larger_xlsx_is_refused(tmp_path):
    path = write_xlsx(tmp_path / "te-groot.xlsx", 18_000)
    with pytest.raises(BrokenFile, match="te groot"), open_table(path):
        pass
