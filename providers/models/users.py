"""Who works in the portal for which provider, and who was invited to."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q, QuerySet

from inkoop.base.rights import MEMBERSHIPS, Owners, VisibleQuerySet
from providers.choices import PortalRole


@pghistory.track()
class ProviderUser(models.Model):
    """Somebody with a task at a provider. ``ended_at`` NULL = still has it."""

    provider = models.ForeignKey(
        "providers.Provider", models.CASCADE, related_name="users", verbose_name="aanbieder"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name="gebruiker"
    )
    role = models.CharField("rol", max_length=12, choices=PortalRole.choices)
    began_at = models.DateTimeField("sinds", auto_now_add=True)
    ended_at = models.DateTimeField("tot", null=True, blank=True)

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "gebruiker van het portaal"
        verbose_name_plural = "gebruikers van het portaal"
        ordering = ["provider", "user__username"]
        constraints = [
            models.UniqueConstraint(
                name="one_role_per_provider_and_user",
                fields=["provider", "user"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_began",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


@pghistory.track()
class Invitation(models.Model):
    """A way in for one address, once, until ``expires_at``. ``accepted_by`` NULL = not used."""

    provider = models.ForeignKey(
        "providers.Provider", models.CASCADE, related_name="invitations", verbose_name="aanbieder"
    )
    email = models.EmailField("e-mail", max_length=120)
    role = models.CharField("rol", max_length=12, choices=PortalRole.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="uitgenodigd door"
    )
    at = models.DateTimeField("uitgenodigd op", auto_now_add=True)
    expires_at = models.DateTimeField("geldig tot")
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="gebruikt door",
    )
    accepted_at = models.DateTimeField("gebruikt op", null=True, blank=True)

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "uitnodiging voor het portaal"
        verbose_name_plural = "uitnodigingen voor het portaal"
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                name="invitation_is_used_by_somebody_on_a_day",
                condition=Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} voor {self.provider}"


class Download(models.Model):
    """Somebody took a file out of the portal: who, for whom, what. Written on each download, never changed."""

    provider = models.ForeignKey(
        "providers.Provider", models.PROTECT, related_name="+", verbose_name="aanbieder"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", auto_now_add=True)
    what = models.CharField("wat", max_length=60)
    object_id = models.CharField("nummer", max_length=40, blank=True)

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "download uit het portaal"
        verbose_name_plural = "downloads uit het portaal"
        ordering = ["-id"]
        triggers = [
            pgtrigger.Protect(name="download_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.what} {self.object_id}".strip()


def _memberships(user: AbstractBaseUser | AnonymousUser) -> QuerySet[ProviderUser]:
    own = ProviderUser.objects.filter(user=user.pk, ended_at=None)
    return own if user.pk else own.none()


MEMBERSHIPS.update(
    {
        "provider": lambda user: _memberships(user).values("provider"),
        "agb": lambda user: _memberships(user).values("provider__agb"),
    }
)
