"""A small region with as many rows of everything as a test asks for, and the people who look at it."""

from inkoop.base.models import Municipality
from tests.desk.cast.ground import RECEIVED, WINDOW, Region, make_computation, make_delivery
from tests.desk.cast.providers import add_provider
from tests.desk.cast.register import add_lists, add_register


def region(rows: int = 1) -> Region:
    """``rows`` of everything. The first provider has used twice what its first ceiling allows by December."""
    municipality = Municipality.objects.create(code="0001", name="Aardijk", received_on=RECEIVED)
    delivery = make_delivery("declaraties.csv")
    made = Region(
        municipality,
        delivery,
        make_computation("declaratiegedrag", delivery, window_from=WINDOW[0], window_to=WINDOW[1]),
        make_computation("ibp", delivery),
    )
    series = make_computation("maandreeks", delivery, window_from=WINDOW[0], window_to=WINDOW[1])
    for number in range(rows):
        add_provider(made, number)
        add_lists(made, number, series)
        add_register(made, number)
    return made
