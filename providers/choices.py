"""Code lists of providers."""

from django.db.models import TextChoices


class Segment(TextChoices):
    STRATEGIC = "strategisch", "strategisch"
    LARGE = "groot", "groot"
    OTHER = "overig", "overig"


class ProviderStatus(TextChoices):
    ACTIVE = "actief", "actief"
    STOPPED = "gestopt", "gestopt"
    EXCLUDED = "uitgesloten", "uitgesloten"
