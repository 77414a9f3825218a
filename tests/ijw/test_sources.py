"""Messages in a zip and in an envelope."""

import base64
import io
import zipfile

import pytest

from inkoop.exchange.ijw.checking import check_file
from inkoop.exchange.ijw.sources import envelopes, files
from tests.ijw.inspection import refusal, report


def zipped(*members, **options):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def test_zip_with_messages_is_read(message, tmp_path):
    path = tmp_path / "berichten.zip"
    path.write_bytes(zipped(("b.xml", message.read_bytes()), ("a.xml", b"<a/>")))
    assert [(one.name, one.level) for one in check_file(path)] == [
        ("berichten.zip: a.xml", 1),
        ("berichten.zip: b.xml", 0),
    ]


def test_zip_of_zips_is_not_opened(message, tmp_path):
    path = tmp_path / "berichten.zip"
    path.write_bytes(zipped(("binnen.zip", zipped(("a.xml", message.read_bytes())))))
    assert refusal(path).startswith("Het bestand is geen XML-bericht.")


def test_zip_bomb_is_refused(tmp_path):
    path = tmp_path / "bom.zip"
    path.write_bytes(zipped(("bom.xml", b"<a>" + bytes(80 << 20))))
    assert refusal(path) == "De zip wordt uitgepakt te groot."


def test_zip_that_lies_about_its_size_is_refused(message, tmp_path):
    content = bytearray(zipped(("a.xml", message.read_bytes())))
    for start in (content.index(b"PK\x01\x02") + 24, 22):
        content[start : start + 4] = (100).to_bytes(4, "little")
    path = tmp_path / "leugen.zip"
    path.write_bytes(content)
    assert refusal(path)


def test_zip_with_too_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_MEMBERS", 2)
    path = tmp_path / "veel.zip"
    path.write_bytes(zipped(("a", b""), ("b", b""), ("c", b"")))
    assert refusal(path) == "De zip bevat 3 bestanden."


def test_zip_that_was_cut_is_refused(message, tmp_path):
    path = tmp_path / "half.zip"
    path.write_bytes(zipped(("a.xml", message.read_bytes()))[:-30])
    assert refusal(path).startswith("De zip is beschadigd")


def test_message_that_grows_beyond_the_limit_is_refused(message, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 1_000)
    assert refusal(message).startswith("Het bericht is groter dan")


GGK = (
    '<?xml version="1.0"?><GGK:envelopHeenbericht-ggk_Di01 xmlns:GGK="http://www.stufstandaarden.nl/sectormodel/ggk/0210">'
    "<GGK:parameters><GGK:bericht>{}</GGK:bericht></GGK:parameters></GGK:envelopHeenbericht-ggk_Di01>"
)
VECOZO = (
    '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>'
    '<m:Data xmlns:m="http://schemas.vecozo.nl/berichtuitwisseling/messages/v3">{}</m:Data></S:Body></S:Envelope>'
)


TWO = "De envelop bevat 2 berichten."


@pytest.mark.parametrize("envelope", [GGK, VECOZO], ids=["StUF-GGk", "VECOZO"])
@pytest.mark.parametrize("packed", [False, True], ids=["bare", "zip"])
def test_payload_of_an_envelope_is_read(envelope, packed, message, tmp_path):
    content = message.read_bytes()
    payload = base64.encodebytes(zipped(("a.xml", content)) if packed else content).decode()
    path = tmp_path / "envelop.xml"
    path.write_text(envelope.format(payload), encoding="utf-8")
    assert (report(path).message, report(path).level, report(path).lines) == ("JW323", 0, 3)


@pytest.mark.parametrize(
    ("payload", "cause"),
    [
        ("!!!!", "De inhoud van de envelop is geen geldige base64. Lever de envelop volledig aan."),
        ("abc", "De inhoud van de envelop is geen geldige base64. Lever de envelop volledig aan."),
        (
            "SGllcg==",
            "Het bestand is geen XML-bericht. Controleer of dit het juiste bestand is en of het volledig is.",
        ),
        ("<a/>", "De envelop is dieper genest dan mag."),
        ('</m:Data><m:Data xmlns:m="http://schemas.vecozo.nl/berichtuitwisseling/messages/v3">', TWO),
    ],
)
def test_broken_envelope_is_refused(payload, cause, tmp_path):
    path = tmp_path / "envelop.xml"
    path.write_text(VECOZO.format(payload), encoding="utf-8")
    assert refusal(path) == cause


def test_envelope_in_an_envelope_is_refused(tmp_path):
    path = tmp_path / "envelop.xml"
    inner = base64.b64encode(VECOZO.format("").encode()).decode()
    path.write_text(VECOZO.format(inner), encoding="utf-8")
    assert refusal(path) == "De envelop bevat weer een envelop."


def test_envelope_with_a_doctype_is_refused(tmp_path):
    path = tmp_path / "envelop.xml"
    path.write_text("<!DOCTYPE a>" + VECOZO.format(""), encoding="utf-8")
    assert "DOCTYPE" in refusal(path)


def test_envelope_without_end_is_refused(message, tmp_path):
    path = tmp_path / "envelop.xml"
    payload = base64.b64encode(message.read_bytes()).decode()
    path.write_text(VECOZO.format(payload)[:-20], encoding="utf-8")
    assert refusal(path) == "De envelop is geen geldige XML."


def test_payloads_are_known_by_their_namespace():
    assert [element for _, element in envelopes.PAYLOADS] == ["bericht", "Data"]
