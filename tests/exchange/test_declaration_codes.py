"""Every code that can refuse one line, with its smallest case, through the whole import (formulas, section 11)."""

import pytest

from contracts.rules import findings
from tests.exchange.cast import (
    APRIL,
    BUDGET,
    FEBRUARY_10,
    FUTURE,
    JANUARY,
    MARCH,
    UNKNOWN,
    codes,
    deliver,
    line,
    row,
)

# One row that breaks one thing, or things that are named together.
CASES = [
    ({"tarief": 7_600}, "0611"),
    ({"tarief": 0, "bedrag": 0}, "0611"),
    ({"bedrag": 37_501}, "9346"),
    ({"tarief": 7_600, "bedrag": 37_500}, "0611 9346"),
    ({"client": "kind-b"}, "8187"),
    (FUTURE, "8848"),
    ({"periode_begin": "2025-02-01", "periode_eind": "2025-02-27"}, "9388"),
    (FEBRUARY_10, "9387"),
    (FEBRUARY_10 | {"periode_eind": "2025-02-20"}, "9387 9388"),
    ({"periode_begin": "2024-12-01", "periode_eind": "2024-12-31"}, "9307"),
    ({"periode_begin": "2024-12-10", "periode_eind": "2024-12-20"}, "9307"),
    ({"volume": 11}, "9321"),
    ({"volume": 11, "tarief": 1}, "0611 9321"),
    (UNKNOWN, "9338"),
    ({"gemeentecode": "9002"}, "9338"),
    ({"agb": "00000022"}, "9338"),
    ({"agb": "00000099"}, "9338"),
    (UNKNOWN | {"client": "kind-z", "tarief": 1} | FUTURE, "9338"),
    ({"client": "kind-b", "tarief": 1, "volume": 11}, "8187"),
    ({"productcode": "H302", "tarief": 8_000}, "9340"),
    ({"productcategorie": "44", "productcode": "H441", "tarief": 20_000}, "9339 9340"),
    ({"productcategorie": "44", "productcode": "H441", "eenheid": "14", "tarief": 20_000}, "9339 9340 9341"),
    ({"eenheid": "14"}, "9341"),
    ({"eenheid": "14", "volume": 11}, "9341"),  # 9321 is not tested beside it
    ({"gemeentecode": "9009"}, "S300"),
    ({"gemeentecode": "9009", "bedrag": 1} | FUTURE, "8848 9346 S300"),
    ({"productcategorie": "44"}, "S329"),
    ({"productcode": "H999"}, "S329"),
    ({"productcode": "H999", "gemeentecode": "9009", "tarief": 1} | FUTURE, "S329"),
    ({"productcode": "H999"} | UNKNOWN, "S329"),
    # rules inside the row: alone, each named
    ({"declaratienummer": "D-1"}, "0001"),
    ({"declaratienummer": "D123456789012"}, "0001"),
    ({"periode_begin": "2020-12-01", "periode_eind": "2020-12-31"}, "0001"),
    ({"dagtekening": "2025-02-27"}, "0001"),
    ({"dagtekening": "2025-01-31"}, "0001 0001"),
    ({"periode_begin": "2025-02-28", "periode_eind": "2025-02-01"}, "0001"),
    ({"periode_begin": "2025-01-01"}, "0001"),
    ({"dagtekening": "2030-03-01"}, "0001"),
    ({"tarief": "", "bedrag": 1}, "0001"),
    ({"eenheid": "83"}, "0001 0001"),
    ({"eenheid": "83", "tarief": "", "bedrag": 1}, "0001"),
    ({"debet_credit": "C"}, "0001"),
    ({"vorig_referentienummer": "R0"}, "0001"),
    ({"debet_credit": "C", "vorig_referentienummer": "R0", "volume": 0, "bedrag": 0}, "0001"),
    ({"tarief": 1, "client": "kind-b", "declaratienummer": "D-1"}, "0001"),
    ({"volume": "x", "bedrag": 37_500, "client": "kind-b"}, "0001"),
]


@pytest.mark.parametrize(("changes", "expected"), CASES)
def test_one_line(submit, changes, expected):
    made = line() | changes
    if "bedrag" not in changes and str(made["volume"]).isdigit() and made["tarief"] != "":
        made = line(**changes)
    assert submit(made) == {1: expected.split()}


EDGES = [
    {"volume": 10},
    {"volume": 600, "eenheid": "01", "tarief": 125, "bedrag": 75_000},
    {"volume": 0},
    {"dagtekening": "2025-02-28"},
    {"dagtekening": "2025-03-12"},
    {"declaratienummer": "D12345678901"},
    {"toewijzingnummer": "3", "productcode": "H302", "tarief": 8_000},  # aspecific: any code of the category
    BUDGET | {"productcategorie": "44", "productcode": "H441", "eenheid": "14", "tarief": 20_000},  # generic
    BUDGET | {"productcode": "H451", "eenheid": "83", "volume": 100_000, "tarief": "", "bedrag": 100_000},
    BUDGET | {"eenheid": "01", "volume": 31, "tarief": 125, "bedrag": 3_875},
]


@pytest.mark.parametrize("changes", EDGES)
def test_one_line_on_the_edge_of_what_is_allowed(submit, changes):
    assert submit(line(**changes)) == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"volume": 601, "eenheid": "01", "tarief": 125, "bedrag": 75_125}, "9321"),
        ({"volume": 31, "eenheid": "01", "tarief": 125, "bedrag": 3_876}, "9346"),
        ({"volume": 31, "eenheid": "01", "tarief": 126, "bedrag": 3_875}, "0611"),
        (BUDGET | {"volume": 14}, "9369"),
        (BUDGET | {"eenheid": "14"}, "9341"),  # without Omvang the unit must be that of the tariff
        (BUDGET | {"eenheid": "14", "tarief": 1}, "0611 9341"),
        (BUDGET | {"productcode": "H451", "eenheid": "14", "tarief": 1}, "0611"),  # without a tariff: no 9341
        (
            {"toewijzingnummer": "3", "productcode": "H441", "productcategorie": "44", "tarief": 20_000},
            "9339 9341",
        ),
    ],
)
def test_one_line_over_the_edge(submit, changes, expected):
    assert submit(line(**changes)) == {1: expected.split()}


def test_an_unknown_municipality_has_no_hour_tariff_to_judge_minutes_by(submit):
    minutes = line(gemeentecode="9009", eenheid="01", volume=31, tarief=125, bedrag=3_875)
    assert submit(minutes) == {1: ["S300"]}
    by_the_hour = line(gemeentecode="9009", eenheid="01", volume=31, tarief=126, bedrag=3_906)
    assert submit(by_the_hour | {"referentienummer": "R2", "declaratienummer": "D2"}) == {1: ["S300"]}


def test_half_a_cent_is_rounded_up(allocated, submit):
    """EUR 75.30 per hour: a minute is 125.5 and so 126 cents, seven minutes are 878.5 and so 879."""
    new_tariff = row("tarieven", productcode="H301", begin="2024-01-01", tarief=7_530)
    deliver("tarieven", new_tariff, received_on=JANUARY)
    minutes = {"eenheid": "01", "volume": 7, "tarief": 126}
    assert submit(line(**minutes, bedrag=879)) == {}
    again = {"referentienummer": "R2", "declaratienummer": "D2"}
    assert submit(line(**minutes, bedrag=878, **again)) == {1: ["9346", "9389"]}


# -- the allocation


def test_a_period_of_before_2021_that_fills_its_allocation(allocated, submit):
    """It agrees with everything that is known, and still breaks CS100."""
    december = {"ingangsdatum": "2020-12-01", "einddatum": "2020-12-31", "toewijzingsdatum": "2020-12-01"}
    euros = {"productcode": "H451", "volume": 100, "eenheid": "83", "frequentie": "6"}
    allocated(toewijzingnummer="60", **december, **euros)
    period = {"periode_begin": "2020-12-01", "periode_eind": "2020-12-31", "toewijzingnummer": "60"}
    amount = {"productcode": "H451", "volume": 100, "eenheid": "83", "tarief": "", "bedrag": 100}
    assert submit(line(**period, **amount)) == {1: ["0001"]}


def test_9384_for_a_withdrawn_allocation(allocated, submit):
    allocated(reden_wijziging="13")
    assert submit(line()) == {1: ["9384"]}
    assert submit(line(tarief=1, volume=99, declaratienummer="D2")) == {1: ["8021", "9384"]}


def test_the_order_of_8187_and_9384(allocated, submit):
    allocated(reden_wijziging="13")
    assert submit(line(client="kind-b")) == {1: ["8187"]}


@pytest.mark.parametrize(
    "case",  # validity, period, codes
    [
        "2025-02-10 2025-12-31 2025-02-10 2025-02-28",
        "2025-02-10 2025-12-31 2025-02-01 2025-02-28 9307",
        "2025-01-01 2025-02-20 2025-02-01 2025-02-20",
        "2025-01-01 2025-02-20 2025-02-01 2025-02-28 9308",
        "2025-02-10 2025-02-20 2025-02-10 2025-02-20",
        "2025-02-10 2025-02-20 2025-02-01 2025-02-28 9307 9308",
        "2025-02-10 2025-02-20 2025-02-11 2025-02-19 9387 9388",
        "2025-03-01 2025-03-31 2025-02-01 2025-02-28 9307",
        "2024-01-01 2025-01-31 2025-02-01 2025-02-28 9308",
        "2025-01-01 open 2025-02-01 2025-02-28",
    ],
)
def test_9307_9308_9387_and_9388(allocated, submit, case):
    begin, end, first, last, *expected = case.split()
    allocated(ingangsdatum=begin, einddatum="" if end == "open" else end)
    found = submit(line(periode_begin=first, periode_eind=last))
    assert found == ({1: expected} if expected else {})


@pytest.mark.parametrize(
    ("frequency", "unit", "limit"),
    [
        ("1", "04", 28),  # days of February
        ("4", "04", 1),
        ("2", "04", 5),  # ISO weeks touched: 5 t/m 9
        ("2", "82", 4),  # Sundays
        ("6", "04", None),
    ],
)
def test_9321_per_frequency(allocated, ground, frequency, unit, limit):
    allocated(volume=1, frequentie=frequency, eenheid=unit)
    for volume, fits in ((limit or 1, True), ((limit or 1) + 1, False)):
        delivery = deliver("declaraties", line(volume=volume, eenheid=unit, referentienummer=f"R{volume}"))
        assert ("9321" in codes(delivery).get(1, [])) == (limit is not None and not fits)


# -- tariffs and contracts


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"eind": "2025-01-31"}, ["0611"]),
        ({"begin": "2025-02-01"}, []),
        ({"begin": "2025-02-02"}, ["0611"]),
        ({"gemeentecodes": "9002"}, ["0611"]),
        ({"gemeentecodes": "9001 9002"}, []),
    ],
)
def test_0611_outside_the_contract(submit, changes, expected):
    terms = row("contracten", contractnummer="C1", begin="2024-01-01", eind="2026-12-31")
    deliver("contracten", terms | changes, received_on=JANUARY)
    assert submit(line()) == ({1: expected} if expected else {})


def test_0611_the_first_day_of_the_period_decides(submit):
    offers = [
        row("tarieven", productcode="H301", begin="2024-01-01", eind="2025-02-01", tarief=7_500),
        row("tarieven", productcode="H301", begin="2025-02-02", tarief=9_000),
    ]
    deliver("tarieven", *offers, received_on=JANUARY)
    assert submit(line()) == {}
    assert submit(line(tarief=9_000, referentienummer="R2", declaratienummer="D2")) == {1: ["0611", "9389"]}


def test_what_is_received_later_changes_nothing_about_the_day(ground, submit):
    """A delivery of March that is loaded after one of April is judged by what was known in March."""
    deliver(
        "tarieven", row("tarieven", productcode="H301", begin="2024-01-01", tarief=9_000), received_on=APRIL
    )
    deliver("contracten", row("contracten", contractnummer="C1", begin="2025-06-01"), received_on=APRIL)
    withdrawn = row("toewijzingen", toewijzingnummer="1", client="kind-a", reden_wijziging="13")
    deliver("toewijzingen", withdrawn | {"toewijzingsdatum": "2025-04-01"}, received_on=APRIL)
    assert submit(line()) == {}


def test_what_is_received_on_the_day_counts(ground, submit):
    deliver(
        "tarieven", row("tarieven", productcode="H301", begin="2024-01-01", tarief=9_000), received_on=MARCH
    )
    assert submit(line()) == {1: ["0611"]}


def test_every_code_of_one_line_has_a_case():
    """The other codes need more than one line, or another allocation, and have tests of their own."""
    known = {value for name, value in vars(findings).items() if name.isupper() and name != "NOTHING"}
    seen = {code for _, codes_found in CASES for code in codes_found.split()}
    assert known - seen == {"8017", "8021", "9308", "9322", "9333", "9369", "9384", "9389", "9390"}
