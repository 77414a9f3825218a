"""Papers that prove something, with the day until which they count."""

import os
from uuid import uuid4

import pghistory
from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db import models
from django.db.models import F, Q

from inkoop.base.rights import Owners, VisibleQuerySet
from providers.choices import EvidenceKind
from providers.models.register import Provider


class DocumentStorage(FileSystemStorage):
    """A folder outside the web root: a document is only read through a page that asks for rights."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> str:
        return str(settings.DOCUMENTS)

    @property
    def location(self) -> str:
        return os.path.abspath(self.base_location)  # noqa: PTH100 -- as Django's own storage has it

    def url(self, name: str | None) -> str:
        raise NotImplementedError("a document has no address of its own")


def documents() -> Storage:
    return DocumentStorage()


def unguessable(_evidence: "Evidence", _name: str) -> str:
    return f"bewijs/{uuid4().hex}"


@pghistory.track()
class Evidence(models.Model):
    """``expires_on`` is the last day that it counts; NULL = no end. ``file`` may be empty for a paper that was
    only seen. The name of a stored file says nothing; ``file_name`` is what the sender called it.
    """

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="evidence", verbose_name="aanbieder")
    kind = models.CharField("soort", max_length=16, choices=EvidenceKind.choices)
    issued_on = models.DateField("afgegeven op")
    expires_on = models.DateField("geldig t/m", null=True, blank=True)
    file = models.FileField("bestand", storage=documents, upload_to=unguessable, blank=True, max_length=80)
    file_name = models.CharField("bestandsnaam", max_length=120, blank=True)
    note = models.CharField("toelichting", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="vastgelegd door"
    )

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "bewijsstuk"
        verbose_name_plural = "bewijsstukken"
        ordering = ["provider", "kind", "-issued_on"]
        constraints = [
            models.CheckConstraint(
                name="evidence_expires_after_issue",
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
            )
        ]
        indexes = [models.Index(name="evidence_expiring", fields=["expires_on"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} van {self.issued_on:%d-%m-%Y}"
