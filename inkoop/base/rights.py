"""Who may see which rows. One rule for admin, portal, API and reports."""

from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models

SEE_REGION = "base.see_region"


class VisibleQuerySet(models.QuerySet):
    """Rows of the whole region: for those who may see the region, and nobody else."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        return self if user.has_perm(SEE_REGION) else self.none()  # type: ignore[union-attr]
