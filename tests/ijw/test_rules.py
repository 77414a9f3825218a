"""Level 2: each rule broken once, in a message that is otherwise good."""

import pytest

from inkoop.exchange.ijw.checking import check_file
from inkoop.exchange.ijw.rules.texts import TEXTS
from tests.ijw.cast import (
    EVA,
    TOM,
    allocated,
    allocation,
    answer,
    change,
    contact,
    declaration,
    line,
    person,
    request,
    requested,
    start,
    started,
    stop,
    stopped,
    wanted,
)

EURO = {"Eenheid": "83", "ProductTarief": None, "GeleverdVolume": "5000"}
DAILY_HALF_DAYS = {"Volume": "2", "Eenheid": "16", "Frequentie": "1"}
RELATION = {"Nummer": "1", "Soort": "10", "Naam": person(full=True)["Naam"], "Contact": contact()}
TEMPORARY = {"Begindatum": "2026-04-01", "Einddatum": "2026-03-01"}
BUDGET_ONLY = {"Budget": "100000", "Omvang": None}


def declared(*lines, **changes):
    return lambda path: declaration(path, {TOM: list(lines)}, **changes)


def allotted(*products, **changes):
    return lambda path: allocation(path, list(products) or [allocated()], **changes)


def born(day, use=None):
    return {"client": {"Geboortedatum": {"Datum": day} | ({"DatumGebruik": use} if use else {})}}


def named(**changes):
    return {"client": {"Naam": person(full=True)["Naam"] | changes}}


def address(**changes):
    made = contact()["Adres"] | changes
    return {"Adres": {name: value for name, value in made.items() if value is not None}}


def relations(*made):
    return {"client": {"Relaties": {"Relatie": list(made)}}}


def referrer(**values):
    return lambda path: request(path, [requested(Verwijzer=values)])


GOOD = {
    "JW323 debet": declared(line("R1")),
    "JW323 credit": declared(line("R2", VorigReferentieNummer="R1", DebetCredit="C")),
    "JW323 credit and new debit of one period": declared(
        line("R2", VorigReferentieNummer="R1", DebetCredit="C"), line("R3")
    ),
    "JW323 euros": declared(line("R1", **EURO)),
    "JW323 nothing": declared(line("R1", Bedrag="0", GeleverdVolume="0")),
    "JW323 same reference for two clients": lambda path: declaration(
        path, {TOM: [line("R1")], EVA: [line("R1", ToewijzingNummer="10073")]}
    ),
    "JW323 earlier month": declared(line("R1", Begindatum="2026-03-01", Einddatum="2026-03-31")),
    "JW301": allotted(),
    "JW301 budget": allotted(allocated(Product=None, **BUDGET_ONLY)),
    "JW301 two periods": allotted(
        allocated("1", Einddatum="2026-05-31"), allocated("2", Ingangsdatum="2026-06-01")
    ),
    "JW301 removed": allotted(allocated("1"), allocated("2", Einddatum="2026-04-01", RedenWijziging="13")),
    "JW301 unknown birth": allotted(**born("1900-01-01", "3")),
    "JW301 relation": allotted(**relations(RELATION)),
    "JW301 temporary address": allotted(
        contacts=[contact(), contact("04", Periode={"Begindatum": "2026-04-01"})]
    ),
    "JW305": lambda path: start(path, [started()]),
    "JW305 removal and new": lambda path: start(
        path, [started(StatusAanlevering="3"), started(Begindatum="2026-04-04")]
    ),
    "JW307": lambda path: stop(path, [stopped()]),
    "JW307 temporary and final": lambda path: stop(path, [stopped(RedenBeeindiging="20"), stopped()]),
    "JW315": lambda path: request(path, [requested()]),
    "JW315 referrer by code": referrer(Type="02", ZorgverlenerCode="12345678"),
    "JW315 referrer by name": referrer(Type="02", Naam="Huisarts Kerklaan"),
    "JW317": lambda path: change(
        path, same=["1"], changed=[{"ToewijzingNummer": "2", **wanted(Product=None)}]
    ),
    "JW319 refused": answer,
    "JW319 under investigation": lambda path: answer(path, VerzoekAntwoord="2", RedenAfwijzingVerzoek=None),
    "JW319 other municipality": lambda path: answer(
        path, RedenAfwijzingVerzoek="8", Woonplaatsbeginsel={"Gemeente": "0344"}
    ),
}

BAD = [
    # JW323
    ("CS002", lambda path: declaration(path, {"999900007": [line()]})),
    ("CS340 TR319", declared(line(), period=("2026-04-01", "2026-04-29"))),
    ("CS340", declared(line(), period=("2026-04-02", "2026-04-30"))),
    ("CS100", declared(line(Begindatum="2020-12-01", Einddatum="2020-12-31"), signed="2021-01-01")),
    ("TR137", declared(line(), period=("2026-05-01", "2026-05-31"))),
    ("TR137", declared(line(Begindatum="2026-04-20", Einddatum="2026-04-19"))),
    ("TR134 TR137 TR319", declared(line(Begindatum="2026-05-07", Einddatum="2026-05-08"))),
    ("CS337", declared(line(Begindatum="2026-03-01"))),
    ("TR319", declared(line(Begindatum="2026-05-01", Einddatum="2026-05-05"))),
    ("TR335", declared(line(Begindatum="2021-04-01", Einddatum="2021-04-30"))),
    ("CD087", declared(line(ProductTarief=None))),
    ("CD087", declared(line(**EURO | {"ProductTarief": "100"}))),
    ("CS339", declared(line(**EURO | {"GeleverdVolume": "4999"}))),
    ("CS325", declared(line(Bedrag="0", DebetCredit="C", VorigReferentieNummer="R0"))),
    ("CS325", declared(line(Bedrag="0"), total=("0", "C"))),
    ("CD060", declared(line(DebetCredit="C"))),
    ("CD060", declared(line(VorigReferentieNummer="R0"))),
    ("TR101", declared(line("R1"), line("R1", ProductCode="45A04"))),
    (
        "TR315",
        declared(
            line("R2", VorigReferentieNummer="R1", DebetCredit="C"),
            line("R3", VorigReferentieNummer="R1", DebetCredit="C"),
        ),
    ),
    ("TR316", declared(line("R1"), line("R2", VorigReferentieNummer="R1", DebetCredit="C"))),
    ("TR416", declared(line("R1"), line("R2"))),
    ("TR358", declared(line(), total=("5001", "D"))),
    ("TR358", declared(line(), total=("5000", "C"))),
    # JW301
    ("CS002", allotted(client={"Bsn": "999900007"})),
    ("TR002", allotted(**born("1900-01-01"))),
    ("TR134", allotted(**born("2026-05-07"))),
    ("CS139", allotted(**born("2010-02-14", "1"))),
    ("CS139", allotted(**born("2010-02-01", "2"))),
    ("CS139", allotted(**born("2010-01-01", "3"))),
    ("CS050", allotted(**named(NaamGebruik="2"))),
    ("CS318", allotted(**named(NaamGebruik="6"))),
    ("CD007", allotted(client={"Communicatie": {"Vorm": "1"}})),
    ("CD007", allotted(client={"Communicatie": {"Vorm": "2", "Taal": "Zweeds"}})),
    ("CD009", allotted(contacts=[contact(Periode={"Begindatum": "2026-04-01"})])),
    ("CS003", allotted(contacts=[contact(), contact("04", Periode=TEMPORARY)])),
    ("CD005", allotted(contacts=[contact("02", **address(LandCode=None))])),
    ("CD005 CD034 TR006", allotted(contacts=[contact("03", **address(Postcode=None))])),
    ("CD025 TR006", allotted(contacts=[contact("02", **address(Huis=None))])),
    ("CS089", allotted(contacts=[contact("02", **address(Postcode="99XX99"))])),
    ("TR006", allotted(contacts=[contact("02", Adres=None)])),
    ("TR061", allotted(contacts=[contact("04")])),
    ("TR101", allotted(contacts=[contact(), contact()])),
    ("TR101", allotted(**relations(RELATION, RELATION))),
    ("TR101", allotted(allocated("1"), allocated("1", Ingangsdatum="2026-08-01", Einddatum="2026-09-01"))),
    ("TR302", allotted(allocated("1"), allocated("2"))),
    ("TR302", allotted(allocated("1"), allocated("2", Product={"Categorie": "45"}, **BUDGET_ONLY))),
    ("TR302", allotted(allocated("1"), allocated("2", Product=None, **BUDGET_ONLY))),
    ("TR134", allotted(allocated(Toewijzingsdatum="2026-05-07"))),
    ("CS003", allotted(allocated(Einddatum="2026-03-31"))),
    ("CD041", allotted(allocated(Omvang=None, Budget="1000"))),
    ("CD075", allotted(allocated(Product=None, Einddatum=None, **BUDGET_ONLY))),
    ("CD076", allotted(allocated(Einddatum=None))),
    ("CD077 CD078", allotted(allocated(Budget="1000"))),
    ("CD079 CD080", allotted(allocated(Product=None))),
    ("CD080", allotted(allocated(Product={"Categorie": "45"}))),
    ("CS338", allotted(allocated(Omvang=DAILY_HALF_DAYS))),
    ("CS335", allotted(allocated(RedenWijziging="13"))),
    ("CS336", allotted(allocated(RedenWijziging="01"))),
    # JW305 and JW307
    ("CS058", lambda path: start(path, [started(StatusAanlevering="2")])),
    ("CS139", lambda path: start(path, [started()], **born("2010-02-14", "1"))),
    ("TR101", lambda path: start(path, [started(), started(StatusAanlevering="3")])),
    ("TR134", lambda path: start(path, [started(Begindatum="2026-05-07")])),
    ("TR018", lambda path: stop(path, [stopped(Einddatum="2026-04-02")])),
    ("TR134", lambda path: stop(path, [stopped(Einddatum="2026-05-07")])),
    ("CS058", lambda path: stop(path, [stopped(StatusAanlevering="9")])),
    ("TR101", lambda path: stop(path, [stopped(), stopped()])),
    # JW315
    ("CD043", lambda path: request(path, [requested(BeschikkingNummer="1")])),
    ("CD066", referrer(Type="02", ZorgverlenerCode="12345678", Naam="Huisarts")),
    ("CD067", referrer(Type="05")),
    ("CD068", referrer(Type="06", ZorgverlenerCode="12345678")),
    ("CD095", lambda path: request(path, [requested(Product={"Categorie": "45"})])),
    ("CS343", lambda path: request(path, [requested(Omvang=DAILY_HALF_DAYS)])),
    ("CS003", lambda path: request(path, [requested(ToewijzingEinddatum="2026-04-30")])),
    ("CD076", lambda path: request(path, [requested(ToewijzingEinddatum=None)])),
    (
        "TR383",
        lambda path: request(path, [requested(), requested(Product={"Categorie": "45", "Code": "45A04"})]),
    ),
    ("TR386", lambda path: request(path, [requested("A1"), requested("A2")])),
    # JW317
    ("TR352", lambda path: change(path, new=[wanted()])),
    ("TR353", lambda path: change(path, same=["1"])),
    ("TR380", lambda path: change(path, same=["1"], new=[wanted(GewensteIngangsdatum="2026-05-06")])),
    (
        "TR410",
        lambda path: change(path, same=["1"], new=[wanted(), wanted(GewensteIngangsdatum="2026-07-01")]),
    ),
    ("TR101", lambda path: change(path, same=["1", "1"], new=[wanted()])),
    ("CD096", lambda path: change(path, same=["1"], new=[wanted(Product={"Categorie": "45"})])),
    ("CS338", lambda path: change(path, same=["1"], new=[wanted(Omvang=DAILY_HALF_DAYS)])),
    ("CS003", lambda path: change(path, same=["1"], new=[wanted(Einddatum="2026-05-31")])),
    ("CD077 CD078", lambda path: change(path, same=["1"], new=[wanted(Budget="1")])),
    # JW319
    ("CD085", lambda path: answer(path, RedenAfwijzingVerzoek=None)),
    ("CD086", lambda path: answer(path, VerzoekAntwoord="2")),
    ("TR377", lambda path: answer(path, RedenAfwijzingVerzoek="8")),
    ("TR409", lambda path: answer(path, Woonplaatsbeginsel={"Gemeente": "0344"})),
]


def rules_broken(path):
    (report,) = check_file(path)
    assert report.level in (0, 2), report.findings
    assert report.answer == ("0001" if report.level else "")
    return sorted({finding.rule for finding in report.findings})


@pytest.mark.parametrize("make", GOOD.values(), ids=GOOD.keys())
def test_good_message_breaks_no_rule(make, tmp_path):
    assert rules_broken(make(tmp_path / "bericht.xml")) == []


@pytest.mark.parametrize(
    ("rules", "make"), BAD, ids=[f"{rules}-{place}" for place, (rules, _) in enumerate(BAD)]
)
def test_message_breaks_the_rule(rules, make, tmp_path):
    assert rules_broken(make(tmp_path / "bericht.xml")) == rules.split()


def test_every_rule_is_tested():
    tested = {rule for rules, _ in BAD for rule in rules.split()}
    elsewhere = {"CS319", "TR342"}  # a pattern of the schema; a rule of the answer
    assert set(TEXTS) - tested == elsewhere
