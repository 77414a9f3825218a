"""What changed in an object, when and by whom: from the events that the database itself keeps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.utils import display_for_field
from django.db.models import Model

from inkoop.base.models import User

ABSENT = "–"


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Event:
    """``by`` is empty for what a command or a delivery did. A first event has no changes: all was new."""

    at: datetime
    by: str
    is_first: bool
    changes: list[Change]


def history_of(found: Model) -> list[Event]:
    """Newest first. Two queries, and those of the objects that changed fields point to."""
    snapshots = list(found.events.select_related("pgh_context").order_by("pgh_id"))  # type: ignore[attr-defined]
    names = _names_of_users(snapshots)
    events = []
    for before, after in _pairs(snapshots):
        changes = [] if before is None else list(_changes(found, before, after))
        if before is None or changes:
            events.append(Event(after.pgh_created_at, names.get(_user(after), ""), before is None, changes))
    return events[::-1]


def _pairs(snapshots: list[Any]) -> Iterable[tuple[Any, Any]]:
    return zip([None, *snapshots[:-1]], snapshots, strict=True)


def _changes(found: Model, before: Any, after: Any) -> Iterator[Change]:
    for field in found._meta.concrete_fields:
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            shown = [display_for_field(getattr(one, field.name), field, ABSENT) for one in (before, after)]
            yield Change(str(field.verbose_name), str(shown[0]), str(shown[1]))


def _user(snapshot: Any) -> int | None:
    context = snapshot.pgh_context
    return context.metadata.get("user") if context else None


def _names_of_users(snapshots: list[Any]) -> dict[int | None, str]:
    keys = {key for snapshot in snapshots if (key := _user(snapshot)) is not None}
    users = User.objects.filter(pk__in=keys)
    return {user.pk: user.get_full_name() or user.get_username() for user in users}
