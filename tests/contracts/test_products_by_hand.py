"""Products that people propose: a new one, or other features."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from contracts.models import ProductCode, Tariff
from contracts.models.prices import PRODUCT_FIELDS
from contracts.queries.open_proposals import product_changes
from contracts.services.catalogue import approve_product, propose_product
from contracts.services.decisions import reject
from tests.contracts.procurement_cast import employee, make_product, origin
from tests.contracts.test_prices import fault
from tests.contracts.test_use import contract

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)


def features(**changed):
    values = dict.fromkeys(PRODUCT_FIELDS, "")
    values |= {
        "category": None,
        "weight_class": None,
        "max_days": None,
        "valid_from": None,
        "standard_code": None,
    }
    return values | {"extended": False, "needs_no_decision": False} | changed


def known(product, **changed):
    return {name: getattr(product, name) for name in PRODUCT_FIELDS} | changed


def test_a_new_product_is_in_the_list_once_another_person_approves_it():
    category = make_product("H300").category
    chris, dirk = employee("chris"), employee("dirk")
    values = features(category=category, description="dagbesteding", unit="16", valid_from=date(2027, 1, 1))
    proposal = propose_product(code="H350", values=values, reason="nieuw aanbod", by=chris)
    assert not ProductCode.objects.filter(code="H350").exists()
    assert product_changes(proposal) == [
        ("productcategorie", "", str(category)),
        ("omschrijving", "", "dagbesteding"),
        ("eenheid", "", "dagdeel (4 uur)"),
        ("verlengde jeugdhulp", "", "nee"),
        ("af te spreken vanaf", "", "2027-01-01"),
        ("zonder beschikking", "", "nee"),
    ]
    with pytest.raises(ValidationError, match="U hebt dit zelf voorgesteld"):
        approve_product(decision=proposal, by=chris, today=TODAY)
    product = approve_product(decision=proposal, by=dirk, today=TODAY)
    assert (product.code, product.unit, product.received_on, product.delivery.kind, product.delivery.by) == (
        "H350",
        "16",
        TODAY,
        "productcodes",
        dirk,
    )
    taken = {"code": "H350", "values": values, "reason": "x", "by": chris}
    assert fault(propose_product, **taken) == (
        "Productcode H350 bestaat al. Kies een andere code, of wijzig dat product."
    )


def test_other_features_keep_the_day_of_first_receipt_and_nothing_changes_when_turned_down():
    product = make_product("H300")
    chris, dirk = employee("chris"), employee("dirk")
    asked = {"code": "H300", "product": product, "reason": "duidelijker", "by": chris}
    proposal = propose_product(values=known(product, description="ambulante hulp"), **asked)
    assert product_changes(proposal) == [("omschrijving", "hulp H300", "ambulante hulp")]
    assert fault(propose_product, values=known(product, max_days=365), **asked) == (
        "Er ligt al een voorstel voor product H300. Laat dat eerst vaststellen."
    )
    reject(decision=proposal, by=dirk, reason="te vaag")
    product.refresh_from_db()
    assert product.description == "hulp H300"
    again = propose_product(values=known(product, max_days=365), **asked)
    approve_product(decision=again, by=dirk, today=TODAY)
    product.refresh_from_db()
    assert (product.max_days, product.received_on) == (365, date(2024, 1, 2))
    assert fault(propose_product, values=known(product), **asked) == (
        "Er verandert niets: zo staat het product al in de lijst."
    )


def test_category_and_unit_stay_as_they_are_once_there_is_a_price():
    product = make_product("H300")
    asked = {"code": "H300", "product": product, "reason": "x", "by": employee("chris")}
    proposal = propose_product(values=known(product, unit="14"), **asked)
    made = contract(0, products=[])
    Tariff.objects.create(contract=made, product_code=product, begin=TODAY, cents=1, unit="04", **origin(3))
    assert fault(approve_product, decision=proposal, by=employee("dirk"), today=TODAY) == (
        "Voor H300 zijn tarieven afgesproken; categorie en eenheid liggen daarmee vast. Maak een nieuw product en laat "
        "dit vervallen."
    )
