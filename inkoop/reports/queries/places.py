"""Whose reports somebody may read."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from inkoop.base.models import Municipality, MunicipalityUser, Team, TeamUser, User
from inkoop.base.rights import SEE_FIGURES, SEE_REGION


def sees_region(user: User | AnonymousUser) -> bool:
    """The staff of the region and the regio-overleg; also of each municipality."""
    return user.is_active and (user.has_perm(SEE_REGION) or user.has_perm(SEE_FIGURES))


def reported_to(user: User | AnonymousUser) -> QuerySet[Municipality]:
    """The municipalities whose report somebody may read; no queries of its own."""
    places = Municipality.objects.order_by("name")
    if sees_region(user):
        return places
    if isinstance(user, AnonymousUser) or not user.is_active:
        return places.none()
    return places.filter(pk__in=MunicipalityUser.objects.filter(user=user).values("municipality"))


def teams_reported_to(user: User | AnonymousUser) -> QuerySet[Team]:
    """The jeugdteams whose report somebody may read: who works there, in its municipality or for the region."""
    teams = Team.objects.select_related("municipality").order_by("municipality__name", "name")
    if sees_region(user):
        return teams
    if isinstance(user, AnonymousUser) or not user.is_active:
        return teams.none()
    works_in = TeamUser.objects.filter(user=user).values("team")
    works_for = MunicipalityUser.objects.filter(user=user).values("municipality")
    return teams.filter(Q(pk__in=works_in) | Q(municipality__in=works_for))
