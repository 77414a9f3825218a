"""What a file may do to us: little, and in little memory."""

import subprocess
import sys
from itertools import islice

import pytest

from inkoop.base.bsn import is_bsn
from inkoop.exchange.ijw.checking import check_file
from inkoop.exchange.ijw.reading import incoming as incoming_module
from tests.ijw.cast import EVA, TOM, declaration, line
from tests.ijw.inspection import changed, faults, read, refusal, report
from tests.ijw.reference import CHECKOUT

CLIENT = "/Bericht/Declaratie/Clienten/Client"


def test_doctype_is_refused(message, tmp_path):
    secret = tmp_path / "geheim.txt"
    secret.write_text("geheim")
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    assert refusal(changed(message, "<jw323:Bericht", f"{doctype}<jw323:Bericht", 1)) == (
        "Het bestand bevat een DOCTYPE. Dat staat de standaard niet toe."
    )


@pytest.mark.parametrize("entity", ["&geheim;", "&#0;"])
def test_entity_is_refused(entity, message):
    path = changed(message, "<ijw:ReferentieNummer>R1", f"<ijw:ReferentieNummer>{entity}")
    assert refusal(path).startswith("Het bericht is geen geldige XML.")


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-7", "cp037"])
def test_other_encoding_is_refused(encoding, message):
    text = message.read_text(encoding="utf-8").replace("UTF-8", encoding)
    message.write_bytes(text.encode(encoding))
    assert refusal(message) in (
        "Het bericht heeft een andere codering dan UTF-8.",
        "Het bestand is geen XML-bericht. Controleer of dit het juiste bestand is en of het volledig is.",
    )


def test_wrong_bytes_are_refused(message):
    message.write_bytes(message.read_bytes().replace(b">R1<", b">R\xe91<"))
    assert refusal(message).startswith("Het bericht is geen geldige XML.")


def test_message_that_was_cut_is_refused(message):
    message.write_bytes(message.read_bytes()[:-200])
    assert refusal(message).startswith("Het bericht is geen geldige XML.")


def test_depth_is_limited(message):
    assert refusal(changed(message, "<ijw:ReferentieNummer>R1<", "<a>" * 5_000)).startswith(
        "Het bericht is geen"
    )


@pytest.mark.parametrize("place", ["<jw323:Client>", "<jw323:Prestatie>", "<jw323:Declaratie>"])
def test_large_part_that_is_no_line_is_refused(place, message, monkeypatch):
    monkeypatch.setattr(incoming_module, "LARGEST_PART", 100_000)
    assert refusal(changed(message, place, "<a>x</a>" * 50_000 + place, 1)).startswith(
        "Een deel van het bericht is groter"
    )


def test_one_client_with_very_many_lines_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(incoming_module, "LARGEST_PART", 200_000)
    monkeypatch.setattr(incoming_module, "LARGE_OWNER", 100_000)
    lines = [line(f"R{number}", ToewijzingNummer=str(number)) for number in range(2_000)]
    path = declaration(tmp_path / "groot.xml", {TOM: lines, EVA: [line("X")]})
    incoming, read_lines = read(path)
    assert read_lines == [*((TOM, f"R{number}") for number in range(2_000)), (EVA, "X")]
    assert incoming.findings.kept == []


def test_faults_among_very_many_lines_keep_their_place(tmp_path, monkeypatch):
    monkeypatch.setattr(incoming_module, "LARGE_OWNER", 100_000)
    lines = [line(f"R{number}", ToewijzingNummer=str(number)) for number in range(1_000)]
    path = declaration(tmp_path / "groot.xml", {TOM: lines})
    right = "<ijw:ReferentieNummer>R777</ijw:ReferentieNummer>"
    changed(path, right, f"{right}<ijw:Bedrag>1</ijw:Bedrag>")
    found = report(path).findings[0]
    assert found.path == f"{CLIENT}[1]/Prestaties/Prestatie[778]/ProductReferentie/Bedrag"


def test_clients_in_two_lists_are_refused(message):
    path = changed(message, "</jw323:Client>", "</jw323:Client></jw323:Clienten><jw323:Clienten>", 1)
    assert refusal(path) == "Het element Client staat op de verkeerde plaats."


def test_other_elements_between_clients_are_found(message):
    path = changed(message, "</jw323:Client>", "</jw323:Client><jw323:Kind/>", 1)
    assert faults(path) == [("volgorde", f"{CLIENT}[2]", "<Kind>", "<Client>")]


def test_message_of_another_release_is_refused(message):
    path = changed(message, "/3_2/", "/3_1/")
    assert refusal(path) == "Dit bericht is van een soort of release die niet wordt verwerkt."


@pytest.mark.parametrize(
    "content", [b"", b"  \n", b"agb;gemeentecode\n", b"\x00\x01", b"<", b"<a/>", b"\xff\xfe<\0a\0/\0>\0"]
)
def test_file_that_is_no_message_is_refused(content, tmp_path):
    path = tmp_path / "iets.xml"
    path.write_bytes(content)
    assert refusal(path)


def test_message_without_the_shared_namespace_is_read_to_its_end(tmp_path):
    path = declaration(tmp_path / "d.xml", {TOM: [line()]})
    text = path.read_text(encoding="utf-8").replace("nl/ijw/3_2/basisschema", "nlijw/3_2/basisschema")
    path.write_text(text, encoding="utf-8")
    (report,) = check_file(path)
    assert (report.message, report.level, report.lines) == ("JW323", 1, 1)


MEASURE = """
import re, sys
from pathlib import Path
from inkoop.exchange.ijw.checking import check_file
peak = lambda: int(re.search("VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1]) // 1024
before = peak()
(report,) = check_file(Path(sys.argv[1]))
print(report.level, report.lines, before, peak())
"""


def test_memory_does_not_grow_with_the_message(tmp_path):
    """A message of 75 MB; the same measurement on 745 MB gave the same peak."""
    lines = [line(f"R77777{number:02}", ToewijzingNummer=f"77777{number:02}") for number in range(50)]
    text = declaration(tmp_path / "klein.xml", {TOM: lines}, total=("500000000", "D")).read_text(
        encoding="utf-8"
    )
    begin, end = text.index("<jw323:Client>"), text.index("</jw323:Clienten>")
    bsns = (str(number) for number in range(int(TOM), 999_999_990) if is_bsn(str(number)))
    large = tmp_path / "groot.xml"
    with large.open("w", encoding="utf-8") as file:
        file.write(text[:begin])
        for number, bsn in enumerate(islice(bsns, 2_000), 10_000):
            file.write(text[begin:end].replace("77777", str(number)).replace(TOM, bsn))
        file.write(text[end:])
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, large], cwd=CHECKOUT, check=True, capture_output=True, text=True
    )
    level, count, before, after = map(int, done.stdout.split())
    assert (level, count) == (0, 100_000)
    assert after < 64
    assert after - before < 10
