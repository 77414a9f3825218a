"""Uploads of papers: size, kind, name and content are looked at before anything is kept."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from providers.models import Evidence
from providers.rules.evidence import HEAD, file_fault
from providers.services.scanning import scan_fault


class DocumentField(forms.FileField):
    widget = forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"})

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "PDF, PNG of JPEG, ten hoogste 10 MB.")
        super().__init__(allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            fault = file_fault(file.name or "", file.size or 0, _read(file, HEAD)) or scan_fault(_read(file))
            if fault:
                raise forms.ValidationError(fault)
        return file


def _read(file: UploadedFile, size: int = -1) -> bytes:
    """From the start; who reads it next starts there too."""
    content: bytes = file.read(size)
    file.seek(0)
    return content


class EvidenceForm(forms.ModelForm):
    file = DocumentField(label="Bestand", required=False)

    class Meta:
        model = Evidence
        fields = ("provider", "kind", "issued_on", "expires_on", "file", "note")
        help_texts = {
            "expires_on": "Leeg = volgt uit de soort: GVA 24 maanden, Belastingdienst en KvK 6 maanden na afgifte."
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        issued, named = data.get("issued_on"), data.get("expires_on")
        if issued and issued > timezone.localdate():
            self.add_error("issued_on", "Deze dag ligt in de toekomst. Kies de dag van afgifte.")
        if issued and named and named < issued:
            self.add_error("expires_on", "Het bewijs verloopt voor het is afgegeven. Controleer beide dagen.")
        return data
