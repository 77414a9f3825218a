"""Keys for other systems."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from inkoop.api.choices import Scope


@pghistory.track(exclude=["digest"])
class ApiToken(models.Model):
    """Lets a system act as a user, within ``scopes``, until the end of ``expires_on`` or until it is revoked.

    Only a SHA-256 of the key is kept: it has 256 random bits, so nobody finds it by trying.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens", verbose_name="namens"
    )
    name = models.CharField("waarvoor", max_length=80, help_text="Bijvoorbeeld: Power BI van de gemeente.")
    digest = models.CharField("vingerafdruk", max_length=64, unique=True, editable=False)
    scopes = ArrayField(
        models.CharField(max_length=10, choices=Scope.choices), verbose_name="mag", default=list
    )
    expires_on = models.DateField("geldig t/m")
    made_at = models.DateTimeField("gemaakt op", auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gemaakt door"
    )
    revoked_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        verbose_name = "API-sleutel"
        verbose_name_plural = "API-sleutels"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="api_token_opens_something", condition=Q(scopes__len__gte=1)),
            models.CheckConstraint(
                name="api_token_revoked_after_made",
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (namens {self.user})"
