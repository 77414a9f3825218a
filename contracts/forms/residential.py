"""What is asked in the monthly talk about a youth in residential care."""

from typing import Any

from django import forms

from contracts.models import ThroughflowTalk
from contracts.models.residential import CONDITIONS

ANSWERS = [("", "niet van toepassing"), ("ja", "ja"), ("nee", "nee")]
VALUES = {"": None, "ja": True, "nee": False}
WRITTEN = {None: "", True: "ja", False: "nee"}


class TalkForm(forms.Form):
    """The conditions, each yes, no or not applicable; ``talk`` fills in what was said last."""

    exit_on = forms.DateField(
        label="Verwacht vertrek", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=300,
        help_text="Geen namen of BSN.",
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, talk: ThroughflowTalk | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in CONDITIONS.items():
            self.fields[name] = forms.ChoiceField(label=label, choices=ANSWERS, required=False)
            self.initial.setdefault(name, WRITTEN[getattr(talk, name) if talk else None])
        self.order_fields([*CONDITIONS, "exit_on", "note"])
        if talk:
            self.initial.setdefault("exit_on", talk.exit_on)

    @property
    def conditions(self) -> dict[str, bool | None]:
        """After validation: True = there, False = missing, None = does not apply."""
        return {name: VALUES[self.cleaned_data[name]] for name in CONDITIONS}
