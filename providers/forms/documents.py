"""Uploads of papers: size, kind and name are looked at before anything is kept."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from providers.rules.evidence import HEAD, file_fault


class DocumentField(forms.FileField):
    widget = forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"})

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "PDF, PNG of JPEG, ten hoogste 10 MB.")
        super().__init__(allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            fault = file_fault(file.name or "", file.size or 0, _head(file))
            if fault:
                raise forms.ValidationError(fault)
        return file


def _head(file: UploadedFile) -> bytes:
    head: bytes = file.read(HEAD)
    file.seek(0)
    return head
