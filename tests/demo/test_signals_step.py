"""The demo answers and judges the signals with most at stake, once."""

import pytest

from inkoop.demo.steps import signals
from kpis.models import Signal
from tests.desk.cast import contract_manager, region

pytestmark = pytest.mark.django_db


def test_the_first_three_signals_are_answered_and_two_of_them_judged_once():
    region(4)
    user = contract_manager()
    assert (signals.talk(user), signals.talk(user)) == (3, 0)
    states = Signal.objects.with_state().order_by("provider").values_list("state", flat=True)
    assert list(states) == ["uitleg", "afgehandeld", "onderzoek", "nieuw"]
