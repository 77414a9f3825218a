"""Which retourcode stands on which control level."""

import pytest

from contracts.levels import Level, level_of, may_be_overruled
from contracts.retourcodes import RETOURCODES


def test_every_code_that_refuses_has_a_level():
    assert {level_of(code) for code in ["0001", *RETOURCODES]} == set(Level)


def test_codes_of_level_four():
    found = [code for code in sorted(RETOURCODES) if level_of(code) == Level.OUTSIDE_SOURCE]
    assert found == ["0611", "8848", "9346", "S300", "S329"]


def test_what_a_person_may_overrule():
    assert [code for code in sorted(RETOURCODES) if may_be_overruled(code)] == [
        "0611",
        "8848",
        "9346",
        "S329",
    ]


@pytest.mark.parametrize("code", ["0200", "8001", "9999"])
def test_code_that_refuses_nothing_has_no_level(code):
    with pytest.raises(KeyError):
        level_of(code)
