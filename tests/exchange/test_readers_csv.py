"""CSV files as people and programs make them, and files that are no table at all."""

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkoop.exchange.errors import BrokenFile
from inkoop.exchange.readers import open_table
from inkoop.exchange.readers.tables import LONGEST_FIELD, LONGEST_LINE, PEEK

AGAIN = "Maak het bestand opnieuw en lever het volledig aan."
TEXT = "Sla het op als CSV (UTF-8) of XLSX en lever het opnieuw aan."


@pytest.fixture
def read(tmp_path):
    """The header and the rows of a file with this content."""

    def read_content(content: str | bytes):
        path = tmp_path / "levering"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with open_table(path) as table:
            return table.header, list(table.rows)

    return read_content


@pytest.fixture
def refusal(read):
    """What is said of a file that cannot be read."""

    def read_broken(content: str | bytes) -> str:
        with pytest.raises(BrokenFile) as refused:
            read(content)
        return str(refused.value)

    return read_broken


@pytest.mark.parametrize(
    "content",
    [
        "a;b\n1;2\n",
        "a,b\n1,2\n",
        "a;b\n1;2",
        "a;b\r\n1;2\r\n",
        "a;b\r1;2\r",
        "\na;b\n\n1;2\n\n",
        "  \na;b\n   \n1;2\n",
        '"a";"b"\n"1";"2"\n',
        " A ;B\n1;2\n",
        codecs.BOM_UTF8 + b"a;b\n1;2\n",
        codecs.BOM_UTF8 + b'"a";"b"\r\n"1";"2"\r\n',
    ],
)
def test_forms_of_one_table(read, content):
    assert read(content) == (["a", "b"], [["1", "2"]])


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ('a;b\n"1;0";2\n', ["1;0", "2"]),
        ('a;b\n"zei ""ja""";2\n', ['zei "ja"', "2"]),
        ('a;b\n"twee\nregels";2\n', ["twee\nregels", "2"]),
        ('a;b\nvijf";2\n', ['vijf"', "2"]),
        ("a;b\né€😀;2\n", ["é€😀", "2"]),
        ("a;b\n1,5;2\n", ["1,5", "2"]),
        ("a,b\n1;5,2\n", ["1;5", "2"]),
        ("a;b\n;\n", ["", ""]),
    ],
)
def test_fields(read, content, row):
    assert read(content)[1] == [row]


def test_a_header_alone_is_a_table_without_rows(read):
    assert read("a;b\n") == (["a", "b"], [])


@pytest.mark.parametrize("content", [b"", b"\n\n", b" \r\n", codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\n"])
def test_empty_file(refusal, content):
    assert refusal(content) == (
        "Het bestand is leeg. Verwacht: een kopregel en rijen. Lever het volledige bestand aan."
    )


@pytest.mark.parametrize(
    "content",
    [
        "a;b\n1;2\n".encode("utf-16"),
        b"a;b\n1;\0\n",
        b"a;b\n" + b"1;2\n" * PEEK + b"1;\0\n",
        b"%PDF-1.7\n\0\1\2",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
        b"PK\x03\x04\x14\0",
    ],
)
def test_binary_file(refusal, content):
    assert refusal(content) == f"Het bestand is geen tekst (CSV) en geen XLSX. {TEXT}"


@pytest.mark.parametrize("rows_before", [0, 100_000])
def test_wrong_encoding(refusal, rows_before):
    content = b"a;b\n" + b"1;2\n" * rows_before + "José;2\n".encode("latin-1")
    assert refusal(content) == (
        "Het bestand is geen UTF-8: byte 0xe9 is geen geldig teken. Sla het op als CSV UTF-8 en lever het opnieuw aan."
    )


@pytest.mark.parametrize("content", ["{}", "Geachte heer\n", "a\tb\n1\t2\n", "agb\n00000011\n"])
def test_no_table(refusal, content):
    assert refusal(content) == (
        "Het bestand is geen tabel: de kopregel heeft geen ';' of ','. "
        "Verwacht: kolomnamen gescheiden door ';' of ','. Controleer of dit het juiste bestand is."
    )


def test_a_file_without_line_ends_is_not_read_as_one_line(refusal):
    assert refusal("a;b;" * LONGEST_LINE) == (
        f"Het bestand heeft een regel van meer dan {LONGEST_LINE} tekens. Verwacht: een regel per rij. "
        "Controleer of dit het juiste bestand is."
    )


@pytest.mark.parametrize(("row", "found"), [("1", 1), ("1;2;3", 3), ("1;", 2), ("1;2;", 3)])
def test_rows_of_another_width(refusal, row, found):
    assert refusal(f"a;b;c;d\n1;2;3;4\n{row}\n") == (
        f"Rij 2 heeft {found} velden, verwacht: 4, zoals in de kopregel. "
        f"Het bestand is afgebroken of de kolommen verspringen. Maak het opnieuw en lever het volledig aan."
    )


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('a;b\n1;2\n1;"2\n', "Rij 2"),
        ('a;b\n1;2\n1;"2"3\n', "Rij 2"),
        ('"a;b\n1;2\n', "De kopregel"),
        ('"a"b;c\n1;2\n', "De kopregel"),
    ],
)
def test_loose_quotes(refusal, content, place):
    assert refusal(content) == (
        f"{place} is geen geldige CSV. Vaak is het bestand afgebroken of staat er een los aanhalingsteken in. {AGAIN}"
    )


@pytest.mark.parametrize(
    ("header", "place"), [("a;b", "Rij 1"), ("x" * (LONGEST_FIELD + 1) + ";b", "De kopregel")]
)
def test_huge_field(refusal, header, place):
    assert refusal(f"{header}\n{'x' * (LONGEST_FIELD + 1)};2\n") == (
        f"{place} heeft een veld van meer dan 100000 tekens. Vaak ontbreekt een aanhalingsteken. {AGAIN}"
    )


@given(
    st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=4), st.sampled_from(";,"), st.booleans()
)
def test_what_is_written_is_read_or_refused(tmp_path_factory, rows, delimiter, quoted):
    """Whatever a program writes as CSV: it is read back as it was, or refused with a message; never anything else."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    writer.writerows([["a", "b", "c"], *rows])
    path = tmp_path_factory.mktemp("csv") / "levering.csv"
    path.write_bytes(out.getvalue().encode(errors="replace"))
    written = [[field.encode(errors="replace").decode() for field in row] for row in rows]
    try:
        with open_table(path) as table:
            assert list(table.rows) == written
    except BrokenFile:
        assert "\0" in out.getvalue()
