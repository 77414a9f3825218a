"""What a person fills in to deliver a file."""

from typing import Any

from django import forms
from django.utils import timezone

from inkoop.base.choices import DeliveryKind


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class UploadForm(forms.Form):
    file = forms.FileField(
        label="bestand",
        help_text="CSV of XLSX met de afgesproken kolommen, of een iJw-bericht (XML of zip).",
    )
    kind = forms.ChoiceField(
        label="soort",
        required=False,
        choices=[("", "herken aan de kop van het bestand"), *DeliveryKind.choices],
    )
    received_on = forms.DateField(
        label="ontvangen op",
        widget=DateInput,
        help_text="De dag waarop het bestand bij de regio binnenkwam. Bepaalt vanaf welke peildatum het meetelt.",
    )
    trial = forms.BooleanField(
        label="proefdraaien",
        required=False,
        help_text="Alles wordt nagekeken en niets wordt geladen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag.")
        return day
