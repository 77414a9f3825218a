"""The agreed tariff and the amount of a line."""

from datetime import date

from tests.contracts.rules_cast import allocation, codes, contract, line, reference, tariff


def test_0611_without_tariff_or_with_another():
    assert codes(line(), facts=reference(tariffs=[])) == [("0611",)]
    assert codes(line(), facts=reference(contracts=[])) == [("0611",)]
    assert codes(line(), facts=reference(contracts=[contract(end=date(2025, 9, 30))])) == [("0611",)]
    assert codes(line(tariff=7_551)) == [("0611",)]


def test_0611_takes_the_tariff_of_the_first_day_of_the_period():
    raised = [tariff(end=date(2025, 9, 30)), tariff(begin=date(2025, 10, 1), cents=8_000)]
    assert codes(line(tariff=8_000), facts=reference(tariffs=raised)) == [()]
    halfway = [tariff(end=date(2025, 10, 1)), tariff(begin=date(2025, 10, 2), cents=8_000)]
    assert codes(line(), facts=reference(tariffs=halfway)) == [()]


def test_0611_knows_only_tariffs_received_by_then():
    corrected = [tariff(), tariff(cents=8_000, received_on=date(2025, 12, 2))]
    assert codes(line(), facts=reference(tariffs=corrected)) == [()]


def test_0611_leaves_the_unit_to_9341():
    facts = reference(tariffs=[tariff(unit="14")])
    assert codes(line(), facts=facts) == [()]


def test_0611_for_minutes_is_a_sixtieth_of_the_hour_tariff():
    minutes = {"unit": "01", "volume": 100, "amount": 12_583}  # 7550 x 100 / 60 = 12583,33
    assert codes(line(tariff=126, **minutes)) == [()]
    assert codes(line(tariff=125, **minutes)) == [("0611",)]


def test_9346_for_another_amount_than_volume_times_tariff():
    assert codes(line(amount=15_101)) == [("9346",)]


def test_9346_for_minutes_multiplies_the_hour_tariff():
    minutes = {"unit": "01", "volume": 100, "tariff": 126}
    assert codes(line(amount=12_600, **minutes)) == [("9346",)]
    assert codes(line(amount=12_583, **minutes)) == [()]
    half = {"unit": "01", "volume": 3, "tariff": 126}  # 7550 x 3 / 60 = 377,5
    assert codes(line(amount=378, **half)) == [()]
    assert codes(line(amount=377, **half)) == [("9346",)]


def test_9346_without_agreed_tariff_multiplies_the_tariff_of_the_line():
    facts = reference(tariffs=[])
    minutes = {"unit": "01", "volume": 100, "tariff": 126}
    assert codes(line(amount=12_600, **minutes), facts=facts) == [("0611",)]
    assert codes(line(amount=12_583, **minutes), facts=facts) == [("0611", "9346")]


def test_unit_83_has_no_tariff_and_no_product_to_test():
    facts = reference([allocation(unit="83", volume=30_000, frequency="4")], tariffs=[])
    assert codes(line(unit="83", tariff=None, volume=30_000, amount=30_000), facts=facts) == [()]
