"""Figures as they stood on the table: kept whole, with their fingerprint, never changed."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from inkoop.base.rights import VisibleQuerySet


class ReportSnapshot(models.Model):
    """The content of a report as shown, and the paper made of it.

    ``content`` is everything that stood in it; ``sha256`` the fingerprint of ``content`` written as sorted JSON,
    ``paper_sha256`` that of the PDF. The same content gives the same PDF, byte for byte, with the same version
    of the program.
    """

    name = models.CharField("rapport", max_length=40)
    title = models.CharField("titel", max_length=200)
    peildatum = models.DateField("peildatum")
    content = models.JSONField("inhoud")
    sha256 = models.CharField("vingerafdruk van de inhoud (SHA-256)", max_length=64)
    paper = models.BinaryField("PDF")
    paper_sha256 = models.CharField("vingerafdruk van de PDF (SHA-256)", max_length=64)
    made_at = models.DateTimeField("vastgelegd op", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "vastgelegd rapport"
        verbose_name_plural = "vastgelegde rapporten"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="snapshot_has_fingerprints",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$") & Q(paper_sha256__regex=r"^[0-9a-f]{64}$"),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="snapshot_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.title}, peildatum {self.peildatum:%d-%m-%Y}"
