"""Fields that people fill in their own way, and that the rest of the code gets in its own."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from contracts.models import Contract
from contracts.rules.terms import TermError, parse_options
from providers.models import Provider

CENTS = 100
THOUSANDS = re.compile(r"-?[0-9]{1,3}([.][0-9]{3})+")


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DateInput


class PastDayField(DayField):
    """A day that has come; today when nothing else is filled in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(initial=timezone.localdate, **kwargs)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise ValidationError("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag.")
        return day


class EuroField(forms.DecimalField):
    """Euros on paper (1.234,56 or 1234.56), whole cents in the code."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=13, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = str(value or "").replace("€", "").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
        if "," in text or THOUSANDS.fullmatch(text):
            text = text.replace(".", "").replace(",", ".")
        return super().to_python(text)

    def clean(self, value: Any) -> Any:
        euros = super().clean(value)
        return None if euros is None else int(euros * CENTS)


class OptionsField(forms.CharField):
    """``3x12`` becomes (12, 12, 12)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_length=40,
            help_text="Aantal x maanden, in volgorde: 3x12, of 1x24 2x12. Leeg: geen opties.",
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        try:
            return parse_options(super().clean(value))
        except TermError as error:
            raise ValidationError(str(error)) from error


class ProviderField(forms.CharField):
    """A provider by its AGB code."""

    def clean(self, value: Any) -> Any:
        agb = super().clean(value)
        found = Provider.objects.filter(agb=agb).first()
        if found is None:
            raise ValidationError(
                f"AGB-code {agb} is niet bekend. Controleer de acht cijfers of lever de aanbieder eerst aan."
            )
        return found


class ContractField(forms.CharField):
    """A contract by its number; empty = none."""

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        if not number:
            return None
        found = Contract.objects.filter(number=number).first()
        if found is None:
            raise ValidationError(f"Contract {number} is niet bekend. Controleer het nummer.")
        return found


class ReasonField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": "reden", "max_length": 2000, **kwargs})
