"""The data dictionary: what every table of ours holds, in the words of the models."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from inkoop.desk.roles import OUR_APPS

KINDS = {
    models.ForeignKey: "verwijzing",
    models.BooleanField: "ja of nee",
    models.DateTimeField: "moment",
    models.DateField: "dag",
    models.TimeField: "tijd",
    models.DecimalField: "getal",
    models.IntegerField: "geheel getal",
    models.JSONField: "samengesteld",
    models.BinaryField: "bestand",
    models.UUIDField: "kenmerk",
}


def tables() -> Iterator[tuple[str, str, list[tuple[str, ...]]]]:
    """Per table its heading, where it is, and its fields."""
    for label in OUR_APPS:
        for model in apps.get_app_config(label).get_models():
            if not hasattr(model, "pgh_tracked_model"):
                yield _heading(model), _whereabouts(model), [_row(field) for field in _fields(model)]


def _heading(model: type[models.Model]) -> str:
    name = str(model._meta.verbose_name_plural)
    return f"{name[0].upper()}{name[1:]} (`{model.__name__}`)"


def _whereabouts(model: type[models.Model]) -> str:
    kept = " Met geschiedenis." if hasattr(model, "pgh_event_model") or hasattr(model, "events") else ""
    return f"Tabel `{model._meta.db_table}`.{kept}"


def _fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.local_fields if not field.primary_key]


def _row(field: models.Field) -> tuple[str, ...]:
    return (
        str(field.verbose_name),
        f"`{field.column}`",
        _kind(field),
        "ja" if field.null or field.blank else "nee",
        _meaning(field),
    )


def _kind(field: models.Field) -> str:
    if field.is_relation and field.related_model is not None:
        return f"verwijzing naar `{field.related_model.__name__}`"
    for kind, word in KINDS.items():
        if isinstance(field, kind):
            return word
    longest = getattr(field, "max_length", None)
    return f"tekst, hoogstens {longest}" if longest else "tekst"


def _meaning(field: models.Field) -> str:
    choices = "; ".join(
        str(code) if str(code) == str(name) else f"{code} {name}" for code, name in field.flatchoices
    )
    return " ".join(part for part in (str(field.help_text), choices) if part)
