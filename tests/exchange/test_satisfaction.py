"""Outcomes of client surveys: counts per provider, period and question; a correction is a later row."""

import pytest

from inkoop.base.models import Finding
from providers.models import SurveyResult
from tests.exchange.cast import APRIL, MARCH, codes, counts, deliver, row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _known():
    deliver("gemeenten", row("gemeenten", gemeentecode="9001"), received_on=MARCH)
    deliver("aanbieders", row("aanbieders", agb="00000011"), received_on=MARCH)


def results():
    return list(
        SurveyResult.objects.order_by("pk").values_list("invited", "answered", "total", "received_on")
    )


def test_an_outcome_is_loaded_once_and_corrected_by_a_later_row():
    given = row("tevredenheid")
    assert counts(deliver("tevredenheid", given, received_on=MARCH)) == (1, 0, 0)
    assert counts(deliver("tevredenheid", given, row("tevredenheid", wie="jeugdige"), received_on=APRIL)) == (
        1,
        0,
        1,
    )
    assert counts(deliver("tevredenheid", row("tevredenheid", som=160), received_on=APRIL)) == (1, 0, 0)
    assert results() == [(40, 20, 150, MARCH), (40, 20, 150, APRIL), (40, 20, 160, APRIL)]


def test_within_one_day_the_last_file_counts():
    for total in (150, 160):
        deliver("tevredenheid", row("tevredenheid", som=total), received_on=MARCH)
    assert results() == [(40, 20, 160, MARCH)]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"agb": "00000099"}, "onbekend", "agb"),
        ({"gemeentecode": "9009"}, "onbekend", "gemeentecode"),
        ({"periode_eind": "2024-06-30"}, "ongeldig", "periode_eind"),
        ({"uitgenodigd": 19}, "ongeldig", "ingevuld"),
        ({"som": 19}, "ongeldig", "som"),
        ({"som": 201}, "ongeldig", "som"),
        ({"vraag": "zonder_hulp", "som": 21}, "ongeldig", "som"),
    ],
)
def test_what_cannot_be_is_refused_with_its_cause(changes, code, field):
    delivery = deliver("tevredenheid", row("tevredenheid", **changes))
    assert (counts(delivery), codes(delivery)) == ((0, 1, 0), {1: [code]})
    assert Finding.objects.get().field == field
    assert results() == []


def test_the_second_of_two_equal_keys_in_a_file_is_refused():
    delivery = deliver("tevredenheid", row("tevredenheid"), row("tevredenheid", som=160))
    assert (counts(delivery), codes(delivery)) == ((1, 1, 0), {2: ["dubbel"]})
    assert results() == [(40, 20, 150, MARCH)]


def test_an_outcome_without_municipality_is_of_all_together():
    given = row("tevredenheid", gemeentecode="", vraag="zonder_hulp", som=12)
    assert counts(deliver("tevredenheid", given)) == (1, 0, 0)
    assert SurveyResult.objects.get().municipality is None
