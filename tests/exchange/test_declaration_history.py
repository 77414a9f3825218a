"""Codes that depend on other lines: sums, names used before, the same care twice, credits."""

from datetime import date

import pytest

from tests.exchange.cast import (
    APRIL,
    BUDGET,
    FUTURE,
    JANUARY,
    JUNE,
    MARCH,
    MAY,
    UNKNOWN,
    codes,
    counts,
    credit,
    deliver,
    line,
    row,
)


def test_9322_over_the_whole_allocation(allocated, submit):
    """Frequency 6: ten hours in all. A line that does not fit takes nothing; a smaller one after it may."""
    allocated(frequentie="6")
    january = {"periode_begin": "2025-01-01", "periode_eind": "2025-01-31"}
    assert submit(line(volume=6, **january)) == {}
    rows = [
        line(referentienummer="R2", volume=5),
        line(referentienummer="R3", volume=241, eenheid="01", tarief=125, bedrag=30_125),
        line(referentienummer="R4", volume=240, eenheid="01", tarief=125, bedrag=30_000),
        line(referentienummer="R5", volume=1, **january),
    ]
    rows = [cells | {"declaratienummer": "D2"} for cells in rows]
    assert submit(*rows) == {1: ["9322"], 2: ["9322"], 4: ["9389"]}


def test_9322_counts_hours_that_were_accepted_before_the_unit_changed(allocated, submit):
    allocated(frequentie="6")
    assert submit(line(volume=10, periode_begin="2025-01-01", periode_eind="2025-01-31")) == {}
    allocated(toewijzingsdatum="2025-01-03", frequentie="6", eenheid="01", volume=700)
    minutes = {"eenheid": "01", "tarief": 125, "declaratienummer": "D2"}
    assert submit(line(**minutes, referentienummer="R2", volume=101, bedrag=12_625)) == {1: ["9322"]}
    assert (
        submit(line(**minutes | {"declaratienummer": "D3"}, referentienummer="R3", volume=100, bedrag=12_500))
        == {}
    )


def test_9322_after_a_credit_there_is_room_again(allocated, submit):
    allocated(frequentie="6")
    first = line(volume=10, periode_begin="2025-01-01", periode_eind="2025-01-31")
    assert submit(first) == {}
    rows = [
        line(referentienummer="R2", volume=10, declaratienummer="D2"),
        credit(first, declaratienummer="D2"),
    ]
    assert submit(*[cells | {"dagtekening": "2025-03-06"} for cells in rows]) == {}


def test_9369_over_the_whole_budget(submit):
    rows = [
        line(**BUDGET, volume=10),
        line(**BUDGET, referentienummer="R2", productcode="H302", tarief=8_000, volume=4),
        line(**BUDGET, referentienummer="R3", productcode="H302", tarief=8_000, volume=3),
        line(
            **BUDGET, referentienummer="R4", periode_begin="2025-01-01", periode_eind="2025-01-31", volume=1
        ),
    ]
    assert submit(*rows) == {2: ["9369"], 4: ["9369"]}


def test_9322_only_lines_without_another_finding_take_part(allocated, submit):
    allocated(frequentie="6")
    rows = [
        line(volume=9, tarief=1),
        line(volume=10, referentienummer="R2"),
        line(
            volume=1, referentienummer="R3", tarief=1, periode_begin="2025-01-01", periode_eind="2025-01-31"
        ),
    ]
    assert submit(*rows) == {1: ["0611"], 3: ["0611"]}


# -- references and declaration numbers


def test_8021_for_a_reference_used_before(submit):
    assert submit(line(), line(**UNKNOWN, referentienummer="R2")) == {2: ["9338"]}
    rows = [
        line(periode_begin="2025-01-01", periode_eind="2025-01-31"),
        line(referentienummer="R2", **UNKNOWN),
    ]
    assert submit(*[cells | {"declaratienummer": "D2"} for cells in rows]) == {
        1: ["8021"],
        2: ["8021", "9338"],
    }


def test_8021_for_a_reference_of_an_unreadable_row(submit):
    assert submit(line(), line() | {"referentienummer": "R2", "volume": "x"}) == {2: ["0001"]}
    assert submit(line(referentienummer="R2", declaratienummer="D2")) == {1: ["8021", "9389"]}


def test_8021_within_a_delivery_the_second_row_falls(submit):
    january = {"periode_begin": "2025-01-01", "periode_eind": "2025-01-31"}
    assert submit(line(tarief=1), line(**january)) == {1: ["0611"], 2: ["8021"]}


def test_8021_not_beside_0001_and_s329(submit):
    assert submit(line()) == {}
    assert submit(line(productcode="H999"), line() | {"volume": "x"}) == {1: ["S329"], 2: ["0001"]}


def test_references_are_per_provider(submit):
    other = line(
        agb="00000022", toewijzingnummer="4", client="kind-d", productcategorie="44", productcode="H441"
    )
    assert submit(line(), other | {"eenheid": "14", "tarief": 21_000, "volume": 1, "bedrag": 21_000}) == {}


@pytest.mark.parametrize(
    "first", [{}, {"tarief": 1}, UNKNOWN, {"gemeentecode": "9009"}, {"volume": "x", "bedrag": 1}]
)
def test_9333_for_a_number_used_before_if_only_by_a_refused_line(submit, first):
    submit(line() | first)
    january = {"periode_begin": "2025-01-01", "periode_eind": "2025-01-31"}
    assert submit(line(referentienummer="R2", **january)) == {1: ["9333"]}


def test_9333_within_a_delivery_for_another_head(submit):
    january = {"periode_begin": "2025-01-01", "periode_eind": "2025-01-31"}
    rows = [
        line(),
        line(referentienummer="R2", **january),
        line(referentienummer="R3", dagtekening="2025-03-06"),
    ]
    assert submit(*rows) == {3: ["9333", "9389"]}


def test_9333_for_another_head_than_that_of_an_unreadable_row(submit):
    assert submit(line(dagtekening="2025-03-06") | {"volume": "x"}, line(referentienummer="R2")) == {
        1: ["0001"],
        2: ["9333"],
    }


# -- the same care twice, and credits


def test_9389_for_care_declared_before(submit):
    assert submit(line()) == {}
    assert submit(line(referentienummer="R2", declaratienummer="D2", volume=1)) == {1: ["9389"]}


def test_9389_of_two_debits_the_second_falls_only_if_the_first_was_accepted(submit):
    assert submit(line(), line(referentienummer="R2")) == {2: ["9389"]}
    march = {"periode_begin": "2025-03-01", "periode_eind": "2025-03-31", "dagtekening": "2025-04-01"}
    rows = [line(tarief=1, referentienummer="R3", **march), line(referentienummer="R4", **march)]
    assert submit(*[cells | {"declaratienummer": "D2"} for cells in rows], received_on=APRIL) == {1: ["0611"]}


def test_credit_and_new_debit_in_one_delivery_whatever_their_order(submit):
    assert submit(line()) == {}
    again = line(referentienummer="R2", declaratienummer="D2", volume=6)
    assert submit(again, credit(line(), declaratienummer="D2")) == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"vorig_referentienummer": "R9"},
        {"gemeentecode": "9002"},
        {"client": "kind-b"},
        {"toewijzingnummer": "3"},
        {"productcategorie": "44"},
        {"productcode": "H302"},
        {"productcode": "H999"},
        {"periode_begin": "2025-02-02"},
        {"periode_eind": "2025-02-27"},
        {"volume": 6},
        {"eenheid": "01"},
        {"tarief": 7_501},
        {"bedrag": 37_501},
        {"agb": "00000022"},
    ],
)
def test_8017_for_a_credit_that_differs(submit, changes):
    assert submit(line()) == {}
    assert submit(credit(line(), **changes)) == {1: ["8017"]}


def test_8017_for_a_credit_of_a_refused_line_or_one_of_the_same_delivery(submit):
    assert submit(line(tarief=1)) == {1: ["0611"]}
    assert submit(credit(line(tarief=1))) == {1: ["8017"]}
    other = line(referentienummer="R5", declaratienummer="D5")
    assert submit(other, credit(other)) == {2: ["8017"]}


def test_8017_beside_s300(submit):
    assert submit(line()) == {}
    assert submit(credit(line(), gemeentecode="9009")) == {1: ["8017", "S300"]}


def test_a_credit_is_not_tested_on_its_content(allocated, submit):
    """The allocation was withdrawn and the tariff changed: the credit of what was accepted is accepted."""
    assert submit(line()) == {}
    allocated(toewijzingsdatum="2025-03-12", reden_wijziging="13")
    deliver(
        "tarieven", row("tarieven", productcode="H301", begin="2024-01-01", tarief=1), received_on=JANUARY
    )
    assert submit(credit(line())) == {}


def test_9390_for_a_line_credited_before(submit):
    assert [submit(line()), submit(credit(line()))] == [{}, {}]
    again = credit(line(), referentienummer="R7", declaratienummer="D7")
    assert submit(again) == {1: ["9390"]}
    assert submit(again | {"referentienummer": "R8", "declaratienummer": "D8", "bedrag": 1}) == {
        1: ["8017", "9390"]
    }


def test_9390_within_a_delivery_only_if_the_first_was_accepted(submit):
    assert submit(line()) == {}
    rows = [
        credit(line(), referentienummer="R6", bedrag=1),
        credit(line(), referentienummer="R7"),
        credit(line(), referentienummer="R8"),
    ]
    assert submit(*rows) == {1: ["8017"], 3: ["9390"]}


def test_credit_with_a_used_reference(submit):
    assert submit(line()) == {}
    assert submit(credit(line(), referentienummer="R1")) == {1: ["8021"]}


def test_8848_and_9333_hold_for_a_credit_as_well(submit):
    assert submit(line()) == {}
    assert submit(credit(line(), declaratienummer="D1", **FUTURE)) == {1: ["8848", "9333"]}


def test_debit_again_after_its_credit(submit):
    assert [submit(line()), submit(credit(line()))] == [{}, {}]
    assert submit(line(referentienummer="R2", declaratienummer="D2")) == {}


def test_a_delivery_received_earlier_but_loaded_later(submit):
    """Names count among all that was loaded, sums and debits only up to the day of receipt."""
    june = line(**JUNE)
    assert submit(june, received_on=date(2025, 7, 2)) == {}
    assert submit(credit(june), received_on=MAY) == {1: ["8017", "8848"]}
    assert submit(line(referentienummer="R1", declaratienummer="D5"), received_on=MARCH) == {1: ["8021"]}


def test_many_copies_of_accepted_lines(ground):
    """Each is held against the line that stands, and not against every other copy."""
    lines = [
        line(volume=1, declaratienummer=f"D{number}", referentienummer=f"R{number}") for number in range(60)
    ]
    deliver("declaraties", lines[0])
    again = deliver("declaraties", *lines[1:], received_on=APRIL)
    assert (counts(again), codes(again)) == ((0, 59, 0), {number: ["9389"] for number in range(1, 60)})
