"""Review rounds: personal links, what is kept, what counts, and who is mailed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.utils import timezone

from contracts.services.procedures.refusal import Refused
from inkoop.base.models import Municipality, User
from inkoop.desk.queries.reviews import per_municipality, per_provider
from kpis.models import Review, Reviewer, ReviewIncident, ReviewInvitation
from kpis.queries.reviews import providers_to_review, quarters_of, rounds_with_response
from kpis.rules.reviews import is_negative, mean_score, text_fault
from kpis.services import reviews
from kpis.services.reviews import Given
from tests.desk.cast import region

pytestmark = pytest.mark.django_db

OPENS = date(2026, 1, 10)
CLOSES = OPENS + timedelta(days=21)


@pytest.fixture
def cast():
    made = region(2)
    made.by = User.objects.create_user("m")
    made.reviewers = [
        Reviewer.objects.create(name=f"P{n}", email=f"p{n}@team.example", municipality=made.municipality)
        for n in range(4)
    ]
    made.round = reviews.open_round(quarter=date(2025, 10, 1), opens_on=OPENS, by=made.by)
    return made


def token_of(invitation):
    return reviews.link_of(invitation).rstrip("/").rpartition("/")[2]


def save(invitation, given, *, submit=False, today=OPENS):
    return reviews.save_reviews(invitation=invitation, given=given, submit=submit, today=today)


def kept():
    return sorted(Review.objects.values_list("provider__agb", "score", "text"))


def test_a_round_invites_who_takes_part_once_and_later_who_is_new(cast):
    assert (cast.round.closes_on, cast.round.invitations.count()) == (CLOSES, 4)
    Reviewer.objects.create(
        name="Weg", email="weg@team.example", municipality=cast.municipality, is_active=False
    )
    Reviewer.objects.create(name="Nieuw", email="nieuw@team.example", municipality=cast.municipality)
    again = reviews.open_round(quarter=date(2025, 10, 1), opens_on=OPENS, by=cast.by)
    assert (again, again.invitations.count()) == (cast.round, 5)


def test_a_link_opens_its_own_invitation_until_the_round_closes(cast):
    invitation = cast.round.invitations.first()
    for day in (OPENS, CLOSES):
        assert reviews.invitation_behind(token_of(invitation), today=day) == invitation
    for day, why in (
        (CLOSES + timedelta(days=1), "sloot op 31 januari 2026"),
        (date(2026, 1, 9), "opent op 10"),
    ):
        with pytest.raises(reviews.LinkGone, match=why):
            reviews.invitation_behind(token_of(invitation), today=day)


def test_a_link_that_was_changed_or_replaced_does_not_open(cast):
    invitation = cast.round.invitations.first()
    token = token_of(invitation)
    for wrong in (f"{token}x", "onzin", token.replace(token[0], "Z", 1)):
        with pytest.raises(reviews.LinkGone, match="klopt niet"):
            reviews.invitation_behind(wrong, today=OPENS)
    renewed = reviews.renew_link(invitation=invitation, by=cast.by)
    with pytest.raises(reviews.LinkGone, match="nieuwere link"):
        reviews.invitation_behind(token, today=OPENS)
    assert reviews.invitation_behind(token_of(renewed), today=OPENS) == invitation


def test_a_review_is_resumed_and_submitted_once(cast):
    invitation = cast.round.invitations.first()
    first, second = (one.pk for one in cast.providers)
    save(invitation, {first: Given(6, " goed "), second: Given(8, "")})
    assert kept() == [("99000000", 6, "goed"), ("99000001", 8, "")]
    save(invitation, {first: Given(7, "beter")}, submit=True, today=CLOSES)
    assert kept() == [("99000000", 7, "beter")]
    with pytest.raises(Refused, match="al ingediend"):
        save(invitation, {first: Given(1, "")})
    with pytest.raises(Refused, match="al ingediend"):
        reviews.renew_link(invitation=invitation, by=cast.by)
    assert kept() == [("99000000", 7, "beter")]


@pytest.mark.parametrize(
    ("score", "text", "why"),
    [(0, "", "van 1 tot en met 10"), (11, "", "van 1 tot en met 10"), (5, "bsn 999900006", "negen cijfers")],
)
def test_a_faulty_review_is_refused_and_nothing_is_kept(cast, score, text, why):
    with pytest.raises(Refused, match=why):
        save(cast.round.invitations.first(), {cast.providers[0].pk: Given(score, text)})
    assert kept() == []


def test_a_closed_round_and_an_empty_submission_are_refused(cast):
    invitation = cast.round.invitations.first()
    with pytest.raises(Refused, match="niet open"):
        save(invitation, {cast.providers[0].pk: Given(5, "")}, today=CLOSES + timedelta(days=1))
    with pytest.raises(Refused, match="ten minste"):
        save(invitation, {}, submit=True)


def test_response_mean_and_minimum_count_what_was_submitted_only(cast):
    first, second = (one.pk for one in cast.providers)
    invitations = list(cast.round.invitations.order_by("pk"))
    for invitation, score in zip(invitations, (4, 5, 4), strict=False):
        given = {first: Given(score, "")}
        save(invitation, given | ({second: Given(9, "")} if score == 5 else {}), submit=True)
    save(invitations[3], {first: Given(10, ""), second: Given(10, "")})
    found = rounds_with_response().get()
    assert (found.invited, found.sent, found.submitted) == (4, 0, 3)
    assert [(one["invited"], one["submitted"]) for one in per_municipality(cast.round)] == [(4, 3)]
    today = timezone.localdate()
    mean = mean_score([4, 5, 4], minimum=3)
    assert mean == Decimal("4.333333")
    shown = [
        (one.agb, one.n, one.places, one.mean, one.is_negative) for one in per_provider(cast.round, today)
    ]
    assert shown == [("99000000", 3, 1, mean, True), ("99000001", 1, 1, None, False)]
    quarters = [[(one.n, one.mean, one.is_negative) for one in quarters_of(p, today)] for p in cast.providers]
    assert quarters == [[(3, mean, True)], [(1, None, False)]]


def test_rules_of_reviews():
    assert (mean_score([], minimum=0), mean_score([7, 8], minimum=3)) == (None, None)
    below = Decimal("5.5")
    assert [is_negative(one, below=below) for one in (None, below, Decimal("5.4"))] == [False, False, True]
    assert text_fault("Goede hulp, 12345678 keer.") == ""
    assert text_fault("x" * 2001) == "Houd de toelichting korter dan 2000 tekens."


def test_only_providers_at_work_in_the_own_municipality_are_asked_about(cast):
    elsewhere = Municipality.objects.create(code="0002", name="Beekdal", received_on=date(2025, 1, 1))
    assert list(providers_to_review(cast.municipality.pk, OPENS)) == cast.providers
    assert list(providers_to_review(elsewhere.pk, OPENS)) == []
    assert list(providers_to_review(cast.municipality.pk, date(2027, 6, 1))) == []


def test_an_invitation_is_mailed_once_with_its_link_and_nothing_of_clients(cast):
    assert reviews.send_invitations(round_=cast.round, today=date(2026, 1, 9)) == 0
    assert [reviews.send_invitations(round_=cast.round, today=OPENS) for _ in range(2)] == [4, 0]
    assert sorted(one.to for one in mail.outbox) == [[f"p{n}@team.example"] for n in range(4)]
    message, invitation = mail.outbox[0], cast.round.invitations.get(reviewer__email=mail.outbox[0].to[0])
    assert message.subject == "Beoordeling van aanbieders over het 4e kwartaal 2025"
    assert reviews.link_of(invitation) in message.body
    assert "31 januari 2026" in message.body
    assert not any(one.name in message.body for one in cast.providers)


def test_a_reminder_goes_once_to_who_has_not_submitted_in_the_last_week(cast):
    reviews.send_invitations(round_=cast.round, today=OPENS)
    save(cast.round.invitations.first(), {cast.providers[0].pk: Given(7, "")}, submit=True)
    days = [CLOSES - timedelta(days=8), CLOSES - timedelta(days=7), CLOSES]
    assert [reviews.send_review_reminders(today=day) for day in days] == [0, 3, 0]
    assert mail.outbox[-1].subject == "Herinnering: beoordeling van aanbieders"


def test_a_mail_that_fails_is_tried_again(cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert reviews.send_invitations(round_=cast.round, today=OPENS) == 0
    assert ReviewInvitation.objects.filter(sent_at=None).count() == 4


def test_an_incident_is_reported_and_settled_once(cast):
    about = {"provider": cast.providers[0], "reviewer": cast.reviewers[0], "today": OPENS, "by": None}
    for day, text, why in (
        (CLOSES, "Iets.", "toekomst"),
        (OPENS, " ", "Zeg wat"),
        (OPENS, "Over 999900006.", "negen cijfers"),
    ):
        with pytest.raises(Refused, match=why):
            reviews.report_incident(happened_on=day, text=text, **about)
    incident = reviews.report_incident(happened_on=OPENS, text=" Afspraak verviel. ", **about)
    assert (incident.text, incident.municipality) == ("Afspraak verviel.", cast.municipality)
    settle = {"incident": incident, "on": OPENS, "by": cast.by}
    with pytest.raises(Refused, match="Zeg wat ermee"):
        reviews.settle_incident(outcome=" ", **settle)
    reviews.settle_incident(outcome="Besproken.", **settle)
    with pytest.raises(Refused, match="al afgehandeld"):
        reviews.settle_incident(outcome="Nog eens.", **settle)
    assert ReviewIncident.objects.get().outcome == "Besproken."
