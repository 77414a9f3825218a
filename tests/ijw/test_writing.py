"""What we write: the answer to a declaration in its six situations, retour messages, and messages of our own."""

import pytest
from lxml import etree

from inkoop.exchange.ijw.checking import check_file
from inkoop.exchange.ijw.reading import open_message
from inkoop.exchange.ijw.sources import sources
from inkoop.exchange.ijw.structure import message
from inkoop.exchange.ijw.writing import (
    Origin,
    Retour,
    Verdict,
    whole_file,
    write_declaration_answer,
    write_retour,
)
from tests.ijw.cast import (
    AGB,
    DATED,
    EVA,
    PLACE,
    TOM,
    allocated,
    allocation,
    answer,
    change,
    declaration,
    line,
    request,
    requested,
    start,
    started,
    stop,
    stopped,
    wanted,
)

ANSWERED = Origin(sender=PLACE, receiver=AGB, identification="A1", dated_on=DATED)


def body_of(path):
    (source,) = sources(path)
    incoming = open_message(source)
    for _ in incoming.batches():
        pass
    assert incoming.findings.kept == []
    return incoming.message, incoming.body


def two_clients(path):
    credit = line("R2", ToewijzingNummer="7", VorigReferentieNummer="R0", DebetCredit="C", Bedrag="800")
    others = [line("R3", ToewijzingNummer="8"), line("R4", ToewijzingNummer="9", Bedrag="70")]
    return declaration(path, {TOM: [line("R1"), credit], EVA: others})


@pytest.fixture
def declared(tmp_path):
    return two_clients(tmp_path / "declaratie.xml")


@pytest.fixture
def answered(declared, tmp_path):
    def write(verdict, refused=()):
        (source,) = sources(declared)
        path = tmp_path / "antwoord.xml"
        with whole_file(path) as file:
            write_declaration_answer(file, source, ANSWERED, verdict, iter(refused))
        (report,) = check_file(path)
        assert (report.message, report.level, report.findings) == ("JW325", 0, [])
        return body_of(path)[1], path

    return write


def codes(node):
    return [code.text for code in node.each("RetourCodes/RetourCode")] if node else None


def totals(body):
    return [
        body.find(f"DeclaratieAntwoord/{name}").values()
        for name in ("TotaalIngediendBedrag", "TotaalToegekendBedrag")
    ]


def amount(cents, sign="D"):
    return {"TotaalBedrag": str(cents), "DebetCredit": sign}


def test_all_good(answered):
    body, _ = answered(Verdict(granted=9270))
    assert codes(body.find("Header")) == ["0200"]
    assert codes(body.find("DeclaratieAntwoord")) == ["8001"]
    assert totals(body) == [amount(9270), amount(9270)]
    assert not body.has("DeclaratieAntwoord/Clienten")


@pytest.mark.parametrize("code", ["0001", "9056", "8848", "S300"])
def test_fault_in_the_message_or_its_header(code, answered):
    body, _ = answered(Verdict(header=code))
    assert codes(body.find("Header")) == [code]
    assert not body.has("DeclaratieAntwoord")
    assert body.has("Header/XsltVersie") == (code == "0001")


@pytest.mark.parametrize("code", ["9333", "8214"])
def test_fault_in_the_declaration(code, answered):
    body, _ = answered(Verdict(declaration=code, granted=5))
    assert codes(body.find("Header")) == ["0200"]
    assert codes(body.find("DeclaratieAntwoord")) == [code]
    assert totals(body) == [amount(9270), amount(0)]
    assert not body.has("DeclaratieAntwoord/Clienten")


def test_fault_in_a_client(answered):
    """All lines of the client are sent back as not judged."""
    body, path = answered(Verdict(granted=4200), [(3, ("8187",)), (4, ("0233",))])
    assert codes(body.find("DeclaratieAntwoord")) == ["0200"]
    assert totals(body) == [amount(9270), amount(4200)]
    assert sent_back(path) == [(EVA, ["8187"], [("R3", ["0233"]), ("R4", ["0233"])])]


def test_faults_in_lines(answered):
    body, path = answered(Verdict(granted=5000), [(2, ("8017",)), (3, ("0611", "9346")), (4, ("9338",))])
    assert codes(body.find("Header")) == ["0200"]
    assert codes(body.find("DeclaratieAntwoord")) == ["0200"]
    assert totals(body) == [amount(9270), amount(5000)]
    assert sent_back(path) == [
        (TOM, ["0200"], [("R2", ["8017"])]),
        (EVA, ["0200"], [("R3", ["0611", "9346"]), ("R4", ["9338"])]),
    ]


def sent_back(path):
    """Per client of a JW325 its codes, and the codes per line."""
    names = {"m": message("JW325").namespace, "i": message("JW325").release.shared}

    def found(node, where):
        return list(map(str, node.xpath(f"{where}/text()", namespaces=names)))

    return [
        (
            *found(client, "m:Bsn"),
            found(client, "m:RetourCodes/m:RetourCode"),
            [
                (
                    *found(one, "m:ProductReferentie/i:ReferentieNummer"),
                    found(one, "m:RetourCodes/m:RetourCode"),
                )
                for one in client.xpath("m:Prestaties/m:Prestatie", namespaces=names)
            ],
        )
        for client in etree.parse(path).xpath("//m:Client", namespaces=names)
    ]


def test_answer_copies_the_line_and_the_header(answered, declared):
    body, path = answered(Verdict(granted=10070), [(2, ("8017",))])
    header = body.find("Header")
    assert header.values() == {
        "BerichtCode": "491",
        "BerichtVersie": "3",
        "BerichtSubversie": "2",
        "Afzender": PLACE,
        "Ontvanger": AGB,
        "BerichtIdentificatie": {"Identificatie": "A1", "Dagtekening": "2026-05-06"},
        "XsdVersie": {"BasisschemaXsdVersie": "1.0.0", "BerichtXsdVersie": "1.0.0"},
        "DeclaratieIdentificatie": {"Identificatie": "B1", "Dagtekening": "2026-05-06"},
        "XsdVersieDeclaratie": {"BasisschemaXsdVersie": "1.0.0", "BerichtXsdVersie": "1.0.0"},
        "RetourCodes": {"RetourCode": "0200"},
    }
    (source,) = sources(path)
    (batch,) = open_message(source).batches()
    (original,) = (one.lines[1] for one in open_message(sources(declared)[0]).batches() if one.bsn == TOM)
    assert batch.lines[0][: len(original)] == original


def test_more_granted_than_submitted(tmp_path):
    """A refused credit makes the granted total higher (TR342 with its sign)."""
    path = declaration(
        tmp_path / "d.xml", {TOM: [line("R2", VorigReferentieNummer="R0", DebetCredit="C", Bedrag="800")]}
    )
    with whole_file(tmp_path / "a.xml") as file:
        write_declaration_answer(file, sources(path)[0], ANSWERED, Verdict(granted=0), iter([(1, ("8017",))]))
    (report,) = check_file(tmp_path / "a.xml")
    assert report.findings == []
    assert totals(body_of(tmp_path / "a.xml")[1]) == [amount(800, "C"), amount(0)]


def test_answer_that_does_not_add_up_is_not_written(declared, tmp_path):
    path = tmp_path / "antwoord.xml"
    with pytest.raises(ValueError, match="TR342"), whole_file(path) as file:
        write_declaration_answer(
            file, sources(declared)[0], ANSWERED, Verdict(granted=1), iter([(1, ("0611",))])
        )
    assert [file.name for file in tmp_path.iterdir()] == ["declaratie.xml"]


def test_answer_about_a_line_that_is_not_there_is_not_written(declared, tmp_path):
    with pytest.raises(ValueError, match="Regel 9"), whole_file(tmp_path / "antwoord.xml") as file:
        write_declaration_answer(file, sources(declared)[0], ANSWERED, Verdict(), iter([(9, ("0611",))]))


def test_answer_is_the_same_each_time(answered):
    refused = [(1, ("0611",)), (4, ("9338",))]
    _, path = answered(Verdict(granted=4200), refused)
    first = path.read_bytes()
    answered(Verdict(granted=4200), refused)
    assert path.read_bytes() == first
    assert first.startswith(b"<?xml")
    assert first.count(b"\n") == first.count(b"\r\n")


def test_answer_over_a_large_declaration(tmp_path):
    lines = [line(f"R{number}", ToewijzingNummer=str(number)) for number in range(3_000)]
    path = declaration(tmp_path / "d.xml", {TOM: lines[:1_000], EVA: lines[1_000:]})
    refused = [(number, ("9338",)) for number in range(7, 3_001, 7)]
    with whole_file(tmp_path / "a.xml") as file:
        verdict = Verdict(granted=5000 * (3_000 - len(refused)))
        write_declaration_answer(file, sources(path)[0], ANSWERED, verdict, iter(refused))
    (report,) = check_file(tmp_path / "a.xml")
    assert (report.lines, report.findings) == (len(refused), [])


def test_tr342_is_tested_when_an_answer_is_read(answered):
    _, path = answered(Verdict(granted=5000), [(2, ("8017",)), (3, ("0611", "9346")), (4, ("9338",))])
    text = path.read_text(encoding="utf-8").replace(">5000</ijw:TotaalBedrag>", ">5001</ijw:TotaalBedrag>")
    path.write_text(text, encoding="utf-8")
    (report,) = check_file(path)
    assert [finding.rule for finding in report.findings] == ["TR342"]


# --- retour messages

RECEIVED = {
    "JW301": lambda path: allocation(
        path, [allocated("1"), allocated("2", Ingangsdatum="2026-08-01", Einddatum="2026-08-31")]
    ),
    "JW305": lambda path: start(path, [started("1"), started("2")]),
    "JW307": lambda path: stop(path, [stopped("1"), stopped("2")]),
    "JW315": lambda path: request(path, [requested()]),
    "JW317": lambda path: change(path, same=["1"], new=[wanted()]),
    "JW319": lambda path: answer(path, RedenAfwijzingVerzoek="8", Woonplaatsbeginsel={"Gemeente": "0344"}),
}


@pytest.fixture(params=RECEIVED)
def received(request, tmp_path):
    return body_of(RECEIVED[request.param](tmp_path / "heen.xml"))


def retour_of(received, path, **changes):
    kind, body = received
    with whole_file(path) as file:
        write_retour(file, kind, body, Retour(identification="T1", dated_on=DATED, **changes))
    (report,) = check_file(path)
    assert (report.message, report.findings) == (kind.answer, [])
    return body_of(path)[1]


def test_retour_without_remarks_is_a_header_without_codes(received, tmp_path):
    kind, body = received
    retour = retour_of(received, tmp_path / "retour.xml")
    expected = body.find("Header").values() | {
        "BerichtCode": message(kind.answer).code,
        "IdentificatieRetour": "T1",
        "DagtekeningRetour": "2026-05-06",
        "XsdVersieRetour": {"BasisschemaXsdVersie": "1.0.0", "BerichtXsdVersie": "1.0.0"},
    }
    assert retour.values() == {"Header": expected}


def test_retour_on_a_broken_rule_is_a_header_with_0001(received, tmp_path):
    retour = retour_of(received, tmp_path / "retour.xml", header=("0001",))
    assert codes(retour.find("Header")) == ["0001"]
    assert retour.get("Header/XsltVersie") == "2.10.5"
    assert len(retour.children) == 1


def test_retour_with_a_refused_class_copies_all_classes(received, tmp_path):
    _, body = received
    refused = next(
        node for node in reversed(list(body.walk())) if node.path.endswith("]") or node.name == "Antwoord"
    )
    retour = retour_of(received, tmp_path / "retour.xml", classes={refused.path: ("9019",)})
    found = {node.path: codes(node) for node in retour.walk() if node.has("RetourCodes")}
    assert found.pop(refused.path) == ["9019"]
    assert set(map(tuple, found.values())) == {("0200",)}
    assert without_codes(retour.children[1].values()) == body.children[1].values()


def without_codes(values):
    if isinstance(values, list):
        return [without_codes(one) for one in values]
    if isinstance(values, dict):
        return {name: without_codes(one) for name, one in values.items() if name != "RetourCodes"}
    return values


def test_written_value_that_is_not_allowed_is_a_mistake(tmp_path):
    with pytest.raises(ValueError, match="Eenheid"):
        declaration(tmp_path / "d.xml", {TOM: [line(Eenheid="99")]})
    with pytest.raises(ValueError, match="ontbreekt ProductCode"):
        declaration(tmp_path / "d.xml", {TOM: [line(ProductCode=None)]})
    with pytest.raises(ValueError, match="Korting"):
        declaration(tmp_path / "d.xml", {TOM: [line(Korting="1")]})


def test_special_characters_survive(tmp_path):
    commented = allocated(Commentaar='Eén & <twee>\n"drie"\t’t')
    _, body = body_of(allocation(tmp_path / "a.xml", [commented]))
    assert body.get("Client/ToegewezenProducten/ToegewezenProduct/Commentaar") == 'Eén & <twee>\n"drie"\t’t'
