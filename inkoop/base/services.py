"""Writes of the lowest layer."""

from django.db.models import Model

from inkoop.base.models import ClientRead, User


def record_client_read(*, by: User, model: type[Model], object_id: object = "", path: str) -> None:
    """Keep that somebody looked at data of individual youths; one row per page shown."""
    longest = ClientRead._meta.get_field("path").max_length
    ClientRead.objects.create(
        by=by, subject=str(model._meta.verbose_name_plural), object_id=str(object_id), path=path[:longest]
    )
