"""Words that a provider writes: never a BSN, which is kept nowhere."""

from typing import Any

from django import forms

from inkoop.base.bsn import holds_bsn

NO_BSN = "Hier staat een BSN in. Haal het weg: een BSN wordt nergens bewaard."


class WordsField(forms.CharField):
    """Text of a few lines."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        options.setdefault("max_length", 2_000)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if holds_bsn(text):
            raise forms.ValidationError(NO_BSN)
        return text
