"""What changed in an object, when and by whom: from the events that the database itself keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.utils import display_for_field
from django.db.models import Model, QuerySet

from inkoop.base.models import User

ABSENT = "–"


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Event:
    """``by`` is empty for what a command or a delivery did, ``why`` where no reason was asked. A first event has
    no changes: all was new.
    """

    at: datetime
    by: str
    is_first: bool
    changes: list[Change]
    why: str
    what: str


def history_of(found: Model) -> list[Event]:
    """Newest first. Two queries."""
    return history_of_all(QuerySet(type(found)).filter(pk=found.pk))


def history_of_all(*found: QuerySet) -> list[Event]:
    """Of all objects in these sets together, newest first. One query per set, and one for the names."""
    snapshots = [snapshot for objects in found for snapshot in _snapshots(objects)]
    names = _names_of_users(snapshots)
    events = []
    for before, after in _pairs(snapshots):
        changes = [] if before is None else list(_changes(before, after))
        if before is None or changes:
            by = names.get(_told(after, "user"), "")
            why, what = _told(after, "reason") or "", str(after.pgh_tracked_model._meta.verbose_name)
            events.append(Event(after.pgh_created_at, by, before is None, changes, why, what))
    events.reverse()  # of one moment the last comes first
    return sorted(events, key=lambda event: event.at, reverse=True)


def _snapshots(objects: QuerySet) -> Any:
    """The events of the objects, each object's together in their order, with what they point to."""
    model = objects.model
    pointers = [field.name for field in model._meta.concrete_fields if field.is_relation]
    events = model.pgh_event_model.objects.filter(pgh_obj__in=objects)
    return events.select_related("pgh_context", *pointers).order_by("pgh_obj_id", "pgh_id")


def _pairs(snapshots: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Each event with the one before it of the same object."""
    before = None
    for after in snapshots:
        is_same = before is not None and _object(before) == _object(after)
        yield (before if is_same else None), after
        before = after


def _object(snapshot: Any) -> tuple[type, int]:
    return type(snapshot), snapshot.pgh_obj_id


def _changes(before: Any, after: Any) -> Iterator[Change]:
    for field in after.pgh_tracked_model._meta.concrete_fields:
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            shown = [display_for_field(getattr(one, field.name), field, ABSENT) for one in (before, after)]
            yield Change(str(field.verbose_name), str(shown[0]), str(shown[1]))


def _told(snapshot: Any, name: str) -> Any:
    """What the writer told the database: ``user`` (a key) or ``reason``."""
    context = snapshot.pgh_context
    return context.metadata.get(name) if context else None


def _names_of_users(snapshots: list[Any]) -> dict[int | None, str]:
    keys = {key for snapshot in snapshots if (key := _told(snapshot, "user")) is not None}
    users = User.objects.filter(pk__in=keys)
    return {user.pk: user.get_full_name() or user.get_username() for user in users}
