"""Two people on one form: who saves last is told what the other changed, and loses nothing of what was typed.

The form carries what it showed. When the object holds something else by the time it is saved, nothing is saved: fields
that only the other person changed take the new value, what was typed stays, and the page says which is which.
"""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from inkoop.base.admin.history import history_of

SEEN = "gezien"
SALT = "inkoop.base.admin.seen"
EMPTY = "niets"


class SeenForm(forms.ModelForm):
    """``seen_token`` goes into the page, and comes back as ``gezien``; a new object has none."""

    @property
    def seen_token(self) -> str:
        return signing.dumps(self._present(), salt=SALT) if self.instance.pk else ""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk and self.data.get(SEEN):
            self._compare(self._shown(), self._present())
        return cleaned

    def _shown(self) -> dict[str, Any]:
        try:
            shown: dict[str, Any] = signing.loads(self.data[SEEN], salt=SALT)
        except signing.BadSignature:
            raise ValidationError("Deze pagina is niet heel aangekomen. Open haar opnieuw.") from None
        return shown

    def _present(self) -> dict[str, Any]:
        """What the object holds, per field as the form writes it."""
        return {name: _written(self.fields[name], self.initial.get(name)) for name in self._tracked()}

    def _tracked(self) -> list[str]:
        ours = {field.name for field in self.instance._meta.get_fields()}
        return [
            name
            for name, field in self.fields.items()
            if name in ours and not isinstance(field, forms.FileField)
        ]

    def _compare(self, shown: dict[str, Any], present: dict[str, Any]) -> None:
        changed = [name for name in present if name in shown and shown[name] != present[name]]
        if not changed:
            return
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, of which the one sent is closed
        taken = [name for name in changed if not self._was_typed(name, shown[name])]
        for name in taken:
            self._take(name, present[name])
        for name in changed:
            if name not in taken:
                self.add_error(
                    name, f"Intussen staat hier: {self._said(name, present[name])}. Kies wat blijft."
                )
        raise ValidationError(self._told(taken, changed))

    def _was_typed(self, name: str, shown: Any) -> bool:
        return self.fields[name].has_changed(shown, self[name].data)

    def _take(self, name: str, value: Any) -> None:
        key = self.add_prefix(name)
        if isinstance(value, list):
            self.data.setlist(key, value)  # type: ignore[attr-defined]  # a copy of what was sent
        elif isinstance(self.fields[name], forms.BooleanField) and value != "True":
            self.data.pop(key, None)  # type: ignore[attr-defined]  # a box that is not ticked is not sent
        else:
            self.data[key] = value  # type: ignore[index]

    def _told(self, taken: list[str], changed: list[str]) -> str:
        newest = next(iter(history_of(self.instance)), None) if hasattr(self.instance, "events") else None
        by = f" door {newest.by}" if newest and newest.by else ""
        parts = [f"Terwijl u dit invulde, is het gewijzigd{by}. Er is nog niets opgeslagen."]
        if taken:
            parts.append(f"Overgenomen: {self._listed(taken)}.")
        if both := [name for name in changed if name not in taken]:
            parts.append(f"Door u allebei gewijzigd: {self._listed(both)}.")
        return " ".join([*parts, "Kijk het na en sla opnieuw op."])

    def _listed(self, names: list[str]) -> str:
        return ", ".join(f"{self[name].label} ({self._said(name, self._present()[name])})" for name in names)

    def _said(self, name: str, value: Any) -> str:
        """The value as a person reads it."""
        field, values = (
            self.fields[name],
            [one for one in (value if isinstance(value, list) else [value]) if one],
        )
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
            words = [str(found) for found in field.queryset.filter(pk__in=values)]
        else:
            choices = dict(getattr(field, "choices", ()))
            words = [str(choices.get(one, one)) for one in values]
        return ", ".join(words) or EMPTY


def _written(field: forms.Field, value: Any) -> Any:
    """As it stands in the page: text, or a list of texts."""
    value = field.prepare_value(value)
    if isinstance(value, list | tuple):
        return sorted(str(getattr(one, "pk", one)) for one in value)
    return "" if value is None else str(value)
