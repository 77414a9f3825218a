"""An aanbesteding in which the price counts: offered, sealed, scored by a formula, contracted."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from contracts.choices import LetterKind
from contracts.models import Application, Criterion, Letter, LotProduct, OfferedPrice
from contracts.queries.procedures.ranking import standing_of
from contracts.rules.procedures import Step
from contracts.services.decisions import approve
from contracts.services.procedures.assessing import agree
from contracts.services.procedures.contracting import propose_contract
from contracts.services.procedures.letters import letter_data
from contracts.services.procedures.steps import publication_faults
from tests.contracts.procurement_cast import days_ago, employee, priced_tender
from tests.contracts.test_open_house import refusal

pytestmark = pytest.mark.django_db
LONG_AGO = 25


def priced(made, *bids):
    """(quality, cents) per applicant, scored the same by both assessors."""
    applications = [made.apply(place, price=cents) for place, (_, cents) in enumerate(bids)]
    for application, (quality, _) in zip(applications, bids, strict=True):
        for assessor in (0, 1):
            made.score(application, assessor, (quality,))
    return applications


def published(**options):
    made = priced_tender(**options)
    made.step(Step.PUBLISH, on=days_ago(70))
    return made


def test_the_lowest_price_earns_the_maximum_and_the_sums_are_shown():
    made = published()
    first, second = priced(made, ("8", 9000), ("7", 7200))
    standing = standing_of(made.lot)
    assert [(row.bid, row.total) for row in standing.rows] == [
        (second.pk, Decimal("82.00")),
        (first.pk, Decimal("80.00")),
    ]
    assert [standing.offers[one.pk].reason for one in (first, second)] == [
        "10,00 × €\xa07.200,00 (laagste prijs) ÷ €\xa09.000,00 = 8,00 punten.",
        "10,00 × €\xa07.200,00 (laagste prijs) ÷ €\xa07.200,00 = 10,00 punten.",
    ]
    assert [(line.cents, line.amount) for line in standing.offers[first.pk].lines] == [(9000, 900_000)]


def test_in_a_band_the_points_do_not_depend_on_others():
    made = published(formula="bandbreedte", floor=80)
    first, second = priced(made, ("8", 8235), ("7", 7000))
    offers = standing_of(made.lot).offers
    assert [(offers[one.pk].points, offers[one.pk].reason) for one in (first, second)] == [
        (
            Decimal("5.00"),
            "10,00 × (€\xa09.150,00 − €\xa08.235,00) ÷ (€\xa09.150,00 − €\xa07.320,00) = 5,00 punten.",
        ),
        (Decimal("10.00"), "€\xa07.000,00 ligt op of onder de bodem van €\xa07.320,00: 10,00 punten."),
    ]


def test_the_lowest_price_of_who_is_out_does_not_count():
    made = published()
    first, second = priced(made, ("8", 9000), ("7", 4500))
    assert standing_of(made.lot).offers[first.pk].points == Decimal("5.00")
    made.retract(second)
    assert standing_of(made.lot).offers[first.pk].points == Decimal("10.00")


def test_a_tariff_is_asked_for_every_product_and_never_above_the_published_one():
    made = published()
    code = made.lot.products.get().product_code.code
    assert refusal(made.apply) == f"Vul het aangeboden tarief van {code} in."
    assert refusal(made.apply, price=9151) == (
        f"Voor {code} is ten hoogste €\xa091,50 gepubliceerd; €\xa091,51 is meer. Een hoger tarief doet niet mee."
    )
    assert Application.objects.count() == 0


def test_expected_numbers_are_needed_before_publication():
    made = priced_tender(volume=None)
    code = made.lot.products.get().product_code.code
    assert publication_faults(made.procedure) == [
        f"Perceel 1: perceel 1: vul het verwachte aantal per jaar in van {code}; daarmee weegt de prijs."
    ]


def test_nobody_gives_points_for_the_price():
    made = published()
    (application,) = priced(made, ("8", 9000))
    agreement = {
        "application": application,
        "criterion": made.criteria[1],
        "points": Decimal(1),
        "reason": "x",
    }
    assert refusal(agree, by=made.assessors[0], **agreement) == (
        "Deze punten volgen uit de prijs; daarover valt niets af te stemmen."
    )


def test_prices_stay_sealed_until_nobody_has_to_score(client):
    made = published()
    one, two = made.apply(0, price=9000), made.apply(1, price=8000)
    made.score(one, 0, ("8",))
    made.score(one, 1, ("8",))
    client.force_login(made.manager)
    page = reverse("admin:application_page", args=[one.pk])
    sealed = client.get(page).content.decode()
    assert "De prijs blijft dicht" in sealed
    assert "9.000,00" not in sealed
    for assessor in (0, 1):
        made.score(two, assessor, ("8",))
    opened = client.get(page).content.decode()
    assert "10,00 × €\xa08.000,00 (laagste prijs) ÷ €\xa09.000,00 = 8,89 punten." in opened
    made.manager.user_permissions.add(Permission.objects.get(codename="view_lot"))
    lot = client.get(reverse("admin:lot_page", args=[made.lot.pk])).content.decode()
    assert "€\xa09.000,00 per jaar, 8,89 punten" in lot


def test_the_letter_shows_the_sum_and_the_contract_takes_the_offered_tariff():
    made = published()
    first, _ = priced(made, ("9", 8000), ("6", 7200))
    made.step(Step.PROVISIONAL, on=days_ago(LONG_AGO))
    letter = letter_data(first, LetterKind.AWARD, made.procedure.decisions.last(), standing_of(made.lot))
    assert letter["cells"][1] == ["prijs", "40,00%", "9,00 van 10,00", "36,00", "40,00"]
    assert letter["reasons"][1] == {
        "criterion": "prijs",
        "text": "Uw prijs is €\xa08.000,00 per jaar. "
        "10,00 × €\xa07.200,00 (laagste prijs) ÷ €\xa08.000,00 = 9,00 punten.",
    }
    assert bytes(Letter.objects.get(application=first).content).startswith(b"%PDF")
    made.step(Step.AWARD)
    decision = propose_contract(
        application=first, number="C-1", on=timezone.localdate(), reason="gegund", by=made.manager
    )
    approve(decision=decision, by=employee("dirk"), today=timezone.localdate())
    assert list(decision.contract.tariffs.values_list("cents", flat=True)) == [8000]


def test_the_database_holds_one_price_criterion_and_a_floor_only_of_a_band():
    made = priced_tender()
    lot, quality = made.lot, made.criteria[0]
    for change in ({"formula": "laagste"}, {"price_floor": 80}, {"formula": "bandbreedte"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Criterion.objects.filter(pk=quality.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        LotProduct.objects.filter(lot=lot).update(volume=0)
    assert OfferedPrice.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_two_more_queries_for_the_prices_of_any_number(django_assert_num_queries, rows):
    made = published()
    priced(made, *[("9", 8000)] * rows)
    with django_assert_num_queries(6):
        assert len(standing_of(made.lot).rows) == rows


def test_a_provider_offers_its_tariffs_on_the_form(client):
    made = priced_tender()
    made.procedure.windows.update(end=timezone.localdate() + timedelta(days=3))
    made.step(Step.PUBLISH, on=days_ago(70))
    client.force_login(made.manager)
    page = reverse("admin:application_add", args=[made.lot.pk])
    product = made.lot.products.get()
    given = {"provider": made.providers[0].pk, "submitted_on": timezone.localdate().isoformat()}
    refused = client.post(page, given | {f"price_{product.pk}": "91,51"})
    assert refused.context["form"].errors[f"price_{product.pk}"] == [
        "Zorg ervoor dat deze waarde hoogstens 91.5 is."
    ]
    client.post(page, given | {f"price_{product.pk}": "88,10"})
    assert list(OfferedPrice.objects.values_list("cents", flat=True)) == [8810]
