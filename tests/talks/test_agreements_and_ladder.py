"""Agreements are tested by their figure, and providers go up and down the ladder with a letter."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from contracts.models import DeadlineAlert
from contracts.queries.deadlines import deadlines
from contracts.services.deadlines import send_digests
from contracts.services.procedures.refusal import Refused
from kpis.choices import AgreementResult
from kpis.models import AgreementTest, EscalationMove, EscalationStep
from kpis.models.ladder import check_letter
from kpis.queries.talks.board import agreement_rows, segment_rows
from kpis.services.talks.agreements import (
    move_agreement,
    reopen_agreement,
    run_due_tests,
    settle_agreement,
)
from kpis.services.talks.ladder import letter_data, move_on_ladder
from tests.talks.cast import Account, days, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return Account()


def settle(account, agreement, result, note=""):
    return settle_agreement(
        agreement=agreement, result=AgreementResult(result), on=today(), note=note, by=account.connie
    )


def test_the_baseline_is_the_figure_of_the_day(account):
    account.figures(days(-70), DG06=30)
    account.figures(days(-50), DG06=28)
    assert account.agree().baseline == Decimal(30)
    assert account.agree(figure="", aim="", target=None).baseline is None


@pytest.mark.parametrize(("value", "expected"), [(20, "gehaald"), (25, "deels"), (26, "niet"), (None, "nvt")])
def test_on_the_test_date_the_figure_speaks(account, value, expected):
    account.figures(days(-70), DG06=30)
    agreement = account.agree()
    if value is not None:
        account.figures(days(-2), DG06=value)
    else:
        account.figures(days(-2), DG04=1)
    assert run_due_tests(today=today()) == 1
    test = AgreementTest.objects.get()
    assert (test.agreement, test.value, test.proposed, test.peildatum) == (
        agreement,
        value,
        expected,
        days(-2),
    )
    assert run_due_tests(today=today()) == 0


@pytest.mark.parametrize(
    ("value", "expected"), [("0.90", "gehaald"), ("0.75", "deels"), ("0.74", "niet"), (None, "nvt")]
)
def test_an_agreement_on_a_kpi_runs_from_its_baseline_to_its_target(account, value, expected):
    account.kpis(days(-70), K18="0.60")
    account.kpis(days(-50), K18="0.99")
    agreement = account.agree(figure="K18", aim="hoger", target=Decimal("0.9"))
    assert agreement.baseline == Decimal("0.6")
    account.kpis(days(-2), **({"K18": value} if value else {"K10": "0.5"}))
    assert run_due_tests(today=today()) == 1
    test = AgreementTest.objects.get()
    assert (test.value, test.proposed, test.peildatum) == (
        Decimal(value) if value else None,
        expected,
        days(-2),
    )


def test_nothing_is_tested_before_its_day_or_without_a_figure(account):
    account.agree(test_on=days(1))
    account.agree(figure="", aim="", target=None)
    assert run_due_tests(today=today()) == 0
    assert run_due_tests(today=days(1)) == 1


def test_a_person_confirms_the_result_and_says_why_when_it_differs(account):
    account.figures(days(-70), DG06=30)
    agreement = account.agree()
    run_due_tests(today=today())
    with pytest.raises(Refused, match="wijkt af"):
        settle(account, agreement, "gehaald")
    settled = settle(account, agreement, "gehaald", "De achterstand zit in oude regels.")
    assert (settled.result, settled.result_on) == ("gehaald", today())
    with pytest.raises(Refused, match="Zeg waarom"):
        reopen_agreement(agreement=agreement, reason="", by=account.connie)
    assert reopen_agreement(agreement=agreement, reason="vergissing", by=account.connie).is_open


@pytest.mark.parametrize(
    ("extra", "fault"),
    [
        ({"due_on": days(-61)}, "gereed op of na"),
        ({"test_on": days(-31)}, "toets komt op of na"),
        ({"target": None}, "richting en een doel"),
        ({"figure": "", "aim": ""}, "Kies eerst het cijfer"),
    ],
)
def test_an_agreement_that_cannot_be_kept_is_not_made(account, extra, fault):
    with pytest.raises(Refused, match=fault):
        account.agree(**extra)


def test_agreements_are_among_the_dates_and_people_are_warned_a_month_before(account):
    agreement = account.agree(agreed_on=today(), due_on=days(45), test_on=days(60))
    own = [one for one in deadlines(today=today()) if one.due.subject == agreement]
    assert [(one.due.kind.value, one.due.day, one.due.responsible) for one in own] == [
        ("afspraak", days(45), account.connie),
        ("toets", days(60), account.connie),
    ]
    move_agreement(
        agreement=agreement, due_on=days(20), test_on=days(25), reason="eerder klaar", by=account.connie
    )
    send_digests(today=today())
    send_digests(today=today())
    warned = DeadlineAlert.objects.filter(kind__in=["afspraak", "toets"]).order_by("day", "threshold")
    assert list(warned.values_list("kind", "day", "threshold")) == [
        ("afspraak", days(20), 1),
        ("toets", days(25), 1),
    ]
    send_digests(today=days(20))
    assert warned.filter(threshold=0).get().day == days(20)


def step(number):
    return EscalationStep.objects.get(number=number)


def go(account, number, on=None, **extra):
    return move_on_ladder(
        provider=account.provider,
        step=step(number) if number else None,
        on=on or today(),
        reason=extra.pop("reason", "Afspraak niet nagekomen."),
        by=account.connie,
        **extra,
    )


def test_up_step_by_step_down_at_once(account):
    first = go(account, 1, days(-30))
    assert first.until == days(-30) + timedelta(days=step(1).term_days)
    assert bytes(first.paper).startswith(b"%PDF-")
    go(account, 2, days(-20))
    with pytest.raises(Refused, match="U slaat trede 3 over"):
        go(account, 4)
    skipping = go(account, 4, skip_reason="De inspectie greep in.")
    assert skipping.skip_reason == "De inspectie greep in."
    go(account, 1)
    off = go(account, 0)
    assert (off.step, off.until, off.paper) == (None, None, None)
    with pytest.raises(Refused, match="niet op de ladder"):
        go(account, 0)


def test_a_move_is_not_before_the_last_one_nor_to_come_nor_changed(account):
    go(account, 1, days(-3))
    with pytest.raises(Refused, match="De vorige stap is van"):
        go(account, 2, days(-4))
    with pytest.raises(Refused, match="toekomst"):
        go(account, 2, days(1))
    with pytest.raises(Refused, match="Zeg waarom"):
        go(account, 2, reason=" ")
    with pytest.raises(DatabaseError), transaction.atomic():
        EscalationMove.objects.update(reason="anders")


def test_the_letter_says_what_is_asked_and_until_when(account):
    agreement = account.agree()
    step(1)
    EscalationStep.objects.filter(number=2).update(
        letter="{aanbieder}: {afspraken}\n\nVoor {termijn}. {contracten}"
    )
    data = letter_data(account.provider, step(2), days(0), "Te laat.", [agreement])
    until = today() + timedelta(days=30)
    assert data["paragraphs"][0] == "Zorggroep 0: Sneller declareren."
    assert str(until.year) in data["paragraphs"][1]
    assert data["paragraphs"][1].endswith("contract C0")


def test_a_letter_names_only_fields_that_it_can_fill_in():
    check_letter("Beste {aanbieder}, voor {termijn}.")
    with pytest.raises(ValidationError, match="Onbekend veld: naam"):
        check_letter("Beste {naam}")
    with pytest.raises(ValidationError, match="accolade"):
        check_letter("Beste {aanbieder")


def test_the_term_on_the_ladder_is_among_the_dates(account):
    go(account, 1)
    (due,) = [one.due for one in deadlines(today=today()) if one.due.kind.value == "escalatie"]
    assert (due.day, due.provider) == (today() + timedelta(days=step(1).term_days), account.provider)


def test_the_board_sees_talks_against_plan_and_agreements_met(account):
    first = today().replace(month=(today().month - 1) // 3 * 3 + 1, day=1)
    account.held(first)
    account.plan(first + timedelta(days=80))
    kept = account.agree(agreed_on=first, due_on=first, test_on=first)
    account.agree(agreed_on=first, due_on=first, test_on=first, measure="tweede")
    settle(account, kept, "gehaald")
    (row,) = segment_rows(first, turns=[], red={account.provider.pk: 2}, as_of=today())
    assert (row.segment, row.planned, row.kept, row.open, row.held, row.red) == ("overig", 2, 1, 1, 1, 2)
    (tested,) = agreement_rows(first)
    assert (tested.due, tested.reached, tested.untested) == (2, 1, 1)
