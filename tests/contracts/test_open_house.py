"""An open house from publication to contract, and everything that is refused on the way."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from contracts.choices import ProcedureDecision, SettledBy
from contracts.models import (
    Assessment,
    Contract,
    ContractVersion,
    Criterion,
    Decision,
    EntryWindow,
    LotProduct,
    PriceDecision,
    Requirement,
    Tariff,
)
from contracts.queries.procedures.judging import judged_requirements, outcome_of
from contracts.queries.procedures.standing import state_of
from contracts.rules.admission import Finding
from contracts.rules.procedures import State, Step
from contracts.services.decisions import approve, reject
from contracts.services.procedures.applications import (
    decide_admission,
    open_reassessments,
    start_reassessment,
    take_out,
)
from contracts.services.procedures.assessing import settle, why_not_assess
from contracts.services.procedures.contracting import propose_contract
from contracts.services.procedures.refusal import Refused
from contracts.services.procedures.steps import add_window, publication_faults
from inkoop.base.models import User
from tests.contracts.procurement_cast import (
    TODAY,
    days_ago,
    employee,
    make_provider,
    newest,
    open_house,
    origin,
)

pytestmark = pytest.mark.django_db


def refusal(call, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return str(caught.value)


def admitted(made, place=0):
    application = made.apply(place)
    made.judge(application, 0)
    made.judge(application, 1)
    decide_admission(application=application, on=days_ago(20), reason="voldoet", by=made.manager)
    return application


def test_from_publication_to_contract():
    made = open_house()
    application = admitted(made)
    proposal = propose_contract(
        application=application, number="C-1", on=days_ago(10), reason="toegelaten", by=made.manager
    )
    contract = proposal.contract
    assert (proposal.kind, proposal.state, proposal.decided_on) == ("aangaan", "voorstel", days_ago(10))
    assert (ContractVersion.objects.count(), Tariff.objects.count()) == (0, 0)
    with pytest.raises(ValidationError, match="U hebt dit zelf voorgesteld"):
        approve(decision=proposal, by=made.manager, today=TODAY())
    version = approve(decision=proposal, by=made.assessors[0], today=TODAY())
    assert (contract.provider, version.form, version.options, version.notice_months) == (
        made.providers[0],
        "open_house",
        "3x12",
        6,
    )
    assert (version.begin, version.end, version.municipality_ids) == (days_ago(10), date(2028, 6, 30), [])
    assert (version.delivery.kind, version.delivery.by, version.received_on) == (
        "contracten",
        made.assessors[0],
        TODAY(),
    )
    tariff = Tariff.objects.get(contract=contract)
    assert (tariff.product_code.code, tariff.cents, tariff.unit, tariff.begin, tariff.end) == (
        "P0OH",
        9150,
        "04",
        days_ago(10),
        None,
    )
    assert (tariff.delivery.kind, tariff.received_on) == ("tarieven", TODAY())
    last = Decision.objects.order_by("-pk")[0]
    assert (last.kind, last.decided_on, last.by, last.contract) == (
        "contract",
        days_ago(10),
        made.assessors[0],
        contract,
    )
    kinds = list(Decision.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["publicatie", "toelating", "contract"]
    assert newest(application).contract == contract
    again = {
        "application": application,
        "number": "C-2",
        "on": days_ago(1),
        "reason": "x",
        "by": made.manager,
    }
    assert refusal(propose_contract, **again) == (
        "Van deze inschrijving is al een contract voorgesteld of gemaakt."
    )


def test_a_contract_that_is_turned_down_can_be_proposed_again_under_its_number():
    made = open_house()
    application = admitted(made)
    asked = {"application": application, "number": "C-1", "on": days_ago(10), "by": made.manager}
    first = propose_contract(reason="toegelaten", **asked)
    reject(decision=first, by=made.assessors[0], reason="verkeerde ingangsdag")
    assert newest(application).contract is None
    assert [one.state for one in PriceDecision.objects.all()] == ["afgewezen"]
    second = propose_contract(reason="toegelaten, hersteld", **asked)
    assert (second.contract, Contract.objects.count()) == (first.contract, 1)
    approve(decision=second, by=made.assessors[0], today=TODAY())
    assert Tariff.objects.get().contract == second.contract


def test_no_contract_for_a_product_that_another_contract_prices():
    made = open_house()
    first = admitted(made)
    other = Contract.objects.create(number="OUD", provider=first.provider)
    begin = date(2025, 1, 1)
    ContractVersion.objects.create(contract=other, form="open_house", begin=begin, **origin(5))
    product = made.lot.products.get().product_code
    Tariff.objects.create(
        contract=other, product_code=product, begin=begin, cents=9000, unit="04", **origin(5)
    )
    asked = {"application": first, "number": "C-1", "on": days_ago(10), "reason": "x", "by": made.manager}
    assert refusal(propose_contract, **asked) == (
        f"Op {days_ago(10):%d-%m-%Y} zouden de contracten C-1 en OUD allebei een tarief geven voor productcode "
        "P0OH. Laat het ene contract eindigen voor het andere begint."
    )
    assert Contract.objects.count() == 1


def test_every_change_is_kept_with_who_and_why():
    made = open_house()
    application = admitted(made)
    assessment = Assessment.objects.get(application=application, place=2)
    event = assessment.events.order_by("-pgh_id").first()
    assert event.pgh_context.metadata == {"user": made.assessors[1].pk, "reason": "beoordeling"}
    decision = Decision.objects.get(kind=ProcedureDecision.ADMIT)
    assert (decision.by, decision.reason, decision.application) == (made.manager, "voldoet", application)
    for change in ({"reason": "anders"}, {"decided_on": days_ago(1)}):
        with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(**change)


def test_publication_says_all_that_is_missing():
    made = open_house(published=False)
    EntryWindow.objects.all().delete()
    LotProduct.objects.all().delete()
    Requirement.objects.all().delete()
    made.procedure.assessors.all().delete()
    made.lot.max_awards = 3
    made.lot.save()
    assert publication_faults(made.procedure) == [
        "Er is geen inschrijfronde. Voeg toe van wanneer tot wanneer aanbieders zich inschrijven.",
        "Er zijn geen eisen. Wie zich inschrijft moet vooraf weten waaraan wordt getoetst.",
        "Wijs ten minste twee beoordelaars aan.",
        "Perceel 1: perceel 1 heeft geen producten. Voeg producten met hun tarief toe.",
        "Perceel 1: perceel 1: een open house kent geen hoogste aantal. Maak dat veld leeg.",
    ]
    assert refusal(made.step, Step.PUBLISH) == " ".join(publication_faults(made.procedure))
    assert Criterion.objects.count() == 0


def test_publication_comes_before_the_first_round():
    made = open_house(published=False)
    assert refusal(made.step, Step.PUBLISH, on=days_ago(50)) == (
        "De eerste inschrijfronde begint vóór de publicatie. Verschuif de ronde of de dag."
    )
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert refusal(made.step, Step.PUBLISH, on=tomorrow) == (
        "Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag."
    )
    made.step(Step.PUBLISH, on=days_ago(60))
    assert state_of(made.procedure, days_ago(60)) == State.OPEN
    assert refusal(made.step, Step.PUBLISH, on=days_ago(50)).startswith(
        "De procedure staat op “inschrijving open”."
    )
    assert refusal(made.step, Step.WITHDRAW, on=days_ago(61)).startswith("Het vorige besluit is van")


def test_applying_outside_a_round_twice_or_while_excluded_is_refused():
    made = open_house()
    assert "was de inschrijving niet open (gepubliceerd)" in refusal(made.apply, on=days_ago(61))
    assert "was de inschrijving niet open (beoordeling)" in refusal(made.apply, on=days_ago(29))
    made.apply(on=days_ago(60))
    made.apply(1, on=days_ago(30))
    assert refusal(made.apply) == "Zorggroep 0 heeft zich al ingeschreven voor Perceel 1: perceel 1."
    barred = make_provider(8, excluded_until=days_ago(40))
    made.providers.append(barred)
    assert refusal(made.apply, 4, on=days_ago(40)).startswith("Zorggroep 8 is uitgesloten t/m ")
    made.apply(4, on=days_ago(39))


def test_an_assessor_sees_the_other_only_when_both_are_done():
    made = open_house()
    application = made.apply()
    made.judge(application, 0, not_met=[2])
    one, two = made.assessors[:2]
    assert list(Assessment.objects.visible_to(two)) == []
    assert [row.judgements for row in judged_requirements(application)] == [[], []]
    made.judge(application, 1, finish=False)
    mine = Assessment.objects.get(assessor=two)
    assert list(Assessment.objects.visible_to(two)) == [mine]
    assert list(Assessment.objects.visible_to(made.manager)) == []
    made.judge(application, 1)
    assert list(Assessment.objects.visible_to(two).values_list("assessor", flat=True)) == [one.pk, two.pk]
    assert [[one.meets for one in row.judgements] for row in judged_requirements(application)] == [
        [True, True],
        [False, True],
    ]


def test_two_judge_and_nobody_else():
    made = open_house()
    application = made.apply()
    made.judge(application, 0)
    assert refusal(made.judge, application, 0) == "U bent klaar met deze inschrijving."
    made.judge(application, 1)
    assert refusal(made.judge, application, 2) == "Twee anderen beoordelen deze inschrijving al."
    made.assessors.append(employee("vreemd"))
    assert refusal(made.judge, application, 3) == "U bent geen beoordelaar van deze procedure."
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(application=application, assessor=made.assessors[0], place=3)


def test_finishing_needs_every_requirement_and_a_reason_for_each_no():
    made = open_house()
    application = made.apply()
    everything, made.requirements = made.requirements, made.requirements[:1]
    assert refusal(made.judge, application, 0) == (
        "Nog niet beoordeeld: Eis 2: U werkt met geregistreerde professionals.."
    )
    assert not Assessment.objects.exists()
    made.requirements = everything
    made.judge(application, 0, finish=False)
    assert why_not_assess(application, made.assessors[0]) == ""


def test_a_difference_goes_to_a_third_or_to_consensus_with_a_reason():
    made = open_house()
    application = made.apply()
    made.judge(application, 0, not_met=[2])
    made.judge(application, 1)
    assert outcome_of(judged_requirements(application)) == Finding.DIFFER
    decide = {"application": application, "on": days_ago(5), "reason": "x", "by": made.manager}
    assert refusal(decide_admission, **decide) == (
        "De beoordelaars verschillen nog over een eis. Leg eerst het eindoordeel vast."
    )
    settling = {
        "application": application,
        "requirement": made.requirements[1],
        "meets": False,
        "reason": "geen SKJ",
    }
    one, _, third = made.assessors
    assert refusal(settle, how=SettledBy.THIRD, by=one, **settling) == (
        "Een derde beoordelaar is iemand anders dan de twee die al oordeelden."
    )
    assert refusal(settle, how=SettledBy.CONSENSUS, by=third, **settling) == (
        "Consensus wordt vastgelegd door een van de twee beoordelaars."
    )
    assert refusal(settle, how=SettledBy.THIRD, by=made.manager, **settling) == (
        "U bent geen beoordelaar van deze procedure."
    )
    settle(how=SettledBy.THIRD, by=third, **settling)
    assert decide_admission(**decide).kind == ProcedureDecision.REFUSE
    contract = {
        "application": application,
        "number": "C",
        "on": days_ago(1),
        "reason": "x",
        "by": made.manager,
    }
    assert refusal(propose_contract, **contract) == "De aanbieder is niet toegelaten."


def test_consensus_of_the_two_admits():
    made = open_house()
    application = made.apply()
    made.judge(application, 0, not_met=[1])
    made.judge(application, 1)
    settle(
        application=application,
        requirement=made.requirements[0],
        how=SettledBy.CONSENSUS,
        meets=True,
        reason="uittreksel alsnog gezien",
        by=made.assessors[0],
    )
    decision = decide_admission(application=application, on=days_ago(5), reason="voldoet", by=made.manager)
    assert decision.kind == ProcedureDecision.ADMIT


def test_nothing_is_decided_while_one_is_still_judging():
    made = open_house()
    application = made.apply()
    made.judge(application, 0)
    decide = {"application": application, "on": days_ago(5), "reason": "x", "by": made.manager}
    assert refusal(decide_admission, **decide) == "Nog niet elke eis is door twee mensen beoordeeld."
    take_out(
        application=application,
        kind=ProcedureDecision.RETRACTED,
        on=days_ago(5),
        reason="gestopt",
        by=made.manager,
    )
    assert refusal(decide_admission, **decide) == "Over deze inschrijving is al besloten."
    assert refusal(made.judge, application, 1) == "Over deze inschrijving is al besloten."
    made.apply()


def test_an_admission_is_judged_again_and_can_be_lost():
    made = open_house()
    application = admitted(made)
    begin = {"application": application, "on": days_ago(4), "reason": "na twee jaar", "by": made.manager}
    again = start_reassessment(**begin)
    assert list(open_reassessments(application)) == [again]
    assert refusal(start_reassessment, **begin) == "Er loopt al een herbeoordeling van deze toelating."
    assert [one.text for one in again.answers.all()] == ["antwoord 1", "antwoord 2"]
    made.judge(again, 1, not_met=[2])
    made.judge(again, 2, not_met=[2])
    decision = decide_admission(application=again, on=days_ago(3), reason="geen SKJ meer", by=made.manager)
    assert decision.kind == ProcedureDecision.LOST


def test_a_published_open_house_gets_a_round_every_year():
    made = open_house()
    today = timezone.localdate()
    later = {
        "procedure": made.procedure,
        "begin": today,
        "end": today + timedelta(days=30),
        "by": made.manager,
    }
    assert state_of(made.procedure, today) == State.ASSESSING
    window = add_window(**later)
    assert state_of(made.procedure, today) == State.OPEN
    assert window.events.get().pgh_context.metadata["user"] == made.manager.pk
    assert refusal(add_window, **later) == "In deze dagen loopt al een ronde. Kies andere dagen."
    assert refusal(add_window, **later | {"begin": days_ago(1)}) == (
        "Een ronde wordt vooraf bekendgemaakt. Laat haar vandaag of later beginnen."
    )
    assert made.apply(on=today).window == window
    made.step(Step.END)
    assert refusal(add_window, **later) == "De procedure staat op “beëindigd”; er komen geen rondes meer bij."


def test_an_ended_open_house_takes_no_more_applications():
    made = open_house()
    made.step(Step.END, on=days_ago(1))
    assert refusal(made.apply) == "Deze procedure neemt geen inschrijvingen meer aan."
    assert Contract.objects.count() == 0
    assert User.objects.count() == 4
