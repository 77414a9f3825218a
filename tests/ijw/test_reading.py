"""Level 1: the form of a message, and what a file may do to us."""

import base64
import io
import subprocess
import sys
import zipfile
from itertools import islice

import pytest

from inkoop.exchange.ijw.checking import check_file
from inkoop.exchange.ijw.reading import incoming as incoming_module
from inkoop.exchange.ijw.reading import open_message
from inkoop.exchange.ijw.sources import envelopes, files, sources
from inkoop.exchange.pseudonyms import is_bsn
from tests.ijw.cast import EVA, TOM, allocated, allocation, declaration, line
from tests.ijw.reference import CHECKOUT


@pytest.fixture
def message(tmp_path):
    clients = {TOM: [line("R1"), line("R2", ToewijzingNummer="7")], EVA: [line("R3", ToewijzingNummer="8")]}
    return declaration(tmp_path / "declaratie.xml", clients)


def changed(path, old, new, count=-1):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")
    return path


def report(path):
    (one,) = check_file(path)
    return one


def faults(path):
    """The findings on the form, without their lines."""
    one = report(path)
    assert one.level == 1
    return [(found.rule, found.path, found.found, found.expected) for found in one.findings]


def read(path):
    (source,) = sources(path)
    incoming = open_message(source)
    lines = [(batch.bsn, values[0]) for batch in incoming.batches() for values in batch.lines]
    return incoming, lines


def test_reader_yields_header_and_lines(message):
    incoming, lines = read(message)
    assert lines == [(TOM, "R1"), (TOM, "R2"), (EVA, "R3")]
    assert incoming.header.get("BerichtIdentificatie/Identificatie") == "B1"
    assert incoming.body.get("Declaratie/TotaalIngediendBedrag/TotaalBedrag") == "15000"


def test_header_is_known_when_the_first_lines_come(message):
    (source,) = sources(message)
    incoming = open_message(source)
    next(incoming.batches())
    assert incoming.header.get("Afzender") == "42420001"
    assert incoming.body.get("Declaratie/DeclaratieNummer") == "DN001"


def test_reader_of_a_small_message_yields_its_body(tmp_path):
    incoming, lines = read(allocation(tmp_path / "toewijzing.xml", [allocated()]))
    assert lines == []
    assert incoming.body.get("Client/Naam/Geslachtsnaam/Achternaam") == "Wit"


CLIENT = "/Bericht/Declaratie/Clienten/Client"
LINE = f"{CLIENT}[1]/Prestaties/Prestatie[1]"
INDENT = " " * 12
ASKS_DATE = "een bestaande datum als JJJJ-MM-DD, zonder tijdzone"
ASKS_NUMBER = "een geheel getal van 0 tot en met 99999999"

UNIT, CATEGORY, CODE = (
    f"<jw323:{name}>{value}</jw323:{name}>"
    for name, value in (("Eenheid", "04"), ("ProductCategorie", "45"), ("ProductCode", "45A03"))
)

FORM_FAULTS = {
    "another value than the list": (
        UNIT,
        UNIT.replace("04", "05"),
        [("waarde", f"{LINE}/Eenheid", "'05'", "een van: 01, 04, 14, 16, 82, 83, 84")],
    ),
    "a number too large": (
        "<jw323:GeleverdVolume>4</",
        "<jw323:GeleverdVolume>100000000</",
        [("waarde", f"{LINE}/GeleverdVolume", "'100000000'", ASKS_NUMBER)],
    ),
    "a date that does not exist": (
        f"2026-04-30</ijw:Einddatum>\n{INDENT}</jw323:ProductPeriode>",
        f"2026-04-31</ijw:Einddatum>\n{INDENT}</jw323:ProductPeriode>",
        [("waarde", f"{LINE}/ProductPeriode/Einddatum", "'2026-04-31'", ASKS_DATE)],
    ),
    "an element too many": (UNIT, UNIT * 2, [("aantal", LINE, "2 keer", "hoogstens 1 keer")]),
    "an element missing": (UNIT, "", [("aantal", LINE, "", "<Eenheid>")]),
    "an element in the wrong place": (
        f"{CATEGORY}\n{INDENT}{CODE}",
        f"{CODE}\n{INDENT}{CATEGORY}",
        [("volgorde", f"{LINE}/ProductCategorie", "<ProductCategorie>", "<ProductCode> of <ProductPeriode>")],
    ),
    "an element that does not exist": (
        UNIT,
        f"{UNIT}<jw323:Korting>1</jw323:Korting>",
        [("volgorde", f"{LINE}/Korting", "<Korting>", "<Eenheid> of <ProductTarief> of <IngediendBedrag>")],
    ),
    "an element in the other namespace": (
        UNIT,
        "<ijw:Eenheid>04</ijw:Eenheid>",
        [
            ("aantal", LINE, "", "<Eenheid>"),
            ("volgorde", f"{LINE}/Eenheid", "<Eenheid>", "<GeleverdVolume> of <Eenheid>"),
        ],
    ),
    "an attribute": (
        "<jw323:Eenheid>",
        '<jw323:Eenheid code="1">',
        [("attribuut", f"{LINE}/Eenheid", "code", "geen attributen")],
    ),
    "text between elements": (
        "<jw323:Eenheid>",
        "tekst<jw323:Eenheid>",
        [("inhoud", LINE, "tekst", "alleen elementen")],
    ),
    "a BSN of eight digits": (
        f"<jw323:Bsn>{TOM}<",
        f"<jw323:Bsn>{TOM[:8]}<",
        [("waarde", f"{CLIENT}[1]/Bsn", "een waarde die hier niet wordt getoond", "9 cijfers")],
    ),
    "another release in the header": (
        "<jw323:BerichtSubversie>2<",
        "<jw323:BerichtSubversie>1<",
        [("waarde", "/Bericht/Header/BerichtSubversie", "'1'", "2")],
    ),
    "a client without lines": (
        f"<jw323:Client>\n        <jw323:Bsn>{EVA}",
        f"<jw323:Client><jw323:Bsn>{EVA}</jw323:Bsn></jw323:Client><jw323:Client>\n        <jw323:Bsn>{EVA}",
        [("aantal", f"{CLIENT}[2]", "", "<Prestaties>")],
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), FORM_FAULTS.values(), ids=FORM_FAULTS.keys())
def test_fault_in_the_form_is_found_with_its_place(old, new, expected, message):
    assert faults(changed(message, old, new, 1)) == expected


def test_finding_says_the_line_of_the_file(message):
    path = changed(message, "<jw323:Eenheid>04</", "<jw323:Eenheid>05</")
    lines = path.read_text(encoding="utf-8").splitlines()
    places = [number for number, text in enumerate(lines, 1) if "Eenheid>05" in text]
    assert [finding.line for finding in report(path).findings] == places


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<jw323:GeleverdVolume>4</", "<jw323:GeleverdVolume> +04 </"),
        ("<jw323:ToewijzingNummer>10072</", "<jw323:ToewijzingNummer>0010072</"),
        ("<jw323:Prestatie>", "<jw323:Prestatie><!-- bij de tweede controle nagekeken --><?let op?>"),
        ("<jw323:Eenheid>04</", "<jw323:Eenheid><![CDATA[04]]></"),
        ("<ijw:ReferentieNummer>R1<", "<ijw:ReferentieNummer>R&amp;1<"),
    ],
)
def test_unusual_but_correct_form_is_accepted(old, new, message):
    assert report(changed(message, old, new)).level == 0


def test_values_come_in_one_form(message):
    path = changed(message, "<jw323:ToewijzingNummer>10072</", "<jw323:ToewijzingNummer> +0010072 </")
    (source,) = sources(path)
    values = [batch.lines[0][2] for batch in open_message(source).batches()]
    assert values[0] == "10072"


def test_names_without_prefix_are_read(message):
    text = (
        message.read_text(encoding="utf-8")
        .replace("jw323:", "")
        .replace("xmlns:jw323", "xmlns")
        .replace(":jw323", "")
    )
    message.write_text(text, encoding="utf-8")
    assert (report(message).level, report(message).lines) == (0, 3)


# --- what a file may do to us


def refusal(path):
    (one,) = check_file(path)
    assert (one.level, one.findings[-1].rule) == (1, "bestand")
    return one.findings[-1].cause


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


# --- zip and envelope


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


def test_message_without_the_shared_namespace_is_read_to_its_end(tmp_path):
    path = declaration(tmp_path / "d.xml", {TOM: [line()]})
    text = path.read_text(encoding="utf-8").replace("nl/ijw/3_2/basisschema", "nlijw/3_2/basisschema")
    path.write_text(text, encoding="utf-8")
    (report,) = check_file(path)
    assert (report.message, report.level, report.lines) == ("JW323", 1, 1)
