"""A table as a spreadsheet: every text comes back as it was, codes keep their zeros."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from inkoop.base.spreadsheets import LONGEST, as_typed, harmless, xlsx_file

LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")


def read(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0042", "0042"),
        ('a & <b> "c"', 'a & <b> "c"'),
        ("  ruim  ", "  ruim  "),
        ("eerste\ntweede", "eerste\ntweede"),
        ("_x0041_", "_x0041_"),
        ("=1+1", "'=1+1"),
        ("-5", "'-5"),
        ("bel\x07", "bel"),
        ("x" * (LONGEST + 1), "x" * LONGEST),
    ],
)
def test_a_text_in_a_cell(text, found):
    assert read(xlsx_file(["naam"], [[text]])) == [["naam"], [found]]


@settings(max_examples=50, deadline=None)
@given(rows=st.lists(st.lists(st.text(LETTERS, max_size=12), min_size=3, max_size=3), min_size=1, max_size=5))
def test_every_table_comes_back(rows):
    marked = [["=begin", *row, "eind"] for row in rows]
    found = read(xlsx_file(["a", "b", "c", "d", "e"], marked))
    assert found == [["a", "b", "c", "d", "e"], *[[harmless(text) for text in row] for row in marked]]
    assert [[as_typed(text) for text in row] for row in found[1:]] == marked


def test_more_rows_than_are_written_at_once():
    found = read(xlsx_file(["nummer"], ([str(number)] for number in range(1234))))
    assert found == [["nummer"], *[[str(number)] for number in range(1234)]]


def test_without_rows_there_is_a_header():
    assert read(xlsx_file(["a", "b"], [])) == [["a", "b"]]
