"""A year of account management: talks held and to come, agreements kept and broken, a provider on the ladder."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Q

from inkoop.base.models import User
from inkoop.base.parameters import values_at
from inkoop.base.periods import last_month_end
from inkoop.base.workdays import is_workday
from kpis.choices import AgreementResult, Aim, MeetingKind, MeetingState
from kpis.models import AgendaItem, EscalationStep, Meeting
from kpis.queries.talks.agreements import measured
from kpis.queries.talks.cycle import cycle_rows, turns
from kpis.queries.talks.trouble import troubled_providers
from kpis.services.current import compute_behaviour
from kpis.services.talks.agenda import write_item
from kpis.services.talks.agreements import make_agreement, run_agreement_test, settle_agreement
from kpis.services.talks.ladder import move_on_ladder
from kpis.services.talks.planning import plan_meeting, plan_turns, proposed_days
from kpis.services.talks.reporting import hold_meeting, share_report, sign_off
from providers.choices import ContactRole, Segment
from providers.models import Contact, Provider

COLLEAGUES = (("noor", "Noor", "Visser"), ("pim", "Pim", "Dekker"))
WITHOUT_HOLDER = 6
TOLD = 4
"""Of each of the upper segments."""
AHEAD_DAYS = 70
MONTH = 30
BACK = (2, 3, 4)
"""Months ago that the talks which are told in full were held."""
MONTHS = {Segment.STRATEGIC: 3, Segment.LARGE: 6}
BY_MAIL = "Akkoord per mail."
SAID = (
    ("De aanbieder groeit en werft; er zijn acht vacatures.", ""),
    (
        "De vertraging zit in de controle vooraf. Men past het proces aan.",
        "Cijfer volgt in het volgende gesprek.",
    ),
    (
        "De lopende overschrijdingen zijn per stuk besproken.",
        "Verhogingen gaan voortaan vooraf via het team.",
    ),
    ("Uitstroom stokt door gebrek aan woonruimte.", ""),
)
INTERNAL = "Let op de toon: de bestuurder is nieuw en wil graag, maar kent de cijfers nog niet."


def lay(users: Mapping[str, User], today: date) -> bool:
    """Once; False = there were talks already, or no providers to talk with. Talks show the figures of their month."""
    manager = users["contractmanager"]
    if Meeting.objects.exists() or not Provider.objects.filter(account_holder=manager).exists():
        return False
    for months in (BACK[-1] + 1, BACK[0] + 1):
        compute_behaviour(peildatum=last_month_end(today - timedelta(days=MONTH * months)))
    _lay(manager, today)
    return True


@transaction.atomic
def _lay(manager: User, today: date) -> None:
    _give_everybody_a_holder()
    _history(today)
    told = [*_some(Segment.LARGE), *_some(Segment.STRATEGIC)]
    for place, provider in enumerate(told):
        _contact(provider, place)
    for place, provider in enumerate(told):
        _talk(provider, manager, today - timedelta(days=MONTH * BACK[place % 3]), place)
    _escalate(told[-1], manager, today)
    _plan_ahead(manager, today)


def _some(segment: Segment) -> list[Provider]:
    """Those with most signals first: there is something to talk about."""
    standing = Count("signals", filter=Q(signals__lapsed_at=None))
    return list(Provider.objects.filter(segment=segment).annotate(n=standing).order_by("-n", "name")[:TOLD])


def _give_everybody_a_holder() -> None:
    """The large ones to one colleague, the pool of small ones to another; a few have nobody yet."""
    large, pool = (_colleague(*one) for one in COLLEAGUES)
    unheld = Provider.objects.filter(account_holder=None)
    unheld.filter(segment=Segment.LARGE).update(account_holder=large)
    pooled = list(unheld.order_by("agb").values_list("pk", flat=True))[WITHOUT_HOLDER:]
    Provider.objects.filter(pk__in=pooled).update(account_holder=pool)


def _colleague(username: str, first: str, last: str) -> User:
    """Somebody who holds accounts and cannot sign in."""
    names = {"first_name": first, "last_name": last, "is_staff": True}
    user, is_new = User.objects.get_or_create(username=username, defaults=names)
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def _history(today: date) -> None:
    """One earlier talk of everybody in the pool; some too long ago, some never."""
    made = []
    rest = Provider.objects.exclude(segment=Segment.STRATEGIC).exclude(account_holder=None)
    rest = rest.select_related("account_holder")
    for place, provider in enumerate(rest.order_by("agb")):
        months = MONTHS.get(Segment(provider.segment), 12)
        if place % 23 == 0:
            continue
        day = _workday(today - timedelta(days=20 + (place * 37) % (months * MONTH)))
        agreed_at = datetime.combine(day + timedelta(days=7), time(12), UTC)
        made.append(
            Meeting(
                provider=provider,
                state=MeetingState.CONFIRMED,
                first_planned_on=day,
                planned_on=day,
                held_on=day,
                shared_at=agreed_at,
                confirmed_at=agreed_at,
                confirmed_by=provider.account_holder,
                provider_remark=BY_MAIL,
                place=f"Bij {provider.name}",
                holder=provider.account_holder,
            )
        )
    Meeting.objects.bulk_create(made)


def _workday(day: date) -> date:
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def _contact(provider: Provider, place: int) -> None:
    Contact.objects.get_or_create(
        provider=provider,
        email=f"bestuur@aanbieder{place + 1}.example",
        defaults={"name": f"Robin de Boer {place + 1}", "role": ContactRole.BOARD},
    )


def _talk(provider: Provider, manager: User, day: date, place: int) -> None:
    """Held, written down and agreed; all but the newest are signed off with their dossier."""
    day = _workday(day)
    meeting = plan_meeting(
        provider=provider, on=day, holder=manager, by=manager, place=f"Bij {provider.name}"
    )
    meeting = hold_meeting(meeting=meeting, on=day, by=manager)
    _write(list(meeting.agenda.all()), manager)
    _agree(meeting, manager, place)
    if place % 4 == 3:
        share_report(meeting=meeting, by=manager)
    else:
        sign_off(meeting=meeting, reason="De aanbieder is per mail akkoord.", by=manager)


def _write(items: Sequence[AgendaItem], manager: User) -> None:
    for place, (item, (minutes, decision)) in enumerate(zip(items[:4], SAID, strict=False)):
        write_item(
            item=item,
            minutes=minutes,
            decision=decision,
            internal_note="" if place else INTERNAL,
            is_internal=False,
            by=manager,
        )


def _agree(meeting: Meeting, manager: User, place: int) -> None:
    """One by a figure, one judged by a person; of some the test date has come."""
    held = meeting.held_on or meeting.planned_on
    now = measured(provider_id=meeting.provider_id, code="DG06", on=held).value or Decimal(40)
    by_figure = make_agreement(
        provider=meeting.provider,
        meeting=meeting,
        measure="Declareren binnen dertig dagen na de maand van de hulp; de administratie krijgt een vaste dag.",
        owner=manager,
        provider_owner="hoofd administratie",
        agreed_on=held,
        due_on=held + timedelta(days=MONTH),
        test_on=held + timedelta(days=MONTH * (2 if place % 2 else 5)),
        figure="DG06",
        aim=Aim.DOWN,
        target=(now * Decimal("0.8")).quantize(Decimal(1)),
        by=manager,
    )
    make_agreement(
        provider=meeting.provider,
        meeting=meeting,
        measure="Bij elke jeugdige van zestien jaar en ouder ligt een perspectiefplan.",
        owner=manager,
        provider_owner="regiomanager",
        agreed_on=held,
        due_on=held + timedelta(days=MONTH * 3),
        test_on=held + timedelta(days=MONTH * 4),
        by=manager,
    )
    if place % 4 == 1:
        test = run_agreement_test(agreement=by_figure, on=by_figure.test_on)
        settle_agreement(
            agreement=by_figure,
            result=AgreementResult(test.proposed),
            on=by_figure.test_on,
            note="Zoals het cijfer aangeeft.",
            by=manager,
        )


def _escalate(provider: Provider, manager: User, today: date) -> None:
    first, second = EscalationStep.objects.order_by("number")[:2]
    broken = list(provider.agreements.order_by("pk")[:1])
    meeting = plan_meeting(
        provider=provider,
        on=_workday(today - timedelta(days=40)),
        holder=manager,
        kind=MeetingKind.ESCALATION,
        place="Regiokantoor",
        by=manager,
    )
    hold_meeting(meeting=meeting, on=meeting.planned_on, by=manager)
    reasons = (
        "De vertraging bij het declareren is na de eerste afspraak niet afgenomen.",
        "Het gesprek met het bestuur leverde geen planning op waar wij op kunnen vertrouwen.",
    )
    for step, days, reason in zip((first, second), (45, 20), reasons, strict=True):
        move_on_ladder(
            provider=provider,
            step=step,
            on=today - timedelta(days=days),
            reason=reason,
            agreements=broken,
            meeting=meeting,
            by=manager,
        )


def _plan_ahead(manager: User, today: date) -> None:
    troubled = troubled_providers(today=today)
    found = turns(today=today, parameters=values_at(today), troubled=troubled)
    rows = cycle_rows(found, troubled=troubled, user=manager, today=today)
    due = [row for row in rows if 0 <= row.days <= AHEAD_DAYS]
    plan_turns(rows=due, days=proposed_days(due, today=today), by=manager)
