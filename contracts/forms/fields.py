"""Fields that people fill in their own way, and that the rest of the code gets in its own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from contracts.models import Contract
from contracts.rules.terms import TermError, parse_options
from inkoop.base.forms import DayField
from providers.models import Provider


class PastDayField(DayField):
    """A day that has come; today when nothing else is filled in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(initial=timezone.localdate, **kwargs)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise ValidationError("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag.")
        return day


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
