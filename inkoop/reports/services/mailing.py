"""Mails with the address of a report, never with its figures."""

from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from inkoop.base.dutch import long_date
from inkoop.base.models import Municipality, User
from inkoop.base.periods import add_months, first_of_month
from inkoop.reports.choices import MailRhythm, ReportKind
from inkoop.reports.models import Publication, Subscription
from inkoop.reports.queries.places import reported_to, sees_region
from inkoop.reports.queries.sources import newest_peildatum

REGION = "regio"
CLOSING = "Deze berichten zet u uit op dezelfde plaats."


@transaction.atomic
def change_subscription(*, user: User, municipality: Municipality | None, every: MailRhythm | None) -> None:
    """How often somebody is mailed about one report (None = the region); ``every`` None = not any more."""
    kind = ReportKind.MUNICIPALITY if municipality else ReportKind.REGION
    if every is None:
        Subscription.objects.filter(user=user, kind=kind, municipality=municipality).delete()
        return
    Subscription.objects.update_or_create(
        user=user, kind=kind, municipality=municipality, defaults={"every": every}
    )


def tell_subscribers(publication_id: int) -> int:
    """Mails the address of an edition to who subscribed and may read it; returns how many."""
    publication = Publication.objects.select_related("municipality").get(pk=publication_id)
    subscribed = Subscription.objects.filter(kind=publication.kind, municipality=publication.municipality)
    text = (
        f"Er is een nieuwe rapportage vastgesteld: {publication}, naar de stand van "
        f"{publication.peildatum:%d-%m-%Y}."
    )
    address = reverse("reports:edition", args=[publication.pk])
    told = [_tell(one, f"Nieuwe rapportage: {publication}", text, address) for one in _mailable(subscribed)]
    return sum(told)


def tell_of_newest(*, today: date) -> int:
    """Mails who asked for a rhythm the address of the report of the newest figures, once per rhythm; returns how many.

    A rhythm begins with the first day of a month; of what was missed only the newest is sent.
    """
    peildatum = newest_peildatum()
    if peildatum is None:
        return 0
    rhythmic = Subscription.objects.exclude(every=MailRhythm.ON_PUBLICATION)
    told = 0
    for one in _mailable(rhythmic):
        if _is_due(one, today) and _tell(
            one,
            "Uw rapportage jeugdhulp",
            f"De cijfers zijn bijgewerkt naar de stand van {long_date(peildatum)}.",
            reverse("reports:report", args=[one.municipality.code if one.municipality else REGION]),
        ):
            Subscription.objects.filter(pk=one.pk).update(sent_for=today)
            told += 1
    return told


def _is_due(one: Subscription, today: date) -> bool:
    return one.sent_for is None or first_of_month(today) >= add_months(
        first_of_month(one.sent_for), one.every
    )


def _mailable(found: QuerySet[Subscription]) -> list[Subscription]:
    rows = found.filter(user__is_active=True).exclude(user__email="")
    return list(rows.select_related("user", "municipality").order_by("pk"))


def _tell(one: Subscription, subject: str, text: str, address: str) -> bool:
    """False = somebody who may not read it any more."""
    if not _may_read(one.user, one.municipality):
        return False
    name = one.user.get_full_name() or one.user.get_username()
    letter = f"Beste {name},\n\n{text}\n\nU leest hem hier, na aanmelden: {settings.SITE_URL}{address}\n\n{CLOSING}\n"
    send_mail(subject, letter, settings.DEFAULT_FROM_EMAIL, [one.user.email])
    return True


def _may_read(user: User, municipality: Municipality | None) -> bool:
    if municipality is None:
        return sees_region(user)
    return reported_to(user).filter(pk=municipality.pk).exists()
