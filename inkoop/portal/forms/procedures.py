"""Applying for a lot, and asking a question about a procedure."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from contracts.forms.procedures import price_fields
from contracts.models import Lot, Requirement
from inkoop.base.forms import DayField
from inkoop.portal.forms.fields import WordsField
from providers.forms.documents import DocumentField


class ApplyForm(forms.Form):
    """Per requirement an answer, with its paper when one is asked for."""

    def __init__(self, *args: Any, lot: Lot, requirements: Iterable[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lot, self.requirements = lot, list(requirements)
        for one in self.requirements:
            self.fields[f"answer_{one.pk}"] = WordsField(
                label=f"Eis {one.number}: {one.text}", help_text=one.explanation, rows=3
            )
            if one.evidence_kind:
                kind = one.get_evidence_kind_display()
                self.fields[f"file_{one.pk}"] = DocumentField(label=f"Bewijs bij eis {one.number}: {kind}")
                self.fields[f"issued_{one.pk}"] = DayField(label=f"{kind[0].upper()}{kind[1:]}: afgegeven op")
        self.fields.update(price_fields(lot))
        self.fields["true"] = forms.BooleanField(
            label="Ik ben bevoegd om in te schrijven en alles is naar waarheid ingevuld",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for one in self.requirements:
            issued = data.get(f"issued_{one.pk}")
            if issued and issued > timezone.localdate():
                self.add_error(f"issued_{one.pk}", "Deze dag ligt in de toekomst. Kies de dag van afgifte.")
        return data


class QuestionForm(forms.Form):
    text = WordsField(
        label="Uw vraag",
        max_length=1_000,
        help_text="Het antwoord leest iedereen die kan inschrijven. Wie het vroeg, staat er niet bij.",
    )
