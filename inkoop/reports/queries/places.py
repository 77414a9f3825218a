"""Whose reports somebody may read."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from inkoop.base.models import Municipality, MunicipalityUser, User
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
