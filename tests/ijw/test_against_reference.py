"""The published samples and schemas: documented outcomes, agreement, and a thousand mutations."""

import random
from pathlib import Path

import pytest
from lxml import etree

from inkoop.exchange.ijw.checking import check_file
from inkoop.exchange.ijw.official import LARGE, official_findings, published_versions
from inkoop.exchange.ijw.sources import sources
from inkoop.exchange.ijw.structure import MESSAGES, message
from inkoop.exchange.ijw.writing import Retour, Verdict, whole_file, write_declaration_answer, write_retour
from tests.ijw import test_rules, test_writing
from tests.ijw.cast import TOM, declaration, line
from tests.ijw.mutations import mutations
from tests.ijw.reference import REFERENCE, SAMPLES, needs_reference, sample
from tests.ijw.test_writing import ANSWERED, RECEIVED, body_of

pytestmark = needs_reference

SCHEMAS = REFERENCE / "xsd"
BROKEN = {"JW317": ["CS003"], "JW323": ["TR416", "TR101"]}


def official(path: Path) -> list[str]:
    """What the published schema says of a whole file, apart from our own reader."""
    try:
        root = etree.fromstring(path.read_bytes())
    except etree.XMLSyntaxError as error:
        return [str(error)]
    name = next(
        (one.name for one in MESSAGES.values() if str(root.tag).startswith(f"{{{one.namespace}}}")), ""
    )
    if not name:
        return ["geen bericht"]
    schema = etree.XMLSchema(file=SCHEMAS / f"{name.lower()}.xsd")
    schema.validate(root)
    return [str(entry.message) for entry in schema.error_log]


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_has_its_documented_outcome(name):
    (report,) = check_file(sample(name), schemas=SCHEMAS)
    assert report.message == name
    assert [finding.rule for finding in report.findings] == BROKEN.get(name, [])
    assert report.answer == ("0001" if name in BROKEN else "")


@pytest.mark.parametrize(
    "name", ["JW301_30_comm_server", "JW315_30_comm_server", "JW315_30_multi_comm_server"]
)
def test_sample_of_an_earlier_release_is_refused(name):
    (report,) = check_file(REFERENCE / "xml-3.0" / f"{name}.xml")
    assert (report.level, report.answer) == (1, "")
    assert report.findings[0].cause == "Dit bericht is van een soort of release die niet wordt verwerkt."


@pytest.mark.parametrize("name", ["JW301_30_comm_server", "JW315_30_comm_server"])
def test_sample_of_an_earlier_release_is_read_once_it_says_so(name, tmp_path):
    text = (REFERENCE / "xml-3.0" / f"{name}.xml").read_text(encoding="utf-8")
    text = text.replace("/3_0/", "/3_2/").replace("BerichtSubversie>0<", "BerichtSubversie>2<")
    path = tmp_path / f"{name}.xml"
    path.write_text(text, encoding="utf-8")
    (report,) = check_file(path, schemas=SCHEMAS)
    assert report.level != 1


def test_sample_of_an_envelope_is_opened():
    (report,) = check_file(REFERENCE / "envelop" / "envelop-vecozo" / "IndienenBericht.xml")
    assert report.findings[0].found == "http://www.istandaarden.nl/ijw/3_0/jw315/schema"


@pytest.mark.parametrize("name", SAMPLES)
def test_our_check_is_at_least_as_strict_as_the_schema(name, tmp_path):
    """Over all samples a thousand mutations: what the schema refuses, we refuse; a report, never a traceback."""
    path = tmp_path / "mutatie.xml"
    draw = random.Random(name)  # noqa: S311  # a seed, nothing secret
    disagreed = []
    for place, mutated in enumerate(mutations(sample(name).read_bytes(), draw, 1000 // len(SAMPLES) + 1)):
        path.write_bytes(mutated)
        reports = list(check_file(path))
        assert reports
        assert all(report.findings for report in reports if report.level)
        if official(path) and all(report.level == 0 for report in reports):
            disagreed.append((place, official(path)))
    assert disagreed == []


@pytest.mark.parametrize("name", SAMPLES)
def test_our_check_is_not_stricter_than_the_schema(name, tmp_path):
    """Only where a mutation is well-formed and no number, date or time is written in a way that nobody uses."""
    path = tmp_path / "mutatie.xml"
    draw = random.Random(f"streng {name}")  # noqa: S311  # a seed, nothing secret
    disagreed = []
    for mutated in mutations(sample(name).read_bytes(), draw, 60):
        path.write_bytes(mutated)
        for report in check_file(path):
            if report.level == 1 and not official(path):
                disagreed += [str(finding) for finding in report.findings]
    assert disagreed == []


@pytest.mark.parametrize("make", test_rules.GOOD.values(), ids=test_rules.GOOD.keys())
def test_written_message_validates(make, tmp_path):
    assert official(make(tmp_path / "bericht.xml")) == []


@pytest.mark.parametrize("name", RECEIVED)
def test_written_retour_validates(name, tmp_path):
    kind, body = body_of(RECEIVED[name](tmp_path / "heen.xml"))
    refused = next(node.path for node in body.walk() if node.name in ("Client", "Antwoord"))
    for retour in (
        Retour("T1", ANSWERED.dated_on),
        Retour("T1", ANSWERED.dated_on, header=("0001",)),
        Retour("T1", ANSWERED.dated_on, classes={refused: ("9019", "S329")}),
    ):
        path = tmp_path / "retour.xml"
        with whole_file(path) as file:
            write_retour(file, kind, body, retour)
        assert official(path) == []


@pytest.mark.parametrize(
    ("verdict", "refused"),
    [
        (Verdict(granted=9270), []),
        (Verdict(header="0001"), []),
        (Verdict(header="9056"), []),
        (Verdict(declaration="9333"), []),
        (Verdict(granted=4200), [(3, ("8187",)), (4, ("0233",))]),
        (Verdict(granted=5000), [(2, ("8017",)), (3, ("0611", "9346")), (4, ("9338",))]),
    ],
)
def test_written_answer_validates(verdict, refused, tmp_path):
    declared = test_writing.two_clients(tmp_path / "declaratie.xml")
    path = tmp_path / "antwoord.xml"
    with whole_file(path) as file:
        write_declaration_answer(file, sources(declared)[0], ANSWERED, verdict, iter(refused))
    assert official(path) == []
    assert list(official_findings(sources(path)[0], message("JW325"), SCHEMAS)) == []


def test_versions_come_from_the_schema():
    assert published_versions(SCHEMAS, message("JW323")) == ("0.1.0", "0.1.0")


def test_official_finding_shows_no_value(tmp_path):
    path = tmp_path / "fout.xml"
    path.write_bytes(sample("JW323").read_bytes().replace(b"<jw323:Bsn>999900006<", b"<jw323:Bsn>99990000<"))
    findings = list(official_findings(sources(path)[0], message("JW323"), SCHEMAS))
    assert [finding for finding in findings if "99990000" in str(finding)] == []
    assert {finding.line for finding in findings} == {31}


def test_official_check_of_a_large_message_finds_the_same(tmp_path):
    lines = [line(f"R{number}", ToewijzingNummer=str(number)) for number in range(5_000)]
    path = declaration(tmp_path / "groot.xml", {TOM: lines})
    assert path.stat().st_size > LARGE
    assert list(official_findings(sources(path)[0], message("JW323"), SCHEMAS)) == []
    path.write_bytes(path.read_bytes().replace(b">R4999<", b"><"))
    (finding,) = official_findings(sources(path)[0], message("JW323"), SCHEMAS)
    assert "ReferentieNummer" in finding.cause
