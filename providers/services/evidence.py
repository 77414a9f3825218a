"""Keeping papers of providers."""

from datetime import date

import pghistory
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from inkoop.base.models import User
from providers.choices import EvidenceKind
from providers.models import Evidence, Provider
from providers.rules.evidence import expiry


@transaction.atomic
def record_evidence(
    *,
    provider: Provider,
    kind: EvidenceKind,
    issued_on: date,
    by: User,
    file: UploadedFile | None = None,
    named_expiry: date | None = None,
    note: str = "",
) -> Evidence:
    """Keeps a paper with the last day that it counts. The file was checked by the form field."""
    name = (file.name or "") if file else ""
    with pghistory.context(user=by.pk, reason="bewijs vastgelegd"):
        return Evidence.objects.create(
            provider=provider,
            kind=kind,
            issued_on=issued_on,
            expires_on=expiry(kind, issued_on, named_expiry),
            file=file,
            file_name=name[-120:],
            note=note,
            by=by,
        )
