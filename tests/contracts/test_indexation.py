"""A run of the indexation: proposed, looked at, approved as a whole by another person."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from contracts.choices import IndexMethod, ProcurementForm
from contracts.models import Contract, IndexationRun, ProductCode, Tariff
from contracts.queries.indexation import totals_of
from contracts.queries.terms import tariffs_on
from contracts.rules.indexation import Component
from contracts.rules.terms import Terms
from contracts.services import decisions, indexation
from tests.desk.cast import auditor, outsider, person, region
from tests.exchange.cast import codes, counts, deliver

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)
JANUARY = date(2026, 1, 1)


@pytest.fixture
def connie():
    return person("connie", "contractmanager")


@pytest.fixture
def carel():
    return person("carel", "contractmanager")


@pytest.fixture
def publication(connie):
    return indexation.publish_index(
        year=2026,
        version="proef",
        method=IndexMethod.ADDITIVE,
        decimals=3,
        source="",
        components=[
            Component("OVA", Decimal("0.9"), Decimal("4.94"), Decimal("6.00"), Decimal("4.18")),
            Component("PPC", Decimal("0.1"), Decimal("2.51"), Decimal("3.10"), Decimal("1.82")),
        ],
        by=connie,
    )


def propose(publication, by, **changes):
    values = {"effective_on": JANUARY, "reason": "Jaarlijkse indexatie.", "today": TODAY}
    return indexation.propose_indexation(publication=publication, by=by, **values | changes)


def refusal(call, **named):
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        call(**named)
    return caught.value.messages[0]


def prices_on(day, as_of=TODAY):
    found = tariffs_on(Tariff.objects.all(), day, as_of=as_of)
    return list(found.order_by("contract__number").values_list("cents", flat=True))


def lines(run):
    return [
        (line.old_cents, line.new_cents, line.percentage, line.declared, line.effect, line.skipped)
        for line in run.lines.order_by("tariff__contract__number")
    ]


def test_run_proposes_old_new_and_effect_and_changes_nothing(publication, connie):
    """Declared in the twelve mature months, December 2024 to November 2025: January to November, 11 x EUR 1,000."""
    region()
    run = propose(publication, connie)
    assert (run.total, run.without_correction, run.declared_until) == (
        Decimal("4.96"),
        Decimal("3.94"),
        date(2025, 11, 30),
    )
    assert lines(run) == [(7_500, 7_872, Decimal("4.96"), 1_100_000, 54_560, "")]
    totals = totals_of(run)
    assert (totals.indexed, totals.skipped, totals.declared, totals.effect) == (1, 0, 1_100_000, 54_560)
    assert prices_on(JANUARY) == [7_500]


def test_approval_keeps_old_prices_for_old_service_dates(publication, connie, carel):
    region()
    run = propose(publication, connie)
    delivery = indexation.approve_indexation(run=run, by=carel, today=TODAY)
    assert (prices_on(date(2025, 12, 31)), prices_on(JANUARY)) == ([7_500], [7_872])
    assert prices_on(JANUARY, as_of=date(2026, 3, 9)) == [7_500]  # not known before
    assert (delivery.kind, delivery.received_on, delivery.rows_accepted) == ("tarieven", TODAY, 2)
    assert list(Tariff.objects.order_by("id").values_list("begin", "end", "cents", "superseded_on")) == [
        (date(2024, 1, 1), None, 7_500, TODAY),
        (date(2024, 1, 1), date(2025, 12, 31), 7_500, None),
        (JANUARY, None, 7_872, None),
    ]


def test_first_year_after_procurement_has_no_correction_and_the_year_itself_no_index(
    publication, connie, carel
):
    made = region()
    add_contract(made, connie, carel, "C5", begin=date(2025, 7, 1))
    add_contract(made, connie, carel, "C6", begin=date(2025, 7, 1), price_from=date(2026, 1, 1), code="H399")
    add_contract(made, connie, carel, "C7", begin=date(2025, 12, 1), until=date(2025, 12, 31))
    run = propose(publication, connie)
    assert [line[:3] for line in lines(run)] == [
        (7_500, 7_872, Decimal("4.96")),
        (10_000, 10_394, Decimal("3.94")),
    ]
    later = propose(publication, connie, effective_on=date(2026, 2, 1))
    assert [line[:3] for line in lines(later)][-1] == (10_000, 10_394, Decimal("3.94"))


def add_contract(made, connie, carel, number, *, begin, until=None, price_from=None, code=None):
    provider = made.providers[0]
    proposal = decisions.propose_contract(
        number=number,
        provider=provider,
        form=ProcurementForm.TENDER,
        terms=Terms(begin, until),
        municipalities=[],
        reason="Gegund.",
        decided_on=begin,
        by=connie,
    )
    decisions.approve(decision=proposal, by=carel, today=TODAY)
    origin = {"delivery": made.delivery, "row_number": 1, "received_on": date(2025, 1, 10)}
    product = ProductCode.objects.create(code=code or f"H{number[1]}99", category_id="45", **origin)
    Tariff.objects.create(
        contract=proposal.contract,
        product_code=product,
        begin=price_from or begin,
        cents=10_000,
        unit="04",
        **origin,
    )


def test_contract_of_the_year_itself_keeps_its_price_and_says_why(publication, connie, carel):
    made = region()
    add_contract(made, connie, carel, "C5", begin=JANUARY, price_from=date(2025, 12, 1))
    run = propose(publication, connie)
    assert lines(run)[1] == (
        10_000,
        10_000,
        None,
        0,
        0,
        "Het contract begint op 01-01-2026; de tarieven zijn voor dat jaar afgesproken.",
    )


def test_price_that_was_agreed_for_later_is_left_alone(publication, connie, carel):
    made = region()
    deliver(
        "tarieven", tariff(eind="2026-06-30"), tariff(begin="2026-07-01", tarief=8_000), received_on=TODAY
    )
    run = propose(publication, connie)
    assert lines(run)[0][5] == "Voor dit product is op of na de ingangsdag al een ander tarief afgesproken."
    indexation.approve_indexation(run=run, by=carel, today=TODAY)
    assert prices_on(date(2026, 7, 1)) == [8_000]
    assert made.providers[0].contracts.count() == 1


def test_own_proposal_another_year_and_a_second_proposal_are_refused(publication, connie):
    region()
    assert refusal(propose, publication=publication, by=connie, effective_on=date(2027, 1, 1)) == (
        "Deze cijfers zijn voor 2026. Kies een ingangsdag in dat jaar."
    )
    run = propose(publication, connie)
    assert refusal(propose, publication=publication, by=connie).startswith(
        "Er ligt al een voorstel per die dag."
    )
    assert refusal(indexation.approve_indexation, run=run, by=connie, today=TODAY).startswith(
        "U hebt dit zelf voorgesteld."
    )


def test_without_a_tariff_there_is_nothing_to_index(publication, connie):
    assert refusal(propose, publication=publication, by=connie).startswith(
        "Op die dag loopt geen tarief door"
    )


def test_tariffs_that_changed_meanwhile_are_not_overwritten(publication, connie, carel):
    region()
    run = propose(publication, connie)
    deliver("tarieven", tariff(tarief=7_600), received_on=TODAY)
    message = refusal(indexation.approve_indexation, run=run, by=carel, today=TODAY)
    assert message.startswith(
        "Sinds dit voorstel zijn er tarieven veranderd, bijvoorbeeld door een aanlevering: C0 H300."
    )
    assert prices_on(JANUARY) == [7_600]


def test_rejected_run_can_be_followed_by_another(publication, connie, carel):
    region()
    decisions.reject(decision=propose(publication, connie), by=carel, reason="Wacht op de raad.")
    assert propose(publication, connie).state == "voorstel"


def test_two_indexations_follow_each_other(publication, connie, carel):
    region()
    indexation.approve_indexation(run=propose(publication, connie), by=carel, today=TODAY)
    again = propose(publication, connie, effective_on=date(2026, 7, 1))
    indexation.approve_indexation(run=again, by=carel, today=TODAY)
    assert [prices_on(day) for day in (date(2025, 12, 31), JANUARY, date(2026, 7, 1))] == [
        [7_500],
        [7_872],
        [8_262],
    ]


# -- deliveries afterwards


def tariff(**changes):
    cells = {
        "contractnummer": "C0",
        "productcode": "H300",
        "begin": "2024-01-01",
        "eind": "",
        "tarief": 7_500,
        "eenheid": "04",
    }
    return cells | changes


def test_file_that_repeats_the_old_tariff_leaves_the_indexation_standing(publication, connie, carel):
    region()
    indexation.approve_indexation(run=propose(publication, connie), by=carel, today=TODAY)
    delivery = deliver("tarieven", tariff(), received_on=date(2026, 4, 1))
    assert (counts(delivery), codes(delivery)) == ((0, 0, 1), {})
    assert prices_on(JANUARY, as_of=date(2026, 4, 1)) == [7_872]


def test_file_with_the_new_tariffs_changes_nothing_and_with_another_price_it_counts(
    publication, connie, carel
):
    region()
    indexation.approve_indexation(run=propose(publication, connie), by=carel, today=TODAY)
    new = tariff(begin="2026-01-01", tarief=7_872)
    both = [tariff(eind="2025-12-31"), new]
    assert counts(deliver("tarieven", *both, received_on=date(2026, 4, 1))) == (0, 0, 2)
    delivery = deliver("tarieven", new | {"tarief": 7_900}, received_on=date(2026, 5, 1))
    assert (counts(delivery), prices_on(JANUARY, as_of=date(2026, 5, 1))) == ((1, 0, 0), [7_900])


# -- pages


FIGURES = {
    "year": 2026,
    "version": "VNG",
    "method": "additief",
    "decimals": 3,
    "OVA_weight": "90",
    "OVA_forecast_before": "4,94",
    "OVA_definitive_before": "6,00",
    "OVA_forecast": "4,18",
    "PPC_weight": "10",
    "PPC_forecast_before": "2,51",
    "PPC_definitive_before": "3,10",
    "PPC_forecast": "1,82",
}


def test_from_figures_to_new_tariffs_on_the_pages(client, connie, carel):
    region()
    client.force_login(connie)
    client.post(reverse("admin:indexation_publish"), FIGURES)
    (shown,) = client.get(reverse("admin:indexation_page")).context["publications"]
    assert (shown[1].total, shown[1].without_correction) == (Decimal("4.96"), Decimal("3.94"))
    form = {"publication": shown[0].pk, "effective_on": "2026-01-01", "reason": "Jaarlijks."}
    client.post(reverse("admin:indexation_propose"), form)
    run = IndexationRun.objects.get()
    settle = reverse("admin:indexation_settle", args=[run.pk])
    response = client.post(settle, {"doe": "vaststellen"}, follow=True)
    *_, newest = map(str, response.context["messages"])
    assert newest == "U hebt dit zelf voorgesteld. Een ander stelt het vast of wijst het af."
    client.force_login(carel)
    response = client.post(settle, {"doe": "vaststellen"}, follow=True)
    assert response.context["run"].state == "vastgesteld"
    assert Tariff.objects.get(begin=JANUARY).cents == 7_872


def test_weights_must_add_up(client, connie):
    client.force_login(connie)
    response = client.post(reverse("admin:indexation_publish"), FIGURES | {"PPC_weight": "5"})
    assert response.context["form"].non_field_errors() == [
        "De gewichten zijn samen geen 100%. Verbeter ze; gebruikelijk is 90 en 10."
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_as_many_queries_for_three_rows_as_for_one(
    client, django_assert_num_queries, publication, connie, rows
):
    region(rows)
    run = propose(publication, connie)
    client.force_login(connie)
    for name, args, queries in (
        ("indexation_page", [], 7),
        ("indexation_run", [run.pk], 9),
        ("indexation_file", [run.pk], 6),
    ):
        url = reverse(f"admin:{name}", args=args)
        client.get(url)
        with django_assert_num_queries(queries, info=name):
            assert client.get(url).status_code == 200


def test_file_holds_every_tariff_and_no_formula(client, publication, connie):
    region()
    provider = Contract.objects.get().provider
    type(provider).objects.update(name="=1+1")
    run = propose(publication, connie)
    client.force_login(connie)
    text = client.get(reverse("admin:indexation_file", args=[run.pk])).content.decode()
    assert text.splitlines()[1] == "C0;99000000;'=1+1;H300;4.96;7500;7872;372;1100000;54560;"


def test_who_may_look_cannot_decide_and_who_may_not_sees_nothing(client, publication, connie):
    region()
    run = propose(publication, connie)
    settle = reverse("admin:indexation_settle", args=[run.pk])
    client.force_login(auditor())
    assert client.get(reverse("admin:indexation_run", args=[run.pk])).status_code == 200
    for url in (reverse("admin:indexation_publish"), reverse("admin:indexation_propose")):
        assert client.get(url).status_code == 403
    assert client.post(settle, {"doe": "vaststellen"}).status_code == 403
    client.force_login(outsider())
    for url in (reverse("admin:indexation_page"), reverse("admin:indexation_run", args=[run.pk])):
        assert client.get(url).status_code == 403


def test_a_price_list_of_a_year_is_indexed_into_the_next(publication, connie, carel):
    region()
    deliver("tarieven", tariff(eind="2025-12-31"), received_on=date(2026, 3, 1))
    run = propose(publication, connie)
    delivery = indexation.approve_indexation(run=run, by=carel, today=TODAY)
    assert delivery.rows_accepted == 1
    assert list(
        Tariff.objects.filter(superseded_on=None).order_by("id").values_list("begin", "end", "cents")
    ) == [
        (date(2024, 1, 1), date(2025, 12, 31), 7_500),
        (JANUARY, None, 7_872),
    ]


def test_a_price_that_ended_before_the_eve_is_not_indexed(publication, connie):
    region()
    deliver("tarieven", tariff(eind="2025-12-30"), received_on=date(2026, 3, 1))
    assert refusal(propose, publication=publication, by=connie).startswith(
        "Op die dag loopt geen tarief door"
    )
