"""The oracle itself: which rows it refuses, and the exact form of its exports."""

import csv
from collections import Counter
from datetime import date

import pytest

from inkoop.demo.region.region import Order, make
from tests.oracle.__main__ import main
from tests.oracle.fields import KINDS, parse_row
from tests.oracle.files import delivered_files
from tests.oracle.region import read_region

MARCH, APRIL = "2025-03-12", "2025-04-12"
LAST = date(2025, 12, 31)

REGISTERS = {
    "gemeenten": "gemeentecode;naam\n9001;Aa\n9002;Bee\n",
    "aanbieders": "agb;naam;segment\n00000011;Een;groot\n00000022;Twee;\n",
    "productcodes": "productcode;productcategorie;eenheid\nH301;45;04\n",
    "contracten": "contractnummer;agb;begin;eind;gemeentecodes\nC1;00000011;2025-01-01;2025-12-31;\n",
    "tarieven": (
        "contractnummer;productcode;begin;eind;tarief;eenheid\nC1;H301;2025-01-01;2025-12-31;7500;04\n"
    ),
    "toewijzingen": (
        "gemeentecode;toewijzingnummer;client;agb;productcategorie;productcode;toewijzingsdatum;toewijzingstijd;"
        "ingangsdatum;einddatum;volume;eenheid;frequentie\n"
        "9001;1;a;00000011;45;H301;2025-01-01;09:00:00;2025-01-01;2025-12-31;10;04;4\n"
    ),
    "ibps": (
        "ibp;gemeentecode;toewijzingnummers;bedrag;ingangsdatum;einddatum;versie\n"
        "I1;9001;1;40000;2025-01-01;2025-12-31;1\n"
    ),
}
LINES = (
    "agb;gemeentecode;declaratienummer;dagtekening;referentienummer;vorig_referentienummer;client;toewijzingnummer;"
    "productcategorie;productcode;periode_begin;periode_eind;volume;eenheid;tarief;bedrag;debet_credit\n"
)
GOOD = "00000011;9001;D1;2025-03-05;R1;;a;1;45;H301;2025-02-01;2025-02-28;5;04;7500;37500;D\n"
WRONG_TARIFF = "00000011;9001;D1;2025-03-05;R2;;a;1;45;H301;2025-01-01;2025-01-31;1;04;7600;7600;D\n"
UNREADABLE = "00000011;9001;D1;2025-03-05;R3;;a;1;45;H301;2025-01-01;2025-02-30;1;04;7500;7500;D\n"


@pytest.fixture
def region(tmp_path):
    """A directory of deliveries that later deliveries can be added to."""
    for kind, text in REGISTERS.items():
        deliver(tmp_path, MARCH, kind, text)
    deliver(tmp_path, MARCH, "declaraties", LINES + GOOD + WRONG_TARIFF + UNREADABLE)
    return tmp_path


def deliver(directory, day, kind, text, name=None):
    (directory / day).mkdir(exist_ok=True)
    (directory / day / f"{name or kind}.csv").write_text(text, encoding="utf-8")


def deliver_row(directory, kind, row, day=APRIL):
    """One more row of a kind, under the header of its first delivery."""
    header = REGISTERS.get(kind, LINES).partition("\n")[0]
    deliver(directory, day, kind, f"{header}\n{row}\n")


def export(directory, name, *options, peildatum="2025-12-31"):
    output = directory / "uit.csv"
    main([str(directory), "--peildatum", peildatum, "--export", name, "-o", str(output), *options])
    return output.read_text(encoding="utf-8").splitlines()


def test_behaviour_as_written(region):
    found = export(region, "declaratiegedrag", "--from", "2025-01", "--to", "2025-09")

    assert found[0] == (
        "agb;split;indicator;teller;noemer;waarde;status;n_peers;mediaan_peers;robuuste_z;signaal"
    )
    assert found[1:23] == [
        "00000011;;DG01;37500;;37500.000000;ok;;;;0",
        "00000011;;DG02;1;;1.000000;ok;;;;0",
        "00000011;;DG03;37500;1;37500.000000;ok;0;;;0",
        "00000011;;DG03M;;1;37500.000000;ok;0;;;0",
        "00000011;;DG03P90;;1;37500.000000;ok;0;;;0",
        "00000011;;DG04;37500;675000;0.055556;ok;0;;;0",
        "00000011;;DG05;8;9;0.888889;ok;0;;;0",
        "00000011;;DG06;187500;37500;5.000000;ok;0;;;0",
        "00000011;;DG06S;0;37500;0.000000;ok;0;;;0",
        "00000011;;DG07;0;37500;0.000000;ok;0;;;0",
        "00000011;;DG08;0;0;;nvt;0;;;0",
        "00000011;;DG09;2;3;0.666667;ok;0;;;0",
        "00000011;;DG09-0001;1;3;0.333333;ok;0;;;0",
        "00000011;;DG09-0611;1;3;0.333333;ok;0;;;0",
        "00000011;;DG10;0;0;;nvt;;;;0",
        "00000011;;DG10V;;;;nvt;;;;0",
        "00000011;;DG11;0;0;;nvt;0;;;0",
        "00000011;;DG11M;;0;;nvt;0;;;0",
        "00000011;;DG11S;0;0;;nvt;0;;;0",
        "00000011;;DG12;37500;37500;1.000000;ok;;;;0",
        "00000011;;DG13;0;;0.000000;ok;;;;0",
        "00000011;;DG14;0;;0.000000;ok;;;;0",
    ]
    assert {row.split(";")[0] for row in found[23:]} == {"00000022"}


def test_behaviour_split_as_written(region):
    found = export(region, "declaratiegedrag", "--by", "gemeente", "--from", "2025-01", "--to", "2025-09")

    assert found[3] == "00000011;9001;DG03;37500;1;37500.000000;ok;;;;0"
    assert len(found) == 1 + 13


def test_ibp_as_written(region):
    header, *found = export(region, "ibp", peildatum="2025-05-31")

    assert header == (
        "ibp;gemeentecode;bedrag_oorspronkelijk;bedrag_actueel;gedeclareerd;benutting;benutting_oorspronkelijk;"
        "status;maand_80;maand_100;overschrijding;overschrijding_oorspronkelijk;verwachte_uitputting"
    )
    assert found == [
        # burn 37,500 over the 90 days of December t/m February; 2,500 left is 6 days
        "I1;9001;40000;40000;37500;0.937500;0.937500;oranje;2025-02;;0;0;2025-03-06",
    ]


def test_month_series_as_written(region):
    header, *found = export(region, "maandreeks", "--to", "2025-03", peildatum="2025-03-31")

    assert header == (
        "gemeentecode;productcategorie;maand;clienten;indicatiewaarde;gedeclareerd;clienten_zonder_factuur;"
        "indicatiewaarde_zonder_factuur;volledigheid;verwacht"
    )
    assert found == [
        "9001;45;2025-02;1;75000;37500;0;0;1.000000;37500",
        "9001;45;2025-03;1;75000;0;1;75000;1.000000;0",
    ]


def test_rejections_as_written(region):
    found = export(region, "afwijzingen")

    assert found[0] == "agb;declaratienummer;referentienummer;code;oorzaak"
    assert [row.split(";")[:4] for row in found[1:]] == [
        ["00000011", "D1", "R2", "0611"],
        ["00000011", "D1", "R3", "0001"],
    ]


def test_nothing_of_after_the_peildatum(region):
    again = GOOD.replace("D1", "D2").replace("R1", "R4").replace("2025-02", "2025-03").replace("28", "31")
    deliver(region, APRIL, "declaraties", LINES + again.replace("2025-03-05", "2025-04-05"))

    assert len(read_region(region, date(2025, 4, 11)).submitted) == 3
    assert len(read_region(region, date(2025, 4, 12)).lines) == 2


def test_the_files_of_a_day_are_loaded_by_kind_and_name(region):
    deliver(region, MARCH, "declaraties", LINES, name="declaraties-2")
    deliver(region, MARCH, "declaraties", LINES, name="declaraties.uitkomst")
    deliver(region, "2025-01-01", "stops", "gemeentecode;toewijzingnummer;einddatum;reden\n")

    found = delivered_files(region, LAST)

    assert [file.kind for file in found] == ["stops", *REGISTERS, "declaraties", "declaraties"]
    assert [file.sequence for file in found] == list(range(1, 11))
    assert list(KINDS).index("gemeenten") == 0


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("gemeenten", "901;Kort"),
        ("aanbieders", "123;Kort;groot"),
        ("productcodes", "H302;39;04"),
        ("contracten", "C2;99999999;2025-01-01;;"),
        ("contracten", "C2;00000011;2025-01-01;;9003"),
        ("contracten", "C2;00000011;2025-01-02;2025-01-01;"),
        ("contracten", "C1;00000022;2025-01-01;;"),
        ("tarieven", "C9;H301;2026-01-01;;7500;04"),
        ("tarieven", "C1;H999;2026-01-01;;7500;04"),
        ("tarieven", "C1;H301;2025-12-31;;7500;04"),
        ("tarieven", "C1;H301;2026-01-01;;7500;99"),
        ("toewijzingen", "9003;2;a;00000011;45;H301;2025-01-01;;2025-01-01;;10;04;4"),
        ("toewijzingen", "9001;2;a;99999999;45;H301;2025-01-01;;2025-01-01;;10;04;4"),
        ("toewijzingen", "9001;2;a;00000011;45;H301;2025-01-01;;2025-01-01;2024-12-31;10;04;4"),
        ("toewijzingen", "9001;2;a;00000011;45;H301;2025-01-01;;2025-01-01;;10;04;"),
        ("toewijzingen", "9001;2;;00000011;45;H301;2025-01-01;;2025-01-01;;10;04;4"),
        ("toewijzingen", "9001;1;b;00000011;45;H301;2025-02-01;;2025-01-01;;10;04;4"),
        ("ibps", "I2;9001;1 2;100;2025-01-01;;1"),
        ("ibps", "I2;9002;1;100;2025-01-01;;1"),
        ("ibps", "I2;9001;1;100;2025-01-02;2025-01-01;1"),
        ("ibps", "I1;9001;1;50000;2025-01-01;2025-12-31;1"),
    ],
)
def test_refused_rows_of_the_registers(region, kind, row):
    deliver_row(region, kind, row)

    assert read_region(region, LAST).refused == {kind: 1, "declaraties": 2}


@pytest.mark.parametrize("kind", ["starts", "stops"])
def test_care_messages_name_a_known_allocation(region, kind):
    columns = {"starts": "begindatum", "stops": "einddatum;reden"}[kind]
    ends = {"starts": "2025-02-01", "stops": "2025-02-01;31"}[kind]
    deliver(region, APRIL, kind, f"gemeentecode;toewijzingnummer;{columns}\n9001;1;{ends}\n9001;2;{ends}\n")

    assert read_region(region, LAST).refused == {kind: 1, "declaraties": 2}


@pytest.mark.parametrize(
    "row",
    [
        "C1;H301;2025-01-01;;7600;04",  # the same key again
        "C1;H301;2026-01-01;;7600;04",  # the day after
    ],
)
def test_accepted_tariffs(region, row):
    deliver_row(region, "tarieven", row)

    found = read_region(region, LAST)

    assert ("tarieven" not in found.refused, len(found.kept.tariffs)) == (True, 2)


@pytest.mark.parametrize(
    ("contract", "clash"),
    [
        ("C2;00000011;2025-12-31;2026-12-31;", True),
        ("C2;00000011;2025-12-31;2026-12-31;9002", True),
        ("C2;00000011;2026-01-01;2026-12-31;", False),
        ("C2;00000022;2025-12-31;2026-12-31;", False),
    ],
)
def test_tariffs_of_two_contracts_clash_on_a_shared_day_inside_both_terms(region, contract, clash):
    deliver_row(region, "contracten", contract)
    deliver_row(region, "tarieven", "C2;H301;2025-06-01;;7600;04")

    assert ("tarieven" in read_region(region, LAST).refused) == clash


def test_contracts_for_other_municipalities_do_not_clash(region):
    for row in ("C2;00000022;2025-01-01;;9001", "C3;00000022;2025-01-01;;9002"):
        deliver_row(region, "contracten", row, day=f"2025-04-0{row[1]}")
        deliver_row(region, "tarieven", f"{row[:2]};H301;2025-01-01;;7600;04", day=f"2025-04-0{row[1]}")

    assert "tarieven" not in read_region(region, LAST).refused


def test_a_contract_may_not_bring_two_tariffs_on_one_day(region):
    deliver_row(region, "contracten", "C2;00000011;2026-01-01;2026-12-31;", day="2025-04-01")
    deliver_row(region, "tarieven", "C2;H301;2025-01-01;;7600;04", day="2025-04-01")
    deliver_row(region, "contracten", "C2;00000011;2025-12-31;2026-12-31;", day="2025-04-02")

    found = read_region(region, LAST)

    assert found.refused["contracten"] == 1
    assert found.kept.current_contracts["C2"].begin == date(2026, 1, 1)


def test_an_ibp_version_delivered_again_changes_nothing(region):
    deliver_row(region, "ibps", "I1;9001;1 1;40000;2025-01-01;2025-12-31;1")

    found = read_region(region, LAST)

    assert ("ibps" in found.refused, len(found.kept.ibps)) == (False, 1)


def test_an_allocation_may_name_an_unknown_code(region):
    deliver_row(region, "toewijzingen", "9001;2;a;00000011;45;H999;2025-01-01;;2025-01-01;;10;04;4")

    assert "toewijzingen" not in read_region(region, LAST).refused


def test_every_broken_rule_is_reported(region):
    broken = GOOD.replace("D1", "D-2").replace("R1", "R9").replace("37500;D", "37500;C")
    deliver(region, APRIL, "declaraties", LINES + broken)

    found = export(region, "afwijzingen")

    (row,) = [row for row in found if row.startswith("00000011;D-2;R9;0001;")]
    assert [rule in row for rule in ("CS319", "CD060")] == [True, True]


def test_bsn_and_client_never_match():
    with_bsn = parse_row("declaraties", 1, {"bsn": "999990019"})
    with_client = parse_row("declaraties", 1, {"client": "999990019"})

    assert with_bsn["person"] != with_client["person"]
    assert "bsn" not in with_bsn.malformed


@pytest.mark.parametrize("bsn", ["123456789", "000000000", "99999001"])
def test_a_bsn_satisfies_the_elfproef(bsn):
    assert "bsn" in parse_row("declaraties", 1, {"bsn": bsn}).malformed


@pytest.mark.parametrize("first_year", [2023, 2025])
def test_the_small_region_is_refused_as_planted(tmp_path, first_year):
    make(Order(size="klein", seed=1, directory=tmp_path, first_year=first_year))
    with (tmp_path / "verwacht.csv").open(encoding="utf-8") as file:
        planted = list(csv.DictReader(file, delimiter=";"))

    found = read_region(tmp_path, date(2029, 1, 1))

    refused = sorted((row.received_on.isoformat(), row.codes) for row in found.submitted if row.codes)
    codes = [(row["received_on"], tuple(sorted(row["codes"].split()))) for row in planted if is_line(row)]
    assert refused == sorted(codes)
    assert found.refused == Counter(row["file"].removesuffix(".csv") for row in planted)


def is_line(row):
    return row["file"] == "declaraties.csv"
