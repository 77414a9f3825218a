"""The synthetic region: complete, believable, the same from the same seed, and lawful where it must be."""

import ast
import hashlib
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from inkoop.demo import region as package
from inkoop.demo.region.people import passes_elfproef
from inkoop.demo.region.region import Order, make
from tests.demo.deliveries import all_rows, by_allocation, days, expected, good_rows, read, signed

COLUMNS = {
    "gemeenten": "gemeentecode naam",
    "aanbieders": "agb naam kvk rechtsvorm segment plaats email",
    "productcodes": (
        "productcode productcategorie omschrijving eenheid zorgvorm gewichtsklasse bekostiging max_duur_dagen"
        " opleidingsniveau verlengd"
    ),
    "contracten": "contractnummer agb inkoopvorm begin eind opties opzegtermijn_maanden gemeentecodes",
    "tarieven": "contractnummer productcode begin eind tarief eenheid",
    "toewijzingen": (
        "gemeentecode toewijzingnummer client geboortemaand agb productcategorie productcode toewijzingsdatum"
        " toewijzingstijd ingangsdatum einddatum volume eenheid frequentie budget reden_wijziging verwijzer"
        " verwijzer_naam team"
    ),
    "ibps": (
        "ibp gemeentecode toewijzingnummers bedrag ingangsdatum einddatum vastgesteld_door vastgesteld_op kindklasse"
        " systeemklasse versie"
    ),
    "starts": "gemeentecode toewijzingnummer begindatum",
    "stops": "gemeentecode toewijzingnummer einddatum reden",
    "declaraties": (
        "agb gemeentecode declaratienummer dagtekening referentienummer vorig_referentienummer client toewijzingnummer"
        " productcategorie productcode periode_begin periode_eind volume eenheid tarief bedrag debet_credit"
    ),
}
CODES = {
    "0001", "0611", "8017", "8021", "8187", "8848", "9307", "9308", "9321", "9322", "9333", "9338", "9339", "9340",
    "9341", "9346", "9369", "9384", "9387", "9388", "9389", "9390", "S300", "S329", "fout",
}  # fmt: skip
FORM_RULES = {"CS100", "CS319", "CS325", "CS337", "CS339", "CD060", "CD087", "TR134", "TR137", "TR335"}


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    directory = tmp_path_factory.mktemp("region") / "klein"
    make(Order("klein", 7, directory))
    return directory


@pytest.fixture(scope="module")
def with_bsn(tmp_path_factory):
    directory = tmp_path_factory.mktemp("region") / "bsn"
    make(Order("klein", 7, directory, clients_as="bsn"))
    return directory


def fingerprint(directory: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(directory.rglob("*.csv")):
        found.update(path.relative_to(directory).as_posix().encode() + path.read_bytes())
    return found.hexdigest()


def test_the_same_seed_gives_the_same_bytes(region, tmp_path):
    make(Order("klein", 7, tmp_path / "again"))

    assert fingerprint(tmp_path / "again") == fingerprint(region)


def test_another_seed_gives_another_region(region, tmp_path):
    make(Order("klein", 8, tmp_path / "other"))

    assert fingerprint(tmp_path / "other") != fingerprint(region)


def test_a_run_without_django_gives_the_same_bytes(region, tmp_path):
    command = [
        sys.executable,
        "-m",
        "inkoop.demo.region",
        "--size",
        "klein",
        "--seed",
        "7",
        "-o",
        str(tmp_path / "x"),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={"PYTHONHASHSEED": "5"})

    assert fingerprint(tmp_path / "x") == fingerprint(region)
    assert "declaratieregels" in done.stdout


def test_every_file_has_the_columns_of_its_kind(region):
    found = {path.stem: " ".join(read(path)[0]) for path in region.glob("*/*.csv")}

    assert found == COLUMNS


def test_deliveries_run_from_the_registers_to_march_after_the_last_year(region):
    names = [day.name for day in days(region)]

    assert len(names) == 39
    assert (names[0], names[1], names[-1]) == ("2023-01-15", "2023-02-12", "2026-03-12")
    assert not (region / names[0] / "declaraties.csv").exists()


def test_every_code_is_planted_at_a_row_that_exists(region):
    rows = expected(region)
    sizes = {(day, f"{kind}.csv"): 0 for kind in COLUMNS for day in (path.name for path in days(region))}
    for kind in COLUMNS:
        for day, number, _ in all_rows(region, kind):
            sizes[day, f"{kind}.csv"] = number

    assert {code for row in rows.values() for code in row["codes"].split()} == CODES
    assert all(1 <= number <= sizes[day, file] for day, file, number in rows)


def test_every_form_rule_is_broken_somewhere(region):
    notes = [row["note"] for row in expected(region).values() if row["codes"] == "0001"]

    assert {word for note in notes for word in note.split() if word[:2] in ("CS", "CD", "TR")} == FORM_RULES
    assert {"ongeldige datum", "verplicht veld leeg", "tekst in een getal"} <= set(notes)


@pytest.mark.parametrize(("first_year", "is_possible"), [(2022, False), (2023, True), (2025, True)])
def test_lines_are_five_years_old_only_where_that_is_after_2020(tmp_path, first_year, is_possible):
    """Before 2026 nothing since 2021 is that old, and older periods break CS100."""
    make(Order("klein", 7, tmp_path, first_year=first_year))
    received = [day for (day, _, _), row in expected(tmp_path).items() if "TR335" in row["note"]]

    assert bool(received) == is_possible
    assert all(day >= "2026-02-01" for day in received)


def test_some_rows_have_several_codes(region):
    together = {row["codes"] for row in expected(region).values() if " " in row["codes"]}

    assert together >= {"0611 9346", "9339 9340", "9340 9341", "9387 9388", "8021 9338", "9346 9389"}


def test_about_one_line_in_sixty_is_wrong(region):
    lines = sum(1 for _ in all_rows(region, "declaraties"))
    wrong = sum(1 for _, file, _ in expected(region) if file == "declaraties.csv")

    assert 12_000 <= lines <= 17_000
    assert 0.010 < wrong / lines < 0.025


def test_without_errors_nothing_is_expected_to_be_refused(tmp_path):
    made = make(Order("klein", 7, tmp_path / "clean", errors=False))

    assert made.refusals == 0
    assert expected(tmp_path / "clean") == {}


def test_allocations_come_in_every_variant(region):
    rows = good_rows(region, "toewijzingen")
    specific = [row for row in rows if row["productcode"]]
    others = {(bool(row["productcategorie"]), bool(row["budget"])) for row in rows if not row["productcode"]}

    assert {row["eenheid"] for row in specific} == {"01", "04", "14", "16", "82", "83", "84"}
    assert {row["frequentie"] for row in specific} == {"1", "2", "4", "6"}
    assert all(row["einddatum"] for row in rows if row["frequentie"] == "2" or row["budget"])
    assert others == {(True, False), (True, True), (False, True)}
    assert any(not row["einddatum"] for row in rows)
    assert {row["reden_wijziging"] for row in rows} >= {"", "04", "05", "13", "14"}
    assert {row["verwijzer"] for row in rows} == {"01", "02", "03", "04", "05", "06", "08"}


def test_withdrawn_allocations_have_no_accepted_lines(region):
    withdrawn = {key for key, rows in by_allocation(good_rows(region, "toewijzingen")).items()
                 if any(row["reden_wijziging"] == "13" for row in rows)}  # fmt: skip
    declared = by_allocation(good_rows(region, "declaraties"))

    assert withdrawn
    assert withdrawn.isdisjoint(declared)


def test_some_allocations_are_never_used(region):
    allocated = by_allocation(good_rows(region, "toewijzingen"))
    declared = by_allocation(good_rows(region, "declaraties"))

    assert 0.02 < 1 - len(declared) / len(allocated) < 0.25


def test_ibps_come_in_every_state(region):
    declared = by_allocation(good_rows(region, "declaraties"))
    versions = defaultdict(list)
    for row in good_rows(region, "ibps"):
        versions[row["ibp"]].append(row)
    states = Counter(ibp_state(rows, declared) for rows in versions.values())

    assert set(states) >= {"ruim", "80", "precies", "over", "verhoogd", "verhoogd en over", "leeg of nul"}
    assert any(" " in rows[-1]["toewijzingnummers"] for rows in versions.values())
    assert {row["bedrag"] for rows in versions.values() for row in rows} >= {"", "0"}
    assert [sorted(int(row["versie"]) for row in rows) for rows in versions.values()] == [
        list(range(1, len(rows) + 1)) for rows in versions.values()
    ]


def ibp_state(rows, declared):
    first, last = rows[0]["bedrag"], rows[-1]["bedrag"]
    if first in ("", "0"):
        return "leeg of nul"
    numbers = rows[-1]["toewijzingnummers"].split()
    used = sum(signed(line) for number in numbers for line in declared[rows[0]["gemeentecode"], number])
    over = used > int(last)
    if first != last:
        return "verhoogd en over" if over else "verhoogd"
    if used == int(last):
        return "precies"
    return "over" if over else "80" if used >= 0.8 * int(last) else "ruim"


def test_spending_is_believable(region):
    months = Counter()
    for row in good_rows(region, "declaraties"):
        months[row["periode_begin"][:7]] += signed(row)
    years = {
        year: sum(months[f"{year}-{month:02d}"] for month in range(1, 13)) for year in (2023, 2024, 2025)
    }

    assert len(months) == 36
    assert all(2_000_000_00 < cents < 8_000_000_00 for cents in years.values())
    assert sum(months[f"{year}-08"] for year in years) < 0.9 * sum(months[f"{year}-09"] for year in years)


def test_tariffs_are_indexed_every_year(region):
    tariffs = defaultdict(dict)
    for row in good_rows(region, "tarieven"):
        tariffs[row["contractnummer"], row["productcode"]][row["begin"]] = int(row["tarief"])
    first, second = zip(
        *((t["2023-01-01"], t["2024-01-01"]) for t in tariffs.values() if len(t) == 4), strict=True
    )

    assert sum(second) / sum(first) == pytest.approx(1.063, abs=0.001)


def test_contracts_are_extended_with_fewer_options(region):
    versions = defaultdict(list)
    for row in good_rows(region, "contracten"):
        versions[row["contractnummer"]].append((row["eind"], row["opties"]))

    assert [
        ("2023-12-31", "3x12"),
        ("2024-12-31", "2x12"),
        ("2025-12-31", "1x12"),
        ("2026-12-31", ""),
    ] in versions.values()
    assert {row["inkoopvorm"] for row in good_rows(region, "contracten")} >= {"open_house", "aanbesteding"}


def test_a_peer_group_is_large_enough_to_compare(region):
    """At least eight providers with ten clients in the last twelve months, and some that stand out."""
    segment = {row["agb"]: row["segment"] for row in good_rows(region, "aanbieders")}
    spent, clients = defaultdict(Counter), defaultdict(Counter)
    for row in good_rows(region, "declaraties"):
        if row["periode_begin"] >= "2025":
            spent[row["agb"]][row["productcategorie"]] += signed(row)
            clients[row["agb"]][row["client"]] += signed(row)
    costs = {
        agb: sum(clients[agb].values()) / len(clients[agb])
        for agb, categories in spent.items()
        if segment[agb] == "overig" and categories.most_common(1)[0][0] == "45" and len(+clients[agb]) >= 10
    }

    assert len(costs) >= 8
    assert max(costs.values()) > 1.8 * sorted(costs.values())[len(costs) // 2]


def test_stops_have_every_reason_and_some_are_missing(region):
    reasons = {row["reden"] for row in good_rows(region, "stops")}

    assert reasons >= {"20", "31", "32", "33", "34", "35", "36", "37", "38", "39"}
    assert len(good_rows(region, "stops")) < 0.95 * len(by_allocation(good_rows(region, "starts")))


def test_bsn_columns_hold_test_numbers_only(with_bsn):
    numbers = {row["bsn"] for row in good_rows(with_bsn, "toewijzingen")}

    assert all("999900006" <= number <= "999999990" and passes_elfproef(int(number)) for number in numbers)
    assert any("CS002" in row["note"] for row in expected(with_bsn).values())


def test_a_region_with_too_many_clients_for_test_numbers_says_what_to_do(tmp_path):
    command = [
        sys.executable,
        "-m",
        "inkoop.demo.region",
        "--size",
        "regio",
        "--clients-as",
        "bsn",
        "-o",
        str(tmp_path),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)

    assert done.returncode == 2
    assert "gebruik --clients-as client" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_generator_stands_alone():
    """It may not share a mistake with what it serves to test."""
    imported = set()
    for path in Path(package.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")
    ours = {name for name in imported if f"{name}.".startswith("inkoop.demo.region.")}

    assert {name.split(".")[0] for name in imported - ours} <= sys.stdlib_module_names
