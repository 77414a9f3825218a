"""Level 1: the form of a message."""

import pytest

from inkoop.exchange.ijw.reading import open_message
from inkoop.exchange.ijw.sources import sources
from tests.ijw.cast import EVA, TOM, allocated, allocation
from tests.ijw.inspection import changed, faults, read, report


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
