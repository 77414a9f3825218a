from datetime import date

from contracts.rules.tariffs import AgreedTariffs
from tests.contracts.rules_cast import contract, tariff

DAY = date(2025, 6, 1)


def agreed(contracts, tariffs, *, day=DAY, municipality="0363", code="45A04", peildatum=DAY):
    known = AgreedTariffs(contracts, tariffs, peildatum)
    found = known.agreed("01234567", municipality, code, day)
    return found.cents if found else None


def test_the_tariff_of_the_day_counts():
    first = tariff(begin=date(2024, 1, 1), end=date(2025, 5, 31), cents=100)
    second = tariff(begin=date(2025, 6, 1), end=None, cents=110)
    assert agreed([contract()], [first, second], day=date(2025, 5, 31)) == 100
    assert agreed([contract()], [first, second], day=date(2025, 6, 1)) == 110
    assert agreed([contract()], [first, second], day=date(2023, 12, 31)) is None


def test_outside_the_term_of_the_contract_there_is_no_tariff():
    ended = contract(end=date(2025, 5, 31))
    assert agreed([ended], [tariff()], day=date(2025, 5, 31)) == 7_550
    assert agreed([ended], [tariff()]) is None
    assert agreed([], [tariff()]) is None


def test_an_extension_is_the_same_contract_received_again():
    ended = contract(end=date(2025, 5, 31))
    extended = contract(end=date(2026, 5, 31), received_on=date(2025, 5, 1))
    assert agreed([extended, ended], [tariff()]) == 7_550
    assert agreed([extended, ended], [tariff()], peildatum=date(2025, 4, 30)) is None


def test_the_newest_received_row_of_a_tariff_counts():
    corrected = tariff(cents=8_000, received_on=date(2025, 5, 1))
    assert agreed([contract()], [corrected, tariff()]) == 8_000
    assert agreed([contract()], [corrected, tariff()], peildatum=date(2025, 4, 30)) == 7_550
    same_day = tariff(cents=9_000, sequence=9)
    assert agreed([contract()], [same_day, tariff()]) == 9_000


def test_contracts_and_tariffs_count_from_their_day_of_receipt():
    signed = contract(received_on=date(2025, 4, 30))
    agreed_on = tariff(received_on=date(2025, 5, 1))
    assert agreed([signed], [tariff()], peildatum=date(2025, 4, 29)) is None
    assert agreed([signed], [tariff()], peildatum=date(2025, 4, 30)) == 7_550
    assert agreed([contract()], [agreed_on], peildatum=date(2025, 4, 30)) is None
    assert agreed([contract()], [agreed_on], peildatum=date(2025, 5, 1)) == 7_550


def test_of_two_tariffs_on_one_day_the_one_that_began_last_counts():
    open_ended, newer = tariff(), tariff(begin=date(2025, 1, 1), cents=8_000)
    assert agreed([contract()], [newer, open_ended]) == 8_000
    assert agreed([contract()], [open_ended, newer]) == 8_000


def test_a_contract_holds_for_its_municipalities_or_for_all():
    one = contract(municipalities=frozenset({"0518"}))
    assert agreed([one], [tariff()], municipality="0518") == 7_550
    assert agreed([one], [tariff()], municipality="0363") is None
    assert agreed([contract()], [tariff()], municipality="0363") == 7_550


def test_another_code_or_provider_has_no_tariff():
    assert agreed([contract()], [tariff()], code="45A05") is None
    assert agreed([contract(agb="07654321")], [tariff()]) is None


def test_minutes_against_an_hour_tariff_are_a_sixtieth_rounded_half_up():
    known = AgreedTariffs([contract()], [tariff(cents=8_730)], DAY)  # 145.5 cents
    place = ("01234567", "0363", "45A04", DAY)
    assert known.price(*place, "01") == 146
    assert known.price(*place, "04") == 8_730
    assert known.price("07654321", *place[1:], "04") is None
    per_minute = AgreedTariffs([contract()], [tariff(cents=145, unit="01")], DAY)
    assert per_minute.price(*place, "04") == 145
