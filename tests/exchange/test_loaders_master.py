"""Municipalities, providers and product codes: by natural key, the newest row counts."""

from datetime import date

import pytest

from contracts.models import ProductCode
from inkoop.base.choices import DeliveryStatus
from inkoop.base.models import Municipality
from providers.models import Provider, ProviderSegment
from tests.exchange.cast import APRIL, MARCH, MAY, codes, counts, deliver, deliver_text, row

pytestmark = pytest.mark.django_db


def test_municipality_is_new_changed_and_unchanged():
    assert counts(deliver("gemeenten", received_on=MARCH)) == (1, 0, 0)
    assert counts(deliver("gemeenten", row("gemeenten", naam="Cranen"), received_on=APRIL)) == (1, 0, 0)
    again = [row("gemeenten", naam="Cranen"), row("gemeenten", gemeentecode="9004")]
    assert counts(deliver("gemeenten", *again, received_on=MAY)) == (1, 0, 1)
    assert list(Municipality.objects.values_list("code", "name", "received_on")) == [
        ("9003", "Cranen", MARCH),
        ("9004", "Cranendijk", MAY),
    ]


def test_the_last_row_of_a_key_in_one_file_counts():
    deliver("gemeenten", row("gemeenten", naam="Eerst"), row("gemeenten", naam="Laatst"))
    assert Municipality.objects.get().name == "Laatst"


def test_malformed_rows_are_refused_and_the_others_loaded():
    delivery = deliver(
        "gemeenten", row("gemeenten", gemeentecode="903"), row("gemeenten"), row("gemeenten", naam="")
    )
    assert (counts(delivery), codes(delivery)) == ((1, 2, 0), {1: ["0001"], 3: ["0001"]})


def test_provider_with_all_columns():
    cells = {"kvk": "12345678", "rechtsvorm": "bv", "plaats": "Aarveld", "email": "post@drie.example"}
    delivery = deliver("aanbieders", row("aanbieders", **cells))
    provider = Provider.objects.get()
    assert (provider.agb, provider.name, provider.segment, provider.kvk) == (
        "00000033",
        "Drie",
        "groot",
        "12345678",
    )
    assert (provider.legal_form, provider.city, provider.email) == ("bv", "Aarveld", "post@drie.example")
    assert (provider.delivery, provider.row_number, provider.received_on) == (delivery, 1, MARCH)


def test_provider_with_only_the_required_columns():
    assert counts(deliver_text("agb;naam\n00000033;Drie\n").delivery) == (1, 0, 0)


def test_an_empty_column_and_an_absent_one_are_the_same():
    deliver("aanbieders", row("aanbieders", plaats="Aarveld"))
    assert counts(deliver_text("agb;naam;segment\n00000033;Drie;groot\n").delivery) == (1, 0, 0)
    assert Provider.objects.get().city == ""


def test_the_segments_of_a_provider_are_kept():
    deliver("aanbieders", row("aanbieders", segment="groot"), received_on=MARCH)
    deliver("aanbieders", row("aanbieders", segment="groot", naam="Anders"), received_on=APRIL)
    deliver("aanbieders", row("aanbieders", segment="overig"), received_on=MAY)
    assert segments() == [("groot", MARCH), ("overig", MAY)]


def test_a_provider_twice_in_one_file_with_two_segments():
    delivery = deliver("aanbieders", row("aanbieders", segment="groot"), row("aanbieders", segment="overig"))
    assert (counts(delivery), Provider.objects.get().segment, segments()) == (
        (2, 0, 0),
        "overig",
        [("overig", MARCH)],
    )


def segments():
    return list(ProviderSegment.objects.order_by("id").values_list("segment", "received_on"))


@pytest.mark.parametrize("email", ["geen", "a@b@c", "a b@c", f"{'a' * 120}@b"])
def test_email_that_is_none(email):
    delivery = deliver("aanbieders", row("aanbieders", email=email), row("aanbieders", agb="00000044"))
    assert (counts(delivery), codes(delivery)) == ((1, 1, 0), {1: ["0001"]})


def test_product_code_with_all_columns():
    cells = {
        "omschrijving": "Begeleiding",
        "zorgvorm": "ambulant",
        "gewichtsklasse": "2",
        "bekostiging": "inspanningsgericht",
        "max_duur_dagen": "365",
        "opleidingsniveau": "hbo",
        "verlengd": "1",
    }
    assert counts(deliver("productcodes", row("productcodes", **cells))) == (1, 0, 0)
    made = ProductCode.objects.get()
    assert (made.code, made.category_id, made.unit, made.description) == ("H309", "45", "04", "Begeleiding")
    assert (made.care_form, made.weight_class, made.funding) == ("ambulant", 2, "inspanningsgericht")
    assert (made.max_days, made.staff_level, made.extended) == (365, "hbo", True)


@pytest.mark.parametrize(("text", "extended"), [("", False), ("0", False), ("1", True)])
def test_product_code_extended_or_not(text, extended):
    assert counts(deliver("productcodes", row("productcodes", verlengd=text))) == (1, 0, 0)
    assert ProductCode.objects.get().extended == extended


def test_product_code_with_only_the_required_columns():
    delivery = deliver_text("productcode;productcategorie\nH309;45\n").delivery
    assert (delivery.status, counts(delivery)) == (DeliveryStatus.LOADED, (1, 0, 0))


@pytest.mark.parametrize(
    "changes",
    [
        {"productcategorie": "39"},
        {"productcategorie": ""},
        {"gewichtsklasse": "4"},
        {"bekostiging": "anders"},
        {"verlengd": "ja"},
        {"eenheid": "21"},
        {"max_duur_dagen": "-1"},
    ],
)
def test_product_code_that_is_refused(changes):
    delivery = deliver("productcodes", row("productcodes", **changes))
    assert (counts(delivery), codes(delivery), ProductCode.objects.count()) == ((0, 1, 0), {1: ["0001"]}, 0)


def test_product_code_moves_to_another_category():
    deliver("productcodes", row("productcodes"), received_on=MARCH)
    assert counts(deliver("productcodes", row("productcodes", productcategorie="44"), received_on=APRIL)) == (
        1,
        0,
        0,
    )
    assert (ProductCode.objects.get().category_id, ProductCode.objects.get().received_on) == (
        "44",
        date(2025, 3, 12),
    )
