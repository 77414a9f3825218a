"""A talk is held, its report shared, confirmed and signed off."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from contracts.services.audit import because
from contracts.services.procedures.refusal import Refused, refuse_when
from inkoop.base.models import User
from kpis.choices import MeetingState
from kpis.models import Meeting
from kpis.services.talks.papers import freeze

NOT_HELD = "Leg eerst vast dat het gesprek is gehouden."
ALREADY_FINAL = "Het verslag is al vastgesteld."


@transaction.atomic
def hold_meeting(*, meeting: Meeting, on: date, by: User) -> Meeting:
    """Raises Refused for a day to come, or when the talk was held or called off before."""
    locked = _lock(meeting)
    refuse_when("" if locked.is_planned else "Dit gesprek is al gehouden of vervallen.")
    refuse_when("Deze dag ligt in de toekomst." if on > timezone.localdate() else "")
    with because(by, "gesprek gehouden"):
        locked.state, locked.held_on = MeetingState.HELD, on
        locked.save(update_fields=["state", "held_on"])
    return locked


@transaction.atomic
def share_report(*, meeting: Meeting, by: User) -> Meeting:
    """From now on the provider sees the report and can confirm it. Raises Refused when nothing was written."""
    locked = _lock(meeting)
    refuse_when("" if locked.state == MeetingState.HELD else _why_not_held(locked))
    written = any(
        item.minutes.strip() or item.decision.strip() for item in locked.agenda.filter(is_internal=False)
    )
    refuse_when("" if written else "Er staat nog niets in het verslag. Vul ten minste één punt in.")
    with because(by, "verslag gedeeld met de aanbieder"):
        locked.state, locked.shared_at = MeetingState.SHARED, timezone.now()
        locked.save(update_fields=["state", "shared_at"])
    return locked


@transaction.atomic
def take_back_report(*, meeting: Meeting, reason: str, by: User) -> Meeting:
    """To change it: the provider no longer sees it and confirms anew."""
    locked = _lock(meeting)
    shared = locked.state in {MeetingState.SHARED, MeetingState.CONFIRMED}
    refuse_when("" if shared else "Dit verslag ligt niet bij de aanbieder.")
    refuse_when("" if reason.strip() else "Zeg waarom het verslag wordt teruggehaald.")
    with because(by, reason):
        locked.state, locked.shared_at = MeetingState.HELD, None
        locked.confirmed_at = locked.confirmed_by = None
        locked.save(update_fields=["state", "shared_at", "confirmed_at", "confirmed_by"])
    return locked


@transaction.atomic
def confirm_report(*, meeting: Meeting, remark: str, by: User) -> Meeting:
    """By somebody of the provider, with a remark if they have one; that remark stays with the report.

    The caller shows only talks that are ``visible_to`` the person. Raises Refused when the report is not shared.
    """
    locked = _lock(meeting)
    refuse_when("" if locked.state == MeetingState.SHARED else "Dit verslag ligt niet ter bevestiging.")
    with because(by, "verslag bevestigd"):
        locked.state, locked.confirmed_at, locked.confirmed_by = MeetingState.CONFIRMED, timezone.now(), by
        locked.provider_remark = remark
        locked.save(update_fields=["state", "confirmed_at", "confirmed_by", "provider_remark"])
    return locked


@transaction.atomic
def remark_on_report(*, meeting: Meeting, remark: str, by: User) -> Meeting:
    """The provider does not confirm but says what should be different. Raises Refused as confirming does."""
    locked = _lock(meeting)
    refuse_when("" if locked.state == MeetingState.SHARED else "Dit verslag ligt niet ter bevestiging.")
    refuse_when("" if remark.strip() else "Schrijf op wat er anders moet.")
    with because(by, "opmerking bij het verslag"):
        locked.provider_remark = remark
        locked.save(update_fields=["provider_remark"])
    return locked


@transaction.atomic
def sign_off(*, meeting: Meeting, reason: str = "", by: User) -> Meeting:
    """Makes the report final and freezes the dossier with its figures. Without confirmation of the provider only
    with a reason. Raises Refused when it cannot.
    """
    locked = _lock(meeting)
    refuse_when("" if locked.was_held else NOT_HELD)
    refuse_when(ALREADY_FINAL if locked.is_final else "")
    if locked.confirmed_at is None and not reason.strip():
        raise Refused("De aanbieder heeft het verslag niet bevestigd. Zeg waarom u het toch vaststelt.")
    with because(by, reason or "verslag vastgesteld"):
        locked.dossier = freeze(meeting=locked, by=by)
        locked.state, locked.signed_at, locked.signed_by = MeetingState.SIGNED, timezone.now(), by
        locked.reason = reason
        locked.save(update_fields=["dossier", "state", "signed_at", "signed_by", "reason"])
    return locked


def _lock(meeting: Meeting) -> Meeting:
    found = Meeting.objects.select_for_update(of=("self",)).select_related("provider", "holder", "dossier")
    return found.get(pk=meeting.pk)


def _why_not_held(meeting: Meeting) -> str:
    if meeting.is_final:
        return "Dit gesprek is afgerond."
    return NOT_HELD if meeting.is_planned else "Dit verslag ligt al bij de aanbieder."
