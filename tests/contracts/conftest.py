"""Three contracts that differ in what one looks for."""

from datetime import date, timedelta

import pytest

from tests.contracts.cast import change
from tests.desk.cast import contract_manager, region


@pytest.fixture
def three(client):
    """C0 t/m C2 of three providers; C1 for one municipality and until the end of next month, C2 open-ended."""
    made = region(3)
    user = contract_manager()
    client.force_login(user)
    today = date.today()  # noqa: DTZ011
    made.soon = today + timedelta(days=40)
    change("C1", end=made.soon, options="", municipality_ids=[made.municipality.pk], form="aanbesteding")
    change("C2", end=None, options="", notice_months=None)
    made.providers[1].segment, made.providers[2].account_holder = "groot", user
    for provider in made.providers:
        provider.save()
    return made
