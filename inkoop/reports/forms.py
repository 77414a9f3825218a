"""What people fill in."""

from typing import Any

from django import forms

from inkoop.base.forms import DayField
from inkoop.reports.choices import DecisionState
from inkoop.reports.models import BoardDecision


class DecisionForm(forms.ModelForm):
    decided_on = DayField(label="Besloten op")
    due_on = DayField(label="Uiterlijk op")

    class Meta:
        model = BoardDecision
        fields = ["decided_on", "subject", "decision", "owner", "due_on"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("decided_on"), given.get("due_on")
        if first and last and last < first:
            self.add_error("due_on", "Deze dag ligt voor het besluit. Kies een dag op of na het besluit.")
        return given


class OutcomeForm(forms.ModelForm):
    state = forms.ChoiceField(
        label="Stand", choices=[choice for choice in DecisionState.choices if choice[0] != DecisionState.OPEN]
    )
    outcome = forms.CharField(label="Wat kwam ervan", widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = BoardDecision
        fields = ["state", "outcome"]
