"""Contracts and tariffs: versions, what replaces what, and tariffs that would hold on one day."""

from datetime import date

import pytest

from contracts.models import Contract, ContractVersion, Tariff
from inkoop.base.models import Municipality
from tests.exchange.cast import APRIL, MARCH, MAY, codes, counts, deliver, row

CLASH = {1: ["dubbel-tarief"]}


def versions(number="C3"):
    found = ContractVersion.objects.filter(contract__number=number).order_by("id")
    return list(found.values_list("begin", "end", "options", "received_on"))


def tariffs(code="H302", contract="C1"):
    found = Tariff.objects.filter(contract__number=contract, product_code__code=code).order_by("id")
    return list(found.values_list("begin", "end", "cents", "superseded_on"))


def contract(**changes):
    return row("contracten", **changes)


def tariff(**changes):
    return row("tarieven", **changes)


# -- contracts


def test_contract_with_all_columns(ground):
    cells = {
        "inkoopvorm": "aanbesteding",
        "opties": "3x12",
        "opzegtermijn_maanden": 6,
        "gemeentecodes": "9002  9001",
    }
    delivery = deliver("contracten", contract(**cells))
    made = ContractVersion.objects.get(contract__number="C3")
    assert (made.form, made.options, made.notice_months) == ("aanbesteding", "3x12", 6)
    assert (made.begin, made.end, made.received_on) == (date(2026, 1, 1), date(2026, 12, 31), MARCH)
    assert sorted(made.municipality_ids) == sorted(Municipality.objects.values_list("id", flat=True))
    assert (made.contract.provider.agb, made.delivery, made.row_number) == ("00000011", delivery, 1)


def test_contract_with_only_the_required_columns(ground):
    made = {"contractnummer": "C3", "agb": "00000011", "begin": "2026-01-01"}
    assert counts(deliver("contracten", made)) == (1, 0, 0)
    version = ContractVersion.objects.get(contract__number="C3")
    assert (version.form, version.end, version.municipality_ids) == ("open_house", None, [])


def test_contract_again_changes_nothing(ground):
    deliver("contracten", contract(), received_on=MARCH)
    assert counts(deliver("contracten", contract(), contract(), received_on=APRIL)) == (0, 0, 2)
    assert len(versions()) == 1


def test_contract_extended_is_a_new_version(ground):
    deliver("contracten", contract(opties="2x12"), received_on=MARCH)
    longer = contract(eind="2027-12-31", opties="1x12")
    assert counts(deliver("contracten", longer, received_on=APRIL)) == (1, 0, 0)
    assert versions() == [
        (date(2026, 1, 1), date(2026, 12, 31), "2x12", MARCH),
        (date(2026, 1, 1), date(2027, 12, 31), "1x12", APRIL),
    ]


def test_contract_back_to_what_it_was_is_a_new_version(ground):
    for day, end in ((MARCH, "2026-12-31"), (APRIL, "2027-12-31"), (MAY, "2026-12-31")):
        other_file = contract(contractnummer=f"C-{day}", agb="00000022")
        assert counts(deliver("contracten", contract(eind=end), other_file, received_on=day)) == (2, 0, 0)
    assert len(versions()) == 3


def test_versions_in_one_file_count_in_their_order(ground):
    ends = ["2026-12-31", "2026-12-31", "2027-12-31", "2026-12-31"]
    assert counts(deliver("contracten", *[contract(eind=end) for end in ends])) == (3, 0, 1)
    assert [version[1].year for version in versions()] == [2026, 2027, 2026]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"agb": "00000099"}, "onbekende-aanbieder"),
        ({"gemeentecodes": "9001 9009"}, "onbekende-gemeente"),
        ({"eind": "2025-12-31"}, "eind-voor-begin"),
        ({"contractnummer": "C2"}, "andere-aanbieder"),
        ({"opties": "3 maal"}, "0001"),
        ({"inkoopvorm": "onderhands"}, "0001"),
        ({"opzegtermijn_maanden": "121"}, "0001"),
        ({"gemeentecodes": "9001;9002"}, "0001"),
    ],
)
def test_contract_that_is_refused(ground, changes, code):
    quoted = {name: f'"{value}"' for name, value in changes.items()}
    delivery = deliver("contracten", contract(**quoted))
    assert (counts(delivery), codes(delivery), versions()) == ((0, 1, 0), {1: [code]}, [])


def test_all_findings_of_a_contract_are_named_at_once(ground):
    delivery = deliver("contracten", contract(agb="00000099", gemeentecodes="9008 9009", eind="2025-01-01"))
    assert codes(delivery) == {
        1: ["eind-voor-begin", "onbekende-aanbieder", "onbekende-gemeente", "onbekende-gemeente"]
    }


def test_a_contract_stays_with_the_provider_of_the_first_row_that_is_accepted(ground):
    rows = [contract(agb="00000099"), contract(agb="00000022"), contract(agb="00000011")]
    assert codes(deliver("contracten", *rows)) == {1: ["onbekende-aanbieder"], 3: ["andere-aanbieder"]}
    assert Contract.objects.get(number="C3").provider.agb == "00000022"


# -- tariffs


def test_tariff_is_loaded(ground):
    assert counts(deliver("tarieven", tariff())) == (1, 0, 0)
    assert tariffs()[-1] == (date(2026, 1, 1), None, 7_600, None)


def test_tariff_again_changes_nothing(ground):
    deliver("tarieven", tariff(), received_on=MARCH)
    assert counts(deliver("tarieven", tariff(), tariff(), received_on=APRIL)) == (0, 0, 2)


def test_tariff_of_the_same_key_replaces_the_earlier_one(ground):
    deliver("tarieven", tariff(), received_on=MARCH)
    assert counts(deliver("tarieven", tariff(tarief=7_700), received_on=APRIL)) == (1, 0, 0)
    assert tariffs()[1:] == [(date(2026, 1, 1), None, 7_600, APRIL), (date(2026, 1, 1), None, 7_700, None)]


def test_tariffs_of_one_key_in_one_file_count_in_their_order(ground):
    delivery = deliver("tarieven", *[tariff(tarief=cents) for cents in (1, 1, 2, 1)])
    assert counts(delivery) == (3, 0, 1)
    assert [(found[2], found[3]) for found in tariffs()[1:]] == [(1, MARCH), (2, MARCH), (1, None)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"contractnummer": "C9"}, "onbekend-contract"),
        ({"productcode": "H999"}, "onbekende-productcode"),
        ({"eind": "2025-12-31"}, "eind-voor-begin"),
        ({"tarief": "75.00"}, "0001"),
        ({"eenheid": ""}, "0001"),
        ({"begin": "2025-12-31"}, "dubbel-tarief"),
        ({"begin": "2023-01-01", "eind": "2024-01-01"}, "dubbel-tarief"),
    ],
)
def test_tariff_that_is_refused(ground, changes, code):
    before = tariffs()
    delivery = deliver("tarieven", tariff(**changes))
    assert (counts(delivery), codes(delivery), tariffs()) == ((0, 1, 0), {1: [code]}, before)


def test_an_open_tariff_makes_room_by_ending(ground):
    """H301 has no end: first it must end, then the next may begin; in one file or in two."""
    following = tariff(productcode="H301", begin="2026-01-01")
    assert codes(deliver("tarieven", following, received_on=MARCH)) == CLASH
    ends = tariff(productcode="H301", begin="2024-01-01", eind="2025-12-31", tarief=7_500)
    assert counts(deliver("tarieven", ends, following, received_on=APRIL)) == (2, 0, 0)


def test_rows_count_in_their_order_and_one_that_falls_clashes_with_no_later_one(ground):
    rows = [
        tariff(begin="2026-01-01", eind="2026-06-30"),
        tariff(begin="2026-06-01", eind="2026-12-31"),  # falls: June
        tariff(begin="2026-07-01", eind="2026-12-31"),
        tariff(begin="2026-01-01", eind="2026-05-31"),  # makes June free, too late for the second
        tariff(begin="2026-06-01", eind="2026-06-30"),
    ]
    assert codes(deliver("tarieven", *rows)) == {2: ["dubbel-tarief"]}


def test_the_unit_makes_no_other_tariff(ground):
    assert codes(deliver("tarieven", tariff(begin="2025-06-01", eenheid="01"))) == CLASH


# -- tariffs of two contracts of one provider


@pytest.fixture
def second(ground):
    """A second contract of the provider of C1, for 2027 and later."""
    deliver("contracten", contract(begin="2027-01-01", eind=""))


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, {}),
        ({"productcode": "H441"}, {}),
        ({"begin": "2024-01-01"}, {}),  # outside the term of C3 it does not hold
    ],
)
def test_tariff_beside_that_of_an_earlier_contract(second, changes, refused):
    delivery = deliver(
        "tarieven", tariff(contractnummer="C3", productcode="H301", begin="2027-01-01") | changes
    )
    assert codes(delivery) == refused


@pytest.mark.parametrize(
    ("changes", "clashes"),
    [
        ({"eind": "2027-01-01"}, True),
        ({"eind": "2026-12-31"}, False),
        ({"eind": "", "gemeentecodes": "9001"}, True),
    ],
)
def test_contract_that_would_bring_a_second_tariff(second, changes, clashes):
    deliver("tarieven", tariff(contractnummer="C3", productcode="H301", begin="2024-01-01"))
    delivery = deliver(
        "contracten", contract(contractnummer="C1", begin="2024-01-01", **changes), received_on=APRIL
    )
    assert codes(delivery) == (CLASH if clashes else {})


def test_contracts_for_different_municipalities_do_not_clash(ground):
    rows = [contract(agb="00000022", contractnummer=f"C{n}", gemeentecodes=f"900{n - 5}") for n in (6, 7)]
    deliver("contracten", *rows)
    offers = [tariff(contractnummer=f"C{n}", begin="2026-01-01") for n in (6, 7)]
    assert counts(deliver("tarieven", *offers)) == (2, 0, 0)
    both = row("contracten", **rows[1] | {"gemeentecodes": "9001 9002"})
    assert codes(deliver("contracten", both, received_on=APRIL)) == CLASH


def test_contracts_of_different_providers_do_not_clash(ground):
    deliver("contracten", contract(agb="00000022", begin="2024-01-01", eind="", gemeentecodes="9002"))
    delivery = deliver("tarieven", tariff(contractnummer="C3", productcode="H301", begin="2024-01-01"))
    assert counts(delivery) == (1, 0, 0)


def test_a_contract_that_falls_leaves_the_others_of_the_file(second):
    deliver("tarieven", tariff(contractnummer="C3", productcode="H301", begin="2024-01-01"))
    rows = [
        contract(contractnummer="C1", begin="2024-01-01", eind=""),  # clashes with C3 from 2027
        contract(contractnummer="C5", agb="00000022"),
        contract(contractnummer="C3", begin="2028-01-01", eind=""),
        contract(
            contractnummer="C1", begin="2024-01-01", eind="2027-12-31"
        ),  # C3 made room in the row before
    ]
    assert codes(deliver("contracten", *rows, received_on=APRIL)) == CLASH
    assert versions("C1")[-1][:2] == (date(2024, 1, 1), date(2027, 12, 31))


# -- in the order of receipt

OUT_OF_ORDER = {1: ["later-ontvangen"]}


def test_contract_received_before_what_is_known_of_it(ground):
    deliver("contracten", contract(), received_on=APRIL)
    before = list(ContractVersion.objects.order_by("id").values_list("id", "received_on"))
    late = deliver("contracten", contract(opties="1x12"), received_on=MARCH)
    assert (counts(late), codes(late)) == ((0, 1, 0), OUT_OF_ORDER)
    assert list(ContractVersion.objects.order_by("id").values_list("id", "received_on")) == before


OTHER = {"contractnummer": "C4", "begin": "2027-01-01", "eind": "2027-12-31"}


def test_contract_received_before_a_new_one_of_the_provider(ground):
    deliver("contracten", contract(contractnummer="C5", begin="2028-01-01", eind=""), received_on=APRIL)
    assert counts(deliver("contracten", contract(**OTHER), received_on=MARCH)) == (1, 0, 0)


def test_contract_received_before_a_change_of_another_one(ground):
    """The change may have made room that was not there yet."""
    deliver("contracten", contract(contractnummer="C1", opties="1x12"), received_on=APRIL)
    late = deliver("contracten", contract(**OTHER), received_on=MARCH)
    assert (counts(late), codes(late)) == ((0, 1, 0), OUT_OF_ORDER)


@pytest.mark.parametrize("changes", [{}, {"begin": "2025-07-01"}])
def test_tariff_received_before_what_is_known_of_it(ground, changes):
    deliver("tarieven", tariff(), received_on=APRIL)
    before = tariffs()
    late = deliver("tarieven", tariff(**{"tarief": 1} | changes), received_on=MARCH)
    assert (counts(late), codes(late), tariffs()) == ((0, 1, 0), OUT_OF_ORDER, before)


def test_tariff_received_before_one_of_another_product(ground):
    deliver("tarieven", tariff(productcode="H451", eenheid="83"), received_on=APRIL)
    late = deliver("tarieven", tariff(productcode="H302", begin="2026-01-01"), received_on=MARCH)
    assert counts(late) == (1, 0, 0)


def test_tariff_received_before_a_change_of_another_one(ground):
    deliver("tarieven", tariff(), received_on=MARCH)
    deliver("tarieven", tariff(tarief=7700), received_on=APRIL)
    late = deliver("tarieven", tariff(productcode="H441"), received_on=MARCH)
    assert (counts(late), codes(late)) == ((0, 1, 0), OUT_OF_ORDER)


def test_tariff_received_before_one_of_another_provider(ground):
    """Providers do not meet on one day."""
    deliver("contracten", contract(contractnummer="C9", agb="00000022"), received_on=APRIL)
    assert counts(deliver("tarieven", tariff(), received_on=MARCH)) == (1, 0, 0)


def test_tariff_received_on_the_same_day(ground):
    deliver("tarieven", tariff(), received_on=APRIL)
    assert counts(deliver("tarieven", tariff(tarief=7700), received_on=APRIL)) == (1, 0, 0)
