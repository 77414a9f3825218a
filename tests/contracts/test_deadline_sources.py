"""Dates of procedures and of papers stand among the dates that matter."""

from datetime import timedelta

import pytest

from contracts.models import Milestone
from contracts.queries.deadlines import SOURCES, deadlines
from contracts.queries.procedures import deadlines as sources
from contracts.rules.periods import add_months
from contracts.rules.procedures import Step
from contracts.services.procedures.steps import reach_milestone
from providers.models import Evidence
from tests.contracts.procurement_cast import TODAY, days_ago, employee, make_product, open_house, tender
from tests.contracts.test_open_house import admitted
from tests.contracts.test_tender import scored
from tests.contracts.test_use import contract

pytestmark = pytest.mark.django_db


def listed(source, *kinds):
    rows = [
        (one.due.kind.value, one.due.day, one.due.text) for one in deadlines(today=TODAY(), sources=[source])
    ]
    return [row for row in rows if not kinds or row[0] in kinds]


def dues(kind):
    return [one for one in sources.procedure_dates(TODAY()) if one.kind == kind]


def test_all_sources_are_in_the_list():
    assert [one for one in SOURCES if one in sources.SOURCES] == sources.SOURCES


def test_only_the_newest_paper_of_a_kind_counts_and_only_with_a_running_contract():
    made = contract(0, products=[make_product("H300")])
    holder = employee("hugo")
    made.provider.account_holder = holder
    made.provider.save()
    soon, later = TODAY() + timedelta(30), TODAY() + timedelta(90)
    for kind, expires in (("gva", soon), ("gva", later), ("kvk", soon), ("skj", None)):
        Evidence.objects.create(provider=made.provider, kind=kind, issued_on=days_ago(9), expires_on=expires)
    other = contract(1, products=[], end=days_ago(1))
    Evidence.objects.create(provider=other.provider, kind="gva", issued_on=days_ago(9), expires_on=soon)
    assert listed(sources.evidence) == [
        ("bewijsstuk", soon, "Uittreksel KvK verloopt; vraag een nieuwe op."),
        ("bewijsstuk", later, "Gedragsverklaring aanbesteden (GVA) verloopt; vraag een nieuwe op."),
    ]
    assert {one.responsible for one in sources.evidence(TODAY())} == {holder}


def test_a_milestone_stays_until_it_is_reached_and_goes_to_who_is_responsible():
    made = open_house()
    made.procedure.responsible = made.manager
    made.procedure.save()
    day = TODAY() + timedelta(20)
    milestone = Milestone.objects.create(procedure=made.procedure, name="Besluit bestuur", planned_on=day)
    text = "Mijlpaal ‘Besluit bestuur’ van OH-1 Ambulante jeugdhulp."
    assert listed(sources.procedure_dates, "mijlpaal") == [("mijlpaal", day, text)]
    (due,) = dues("mijlpaal")
    assert (due.responsible, due.page) == (made.manager, f"/admin/procedure/{made.procedure.pk}/")
    reach_milestone(milestone=milestone, on=TODAY(), by=made.manager)
    assert listed(sources.procedure_dates, "mijlpaal") == []


def test_rounds_standstill_and_admissions_that_must_be_judged_again():
    made = open_house()
    application = admitted(made)
    assert listed(sources.procedure_dates, "inschrijving") == []  # its round is over
    for begin, end, day, told in ((-3, 0, 0, "sluit"), (1, 9, 1, "opent")):
        days = (TODAY() + timedelta(begin), TODAY() + timedelta(end))
        made.procedure.windows.update(begin=days[0], end=days[1])
        text = f"Inschrijving voor OH-1 Ambulante jeugdhulp {told}."
        assert listed(sources.procedure_dates, "inschrijving") == [
            ("inschrijving", TODAY() + timedelta(day), text)
        ]
    (again,) = dues("herbeoordeling")
    assert (again.subject, again.day) == (application, add_months(days_ago(20), 24))
    made.step(Step.WITHDRAW, on=days_ago(1))
    assert (
        listed(sources.procedure_dates, "inschrijving"),
        listed(sources.procedure_dates, "herbeoordeling"),
    ) == ([], [])


def test_the_standstill_of_an_aanbesteding_until_it_is_awarded():
    made = tender()
    scored(made, ("9", "8"))
    decision = made.step(Step.PROVISIONAL, on=days_ago(28))
    text = (
        "Opschortende termijn van AB-1 Jeugdhulp met verblijf eindigt; daarna kan definitief worden gegund."
    )
    assert listed(sources.procedure_dates, "opschorting") == [("opschorting", decision.until, text)]
    made.step(Step.AWARD)
    assert listed(sources.procedure_dates, "opschorting") == []
