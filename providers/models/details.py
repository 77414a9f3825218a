"""Where a provider works, whom to call, and who works for it."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from inkoop.base.rights import EVERY_ROW, Owners, VisibleQuerySet
from providers.choices import ContactRole
from providers.models.register import Provider
from providers.models.validators import check_branch, check_kvk, check_postcode


@pghistory.track()
class Location(models.Model):
    """A place where care is given. The name is unique within the provider, so that a file can name it."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="locations", verbose_name="aanbieder")
    name = models.CharField("naam", max_length=80)
    branch = models.CharField("vestigingsnummer", max_length=12, blank=True, validators=[check_branch])
    street = models.CharField("straat en nummer", max_length=100, blank=True)
    postcode = models.CharField("postcode", max_length=7, blank=True, validators=[check_postcode])
    city = models.CharField("plaats", max_length=80)
    has_stay = models.BooleanField("verblijf", default=False, help_text="Jeugdigen kunnen hier overnachten.")
    closed_on = models.DateField("gesloten per", null=True, blank=True)

    owners = Owners(provider="provider__in", municipality=EVERY_ROW, team=EVERY_ROW)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "locatie"
        verbose_name_plural = "locaties"
        ordering = ["provider", "name"]
        constraints = [models.UniqueConstraint(name="location_name_once", fields=["provider", "name"])]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}"


@pghistory.track()
class Contact(models.Model):
    """A person at the provider, for work only. The address is unique within the provider."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="contacts", verbose_name="aanbieder")
    name = models.CharField("naam", max_length=80)
    role = models.CharField("rol", max_length=12, choices=ContactRole.choices, default=ContactRole.CONTRACT)
    email = models.EmailField("e-mail", max_length=120)
    phone = models.CharField("telefoon", max_length=20, blank=True)

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "contactpersoon"
        verbose_name_plural = "contactpersonen"
        ordering = ["provider", "role", "name"]
        constraints = [models.UniqueConstraint(name="contact_email_once", fields=["provider", "email"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"


@pghistory.track()
class Subcontracting(models.Model):
    """Somebody who works for a provider. Needs written consent, unless self-employed (zzp).

    ``consented_on`` NULL = asked and not given. Who works for another does not pass the work on: of one
    provider there is never at the same time a row as subcontractor and a row with subcontractors.
    """

    provider = models.ForeignKey(
        Provider, models.CASCADE, related_name="subcontractors", verbose_name="hoofdaannemer"
    )
    name = models.CharField("naam onderaannemer", max_length=120)
    kvk = models.CharField("KvK-nummer", max_length=8, validators=[check_kvk])
    known_as = models.ForeignKey(
        Provider,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="works_for",
        verbose_name="aanbieder in het register",
        help_text="Als de onderaannemer zelf ook aanbieder is.",
    )
    is_self_employed = models.BooleanField(
        "zzp'er", default=False, help_text="Toestemming is dan niet nodig."
    )
    begin = models.DateField("begin")
    end = models.DateField("eind (t/m)", null=True, blank=True)
    consented_on = models.DateField("schriftelijke toestemming op", null=True, blank=True)

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "onderaannemer"
        verbose_name_plural = "onderaannemers"
        ordering = ["provider", "name", "begin"]
        constraints = [
            models.UniqueConstraint(name="subcontractor_once", fields=["provider", "kvk", "begin"]),
            models.CheckConstraint(
                name="subcontracting_end_not_before_begin",
                condition=Q(end__isnull=True) | Q(end__gte=F("begin")),
            ),
            models.CheckConstraint(
                name="subcontractor_is_another",
                condition=Q(known_as__isnull=True) | ~Q(known_as=F("provider")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} voor {self.provider.name}"

    @property
    def may_work(self) -> bool:
        return self.is_self_employed or self.consented_on is not None

    def clean(self) -> None:
        """No subcontractor of a subcontractor. Two queries."""
        if not self.begin or not self.provider_id:
            return  # their own fields say so
        meanwhile = Q(begin__lte=self.end) if self.end else Q()
        running = Subcontracting.objects.filter(meanwhile, Q(end=None) | Q(end__gte=self.begin))
        if running.filter(known_as=self.provider_id).exclude(pk=self.pk).exists():
            raise ValidationError(
                f"{self.provider.name} is in deze periode zelf onderaannemer en mag het werk niet doorgeven."
            )
        if self.known_as_id and running.filter(provider=self.known_as_id).exclude(pk=self.pk).exists():
            raise ValidationError(
                {"known_as": "Deze aanbieder heeft in deze periode zelf onderaannemers; dan mag dit niet."}
            )
