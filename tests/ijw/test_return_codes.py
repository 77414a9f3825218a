"""The table of retourcodes is complete, and what it says is tested exists and names the code."""

import pytest

from contracts.retourcodes import WJ001
from tests.ijw.reference import CHECKOUT
from tests.ijw.return_codes import NOT_PRODUCED, PRODUCED, functions_in


def test_every_code_of_the_standard_has_its_place():
    assert sorted([*PRODUCED, *NOT_PRODUCED]) == list(WJ001)
    assert len(WJ001) == 59


@pytest.mark.parametrize("code", PRODUCED)
def test_named_test_exists_and_names_the_code(code):
    produced = PRODUCED[code]
    assert produced.function in functions_in(produced.path)
    assert f'"{code}"' in (CHECKOUT / produced.path).read_text(encoding="utf-8")
