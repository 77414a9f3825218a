"""An aanbesteding from publication to contract: unseen scores, consensus, ranking, letters, standstill."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from contracts.choices import ProcedureDecision
from contracts.models import Application, Assessment, Consensus, Contract, Criterion, Letter, Tariff
from contracts.queries.procedures.ranking import standing_of
from contracts.queries.procedures.standing import facts_of, state_of
from contracts.rules.procedures import State, Step
from contracts.services.decisions import approve
from contracts.services.procedures.applications import take_out
from contracts.services.procedures.assessing import agree
from contracts.services.procedures.contracting import propose_contract, record_draw
from contracts.services.procedures.refusal import Refused
from contracts.services.procedures.steps import publication_faults
from inkoop.base.models import Parameter
from inkoop.base.workdays import term_end
from providers.models import Provider
from tests.contracts.procurement_cast import days_ago, tender
from tests.contracts.test_open_house import refusal

pytestmark = pytest.mark.django_db

LONG_AGO = 27
"""Letters sent so many days ago: the standstill of 20 days, at the most a week longer by holidays, is over."""


def scored(made, *points):
    """Applications of which two assessors gave the same points for both criteria."""
    applications = [made.apply(place) for place in range(len(points))]
    for application, pair in zip(applications, points, strict=True):
        made.score(application, 0, pair)
        made.score(application, 1, pair)
    return applications


def outcome(made):
    standing = standing_of(made.lot)
    return [(one.provider.name, row.total, row.place) for row, one in standing.ranked()], standing.award


def test_from_publication_to_contract():
    made = tender()
    best, other = scored(made, ("9", "8"), ("7", "6"))
    ranking, award = outcome(made)
    assert ranking == [("Zorggroep 0", Decimal("86.00"), 1), ("Zorggroep 1", Decimal("66.00"), 2)]
    assert (award.awarded, award.reserve) == ((best.pk,), (other.pk,))
    decision = made.step(Step.PROVISIONAL, on=days_ago(LONG_AGO))
    assert decision.until == term_end(days_ago(LONG_AGO), 20)
    assert state_of(made.procedure, decision.until) == State.STANDSTILL
    made.step(Step.AWARD, on=days_ago(0))
    proposal = propose_contract(
        application=best, number="C-1", on=days_ago(0), reason="gegund", by=made.manager
    )
    approve(decision=proposal, by=made.assessors[0], today=days_ago(0))
    contract = proposal.contract
    assert (contract.provider.name, contract.versions.get().form) == ("Zorggroep 0", "aanbesteding")
    assert contract.versions.get().begin == date(2026, 1, 1)
    assert Tariff.objects.get(contract=contract).cents == 9150
    contract_for_other = {
        "application": other,
        "number": "C-2",
        "on": days_ago(0),
        "reason": "x",
        "by": made.manager,
    }
    assert (
        refusal(propose_contract, **contract_for_other) == "Dit perceel is niet aan deze inschrijver gegund."
    )
    assert Contract.objects.count() == 1


def test_every_applicant_gets_a_letter_as_pdf():
    made = tender()
    best, other = scored(made, ("9", "8"), ("10", "3"))
    invalid = made.apply(2)
    take_out(
        application=invalid,
        kind=ProcedureDecision.INVALID,
        on=days_ago(28),
        reason="te laat",
        by=made.manager,
    )
    made.step(Step.PROVISIONAL, on=days_ago(LONG_AGO))
    letters = {letter.application: letter for letter in Letter.objects.all()}
    assert {one: letter.kind for one, letter in letters.items()} == {
        best: "gunning",
        other: "ongeldig",
        invalid: "ongeldig",
    }
    for letter in letters.values():
        assert bytes(letter.content).startswith(b"%PDF-")
        assert letter.sent_on == days_ago(LONG_AGO)


def test_no_contract_before_the_standstill_is_over():
    made = tender()
    (best,) = scored(made, ("9", "8"))
    made.step(Step.PROVISIONAL, on=days_ago(1))
    assert refusal(made.step, Step.AWARD) == (
        "De procedure staat op “opschortende termijn”. Definitief gunnen kan na de opschortende termijn, "
        "als er geen bezwaar loopt."
    )
    contract = {"application": best, "number": "C-1", "on": days_ago(0), "reason": "x", "by": made.manager}
    assert refusal(propose_contract, **contract) == "Er is nog niet definitief gegund."


def test_length_of_the_standstill_is_a_parameter():
    made = tender()
    scored(made, ("9", "8"))
    Parameter.objects.create(
        name="standstill_days", value=6, valid_from=date(2020, 1, 1), author=made.manager, reason="proef"
    )
    decision = made.step(Step.PROVISIONAL, on=days_ago(20))
    assert decision.until == term_end(days_ago(20), 6)


def test_an_objection_blocks_until_settled():
    made = tender()
    scored(made, ("9", "8"))
    made.step(Step.PROVISIONAL, on=days_ago(LONG_AGO))
    made.step(Step.OBJECTION, on=days_ago(20), reason="kort geding")
    assert state_of(made.procedure, timezone.localdate()) == State.OBJECTED
    assert refusal(made.step, Step.AWARD).startswith("De procedure staat op “bezwaar loopt”.")
    made.step(Step.SETTLED, on=days_ago(1), reason="afgewezen door de rechter")
    made.step(Step.AWARD)
    assert facts_of(made.procedure).awarded_on == timezone.localdate()


def test_scores_of_others_stay_hidden_until_everyone_is_done_with_the_lot():
    made = tender()
    one, two = made.apply(0), made.apply(1)
    made.score(one, 0, ("9", "8"))
    made.score(one, 1, ("5", "8"))
    assert list(
        Assessment.objects.visible_to(made.assessors[0]).values_list("assessor__username", flat=True)
    ) == ["ada"]
    assert list(Assessment.objects.visible_to(made.manager)) == []
    assert standing_of(made.lot).unsettled == []
    made.score(two, 0, ("6", "6"))
    made.score(two, 1, ("6", "6"))
    for user in (made.manager, *made.assessors[:2]):
        assert Assessment.objects.visible_to(user).count() == 4
    assert [one.pk for one, _ in standing_of(made.lot).unsettled] == [one.pk]
    ranking, _ = outcome(made)
    assert ranking == []


def test_different_scores_wait_for_consensus():
    made = tender()
    (application,) = scored(made, ("8", "8"))
    Assessment.objects.all().delete()
    made.score(application, 0, ("9", "8"))
    quality = made.criteria[0]
    agreement = {"application": application, "criterion": quality, "reason": "besproken op 3 mei"}
    assert refusal(agree, points=Decimal(8), by=made.assessors[0], **agreement) == (
        "Nog niet alle beoordelaars zijn klaar met alle inschrijvingen van dit perceel."
    )
    made.score(application, 1, ("6", "8"))
    assert [(one.pk, criterion) for one, criterion in standing_of(made.lot).unsettled] == [
        (application.pk, quality)
    ]
    assert refusal(made.step, Step.PROVISIONAL, on=days_ago(10)) == (
        "Perceel 1: perceel 1: over 1 scores verschillen de beoordelaars. Leg de consensus vast."
    )
    assert refusal(agree, points=Decimal(8), by=made.manager, **agreement) == (
        "U bent geen beoordelaar van deze procedure."
    )
    assert refusal(agree, points=Decimal(11), by=made.assessors[0], **agreement) == (
        "1. kwaliteit: geef 0 tot 10,00 punten."
    )
    agree(points=Decimal("7.5"), by=made.assessors[0], **agreement)
    ranking, _ = outcome(made)
    assert ranking == [("Zorggroep 0", Decimal("77.00"), 1)]
    assert Consensus.objects.get().by == made.assessors[0]


def test_a_tie_on_the_border_needs_a_draw():
    made = tender(max_awards=2)
    first, second, third = scored(made, ("9", "9"), ("8", "8"), ("8", "8"))
    assert outcome(made)[1].undecided == (second.pk, third.pk)
    assert refusal(made.step, Step.PROVISIONAL, on=days_ago(10)) == (
        "Perceel 1: perceel 1: Zorggroep 1, Zorggroep 2 staan gelijk op de grens. Loot, en leg de uitslag vast."
    )
    draw = {"lot": made.lot, "on": days_ago(11), "reason": "loting bij de notaris", "by": made.manager}
    assert refusal(record_draw, order=[second.pk], **draw) == (
        "Geef elke gelijk geëindigde inschrijver één eigen plaats in de loting."
    )
    decision = record_draw(order=[third.pk, second.pk], **draw)
    assert decision.reason == "Perceel 1: perceel 1: Zorggroep 2, Zorggroep 1. loting bij de notaris"
    assert outcome(made)[1].awarded == (first.pk, third.pk)
    made.step(Step.PROVISIONAL, on=days_ago(10))
    assert Letter.objects.filter(kind="gunning").count() == 2


def test_applications_are_opened_after_the_deadline():
    made = tender()
    made.procedure.windows.update(end=timezone.localdate() + timedelta(days=3))
    application = made.apply()
    assert refusal(made.score, application, 0, ("9", "8")) == (
        "De inschrijving loopt nog. Beoordelen kan na de sluitingsdag."
    )


def test_after_the_letters_nothing_moves_the_ranking():
    made = tender()
    (application,) = scored(made, ("9", "8"))
    made.step(Step.PROVISIONAL, on=days_ago(5))
    with pytest.raises(Refused):
        made.score(application, 0, ("1", "1"))
    agreement = {
        "application": application,
        "criterion": made.criteria[0],
        "points": Decimal(1),
        "reason": "x",
    }
    assert refusal(agree, by=made.assessors[0], **agreement) == (
        "De procedure staat op “opschortende termijn”; er wordt niet beoordeeld."
    )
    out = {"application": application, "kind": ProcedureDecision.INVALID, "on": days_ago(1), "reason": "x"}
    assert refusal(take_out, by=made.manager, **out).startswith("De brieven zijn al verzonden")
    assert refusal(made.apply, 1) == "Deze procedure neemt geen inschrijvingen meer aan."


def test_nobody_who_is_excluded_by_now_gets_the_award():
    made = tender()
    scored(made, ("9", "8"), ("7", "6"))
    made.step(Step.PROVISIONAL, on=days_ago(LONG_AGO))
    until = timezone.localdate() + timedelta(days=9)
    Provider.objects.filter(pk__in=[made.providers[0].pk, made.providers[1].pk]).update(excluded_until=until)
    assert refusal(made.step, Step.AWARD) == f"Zorggroep 0 is uitgesloten t/m {until:%d-%m-%Y}."
    Provider.objects.filter(pk=made.providers[0].pk).update(excluded_until=None)
    made.step(Step.AWARD)


def test_weights_must_add_up_before_publication():
    made = tender(published=False)
    Criterion.objects.filter(number=2).update(weight=30)
    assert publication_faults(made.procedure) == [
        "Perceel 1: perceel 1: De wegingen tellen op tot 90%; dat moet 100% zijn."
    ]


def test_withdrawn_means_no_contract():
    made = tender()
    (application,) = scored(made, ("9", "8"))
    made.step(Step.WITHDRAW, on=days_ago(2), reason="geen budget")
    assert state_of(made.procedure, timezone.localdate()) == State.WITHDRAWN
    contract = {
        "application": application,
        "number": "C-1",
        "on": days_ago(0),
        "reason": "x",
        "by": made.manager,
    }
    assert refusal(propose_contract, **contract) == "Er is nog niet definitief gegund."


@pytest.mark.parametrize("rows", [1, 3])
def test_ranking_asks_as_many_queries_for_three_applications_as_for_one(django_assert_num_queries, rows):
    made = tender()
    scored(made, *[("9", "8")] * rows)
    with django_assert_num_queries(4):
        assert len(standing_of(made.lot).rows) == rows
    assert Application.objects.count() == rows
