"""Who may see which rows. One rule for admin, portal, API and reports."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, Q, QuerySet

SEE_REGION = "base.see_region"
SEE_FIGURES = "base.see_figures"
PROCESS_LINES = "contracts.see_lines_without_plan"
EVERY_ROW = "*"

MEMBERSHIPS: dict[str, Callable[[Any], QuerySet]] = {}
"""What a user belongs to, per field of `Owners`: the keys that a row of theirs holds. Filled by the models."""

OPENED: list[Callable[[], Iterable[int]]] = []
"""Gives the providers whose lines a control plan opens today. Filled by the models."""


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose a row is besides the region's: per kind of member the lookup that takes what they belong to.

    Empty = not theirs; ``EVERY_ROW`` = every member of that kind sees all rows. ``has_clients``: rows are about
    single youths, so they are not for those who may only see figures. ``is_spread``: a lookup passes several rows,
    of which one is enough. ``behind_plan``: the lookup of the provider whose control plan must open a row to those
    of the region who do not process it (Regeling Jeugdwet, par. 6b); empty = no plan needed.
    """

    provider: str = ""
    agb: str = ""
    municipality: str = ""
    municipality_code: str = ""
    team: str = ""
    has_clients: bool = False
    is_spread: bool = False
    behind_plan: str = ""

    def lookup_of(self, kind: str) -> str:
        return str(getattr(self, kind))


REGION_ONLY = Owners(has_clients=True)
"""Of a model that says nothing."""


class VisibleQuerySet(models.QuerySet):
    """Rows of the whole region for those who may see it; for others those that the model's ``owners`` give them."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """No queries of its own but one for rows behind a control plan; a membership that ends counts at once."""
        owners: Owners = getattr(self.model, "owners", REGION_ONLY)
        if user.has_perm(SEE_REGION):  # type: ignore[union-attr]
            return self if not needs_plan(owners, user) else self._opened(owners.behind_plan)
        if not owners.has_clients and user.has_perm(SEE_FIGURES):  # type: ignore[union-attr]
            return self
        if not user.is_active:
            return self.none()
        own = _own_rows(self.model, owners, user)
        return self.filter(own) if own else self.none()

    def _opened(self, lookup: str) -> Self:
        """Keys and not a subquery: the database has an index per provider, and none to find that there is no plan."""
        keys = {key for providers in OPENED for key in providers()}
        return self.filter(**{f"{lookup}__in": sorted(keys)})


def needs_plan(owners: Owners, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether somebody of the region sees these rows only of providers with a control plan that opens them."""
    return bool(owners.behind_plan) and not user.has_perm(PROCESS_LINES)  # type: ignore[union-attr]


def _own_rows(model: type[models.Model], owners: Owners, user: AbstractBaseUser | AnonymousUser) -> Q:
    """What the row itself tells comes first: the database then looks no further for it."""
    own, elsewhere = Q(), Q()
    for kind, keys_of in MEMBERSHIPS.items():
        lookup, keys = owners.lookup_of(kind), keys_of(user).order_by()
        if owners.is_spread and _leaves_the_row(model, lookup):
            elsewhere |= _once(model, Q((lookup, keys)))
        elif lookup:
            own |= Q(Exists(keys)) if lookup == EVERY_ROW else Q((lookup, keys))
    return own | elsewhere


def _leaves_the_row(model: type[models.Model], lookup: str) -> bool:
    first, _, _ = lookup.partition("__")
    return lookup not in {"", EVERY_ROW} and model._meta.get_field(first).is_relation


def _once(model: type[models.Model], given: Q) -> Q:
    """Rows that ``given`` finds, each once. A query per kind of member: the database finds the few rows of each by
    an index, while for all kinds in one it joins every row there is.
    """
    return Q(pk__in=model._meta.base_manager.filter(given).values("pk"))
