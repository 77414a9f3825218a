"""Transitions, the waterbed and referrers."""

import pytest

from kpis.rules.parameters import Parameters
from kpis.rules.referrers import kind_of, referred
from kpis.rules.shift import Bed, transitions, waterbed
from tests.kpis import cast

LATER = cast.window("2025-07", "2025-12")
REGION = ("regio", "")


def region():
    """Kind a goes from light to heavy, b leaves, c comes."""
    return cast.snapshot(
        [
            cast.line("2025-02", 100, reference="1"),
            cast.line("2025-08", 300, code="45A06", reference="2"),
            cast.line("2025-03", 100, client="b", allocation="1002", reference="3"),
            cast.line(
                "2025-09", 40, client="c", allocation="1003", code="44A09", category="44", reference="4"
            ),
        ],
        allocations=[
            cast.allocation("1001"),
            cast.allocation("1002", client="b"),
            cast.allocation("1003", client="c", category="44", code="44A09"),
        ],
    )


def test_every_client_of_both_windows_is_in_the_table():
    found = [one for one in transitions(region(), LATER) if one.place == REGION]
    assert [(one.axis, one.before, one.after, one.clients) for one in found] == [
        ("klasse", "1", "", 1),
        ("klasse", "1", "3", 1),
        ("zorgvorm", "", "verblijf", 1),
        ("zorgvorm", "ambulant", "", 1),
        ("zorgvorm", "ambulant", "ambulant", 1),
    ]


def test_the_waterbed_shows_all_clients_and_those_of_a_category():
    found = [one for one in waterbed(region(), LATER) if one.place == REGION]
    assert found == [
        Bed(REGION, "", "44", 0, 40, 0, 1),
        Bed(REGION, "", "45", 200, 300, 2, 1),
        Bed(REGION, "45", "45", 200, 300, 2, 1),
    ]


@pytest.mark.parametrize(
    ("referrer", "name", "kind"),
    [
        ("02", "Huisarts Jansen", "02"),
        ("01", "Basisschool De Eik", "school"),
        ("01", "ROC-college", "school"),
        ("01", "Scholengemeenschap De Vaart", "school"),
        (None, None, ""),
    ],
)
def test_a_school_is_known_by_its_name(referrer, name, kind):
    assert kind_of(referrer, name) == kind


def test_a_referrer_with_few_clients_is_not_compared_and_is_no_peer():
    made = [
        (cast.allocation(f"{at}", client=f"k{at}", referrer="02", referrer_name=f"Huisarts {at % 3}"), cents)
        for at, cents in enumerate((100, 200, 900, 100, 200))
    ]
    lines = [
        cast.line("2025-02", cents, allocation=one.number, client=one.client, reference=one.number)
        for one, cents in made
    ]
    snapshot = cast.snapshot(lines, allocations=[one for one, _ in made])
    rows = {
        row.name: (row.clients, row.cost, row.n_peers, row.median, row.z)
        for row in referred(snapshot, cast.YEAR, Parameters(peer_clients=2, peer_minimum=2))
        if not row.place and row.level == "verwijzer"
    }
    assert rows == {
        "Huisarts 0": (2, 100, 2, 150, pytest.approx(-0.6745)),
        "Huisarts 1": (2, 200, 2, 150, pytest.approx(0.6745)),
        "Huisarts 2": (1, 900, 2, 150, None),
    }
