"""Agreements are made, tested and settled."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from contracts.services.audit import because
from contracts.services.procedures.refusal import refuse_when
from inkoop.base.models import User
from inkoop.base.parameters import value_at
from kpis.choices import AgreementResult, Aim
from kpis.models import Agreement, AgreementTest, Meeting
from kpis.queries.talks.agreements import measured, outcome, results_on, to_test
from providers.models import Provider


@transaction.atomic
def make_agreement(
    *,
    provider: Provider,
    meeting: Meeting | None,
    measure: str,
    owner: User,
    provider_owner: str,
    agreed_on: date,
    due_on: date,
    test_on: date,
    by: User,
    figure: str = "",
    aim: str = "",
    target: Decimal | None = None,
) -> Agreement:
    """With a figure its value on the day of the agreement becomes the baseline. Raises Refused for days out of order
    or a figure without a target.
    """
    refuse_when("Een maatregel is gereed op of na de dag van de afspraak." if due_on < agreed_on else "")
    refuse_when("De toets komt op of na de dag waarop de maatregel gereed is." if test_on < due_on else "")
    refuse_when(
        "Kies bij een cijfer ook een richting en een doel." if figure and (target is None or not aim) else ""
    )
    refuse_when("Kies eerst het cijfer waar dit doel bij hoort." if target is not None and not figure else "")
    refuse_when(
        "Dit gesprek is van een andere aanbieder." if meeting and meeting.provider_id != provider.pk else ""
    )
    baseline = measured(provider_id=provider.pk, code=figure, on=agreed_on).value if figure else None
    with because(by, "verbeterafspraak gemaakt"):
        return Agreement.objects.create(
            provider=provider,
            meeting=meeting,
            measure=measure,
            owner=owner,
            provider_owner=provider_owner,
            agreed_on=agreed_on,
            due_on=due_on,
            test_on=test_on,
            figure=figure,
            aim=Aim(aim) if figure else "",
            baseline=baseline,
            target=target if figure else None,
        )


@transaction.atomic
def run_agreement_test(*, agreement: Agreement, on: date, by: User | None = None) -> AgreementTest:
    """The figure of that day and the result that follows from it. Once a day; a second time gives the first."""
    found = measured(provider_id=agreement.provider_id, code=agreement.figure, on=on)
    proposed = outcome(agreement, found.value, value_at("agreement_partly", on))
    test, _ = AgreementTest.objects.get_or_create(
        agreement=agreement,
        tested_on=on,
        defaults={"peildatum": found.peildatum, "value": found.value, "proposed": proposed, "by": by},
    )
    return test


@transaction.atomic
def run_due_tests(*, today: date) -> int:
    """Every open agreement with a figure whose test date has come, also when the job was down on the day itself.

    Running twice tests nothing twice. Returns how many were tested.
    """
    due = to_test(today=today).values_list("pk", flat=True)
    found = results_on(due, today, value_at("agreement_partly", today))
    AgreementTest.objects.bulk_create(
        [
            AgreementTest(
                agreement_id=one.agreement,
                tested_on=today,
                peildatum=one.peildatum,
                value=one.value,
                proposed=one.proposed,
            )
            for one in found
        ],
        ignore_conflicts=True,
    )
    return len(found)


@transaction.atomic
def settle_agreement(
    *, agreement: Agreement, result: AgreementResult, on: date, note: str, by: User
) -> Agreement:
    """A person confirms the result. Another result than the figure gives, or none to measure, needs a note."""
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if result == AgreementResult.OPEN:
        raise ValidationError("Een uitkomst is niet open.")
    newest = locked.tests.order_by("-tested_on", "-id").first()
    differs = newest is not None and newest.proposed != result
    refuse_when(
        "Deze uitkomst wijkt af van wat het cijfer zegt. Schrijf erbij waarom."
        if differs and not note.strip()
        else ""
    )
    refuse_when(
        "Schrijf erbij waarom de afspraak vervalt."
        if result == AgreementResult.DROPPED and not note.strip()
        else ""
    )
    refuse_when("De uitkomst kan niet van voor de afspraak zijn." if on < locked.agreed_on else "")
    with because(by, note or "uitkomst vastgesteld"):
        locked.result, locked.result_on, locked.result_note = result, on, note
        locked.save(update_fields=["result", "result_on", "result_note"])
    return locked


@transaction.atomic
def reopen_agreement(*, agreement: Agreement, reason: str, by: User) -> Agreement:
    """Back to open, with a reason."""
    refuse_when("" if reason.strip() else "Zeg waarom de afspraak weer open gaat.")
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    refuse_when("Deze afspraak staat al open." if locked.is_open else "")
    with because(by, reason):
        locked.result, locked.result_on, locked.result_note = AgreementResult.OPEN, None, ""
        locked.save(update_fields=["result", "result_on", "result_note"])
    return locked


@transaction.atomic
def move_agreement(*, agreement: Agreement, due_on: date, test_on: date, reason: str, by: User) -> Agreement:
    """Other dates, with a reason; reminders follow the new dates."""
    refuse_when("" if reason.strip() else "Zeg waarom de datums verschuiven.")
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    refuse_when("" if locked.is_open else "Deze afspraak is al afgehandeld.")
    refuse_when(
        "Een maatregel is gereed op of na de dag van de afspraak." if due_on < locked.agreed_on else ""
    )
    refuse_when("De toets komt op of na de dag waarop de maatregel gereed is." if test_on < due_on else "")
    with because(by, reason):
        locked.due_on, locked.test_on = due_on, test_on
        locked.save(update_fields=["due_on", "test_on"])
    return locked
