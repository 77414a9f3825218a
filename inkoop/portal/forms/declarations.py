"""The file with declarations that a provider sends."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

LARGEST = 50_000_000
ENDINGS = (".csv", ".xlsx", ".xml", ".zip")


class DeclarationFileForm(forms.Form):
    file = forms.FileField(
        label="Bestand",
        help_text="Een JW323 (XML, los of in een zip), of een CSV of XLSX met declaraties. Ten hoogste 50 MB.",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def clean_file(self) -> Any:
        file: UploadedFile = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith(ENDINGS):
            raise forms.ValidationError("Dit soort bestand lezen we niet. Kies een XML, ZIP, CSV of XLSX.")
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError("Het bestand is groter dan 50 MB. Lever het in delen aan.")
        return file
