"""Quarterly reviews by jeugdprofessionals: rounds, personal links, what is filled in, and incidents in between."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from contracts.services.audit import because
from contracts.services.procedures.refusal import Refused, refuse_when
from inkoop.base.dutch import long_date
from inkoop.base.models import User
from inkoop.base.parameters import value_at
from kpis.models import Review, Reviewer, ReviewIncident, ReviewInvitation, ReviewRound
from kpis.rules.reviews import text_fault
from providers.models import Provider

logger = logging.getLogger(__name__)

SALT = "kpis.beoordeling"
LOWEST, HIGHEST = 1, 10


class LinkGone(Exception):
    """A link that does not work (any more); its text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a reviewer says of one provider; ``score`` 1 t/m 10."""

    score: int
    text: str


@transaction.atomic
def open_round(*, quarter: date, opens_on: date, by: User | None) -> ReviewRound:
    """Opens the round of a quarter, and invites every reviewer who takes part; opening twice adds who is new."""
    days = int(value_at("review_days", opens_on))
    with because(by, "Beoordelingsronde geopend"):
        made, _ = ReviewRound.objects.get_or_create(
            quarter=quarter,
            defaults={"opens_on": opens_on, "closes_on": opens_on + timedelta(days=days), "by": by},
        )
        known = set(made.invitations.values_list("reviewer_id", flat=True))
        asked = Reviewer.objects.filter(is_active=True).exclude(pk__in=known)
        ReviewInvitation.objects.bulk_create(ReviewInvitation(round=made, reviewer=one) for one in asked)
    return made


def link_of(invitation: ReviewInvitation) -> str:
    """The personal address; it works until the round closes, a newer link is made, or the review is submitted."""
    token = signing.Signer(salt=SALT).sign_object([invitation.pk, invitation.link_number])
    return f"{settings.SITE_URL}{reverse('review_form', args=[token])}"


def invitation_behind(token: str, *, today: date) -> ReviewInvitation:
    """The invitation of a link; raises LinkGone with the reason."""
    try:
        pk, number = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        raise LinkGone(
            "Deze link klopt niet. Open de link uit de mail in één keer, zonder spaties."
        ) from None
    found = ReviewInvitation.objects.select_related("round", "reviewer__municipality").filter(pk=pk).first()
    if found is None or found.link_number != number:
        raise LinkGone("Er is een nieuwere link gemaakt. Gebruik die uit de laatste mail.")
    if today > found.round.closes_on:
        raise LinkGone(
            f"De ronde over het {found.round} sloot op {long_date(found.round.closes_on)}. Een bijzonderheid meldt u "
            "bij uw contactpersoon."
        )
    if today < found.round.opens_on:
        raise LinkGone(f"De ronde opent op {long_date(found.round.opens_on)}.")
    return found


def invitation_of(user: User, *, today: date) -> ReviewInvitation:
    """The invitation of an account in the round that is open; raises LinkGone with the reason. Two queries at most."""
    reviewer = Reviewer.objects.filter(user=user, is_active=True).first()
    if reviewer is None:
        raise LinkGone(
            "Uw account hoort niet bij een jeugdprofessional die meedoet. Vraag het uw contactpersoon."
        )
    found = (
        reviewer.invitations.filter(round__opens_on__lte=today, round__closes_on__gte=today)
        .select_related("round", "reviewer__municipality")
        .order_by("-round__quarter")
        .first()
    )
    if found is None:
        raise LinkGone("Er staat nu geen beoordelingsronde voor u open. U krijgt een mail als dat zo is.")
    return found


@transaction.atomic
def save_reviews(
    *, invitation: ReviewInvitation, given: Mapping[int, Given], submit: bool, today: date
) -> ReviewInvitation:
    """Keeps the reviews by provider id; who is left out loses an earlier draft. ``submit`` closes the link.

    Raises Refused for a faulty score or text, a closed round, and a review that was submitted before.
    """
    found = (
        ReviewInvitation.objects.select_for_update(of=("self",)).select_related("round").get(pk=invitation.pk)
    )
    if found.submitted_at is not None:
        raise Refused("Deze beoordeling is al ingediend; elke ronde kan dat één keer.")
    if not found.round.opens_on <= today <= found.round.closes_on:
        raise Refused("Deze ronde is niet open.")
    for one in given.values():
        refuse_when(_fault(one))
    if submit and not given:
        raise Refused("Geef ten minste één aanbieder een cijfer voordat u indient.")
    found.reviews.exclude(provider__in=given).delete()
    for provider_id, one in given.items():
        Review.objects.update_or_create(
            invitation=found, provider_id=provider_id, defaults={"score": one.score, "text": one.text.strip()}
        )
    found.opened_at = found.opened_at or timezone.now()
    if submit:
        found.submitted_at = timezone.now()
    found.save()
    return found


@transaction.atomic
def report_incident(
    *, provider: Provider, reviewer: Reviewer, happened_on: date, text: str, today: date, by: User | None
) -> ReviewIncident:
    """Something particular between two reviews."""
    if happened_on > today:
        raise Refused("De datum ligt in de toekomst.")
    if not text.strip():
        raise Refused("Zeg wat er is gebeurd.")
    refuse_when(text_fault(text))
    with because(by, "Bijzonderheid gemeld"):
        return ReviewIncident.objects.create(
            provider=provider,
            municipality=reviewer.municipality,
            reviewer=reviewer,
            happened_on=happened_on,
            reported_on=today,
            text=text.strip(),
            by=by,
        )


@transaction.atomic
def settle_incident(*, incident: ReviewIncident, outcome: str, on: date, by: User) -> ReviewIncident:
    """What was done with it; an incident is settled once."""
    found = ReviewIncident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if found.settled_on is not None:
        raise Refused("Deze bijzonderheid is al afgehandeld.")
    if not outcome.strip():
        raise Refused("Zeg wat ermee is gedaan.")
    found.settled_on, found.outcome = on, outcome.strip()
    with because(by, found.outcome):
        found.save()
    return found


def send_invitations(*, round_: ReviewRound, today: date) -> int:
    """Mails everybody in an open round who was not invited yet; returns how many. Twice sends nothing."""
    if not round_.opens_on <= today <= round_.closes_on:
        return 0
    waiting = round_.invitations.filter(sent_at=None, submitted_at=None)
    subject = f"Beoordeling van aanbieders over het {round_}"
    return sum(_mail(one, subject, "sent_at") for one in waiting.select_related("reviewer", "round"))


def send_review_reminders(*, today: date) -> int:
    """One reminder to who has not submitted a week before a round closes; returns how many."""
    waiting = ReviewInvitation.objects.filter(
        sent_at__isnull=False,
        reminded_at=None,
        submitted_at=None,
        round__opens_on__lt=today,
        round__closes_on__range=(today, today + timedelta(days=7)),
    )
    return sum(
        _mail(one, "Herinnering: beoordeling van aanbieders", "reminded_at")
        for one in waiting.select_related("reviewer", "round")
    )


@transaction.atomic
def renew_link(*, invitation: ReviewInvitation, by: User) -> ReviewInvitation:
    """A new link, for who lost it or passed it on; the earlier one stops working, and a mail follows."""
    found = ReviewInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if found.submitted_at is not None:
        raise Refused("Deze beoordeling is al ingediend; een nieuwe link is niet nodig.")
    found.link_number, found.sent_at = found.link_number + 1, None
    with because(by, "Nieuwe link gemaakt"):
        found.save()
    return found


def _mail(invitation: ReviewInvitation, subject: str, field: str) -> bool:
    """Without figures or anything of clients: only that there is something to fill in, until when, and where."""
    body = "\n".join(
        [
            f"Beste {invitation.reviewer.name},",
            "",
            f"Wilt u zeggen hoe u de hulp van aanbieders over het {invitation.round} ervaart?",
            f"Het formulier staat open tot en met {long_date(invitation.round.closes_on)}.",
            "U kunt tussendoor bewaren en later verdergaan.",
            "",
            link_of(invitation),
            "",
            *_by_account(invitation),
            "De link is persoonlijk; geef haar niet door. Noem geen namen of gegevens van jeugdigen.",
            "",
        ]
    )
    try:
        with transaction.atomic():
            claimed = ReviewInvitation.objects.filter(pk=invitation.pk, **{field: None})
            if not claimed.update(**{field: timezone.now()}):
                return False
            send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [invitation.reviewer.email])
    except (OSError, SMTPException):
        logger.exception("Uitnodiging %s kon niet worden gemaild.", invitation.pk)
        return False
    return True


def _by_account(invitation: ReviewInvitation) -> list[str]:
    """Where who has an account finds the same form."""
    if invitation.reviewer.user_id is None:
        return []
    return [f"Met uw eigen account kan het ook: {settings.SITE_URL}{reverse('own_review')}", ""]


def _fault(one: Given) -> str:
    if not LOWEST <= one.score <= HIGHEST:
        return f"Een cijfer is een heel getal van {LOWEST} tot en met {HIGHEST}."
    return text_fault(one.text)
