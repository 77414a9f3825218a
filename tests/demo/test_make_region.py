from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def test_the_command_makes_a_region_and_says_so(tmp_path):
    out = StringIO()
    call_command("make_region", "--size", "klein", "--seed", "3", "-o", str(tmp_path / "r"), stdout=out)

    assert "declaratieregels" in out.getvalue()
    assert (tmp_path / "r" / "2023-01-15" / "gemeenten.csv").exists()
    assert (tmp_path / "r" / "verwacht.csv").exists()


def test_the_command_explains_that_there_are_too_few_test_numbers(tmp_path):
    with pytest.raises(CommandError, match="gebruik --clients-as client"):
        call_command("make_region", "--size", "regio", "--xml", "-o", str(tmp_path))
