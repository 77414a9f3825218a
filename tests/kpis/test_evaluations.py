"""The work on IBPs: tasks that open once, people who decide, and whether the matrix fits."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from django.db import Error, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contracts.models import Allocation, CareStop, Ibp, IbpVersion
from contracts.services.procedures.refusal import Refused
from inkoop.base.models import Delivery, User
from kpis.choices import IbpAction, IbpAsks, OverrunCause
from kpis.models import IbpDecision, IbpEvaluation, IbpRaise, IbpStatus
from kpis.queries.evaluations import (
    evaluation_dates,
    matrix_fits,
    message_budget,
    open_tasks,
    overrun_by_cause,
)
from kpis.rules.evaluations import (
    Crossing,
    Ended,
    Fit,
    Task,
    asks,
    due_on,
    ended_under,
    fits,
    is_over,
    opens,
)
from kpis.rules.ibp import status_of
from kpis.rules.months import last_mature_months
from kpis.rules.snapshot import as_of
from kpis.services import ensure, ibps
from kpis.services.evaluations import approve_raise, decide_ibp, explain_ibp, turn_down_raise
from tests.kpis import cast
from tests.kpis.messages import with_messages, write
from tests.kpis.random_ledger import FIRST, random_ledger
from tests.kpis.tables import Tables

PEILDATUM = date(2025, 6, 30)
LATER = date(2025, 9, 30)
DAYS = 14


@pytest.fixture
def connie(db):
    return User.objects.create_user("connie")


def region(used, *, versions=(), **changes):
    """A ceiling of 1,000 euros in 2025, of which this many cents are declared for January."""
    lines = [cast.line("2025-01", used, reference="A")] if used else []
    Tables().write(
        cast.ledger(lines, allocations=[cast.allocation(**changes)], ibps=versions or [cast.ibp()])
    )
    ensure(ibps(PEILDATUM))


def task():
    return IbpEvaluation.objects.get()


def asked():
    return [one.asks for one in open_tasks()]


def decide(by, action=IbpAction.MATCH, *, today=PEILDATUM + timedelta(days=DAYS), **changes):
    values = {"cause": OverrunCause.STUBBORN, "reason": "Zwaarder dan gedacht."} | changes
    return decide_ibp(evaluation=task(), action=action, by=by, today=today, **values)


@pytest.mark.parametrize(
    ("end", "month_80", "amount", "expected"),
    [
        (None, PEILDATUM, 100, True),
        (PEILDATUM - timedelta(days=90), PEILDATUM, 100, True),
        (PEILDATUM - timedelta(days=91), PEILDATUM, 100, False),
        (None, None, 100, False),
        (None, PEILDATUM, 0, False),
        (None, PEILDATUM, None, False),
    ],
)
def test_when_a_task_opens(end, month_80, amount, expected):
    assert opens(Crossing(amount, 0, month_80, end), PEILDATUM, 90) is expected


@pytest.mark.parametrize(
    ("over_on", "decided", "expected", "due"),
    [
        (None, (), "evaluatie", 14),
        (PEILDATUM, (), "overschrijding", 14),
        (PEILDATUM + timedelta(days=30), (), "overschrijding", 14),
        (None, (False,), "klaar", 14),
        (PEILDATUM + timedelta(days=30), (False,), "overschrijding", 44),
        (PEILDATUM, (False, True), "klaar", 14),
    ],
)
def test_what_a_task_asks_and_by_when(over_on, decided, expected, due):
    one = Task(PEILDATUM, over_on, decided)
    assert (asks(one), due_on(one, DAYS)) == (expected, PEILDATUM + timedelta(days=due))


def test_a_cell_fits_when_enough_reach_the_goal_inside_the_ceiling():
    rows = [Ended("1xA", used, 100, "31") for used in (50, 100, 101)]
    rows += [Ended("1xA", 50, 100, "32"), Ended("1xA", 50, 100, "")]
    rows += [Ended("2xB", 10, 100, "32")]
    assert fits(rows, Fraction(3, 4), 4) == [
        Fit("1xA", 4, 2, 3, 1, Fraction(1, 2), is_alarm=True, needed=101),
        Fit("2xB", 1, 0, 0, 0, None, is_alarm=False, needed=None),
    ]
    assert fits(rows, Fraction(1, 2), 4)[0].is_alarm is False
    assert fits(rows, Fraction(1), 4)[0].needed is None  # only three of four reach the goal


@pytest.mark.django_db
@pytest.mark.parametrize("used", [79_999, 80_000, 100_000, 100_001])
def test_a_task_opens_at_eighty_percent_and_asks_more_above_a_hundred(used):
    region(used)
    expected = {79_999: [], 80_000: ["evaluatie"], 100_000: ["evaluatie"], 100_001: ["overschrijding"]}
    assert asked() == expected[used]


@pytest.mark.django_db
def test_a_task_opens_once_also_after_a_credit_and_a_new_debit():
    debit = cast.line("2025-01", 90_000, reference="A")
    credit = cast.credit(
        "2025-01",
        90_000,
        reference="B",
        previous_reference="A",
        declaration="D2",
        received_on=date(2025, 7, 1),
        sequence=2,
    )
    again = cast.line(
        "2025-02", 100_500, reference="C", declaration="D3", received_on=date(2025, 8, 1), sequence=3
    )
    Tables().write(cast.ledger([debit, credit, again], allocations=[cast.allocation()], ibps=[cast.ibp()]))
    for peildatum in (PEILDATUM, date(2025, 7, 15), LATER, LATER, PEILDATUM):
        ensure(ibps(peildatum))
    one = task()
    assert (one.opened_on, one.over_on, one.month_80, one.amount) == (
        PEILDATUM,
        LATER,
        date(2025, 1, 1),
        100_000,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_tasks_in_the_database_are_those_of_the_rules(seed):
    ledger = random_ledger(Random(seed))  # noqa: S311 -- nothing secret
    Tables().write(ledger)
    for peildatum in (date(2024, 12, 31), date(2025, 9, 30)):
        IbpEvaluation.objects.all().delete()
        ensure(ibps(peildatum))
        snapshot = as_of(ledger, peildatum)
        expected = set()
        for versions in snapshot.ibps.values():
            found = status_of(snapshot, versions)
            one = Crossing(found.current, found.used, found.month_80, versions[-1].end)
            if opens(one, peildatum, 90):
                expected.add((found.ibp, found.current, peildatum if is_over(one) else None))
        rows = IbpEvaluation.objects.values_list("ibp__code", "amount", "over_on")
        assert set(rows) == expected


@pytest.mark.django_db
def test_a_large_raise_waits_for_another_person(connie):
    region(100_001)
    proposal = decide(connie, IbpAction.RAISE, new_amount=1_100_001)
    assert (type(proposal), proposal.state, IbpVersion.objects.count()) == (IbpRaise, "voorstel", 1)
    day = PEILDATUM + timedelta(days=DAYS)
    with pytest.raises(Refused, match="wacht al een voorstel"):
        decide(connie)
    with pytest.raises(Refused, match="zelf voorgesteld"):
        approve_raise(proposal=proposal, by=connie, today=day)
    other = User.objects.create_user("bram")
    decision = approve_raise(proposal=proposal, by=other, today=day)
    proposal.refresh_from_db()
    assert (decision.version.amount, decision.by, decision.reason) == (1_100_001, other, proposal.reason)
    assert (proposal.state, proposal.settled_by, asked()) == ("vastgesteld", other, [])
    with pytest.raises(Refused, match="al vastgesteld"):
        turn_down_raise(proposal=proposal, by=other, reason="Te laat.")


@pytest.mark.django_db
def test_a_raise_up_to_the_parameter_needs_one_person(connie):
    region(100_001)
    assert decide(connie, IbpAction.RAISE, new_amount=1_100_000).version.amount == 1_100_000


@pytest.mark.django_db
def test_a_large_raise_is_turned_down_and_can_be_decided_about_again(connie):
    region(100_001)
    proposal = decide(connie, IbpAction.RAISE, new_amount=9_000_000)
    with pytest.raises(Refused, match="Schrijf waarom"):
        turn_down_raise(proposal=proposal, by=connie, reason=" ")
    turn_down_raise(proposal=proposal, by=connie, reason="Verkeerd bedrag.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.settle_reason) == ("ingetrokken", "Verkeerd bedrag.")
    again = decide(connie, IbpAction.RAISE, new_amount=8_000_000)
    other = User.objects.create_user("bram")
    turn_down_raise(proposal=again, by=other, reason="Eerst hulp erbij.")
    assert IbpRaise.objects.get(pk=again.pk).state == "afgewezen"
    assert asked() == ["overschrijding"]


@pytest.mark.django_db
def test_a_raise_is_a_new_version_with_its_origin_and_nothing_is_overwritten(connie):
    region(100_001)
    decision = decide(connie, IbpAction.RAISE, new_amount=150_000)
    versions = list(IbpVersion.objects.order_by("version"))
    assert [(one.version, one.amount, one.set_by, one.received_on) for one in versions] == [
        (1, 100_000, "gemeente", cast.LONG_AGO),
        (2, 150_000, "gemeente", PEILDATUM + timedelta(days=DAYS)),
    ]
    assert (decision.version, decision.was_over, decision.used) == (versions[1], True, 100_001)
    assert (versions[1].child_class, versions[1].system_class, versions[1].end) == ("2", "B", versions[0].end)
    assert list(versions[1].links.values_list("allocation", flat=True)) == list(
        versions[0].links.values_list("allocation", flat=True)
    )
    origin = Delivery.objects.get(pk=versions[1].delivery_id)
    assert (origin.kind, origin.is_decision, origin.by) == ("ibps", True, connie)
    assert asked() == []
    ensure(ibps(LATER))
    status = IbpStatus.objects.get(computation__peildatum=LATER)
    assert (status.amount_original, status.amount_current, status.overrun, status.overrun_original) == (
        100_000,
        150_000,
        0,
        1,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "changes", "fault"),
    [
        (IbpAction.MATCH, {"reason": " "}, "waarom"),
        (IbpAction.MATCH, {"reason": "Kind 999900006"}, "burgerservicenummer"),
        (IbpAction.FOLLOW, {}, "alleen volgen is dan niet genoeg"),
        (IbpAction.RAISE, {}, "hoger is dan het plafond"),
        (IbpAction.RAISE, {"new_amount": 100_000}, "hoger is dan het plafond"),
        (IbpAction.RAISE, {"new_amount": 110_000}, "TR369"),
        (IbpAction.STOP, {"new_amount": 200_000}, "hoort alleen bij verhogen"),
        (
            IbpAction.MATCH,
            {"today": PEILDATUM},
            "De aanbieder legt eerst uit en heeft daarvoor tot 14 juli 2025",
        ),
    ],
)
def test_a_decision_that_cannot_be_says_why(connie, action, changes, fault):
    region(120_000)
    with pytest.raises(Refused, match=fault):
        decide(connie, action, **changes)
    assert (IbpDecision.objects.count(), IbpVersion.objects.count()) == (0, 1)


@pytest.mark.django_db
def test_the_provider_explains_first_and_an_overrun_after_an_evaluation_asks_again(connie):
    region(90_000)
    decide(connie, IbpAction.FOLLOW, today=PEILDATUM)
    assert asked() == []
    with pytest.raises(Refused, match="al besloten"):
        decide(connie)
    IbpEvaluation.objects.update(over_on=LATER)
    assert asked() == ["overschrijding"]
    with pytest.raises(Refused, match="14 oktober 2025"):
        decide(connie, today=LATER)
    explain_ibp(evaluation=task(), text="Meer uren nodig.", asked_amount=130_000, by=connie)
    decide(connie, IbpAction.HELP, today=LATER, cause=OverrunCause.UNUSED)
    assert asked() == []
    assert [(cause, number) for cause, number, _ in overrun_by_cause(date(2020, 1, 1))] == [("benutting", 1)]
    with pytest.raises(Refused, match="niet hoger dan het plafond"):
        explain_ibp(evaluation=task(), text="Meer.", asked_amount=100_000, by=connie)
    with pytest.raises(Error), transaction.atomic():
        IbpDecision.objects.update(reason="anders")


@pytest.mark.django_db
def test_tasks_of_one_provider_and_day_are_one_date(connie):
    region(90_000)
    one = task()
    one.provider.account_holder = connie
    one.provider.save()
    other = Ibp.objects.create(code="IBP-2", municipality=one.ibp.municipality, client=one.ibp.client)
    version = IbpVersion.objects.get()
    version.pk, version.ibp, version.row_number, version._state.adding = None, other, 9, True
    version.save()
    IbpEvaluation.objects.create(
        ibp=other, provider=one.provider, amount=100_000, month_80=one.month_80, opened_on=PEILDATUM
    )
    [due] = evaluation_dates(PEILDATUM)
    assert (due.day, due.responsible, due.text) == (
        date(2025, 7, 14),
        connie,
        "IBP IBP-1 en nog 1 ander: evaluatie of besluit.",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("budget", "text"),
    [(100_000, ""), (None, ""), (80_000, "geweigerd (9369)"), (120_000, "niet geweigerd")],
)
def test_message_and_ceiling_are_held_against_each_other(budget, text):
    region(0, budget=budget, volume=None, unit="", frequency="")
    warning = message_budget(IbpVersion.objects.get(), PEILDATUM).warning
    assert (text in warning) if text else warning == ""


@pytest.mark.django_db
def test_the_matrix_is_judged_on_what_ended_in_the_last_mature_months():
    numbers = {"1001": "31", "1002": "32", "1003": "20", "1004": "31"}
    versions = [
        cast.ibp(
            ibp=f"IBP-{number}", allocations=(number,), end=date(2025, 10 if number == "1004" else 8, 31)
        )
        for number in numbers
    ]
    Tables().write(cast.ledger(allocations=[cast.allocation(one) for one in numbers], ibps=versions))
    for place, (number, reason) in enumerate(numbers.items()):
        CareStop.objects.create(
            allocation=Allocation.objects.get(number=number),
            end=date(2025, 8, 31),
            reason=reason,
            delivery=Delivery.objects.first(),
            row_number=place,
            received_on=LATER,
        )
    computation = ensure(ibps(date(2025, 12, 31)))
    assert matrix_fits(computation) == [Fit("2 x B", 2, 1, 1, 1, None, is_alarm=False, needed=None)]


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rng=st.randoms(use_true_random=False), days=st.integers(450, 1000), least=st.integers(1, 4))
def test_how_the_matrix_fits_equals_the_rules(rng, days, least):
    peildatum = FIRST + timedelta(days=days)
    with transaction.atomic():
        ledger, _ = with_messages(random_ledger(rng), rng)
        crowd(ledger, rng)
        write(ledger)
        wanted = Fraction(rng.choice((1, 2, 3, 4)), 4)
        new = {
            "ibp_fit_share": Decimal(wanted.numerator) / wanted.denominator,
            "ibp_fit_minimum": Decimal(least),
        }
        found = matrix_fits(ensure(ibps(peildatum)), new)
        transaction.set_rollback(True)
    window = last_mature_months(peildatum, 12)
    assert found == fits(ended_under(as_of(ledger, peildatum), window), wanted, least)


def crowd(ledger, rng):
    """More ceilings that end inside the window, so that cells hold several."""
    for number, one in enumerate(list(ledger.ibps)):
        if one.version == 1:
            end = one.begin + timedelta(days=rng.randrange(60, 500))
            again = replace(one, ibp=f"{one.ibp}-{number}", amount=rng.choice((5_000, 50_000)), end=end)
            ledger.ibps.append(again)


def test_the_words_of_the_rules_are_those_of_the_tables():
    assert {IbpAsks.EVALUATE, IbpAsks.EXPLAIN, IbpAsks.NOTHING} == {"evaluatie", "overschrijding", "klaar"}
