from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.rules.peers import Member, compare, has_peer_columns, is_signal, peer_group, robust_z

AGBS = [f"{number:08d}" for number in range(8)]
VALUES = dict(zip(AGBS, map(Fraction, (1, 2, 3, 4, 5, 6, 7, 100)), strict=True))


def member(agb, segment="groot", dominant="45", clients=10):
    return Member(agb, segment, dominant, clients)


MEMBERS = [member(agb) for agb in AGBS]


def compared(who, values=VALUES, members=MEMBERS, indicator="DG03", *, all_mature=True):
    return compare(indicator, who, peer_group(who, members), values, all_mature=all_mature)


def test_the_group_has_the_same_segment_and_category_clients_enough_and_the_provider_itself():
    members = [
        member("a"),
        member("b"),
        member("c", segment="overig"),
        member("d", dominant="54"),
        member("e", clients=9),
        member("f", dominant=None),
    ]

    assert peer_group(members[0], members) == ["a", "b"]


def test_a_provider_with_few_clients_has_a_group_without_being_in_it():
    small = member("small", clients=9)

    assert peer_group(small, [*MEMBERS, small]) == AGBS


def test_a_provider_without_declared_has_no_group():
    nobody = member("a", dominant=None)

    assert peer_group(nobody, [nobody, member("b", dominant=None)]) == []


def test_robust_z_by_hand():
    # median 4.5, distances 3.5 2.5 1.5 0.5 0.5 1.5 2.5 95.5, MAD 2
    found = compared(MEMBERS[7])

    assert (found.n_peers, found.median) == (8, Fraction(9, 2))
    assert found.z == Fraction("0.6745") * Fraction("95.5") / 2
    assert found.signal


def test_seven_peers_are_too_few():
    found = compared(MEMBERS[0], members=MEMBERS[:7])

    assert (found.n_peers, found.median, found.z, found.signal) == (7, None, None, False)


def test_a_member_without_a_value_is_no_peer():
    found = compared(MEMBERS[0], values=VALUES | {AGBS[1]: None})

    assert (found.n_peers, found.median) == (7, None)


def test_a_provider_without_a_value_still_sees_its_group():
    more = [*MEMBERS, member("99999999")]

    found = compared(more[8], values=VALUES | {"99999999": None}, members=more)

    assert (found.n_peers, found.median, found.z) == (8, Fraction(9, 2), None)


def test_a_provider_with_few_clients_sees_its_group_but_no_z():
    small = member("99999999", clients=9)

    found = compared(small, values=VALUES | {"99999999": Fraction(1000)}, members=[*MEMBERS, small])

    assert (found.n_peers, found.median, found.z, found.signal) == (8, Fraction(9, 2), None, False)


def test_no_z_when_the_peers_do_not_differ():
    found = compared(MEMBERS[7], values=dict.fromkeys(AGBS, Fraction(1)) | {AGBS[7]: Fraction(50)})

    assert (found.median, found.z, found.signal) == (1, None, False)


def test_immature_months_give_a_z_but_no_signal():
    found = compared(MEMBERS[7], all_mature=False)

    assert found.z is not None
    assert not found.signal


@pytest.mark.parametrize(
    ("indicator", "high", "low"),
    [
        ("DG03", True, True),
        ("DG03P90", True, True),
        ("DG04", False, True),
        ("DG05", True, True),
        ("DG06", True, False),
        ("DG06S", True, False),
        ("DG07", True, False),
        ("DG08", True, False),
        ("DG09-0611", True, False),
        ("DG11M", True, False),
        ("DG12", False, False),
    ],
)
def test_the_direction_that_matters(indicator, high, low):
    assert (is_signal(indicator, Fraction(4)), is_signal(indicator, Fraction(-4))) == (high, low)


@pytest.mark.parametrize("z", [Fraction("3.5"), Fraction("-3.5"), Fraction(0), None])
def test_up_to_three_and_a_half_is_no_signal(z):
    assert not is_signal("DG03", z)


def test_peer_columns():
    columns = ["DG01", "DG02", "DG03", "DG03M", "DG09", "DG09-9338", "DG10", "DG11S", "DG12", "DG13", "DG14"]

    assert [name for name in columns if has_peer_columns(name)] == [
        "DG03",
        "DG03M",
        "DG09",
        "DG09-9338",
        "DG11S",
    ]


@given(
    st.lists(st.fractions(-1000, 1000), min_size=1),
    st.fractions(-1000, 1000),
    st.fractions(-100, 100),
    st.fractions(1, 50),
)
def test_z_does_not_change_with_unit_or_origin(peers, value, shift, scale):
    moved = [peer * scale + shift for peer in peers]

    assert robust_z(value * scale + shift, moved) == robust_z(value, peers)
