from typing import Any

from django import forms

from inkoop.base.forms import DayField
from inkoop.reports.choices import DecisionState
from inkoop.reports.models import BoardDecision

TOO_EARLY = "Deze dag ligt voor het besluit. Kies een dag op of na het besluit."


class AskForm(forms.ModelForm):
    """What is put before the regio-overleg."""

    due_on = DayField(label="Uiterlijk op")

    class Meta:
        model = BoardDecision
        fields = ["subject", "decision", "owner", "due_on"]
        labels = {"decision": "Gevraagd besluit"}
        widgets = {"decision": forms.Textarea(attrs={"rows": 3})}


class DecisionForm(AskForm):
    """What was decided without being asked on paper."""

    decided_on = DayField(label="Besloten op")

    class Meta(AskForm.Meta):
        fields = ["decided_on", *AskForm.Meta.fields]
        labels = {"decision": "Besluit"}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("decided_on"), given.get("due_on")
        if first and last and last < first:
            self.add_error("due_on", TOO_EARLY)
        return given


class DecideForm(DecisionForm):
    """What became of what was asked, perhaps in other words."""


class OutcomeForm(forms.ModelForm):
    state = forms.ChoiceField(
        label="Stand",
        choices=[(one.value, one.label) for one in (DecisionState.DONE, DecisionState.DROPPED)],
    )
    outcome = forms.CharField(label="Wat kwam ervan", widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = BoardDecision
        fields = ["state", "outcome"]
