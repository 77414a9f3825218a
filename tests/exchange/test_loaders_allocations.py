"""Allocations, starts, stops and ceilings: versions are added, nothing is overwritten."""

from datetime import date, time

import pytest

from contracts.models import Allocation, AllocationVersion, CareStart, CareStop, Client, Ibp, IbpVersion
from inkoop.base.models import Team
from tests.exchange.cast import APRIL, MARCH, MAY, codes, counts, deliver, row, warnings


def allocation(**changes):
    return row("toewijzingen", **changes)


def ibp(**changes):
    return row("ibps", **changes)


def versions(number="50"):
    found = AllocationVersion.objects.filter(allocation__number=number).order_by("id")
    return list(found.values_list("issued_on", "end", "received_on"))


# -- allocations


def test_allocation_with_all_columns(ground):
    cells = {"geboortemaand": "2012-05", "verwijzer": "02", "verwijzer_naam": "Huisarts X", "team": "Noord"}
    delivery = deliver("toewijzingen", allocation(**cells))
    made = AllocationVersion.objects.get(allocation__number="50")
    assert (made.allocation.municipality.code, made.allocation.client.pseudonym) == ("9001", "kind-e")
    assert (made.provider.agb, made.category, made.product_code) == ("00000011", "45", "H301")
    assert (made.issued_on, made.issued_at) == (date(2025, 1, 1), time(9, 0))
    assert (made.begin, made.end) == (date(2025, 1, 1), date(2025, 12, 31))
    assert (made.volume, made.unit, made.frequency, made.budget) == (10, "04", "4", None)
    assert (made.reason, made.referrer_type, made.referrer_name, made.team.name) == (
        "",
        "02",
        "Huisarts X",
        "Noord",
    )
    assert (made.delivery, made.row_number, made.received_on) == (delivery, 1, MARCH)
    assert made.allocation.client.birth_month == date(2012, 5, 1)


def test_allocation_again_changes_nothing(ground):
    deliver("toewijzingen", allocation(), received_on=MARCH)
    assert counts(deliver("toewijzingen", allocation(), allocation(), received_on=APRIL)) == (0, 0, 2)
    assert len(versions()) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"toewijzingsdatum": "2025-02-01"},
        {"toewijzingstijd": "09:01"},
        {"einddatum": "2025-06-30"},
        {"einddatum": ""},
        {"volume": 11},
        {"frequentie": "6"},
        {"volume": "", "eenheid": "", "frequentie": "", "budget": 100},
        {"agb": "00000022"},
        {"productcode": ""},
        {"reden_wijziging": "13"},
        {"verwijzer": "01"},
        {"verwijzer_naam": "Y"},
        {"team": "Zuid"},
    ],
)
def test_allocation_with_other_content_is_a_new_version(ground, changes):
    deliver("toewijzingen", allocation(), received_on=MARCH)
    assert counts(deliver("toewijzingen", allocation(**changes), received_on=APRIL)) == (1, 0, 0)
    assert len(versions()) == 2


def test_versions_of_the_same_date_and_time_are_reported(ground):
    deliver("toewijzingen", allocation(), received_on=MARCH)
    rows = [allocation(), allocation(volume=11), allocation(volume=11), allocation()]
    delivery = deliver("toewijzingen", *rows, received_on=APRIL)
    assert (counts(delivery), warnings(delivery)) == (
        (2, 0, 2),
        {2: ["zelfde-tijdstip"], 4: ["zelfde-tijdstip"]},
    )


def test_an_older_version_that_comes_later_is_kept_without_a_word(ground):
    deliver("toewijzingen", allocation(toewijzingsdatum="2025-02-01"), received_on=MARCH)
    delivery = deliver("toewijzingen", allocation(toewijzingsdatum="2025-01-01"), received_on=APRIL)
    assert (counts(delivery), warnings(delivery)) == ((1, 0, 0), {})


def test_a_version_is_known_since_its_own_day_of_receipt(ground):
    """A delivery that was received before another but loaded after it still counts from its own day."""
    deliver("toewijzingen", allocation(), received_on=APRIL)
    assert counts(
        deliver("toewijzingen", allocation(), allocation(toewijzingnummer="51"), received_on=MARCH)
    ) == (2, 0, 0)
    assert [version[2] for version in versions()] == [APRIL, MARCH]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"gemeentecode": "9009"}, ["S300"]),
        ({"agb": "00000099"}, ["onbekende-aanbieder"]),
        ({"einddatum": "2024-12-31"}, ["eind-voor-begin"]),
        ({"budget": 100}, ["CD077"]),
        ({"volume": ""}, ["omvang-onvolledig"]),
        ({"eenheid": "", "frequentie": ""}, ["omvang-onvolledig"]),
        ({"toewijzingnummer": "1"}, ["andere-client"]),
        ({"client": ""}, ["0001"]),
        ({"reden_wijziging": "15"}, ["0001"]),
        (
            {"agb": "00000099", "einddatum": "2024-12-31", "frequentie": ""},
            ["eind-voor-begin", "omvang-onvolledig", "onbekende-aanbieder"],
        ),
    ],
)
def test_allocation_that_is_refused(ground, changes, found):
    before = AllocationVersion.objects.count()
    delivery = deliver("toewijzingen", allocation(**changes))
    assert (counts(delivery), codes(delivery)) == ((0, 1, 0), {1: found})
    assert (AllocationVersion.objects.count(), Client.objects.filter(pseudonym="kind-e").exists()) == (
        before,
        False,
    )


def test_the_client_of_a_new_allocation_is_that_of_the_first_row_that_is_accepted(ground):
    rows = [
        allocation(client="kind-x", agb="00000099"),
        allocation(client="kind-y"),
        allocation(client="kind-z"),
    ]
    assert codes(deliver("toewijzingen", *rows)) == {1: ["onbekende-aanbieder"], 3: ["andere-client"]}
    assert Allocation.objects.get(number="50").client.pseudonym == "kind-y"


def test_numbers_are_per_municipality(ground):
    assert counts(
        deliver("toewijzingen", allocation(), allocation(gemeentecode="9002", client="kind-z"))
    ) == (2, 0, 0)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"productcode": "H999"}, ["S329"]),
        ({"frequentie": "2", "einddatum": ""}, ["CD075"]),
        ({"frequentie": "4", "einddatum": ""}, None),
    ],
)
def test_allocation_that_is_accepted_with_a_warning(ground, changes, found):
    delivery = deliver("toewijzingen", allocation(**changes))
    assert (counts(delivery), warnings(delivery)) == ((1, 0, 0), {1: found} if found else {})


def test_birth_month_follows_the_last_row_that_has_one(ground):
    rows = [allocation(geboortemaand="2012-05"), allocation(geboortemaand="2012-06"), allocation()]
    deliver("toewijzingen", *rows)
    deliver("toewijzingen", allocation(toewijzingnummer="51"), received_on=APRIL)
    assert Client.objects.get(pseudonym="kind-e").birth_month == date(2012, 6, 1)


def test_a_team_is_made_once_per_municipality(ground):
    rows = [allocation(team="Noord"), allocation(toewijzingnummer="51", team="Noord")]
    deliver("toewijzingen", *rows, allocation(gemeentecode="9002", client="kind-z", team="Noord"))
    assert list(Team.objects.order_by("municipality__code").values_list("municipality__code", "name")) == [
        ("9001", "Noord"),
        ("9002", "Noord"),
    ]


# -- starts and stops


def test_starts_and_stops(ground):
    assert counts(deliver("starts", received_on=MARCH)) == (1, 0, 0)
    assert counts(deliver("stops", received_on=MARCH)) == (1, 0, 0)
    assert list(CareStart.objects.values_list("allocation__number", "begin", "received_on")) == [
        ("1", date(2025, 1, 6), MARCH)
    ]
    assert list(CareStop.objects.values_list("allocation__number", "end", "reason", "received_on")) == [
        ("1", date(2025, 2, 28), "31", MARCH)
    ]


@pytest.mark.parametrize(("kind", "model"), [("starts", CareStart), ("stops", CareStop)])
def test_care_message_again_changes_nothing(ground, kind, model):
    deliver(kind, received_on=MARCH)
    again = [row(kind), row(kind), row(kind, toewijzingnummer="2")]
    assert counts(deliver(kind, *again, received_on=APRIL)) == (1, 0, 2)
    assert model.objects.count() == 2


@pytest.mark.parametrize("kind", ["starts", "stops"])
@pytest.mark.parametrize(
    "changes", [{"toewijzingnummer": "9"}, {"gemeentecode": "9002"}, {"gemeentecode": "9009"}]
)
def test_care_message_of_an_unknown_allocation(ground, kind, changes):
    delivery = deliver(kind, row(kind, **changes), row(kind))
    assert (counts(delivery), codes(delivery)) == ((1, 1, 0), {1: ["9019"]})


def test_stop_with_another_reason_is_another_stop(ground):
    delivery = deliver("stops", row("stops", reden="20"), row("stops", reden="31"), row("stops", reden="99"))
    assert (counts(delivery), codes(delivery)) == ((2, 1, 0), {3: ["0001"]})


# -- ceilings


def ceilings(code="I9"):
    return list(
        IbpVersion.objects.filter(ibp__code=code)
        .order_by("version")
        .values_list("version", "amount", "received_on")
    )


def test_ibp_with_all_columns(ground):
    cells = {
        "vastgesteld_op": "2025-01-02",
        "kindklasse": "K2",
        "systeemklasse": "S1",
        "toewijzingnummers": "3 1  3",
    }
    deliver("ibps", ibp(**cells))
    made = IbpVersion.objects.get()
    assert (made.ibp.code, made.ibp.municipality.code, made.ibp.client.pseudonym) == ("I9", "9001", "kind-a")
    assert (made.version, made.amount, made.set_by, made.set_on) == (1, 40_000, "gemeente", date(2025, 1, 2))
    assert (made.child_class, made.system_class) == ("K2", "S1")
    assert sorted(made.allocations.values_list("number", flat=True)) == ["1", "3"]


def test_ibp_with_only_the_required_columns(ground):
    made = {"ibp": "I9", "gemeentecode": "9001", "toewijzingnummers": "1", "ingangsdatum": "2025-01-01"}
    assert counts(deliver("ibps", made)) == (1, 0, 0)
    assert ceilings() == [(1, None, MARCH)]


def test_ibp_raised_is_a_new_version(ground):
    deliver("ibps", ibp(), received_on=MARCH)
    assert counts(deliver("ibps", ibp(versie=2, bedrag=50_000), received_on=APRIL)) == (1, 0, 0)
    assert ceilings() == [(1, 40_000, MARCH), (2, 50_000, APRIL)]


def test_ibp_again_changes_nothing(ground):
    deliver("ibps", ibp(toewijzingnummers="1 3"), received_on=MARCH)
    again = [
        ibp(toewijzingnummers="3 1 1"),
        ibp(versie="", toewijzingnummers="1 3"),
        ibp(versie=2, toewijzingnummers="1 3"),
    ]
    assert counts(deliver("ibps", *again, received_on=APRIL)) == (1, 0, 2)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"gemeentecode": "9009"}, ["S300"]),
        ({"gemeentecode": "9002"}, ["onbekende-toewijzing"]),
        ({"toewijzingnummers": "1 8 9"}, ["onbekende-toewijzing", "onbekende-toewijzing"]),
        ({"toewijzingnummers": "1 2"}, ["meer-clienten"]),
        ({"toewijzingnummers": ""}, ["0001"]),
        ({"einddatum": "2024-12-31"}, ["eind-voor-begin"]),
        ({"vastgesteld_door": "Aanbieder"}, ["door-aanbieder"]),
        ({"bedrag": "-1"}, ["0001"]),
        ({"versie": "1.1"}, ["0001"]),
        (
            {"toewijzingnummers": "1 9", "vastgesteld_door": "aanbieder"},
            ["door-aanbieder", "onbekende-toewijzing"],
        ),
    ],
)
def test_ibp_that_is_refused(ground, changes, found):
    delivery = deliver("ibps", ibp(**changes))
    assert (counts(delivery), codes(delivery), Ibp.objects.count()) == ((0, 1, 0), {1: found}, 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"bedrag": 50_000},
        {"bedrag": ""},
        {"einddatum": ""},
        {"ingangsdatum": "2025-01-02"},
        {"vastgesteld_door": "huisarts"},
        {"toewijzingnummers": "1 3"},
        {"kindklasse": "K1"},
    ],
)
def test_a_version_of_an_ibp_never_changes(ground, changes):
    deliver("ibps", ibp(), received_on=MARCH)
    delivery = deliver("ibps", ibp(**changes), received_on=APRIL)
    assert (counts(delivery), codes(delivery), ceilings()) == (
        (0, 1, 0),
        {1: ["versie-bestaat"]},
        [(1, 40_000, MARCH)],
    )


def test_versions_of_an_ibp_in_one_file(ground):
    rows = [
        ibp(versie=2, bedrag=2),
        ibp(versie=1, bedrag=1),
        ibp(versie=2, bedrag=3),
        ibp(versie=1, bedrag=1),
    ]
    delivery = deliver("ibps", *rows)
    assert (counts(delivery), codes(delivery)) == ((2, 1, 1), {3: ["versie-bestaat"]})
    assert ceilings() == [(1, 1, MARCH), (2, 2, MARCH)]


def test_an_ibp_stays_with_its_client(ground):
    deliver("ibps", ibp(), received_on=MARCH)
    delivery = deliver("ibps", ibp(versie=2, toewijzingnummers="2"), received_on=MAY)
    assert codes(delivery) == {1: ["andere-client"]}


def test_a_row_of_another_client_decides_nothing_about_the_next(ground):
    deliver("ibps", ibp(), received_on=MARCH)
    rows = [ibp(versie=2, toewijzingnummers="2", bedrag=1), ibp(versie=2, bedrag=2), ibp(versie=2, bedrag=3)]
    delivery = deliver("ibps", *rows, received_on=APRIL)
    assert codes(delivery) == {1: ["andere-client"], 3: ["versie-bestaat"]}
    assert ceilings() == [(1, 40_000, MARCH), (2, 2, APRIL)]
