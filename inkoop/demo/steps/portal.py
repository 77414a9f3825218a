"""What the people of two providers find in the portal: a notice, tasks, waiting times, a report to confirm."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Q

from contracts.choices import CeilingAskKind, ProposalKind
from contracts.services.questions import ask_about_ceiling, propose
from inkoop.base.dutch import long_date
from inkoop.base.models import User
from inkoop.base.papers import render
from inkoop.portal.queries.figures import newest
from inkoop.portal.queries.reporting import offered
from kpis.choices import ComputationName, IbpState, TaskState
from kpis.models import IbpStatus, Kpi, Meeting
from kpis.queries.production import produced_per_code
from kpis.rules.production import newest_year
from kpis.rules.tasks import newest_period
from kpis.services.kpi_tasks import add_paper, lay_out_tasks, save_draft
from kpis.services.production import Given, judge_production, submit_production
from kpis.services.talks.agenda import write_item
from kpis.services.talks.agreements import make_agreement
from kpis.services.talks.planning import plan_meeting
from kpis.services.talks.reporting import hold_meeting, share_report
from providers.models import CapacityReport, Location, Notice, Provider
from providers.services.capacity import report_capacity

PRODUCTS = 4
WAITS = (Decimal(3), Decimal(6), Decimal("1.5"), Decimal(12))
TALKED_DAYS_AGO, TALK_AHEAD = 12, 24
SAID = "De wachttijd liep op door verloop. Er zijn drie mensen aangenomen die in de komende weken beginnen."
NOTICE = (
    "Feestdagen: lever op tijd aan",
    "Tussen kerst en de jaarwisseling kijken wij bestanden gewoon na. Uw accounthouder is dan minder bereikbaar.",
)
THOUSAND = 100_000
"""Euros, in cents."""
ASKED = (
    (
        CeilingAskKind.EXPLANATION,
        "Na een terugval is de begeleiding acht weken verdubbeld; nu bouwen wij af.",
    ),
    (
        CeilingAskKind.RAISE,
        "Het traject loopt door tot het einde van het schooljaar. De gemeente is akkoord.",
    ),
)
OPENING = {"name": "Het Nieuwe Huis", "street": "Lindelaan 12", "postcode": "1234 AB", "city": "Aardijk"}
WHY_OPENING = "Wij openen in het voorjaar een tweede locatie, vooral voor groepen."
SAMPLE = [
    "Twee medewerkers lazen los van elkaar twintig dossiers, door loting gekozen uit alle dossiers van het halfjaar.",
    "In negentien dossiers staat een plan dat met de jeugdige is besproken. In een ontbreekt het; dat is hersteld.",
]


@transaction.atomic
def lay(users: Mapping[str, User], members: Mapping[str, User], today: date) -> bool:
    """Once; False = it was there already, or nobody of a provider comes in."""
    if Notice.objects.exists() or not members:
        return False
    manager = users["contractmanager"]
    Notice.objects.create(
        title=NOTICE[0],
        text=NOTICE[1],
        shown_from=today - timedelta(days=3),
        shown_until=today + timedelta(days=60),
        by=manager,
    )
    for user in members.values():
        if (
            membership := user.memberships.select_related("provider").first()
        ) and membership.role == "beheerder":
            _of(membership.provider, user, manager, today)
    return True


def _of(provider: Provider, user: User, manager: User, today: date) -> None:
    for kpi in Kpi.objects.filter(source="aanbieder"):
        begin, end = newest_period(kpi.versions.get().rhythm, today)
        lay_out_tasks(
            kpi=kpi, providers=[provider], begin=begin, end=end, due_on=today + timedelta(days=30), by=manager
        )
    _places(provider, user, today)
    _year_before(provider, user, manager, today)
    _talks(provider, manager, today)
    _asks(provider, user, today)


def _places(provider: Provider, user: User, today: date) -> None:
    location, _ = Location.objects.get_or_create(
        provider=provider, name="Hoofdlocatie", defaults={"city": provider.city or "Rijnmonde"}
    )
    if CapacityReport.objects.filter(provider=provider).exists():
        return
    for place, code in enumerate(list(offered(provider, today))[:PRODUCTS]):
        report_capacity(
            provider=provider,
            location=location,
            product=code,
            reported_on=today - timedelta(days=5),
            waiting_weeks=WAITS[place],
            capacity=20 + 5 * place,
            free=place,
            by=user,
        )


def _year_before(provider: Provider, user: User, manager: User, today: date) -> None:
    """Accounted for and accepted; the newest year waits."""
    year = newest_year(today) - 1
    counted = produced_per_code(provider, year, on=today)
    if counted:
        given = [Given(code, one.clients, one.cents) for code, one in counted.items()]
        done = submit_production(provider=provider, year=year, given=given, note="", by=user)
        judge_production(production=done, accept=True, reason="Sluit aan.", on=today, by=manager)


def _talks(provider: Provider, manager: User, today: date) -> None:
    held_on = today - timedelta(days=TALKED_DAYS_AGO)
    planned = Meeting.objects.filter(provider=provider, state="gepland")
    if not Meeting.objects.filter(provider=provider, state="verslag").exists():
        talk = plan_meeting(provider=provider, on=held_on, holder=manager, place="Regiokantoor", by=manager)
        item = talk.agenda.filter(is_internal=False).order_by("place").first()
        hold_meeting(meeting=talk, on=held_on, by=manager)
        if item:
            write_item(item=item, minutes=SAID, decision="", internal_note="", is_internal=False, by=manager)
        make_agreement(
            provider=provider,
            meeting=talk,
            measure="Wachttijd elke maand melden in het portaal, per locatie en product.",
            owner=manager,
            provider_owner="teamleider zorg",
            agreed_on=held_on,
            due_on=today + timedelta(days=45),
            test_on=today + timedelta(days=60),
            by=manager,
        )
        share_report(meeting=talk, by=manager)
    if not planned.exists():
        plan_meeting(
            provider=provider,
            on=today + timedelta(days=TALK_AHEAD),
            holder=manager,
            place=f"Bij {provider.name}",
            by=manager,
        )


def _asks(provider: Provider, user: User, today: date) -> None:
    """What waits for the contract manager: an explanation of the largest overrun, a request to raise the next one,
    a location that opens, and evidence with a task.
    """
    computation = newest(ComputationName.IBP)
    own = IbpStatus.objects.filter(computation=computation, provider_ids=[provider.pk], status=IbpState.RED)
    running = own.filter(Q(elapsed__lt=1) | Q(elapsed=None)).select_related("ibp").order_by("-overrun", "pk")
    for one, (kind, text) in zip(running[: len(ASKED)], ASKED, strict=False):
        amount = one.used // THOUSAND * THOUSAND + THOUSAND if kind == CeilingAskKind.RAISE else None
        ask_about_ceiling(ibp=one.ibp, provider=provider, kind=kind, text=text, amount=amount, by=user)
    propose(provider=provider, kind=ProposalKind.LOCATION, details=OPENING, reason=WHY_OPENING, by=user)
    task = provider.kpi_tasks.filter(state=TaskState.OPEN).order_by("due_on", "pk").first()
    if task:
        save_draft(task=task, numerator=19, denominator=20, note="Steekproef van twintig dossiers.", by=user)
        add_paper(task=task, file=SimpleUploadedFile("steekproef.pdf", _sample(provider, today)), by=user)


def _sample(provider: Provider, today: date) -> bytes:
    letter = {
        "sender": provider.name,
        "addressee": [settings.ORGANISATION],
        "date": long_date(today),
        "reference": f"STEEKPROEF-{provider.agb}",
        "subject": "Steekproef in twintig dossiers",
        "paragraphs": SAMPLE,
        "signed": "De kwaliteitsmedewerker",
    }
    return render("escalatiebrief.typ", letter)
