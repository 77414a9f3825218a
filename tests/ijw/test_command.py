"""``manage.py ijw check`` as a functional administrator uses it in a script."""

import json

import pytest
from django.core.management import call_command

from tests.ijw.cast import TOM, declaration, line


def run(capsys, *arguments):
    """Exit code and output."""
    try:
        call_command("ijw", *map(str, arguments))
    except SystemExit as end:
        return end.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


@pytest.fixture
def good(tmp_path):
    return declaration(tmp_path / "goed.xml", {TOM: [line()]})


@pytest.fixture
def bad(tmp_path):
    return declaration(tmp_path / "fout.xml", {TOM: [line()]}, total=("1", "D"))


@pytest.fixture
def broken(tmp_path):
    path = tmp_path / "stuk.xml"
    path.write_text("<a>", encoding="utf-8")
    return path


def test_good_message(capsys, good):
    assert run(capsys, "check", good) == (0, f"{good}: JW323, 1 prestaties: niets gevonden.\n")


def test_message_that_breaks_a_rule(capsys, bad):
    code, output = run(capsys, "check", bad)
    assert code == 1
    assert output.splitlines()[0] == f"{bad}: JW323: 1 bevindingen (retourcode 0001)."
    assert "TR358: Het totaal is niet de som van de regels." in output


def test_worst_file_decides_the_exit_code(capsys, good, bad, broken):
    assert [run(capsys, "check", good, bad)[0], run(capsys, "check", bad, broken)[0]] == [1, 2]


def test_missing_file(capsys, tmp_path):
    code, output = run(capsys, "check", tmp_path / "weg.xml")
    assert code == 2
    assert "Het bestand is niet te lezen" in output


def test_report_as_json(capsys, bad):
    code, output = run(capsys, "check", bad, "--json")
    (report,) = json.loads(output)
    findings = report.pop("bevindingen")
    assert code == 1
    assert report == {
        "bestand": str(bad),
        "onderdeel": "fout.xml",
        "bericht": "JW323",
        "afzender": "42420001",
        "ontvanger": "0384",
        "identificatie": "B1",
        "dagtekening": "2026-05-06",
        "prestaties": 1,
        "niveau": 2,
        "retourcode": "0001",
        "aantal_bevindingen": 1,
    }
    assert [finding["regel"] for finding in findings] == ["TR358"]


def test_no_bsn_in_the_report(capsys, tmp_path):
    path = declaration(tmp_path / "bsn.xml", {"999900007": [line()]})
    for arguments in ((path,), (path, "--json")):
        code, output = run(capsys, "check", *arguments)
        assert (code, "CS002" in output, "999900007" in output) == (1, True, False)
