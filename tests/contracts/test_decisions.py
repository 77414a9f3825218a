"""What people decide about a contract, and what deliveries say afterwards."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction

from contracts.choices import DecisionKind, ProcurementForm
from contracts.models import Contract, ContractDecision, ContractVersion, ProductCode, Tariff
from contracts.queries.status import current_version, terms_of, with_status
from contracts.queries.terms import with_terms
from contracts.rules.terms import Terms, notice_by, status_of
from contracts.services import decisions
from inkoop.base.models import Delivery
from inkoop.base.signals import delivery_loaded
from kpis.queries.known import known_at
from tests.desk.cast import person, region
from tests.exchange.cast import codes, counts, deliver

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)
BEGIN = date(2024, 1, 1)


@pytest.fixture
def contract():
    region()
    return Contract.objects.get()


@pytest.fixture
def connie():
    return person("connie")


@pytest.fixture
def carel():
    return person("carel")


def extend(contract, by, **changes):
    values = {"reason": "Goede resultaten.", "decided_on": TODAY, "today": TODAY}
    return decisions.propose_extension(contract=contract, by=by, **values | changes)


def end_as_of(day):
    return with_terms(Contract.objects.all(), as_of=day).values_list("end", "options").get()


def refusal(call, *args, **named):
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        call(*args, **named)
    return caught.value.messages[0]


def test_extension_holds_from_the_day_it_was_approved_and_not_before(contract, connie, carel):
    proposal = extend(contract, connie)
    assert end_as_of(TODAY) == (date(2026, 12, 31), "3x12")
    version = decisions.approve(decision=proposal, by=carel, today=TODAY)
    assert end_as_of(date(2026, 3, 9)) == (date(2026, 12, 31), "3x12")
    assert end_as_of(TODAY) == (date(2027, 12, 31), "2x12")
    delivery = Delivery.objects.get(pk=version.delivery_id)
    assert (delivery.file_name, delivery.kind, delivery.received_on, delivery.by) == (
        f"met de hand: besluit {proposal.pk}, verlenging van C0",
        "contracten",
        TODAY,
        carel,
    )


def test_nobody_settles_an_own_proposal(contract, connie):
    proposal = extend(contract, connie)
    for settle in (decisions.approve, decisions.reject):
        named = {"today": TODAY} if settle is decisions.approve else {}
        message = refusal(settle, decision=proposal, by=connie, reason="ja", **named)
        assert message == "U hebt dit zelf voorgesteld. Een ander stelt het vast of wijst het af."
    assert ContractVersion.objects.count() == 1


def test_the_database_keeps_four_eyes_too(contract, connie):
    proposal = extend(contract, connie)
    delivery = Delivery.objects.get(pk=contract.versions.get().delivery_id)
    with pytest.raises(IntegrityError, match="contractdecision_approved_by_another"):
        ContractDecision.objects.filter(pk=proposal.pk).update(
            state="vastgesteld", settled_by=connie, settled_at=proposal.proposed_at, delivery=delivery
        )


def test_one_proposal_at_a_time(contract, connie):
    proposal = extend(contract, connie)
    assert refusal(extend, contract, connie).startswith("Er ligt al een voorstel voor dit contract.")
    decisions.withdraw(decision=proposal, by=connie, reason="Verkeerde dag.")
    assert extend(contract, connie).state == "voorstel"


def test_a_settled_proposal_stays_settled(contract, connie, carel):
    proposal = extend(contract, connie)
    decisions.reject(decision=proposal, by=carel, reason="Eerst het gesprek.")
    message = refusal(decisions.approve, decision=proposal, by=carel, today=TODAY)
    assert message == "Dit voorstel is al afgewezen."
    proposal.refresh_from_db()
    assert (proposal.state, proposal.settled_by, proposal.settle_reason) == (
        "afgewezen",
        carel,
        "Eerst het gesprek.",
    )


def test_terms_that_moved_on_are_not_overwritten(contract, connie, carel):
    proposal = extend(contract, connie)
    deliver("contracten", row(opties="1x6"), received_on=TODAY)
    message = refusal(decisions.approve, decision=proposal, by=carel, today=TODAY)
    assert message.startswith("De voorwaarden zijn sinds dit voorstel veranderd")
    assert Delivery.objects.filter(file_name__startswith="Besluit").count() == 0


def test_agreed_terms_and_tariffs_cannot_be_edited_in_place(contract):
    for rows, change in (
        (ContractVersion.objects.all(), {"end": None}),
        (Tariff.objects.all(), {"cents": 1}),
        (Tariff.objects.all(), {"end": date(2026, 1, 1)}),
    ):
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            rows.update(**change)
        with pytest.raises(ProgrammingError, match=r"Cannot .*delete"), transaction.atomic():
            rows.all()._raw_delete("default")


def test_addendum_needs_a_change_and_gives_all_terms(contract, connie, carel):
    version = current_version(contract, as_of=TODAY)
    same = {"terms": terms_of(version), "municipalities": [], "reason": "x", "decided_on": TODAY}
    message = refusal(decisions.propose_addendum, contract=contract, by=connie, today=TODAY, **same)
    assert message == "Er verandert niets: dit zijn al de geldende voorwaarden."
    longer = Terms(BEGIN, date(2028, 6, 30), (), 3)
    proposal = decisions.propose_addendum(
        contract=contract, by=connie, today=TODAY, **same | {"terms": longer}
    )
    made = decisions.approve(decision=proposal, by=carel, today=TODAY)
    assert (terms_of(made), made.form) == (longer, "open_house")


def test_notice_ends_the_contract_early_and_options_lapse(contract, connie, carel):
    asked = {"contract": contract, "by": connie, "reason": "Geen inzet.", "decided_on": TODAY, "today": TODAY}
    message = refusal(decisions.propose_ending, kind=DecisionKind.NOTICE, end=date(2026, 9, 9), **asked)
    assert message == (
        "Met een opzegtermijn van 6 maanden eindigt het contract op zijn vroegst op 10-09-2026. "
        "Kies een latere dag, of leg het vast als ontbinding."
    )
    proposal = decisions.propose_ending(kind=DecisionKind.NOTICE, end=date(2026, 9, 10), **asked)
    decisions.approve(decision=proposal, by=carel, today=TODAY)
    assert end_as_of(TODAY) == (date(2026, 9, 10), "")
    found = with_status(Contract.objects.all(), today=TODAY).get()
    assert (found.status, found.notice_by) == ("opgezegd", date(2026, 3, 10))
    assert with_status(Contract.objects.all(), today=date(2026, 9, 11)).get().status == "afgelopen"


def test_new_contract_is_a_concept_until_it_is_approved(contract, connie, carel):
    asked = {
        "provider": contract.provider,
        "form": ProcurementForm.TENDER,
        "terms": Terms(date(2027, 1, 1), date(2028, 12, 31), (12,), 6),
        "municipalities": [],
        "reason": "Gegund.",
        "decided_on": TODAY,
        "by": connie,
    }
    assert refusal(decisions.propose_contract, number="C0", **asked).startswith(
        "Contractnummer C0 bestaat al."
    )
    proposal = decisions.propose_contract(number="C9", predecessor=contract, **asked)
    statuses = with_status(Contract.objects.all(), today=TODAY).values_list("number", "status")
    assert dict(statuses) == {"C0": "lopend", "C9": "concept"}
    decisions.approve(decision=proposal, by=carel, today=TODAY)
    assert dict(statuses.all()) == {"C0": "lopend", "C9": "toekomstig"}
    assert list(contract.successors.values_list("number", flat=True)) == ["C9"]


def test_a_new_contract_that_is_turned_down_lapses(contract, connie):
    proposal = decisions.propose_contract(
        number="C9",
        provider=contract.provider,
        form=ProcurementForm.TENDER,
        terms=Terms(date(2027, 1, 1), None),
        municipalities=[],
        reason="Gegund.",
        decided_on=TODAY,
        by=connie,
    )
    decisions.withdraw(decision=proposal, by=connie, reason="Bezwaar.")
    assert with_status(Contract.objects.filter(number="C9"), today=TODAY).get().status == "vervallen"


def test_two_contracts_may_not_price_one_product_on_one_day(contract, connie, carel):
    """C9 follows C0 on 1 January 2027 with the same product; C0 cannot be extended into it."""
    successor = decisions.propose_contract(
        number="C9",
        provider=contract.provider,
        form=ProcurementForm.OPEN_HOUSE,
        terms=Terms(date(2027, 1, 1), None),
        municipalities=[],
        reason="Opvolger.",
        decided_on=TODAY,
        by=connie,
    )
    decisions.approve(decision=successor, by=carel, today=TODAY)
    price = Tariff.objects.get()
    Tariff.objects.create(
        contract=successor.contract,
        product_code=ProductCode.objects.get(),
        begin=date(2027, 1, 1),
        cents=8_000,
        unit="04",
        delivery=price.delivery,
        row_number=2,
        received_on=TODAY,
    )
    message = refusal(decisions.approve, decision=extend(contract, connie), by=carel, today=TODAY)
    assert message.startswith("Op 01-01-2027 zouden de contracten C0 en C9 allebei een tarief geven")


def test_status_in_sql_equals_the_rule(contract, connie, carel):
    decisions.approve(decision=extend(contract, connie), by=carel, today=TODAY)
    for today in (date(2025, 1, 9), date(2025, 1, 10), TODAY, date(2027, 12, 31), date(2028, 1, 1)):
        found = with_status(Contract.objects.all(), today=today).get()
        version = current_version(contract, as_of=today)
        terms = terms_of(version) if version else None
        assert found.status == status_of(terms, today, ended_early=False, has_proposal=found.has_proposal)


def test_history_says_who_and_why(contract, connie, carel):
    proposal = extend(contract, connie, reason="Goede resultaten.")
    decisions.approve(decision=proposal, by=carel, today=TODAY, reason="Akkoord.")
    contexts = [
        (event.pgh_context.metadata["user"], event.pgh_context.metadata["reason"])
        for event in proposal.events.select_related("pgh_context").order_by("pgh_id")
    ]
    assert contexts == [(connie.pk, "Goede resultaten."), (carel.pk, "Goede resultaten.")]


# -- deliveries after a decision


def row(**changes):
    cells = {
        "contractnummer": "C0",
        "agb": "99000000",
        "inkoopvorm": "open_house",
        "begin": "2024-01-01",
        "eind": "2026-12-31",
        "opties": "3x12",
        "opzegtermijn_maanden": 6,
    }
    return cells | changes


def test_a_file_that_repeats_what_it_said_leaves_the_decision_standing(contract, connie, carel):
    decisions.approve(decision=extend(contract, connie), by=carel, today=TODAY)
    assert counts(deliver("contracten", row(), received_on=date(2026, 4, 1))) == (0, 0, 1)
    assert end_as_of(date(2026, 4, 1)) == (date(2027, 12, 31), "2x12")


def test_a_file_that_says_what_was_decided_changes_nothing(contract, connie, carel):
    decisions.approve(decision=extend(contract, connie), by=carel, today=TODAY)
    same = row(eind="2027-12-31", opties="2x12")
    assert counts(deliver("contracten", same, received_on=date(2026, 4, 1))) == (0, 0, 1)


def test_a_file_that_says_something_else_counts(contract, connie, carel):
    decisions.approve(decision=extend(contract, connie), by=carel, today=TODAY)
    delivery = deliver("contracten", row(eind="2027-06-30"), received_on=date(2026, 4, 1))
    assert (counts(delivery), codes(delivery)) == ((1, 0, 0), {})
    assert end_as_of(date(2026, 4, 1)) == (date(2027, 6, 30), "3x12")


def test_only_the_first_row_of_a_contract_in_a_file_can_repeat(contract, connie, carel):
    decisions.approve(decision=extend(contract, connie), by=carel, today=TODAY)
    rows = [row(), row(eind="2025-12-31"), row()]
    assert counts(deliver("contracten", *rows, received_on=date(2026, 4, 1))) == (2, 0, 1)
    assert end_as_of(date(2026, 4, 1)) == (date(2026, 12, 31), "3x12")


# -- the figures


def test_figures_hear_of_a_decision_as_of_any_delivery(
    contract, connie, carel, django_capture_on_commit_callbacks
):
    heard = []

    def listen(*, delivery_id, **_):
        heard.append(delivery_id)

    delivery_loaded.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        version = decisions.approve(decision=extend(contract, connie), by=carel, today=TODAY)
    delivery_loaded.disconnect(listen)
    assert heard == [version.delivery_id]


def test_figures_of_before_stay_and_those_of_after_know_the_decision(contract, connie, carel):
    before, after = (known_at(day, {}).fingerprint for day in (date(2026, 3, 9), TODAY))
    decisions.approve(decision=extend(contract, connie), by=carel, today=TODAY)
    assert known_at(date(2026, 3, 9), {}).fingerprint == before
    assert known_at(TODAY, {}).fingerprint != after


@pytest.mark.parametrize(
    "end", [date(2024, 2, 29), date(2025, 8, 31), date(2026, 12, 31), date(2027, 3, 30), None]
)
@pytest.mark.parametrize("months", [None, 0, 1, 3, 6, 14])
def test_notice_day_in_sql_equals_the_rule(contract, end, months):
    version = contract.versions.get()
    version.pk, version.row_number, version.end, version.notice_months = None, 77, end, months
    version.save(force_insert=True)
    found = with_status(Contract.objects.all(), today=TODAY).get()
    assert found.notice_by == notice_by(terms_of(version))
