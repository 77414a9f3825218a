"""Open house beside aanbesteding and incidental contracts; and where products are used."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.models import Lot, LotProduct, Procedure, ProductCode, Tariff
from contracts.queries.catalogue import effect, product_proposals, where_used
from contracts.queries.procurement import figures_per_form, incidental_contracts, product_prices
from contracts.services.catalogue import change_product, end_product
from tests.contracts.procurement_cast import employee, make_product, origin
from tests.contracts.test_open_house import refusal
from tests.contracts.test_use import contract, declare

pytestmark = pytest.mark.django_db

FIRST, LAST, AS_OF = date(2025, 1, 1), date(2025, 12, 1), date(2026, 6, 1)


def lay(rows=1):
    """``rows`` open house contracts that declared 100, 200, ... euros; one aanbesteding; one incidental."""
    shared, stay = make_product("H300"), make_product("H400", category_id="44", unit="14")
    for number in range(rows):
        declare(
            contract(number, products=[shared]), date(2025, 3, 1), 10_000 * (number + 1), client=f"y{number}"
        )
    tender = contract(7, products=[stay], form="aanbesteding")
    Tariff.objects.create(
        contract=tender, product_code=shared, begin=date(2024, 1, 1), cents=9900, unit="04", **origin()
    )
    declare(tender, date(2025, 4, 1), 50_000, client="y0")
    contract(8, products=[stay], form="incidenteel")
    return shared, stay


def test_what_each_form_costs_and_yields():
    lay(2)
    house, tender, incidental = figures_per_form(FIRST, LAST, as_of=AS_OF)
    assert (house.name, house.contracts, house.providers, house.declared, house.clients) == (
        "open house",
        2,
        2,
        30_000,
        2,
    )
    assert (house.per_client, house.index, house.top_share, house.silent) == (15_000, 5_556, 1, 0)
    assert (tender.contracts, tender.declared, tender.clients, tender.index) == (1, 50_000, 1, 10_000)
    assert (incidental.contracts, incidental.declared, incidental.per_client, incidental.silent) == (
        1,
        0,
        None,
        1,
    )


def test_lines_without_a_tariff_stand_apart():
    shared, _ = lay()
    line = declare(contract(5, products=[shared]), date(2025, 5, 1), 700)
    type(line).objects.filter(pk=line.pk).update(product_code="")
    assert [(one.name, one.declared) for one in figures_per_form(FIRST, LAST, as_of=AS_OF)] == [
        ("open house", 10_000),
        ("aanbesteding", 50_000),
        ("incidenteel", 0),
        ("niet te bepalen", 700),
    ]


def test_the_price_of_one_product_under_both_forms():
    lay()
    both, single = product_prices(AS_OF)
    assert (both.code, both.difference) == ("H300", Decimal("0.1"))
    assert (both.by_form["open_house"].average, both.by_form["aanbesteding"].average) == (9000, 9900)
    assert (single.code, single.difference, sorted(single.by_form)) == (
        "H400",
        None,
        ["aanbesteding", "incidenteel"],
    )


def test_incidental_contracts_and_who_has_no_other():
    _, stay = lay()
    extra = contract(9, products=[stay], form="incidenteel")
    extra.provider_id = contract(3, products=[]).provider_id
    extra.save()
    found = [(one.contract.number, one.is_only) for one in incidental_contracts(FIRST, LAST, as_of=AS_OF)]
    assert found == [("C9", False), ("C8", True)]


@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_for_three_providers_as_for_one(django_assert_num_queries, rows):
    lay(rows)
    with django_assert_num_queries(2):
        figures_per_form(FIRST, LAST, as_of=AS_OF)
    with django_assert_num_queries(4):
        product_prices(AS_OF)
    with django_assert_num_queries(3):
        incidental_contracts(FIRST, LAST, as_of=AS_OF)


def test_where_a_product_is_used():
    shared, _ = lay(2)
    procedure = Procedure.objects.create(code="OH-1", title="Ronde", form="open_house", begin=FIRST)
    lot = Lot.objects.create(procedure=procedure, number=1, name="regio")
    LotProduct.objects.create(lot=lot, product_code=shared, cents=9000, unit="04")
    used = where_used(shared, FIRST, LAST, AS_OF)
    assert [one.number for one in used.contracts] == ["C0", "C1", "C7"]
    assert [one.lot for one in used.lots] == [lot]
    assert (used.running_allocations, used.clients, used.cents) == (0, 2, 80_000)
    unused = where_used(make_product("H999"), FIRST, LAST, AS_OF)
    assert (unused.is_used, used.is_used) == (False, True)


def test_proposals_with_their_effect():
    lay()
    make_product("H999")
    found = product_proposals(FIRST, LAST, few_clients=2)
    assert [(one.use.code, one.into) for one in found] == [("H400", ""), ("H999", "")]
    assert effect(found) == (2, 0, 0)


def test_ending_a_product_keeps_what_runs_and_names_its_successor():
    shared, stay = lay()
    user, twin = employee("chris"), make_product("H310")
    assert refusal(end_product, product=twin, last_day=LAST, into=stay, reason="x", by=user) == (
        "H400 heeft een andere categorie of eenheid; dan klopt het tarief niet meer."
    )
    end_product(product=twin, last_day=LAST, into=shared, reason="zelfde als H300", by=user)
    kept = ProductCode.objects.get(code="H310")
    assert (kept.valid_until, kept.merged_into) == (LAST, shared)
    assert kept.events.last().pgh_context.metadata == {"user": user.pk, "reason": "zelfde als H300"}
    assert refusal(end_product, product=shared, last_day=LAST, into=kept, reason="x", by=user) == (
        "H310 vervalt zelf ook. Kies een product dat blijft."
    )
    assert (
        refusal(change_product, product=kept, changes={"valid_from": date(2026, 1, 1)}, reason="x", by=user)
        == "De laatste dag ligt voor de eerste. Kies een latere laatste dag."
    )
